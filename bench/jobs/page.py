"""A page with a table of 50 rows, signed in, beside a bare page of 50 rows.

Both are asked through the application's own interface in this process, without a server between.
"""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from tempfile import mkdtemp

from flask import Flask, render_template_string
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, insert, select

from bench.data.fund import fund, signed_in
from bench.measure import Prepared, Side, Target
from ledger.require import require
from tests.builders import Q1, REFERENCE

NAME = "page"
WHAT = "A return's page with 50 lines, signed in"
PEER, LARGE = "bare Flask, SQLAlchemy Core and Jinja, 50 rows", "the same page, 100 times the lines"
TARGETS = (Target(2, beside=PEER), Target(1.1, beside="the product", of=LARGE))
ROWS, TIMES = 50, 5
COLUMNS = 8
PAGE = """<!doctype html><title>Lines</title><table>{% for row in rows %}<tr>
{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""


def make(_scale: str, _folder: Path) -> None:
    """The databases are made where they are used."""


def prepare(_scale: str, folder: Path) -> Prepared:
    """Five requests of each page a round."""
    folder = Path(mkdtemp(dir=folder))
    bare = bare_page()
    return Prepared(
        (
            Side("the product", asking(folder, "small", ROWS), TIMES),
            Side(PEER, lambda: [bare.test_client().get("/") for _ in range(TIMES)], TIMES),
            Side(LARGE, asking(folder, "large", ROWS * 100), TIMES),
        ),
        rounds=7,
    )


def asking(folder: Path, name: str, count: int) -> Callable[[], None]:
    """A call that asks for the page of a return with so many lines."""
    world = fund(folder, name, count)
    client = signed_in(world)

    def call() -> None:
        for _ in range(TIMES):
            answer = world.browse(client, f"/contracts/{REFERENCE}/projects/KNIFE/{Q1}/")
            require(answer.status_code == HTTPStatus.OK, f"The page is there: {answer.status}.")

    return call


def bare_page() -> Flask:
    """As little as shows 50 rows of a table."""
    engine = create_engine("sqlite://")
    table = Table(
        "line", MetaData(), Column("id", Integer, primary_key=True),
        *(Column(f"c{number}", Text) for number in range(COLUMNS)),
    )  # fmt: skip
    table.metadata.create_all(engine)
    with engine.begin() as connection:
        values = {f"c{number}": f"Text {number}" for number in range(COLUMNS)}
        connection.execute(insert(table), [values] * ROWS * 100)
    app = Flask(__name__)

    @app.get("/")
    def show() -> str:
        with engine.connect() as connection:
            rows = connection.execute(select(table).limit(ROWS)).all()
        return render_template_string(PAGE, rows=rows)

    return app
