"""Alembic's environment: the same migrations on SQLite and PostgreSQL."""

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db
context.config.set_main_option("sqlalchemy.url", str(db.engine.url).replace("%", "%%"))


def run() -> None:
    """Migrate the database of the running application."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
