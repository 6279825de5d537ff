"""The small fund of the tests in a database of its own, with a return of so many lines."""

from pathlib import Path

from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import create_app
from app.services.users import add_user
from tests.builders import (
    ADMINISTRATOR,
    FINANCE,
    PASSWORD,
    Q1,
    World,
    line,
    settings,
)


def lines(count: int, stem: str = "K") -> tuple[dict[str, str], ...]:
    """Spend lines of the first quarter of the first project."""
    return tuple(
        line(f"{stem}-{number}", ledger_key=f"{number + 10_000}-1", claimed="20.00")
        for number in range(1, count + 1)
    )


def fund(folder: Path, name: str, count: int = 0) -> World:
    """The fund, loaded, with a return of ``count`` lines where there are any."""
    place = folder / name
    place.mkdir()
    app = create_app(settings(f"sqlite:///{place / 'fund.sqlite3'}", place))
    with app.app_context():
        upgrade()
        world = World(app)
        world.load()
        if count:
            world.submit("KNIFE", Q1, *lines(count))
    return world


def signed_in(world: World) -> FlaskClient:
    """A browser in which the finance officer is signed in."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    grant = FINANCE.grants[0]
    with world.app.app_context():
        world.change(
            ADMINISTRATOR,
            lambda act: add_user(act, FINANCE.person, grant.role, password=PASSWORD),
        )
    client = world.app.test_client()
    form = {"email": FINANCE.person, "password": PASSWORD}
    world.browse(client, "/sign-in", "POST", data=form)
    return client
