"""The same verbs as JSON under ``/api/v1``."""

from flask import Flask


def attach_api(app: Flask) -> None:
    """Add the API to the application."""
    del app
