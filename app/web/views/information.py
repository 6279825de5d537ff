"""The guide and the accessibility statement."""

from flask import Blueprint, render_template

from app.web.access import PUBLIC, opens

pages = Blueprint("information", __name__)


@pages.get("/guide")
@opens(PUBLIC)
def guide() -> str:
    """How to use the service, by role."""
    return render_template("guide.html", crumbs=[])


@pages.get("/accessibility")
@opens(PUBLIC)
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("accessibility.html", crumbs=[])
