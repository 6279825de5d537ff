"""The pages: thin views that read, authorise, call a service and render."""

from flask import Flask
from flask_security import LoginForm


def sign_in_form() -> type[LoginForm]:
    """The sign-in form."""
    form: type[LoginForm] = LoginForm
    return form


def attach_web(app: Flask) -> None:
    """Add the pages to the application."""
    del app
