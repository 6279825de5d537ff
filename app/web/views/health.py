"""Is the service alive, and is it ready? For the machines that watch it."""

import hmac

from flask import Blueprint, abort, current_app, jsonify, request
from flask import Response as Download
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
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


@pages.get("/metrics")
@opens(PUBLIC)
def metrics() -> Download:
    """Counts and times of requests for Prometheus; with a token where one is set."""
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if not (known or current_app.config["METRICS_OPEN"]):
        abort(404)
    return Download(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
