"""The same verbs as JSON under ``/api/v1``, for other systems with a bearer token."""

from typing import Final

from flask import Flask, current_app
from flask_limiter import Limiter
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader

from app.api.access import counted_as
from app.api.document import complete, describe, docs
from app.api.problem import attach_problems
from app.api.verbs import verbs

VERSION: Final = "1.0.0"
RATE: Final = "300 per minute"
"""Requests of one token (or of one address without a token that counts)."""


def attach_api(app: Flask) -> None:
    """Add the API to the application: verbs, description, problems, limits."""
    app.config.setdefault("API_RATE", RATE)
    templates: list[BaseLoader] = [PackageLoader("app", "api/templates")]
    if app.jinja_env.loader is not None:
        templates.insert(0, app.jinja_env.loader)
    app.jinja_env.loader = ChoiceLoader(templates)
    attach_problems(app)
    limiter = Limiter(counted_as, app=app, storage_uri="memory://")
    limiter.limit(lambda: str(current_app.config["API_RATE"]))(verbs)
    api = describe(app, VERSION)
    api.register_blueprint(verbs)
    app.register_blueprint(docs)
    for blueprint in (verbs, docs):
        app.extensions["csrf"].exempt(blueprint)
    complete(app, api)
