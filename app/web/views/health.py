"""Is the service alive, and is it ready? For the machines that watch it."""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from app.services.office import Act, read
from app.services.users import SYSTEM
from app.web.access import PUBLIC, office, opens

pages = Blueprint("health", __name__)


@pages.get("/health/live")
@opens(PUBLIC)
def live() -> Response:
    """The process answers."""
    return jsonify(status="live")


@pages.get("/health/ready")
@opens(PUBLIC)
def ready() -> Response:
    """The database answers too."""

    def work(act: Act) -> int:
        return act.uow.audit.size()

    return jsonify(status="ready", audit_entries=read(office(), SYSTEM, work))
