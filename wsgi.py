"""The application for a server: ``gunicorn wsgi:app``; found by ``flask`` without being told."""

from app import create_app
from config import load_settings

app = create_app(load_settings())
