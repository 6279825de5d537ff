"""The guide and the accessibility statement."""

from flask import Blueprint, abort, render_template, url_for

from app.web.access import PUBLIC, opens
from app.web.guide_pages import guide_pages

pages = Blueprint("information", __name__)


@pages.get("/guide")
@opens(PUBLIC)
def guide() -> str:
    """How to use the service, by role."""
    sections = [
        {"title": p.title, "href": url_for("information.guide_page", name=p.name), "text": ""}
        for p in guide_pages().values()
    ]
    return render_template("guide.html", sections=sections, crumbs=[])


@pages.get("/guide/<name>")
@opens(PUBLIC)
def guide_page(name: str) -> str:
    """One page of the guide."""
    page = guide_pages().get(name)
    if page is None:
        abort(404)
    crumbs = [{"text": "Guide", "href": url_for("information.guide")}]
    return render_template("guide_page.html", page=page, crumbs=crumbs)


@pages.get("/accessibility")
@opens(PUBLIC)
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("accessibility.html", crumbs=[])
