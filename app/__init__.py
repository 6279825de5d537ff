"""``create_app(settings)``: the only place where settings, database, services and doors meet."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask
from flask_migrate import Migrate
from flask_security import Security, SQLAlchemySessionUserDatastore

from app.logs import configure_logs
from app.services.office import Office
from app.store.db import db, engine_options, prepare_engine
from app.store.people import RoleGrant, User

if TYPE_CHECKING:
    from config import Settings

VERSION = "0.1.0"
KEY_LENGTH = 32


def create_app(settings: "Settings") -> Flask:
    """Build the application: database, sign-in, doors."""
    configure_logs()
    app = Flask("app", instance_path=str(settings.instance))
    app.config.update(_flask_config(settings))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Migrate(app, db, directory="app/store/migrations", render_as_batch=True)
    datastore = SQLAlchemySessionUserDatastore(db.session, User, RoleGrant)
    office = Office(
        sessions=db.session,
        clock=_clock(settings.played_today),
        signing_key=_signing_key(settings),
        version=VERSION,
        new_secret=lambda: secrets.token_urlsafe(32),
    )
    app.extensions["office"] = office
    app.extensions["settings"] = settings
    _attach_doors(app, datastore)
    return app


def _attach_doors(app: Flask, datastore: SQLAlchemySessionUserDatastore) -> None:
    from app.api import attach_api  # noqa: PLC0415 - doors are loaded once the app stands
    from app.cli import attach_commands  # noqa: PLC0415
    from app.web import attach_web, protect_forms, sign_in_form  # noqa: PLC0415

    protect_forms(app)
    Security(app, datastore, login_form=sign_in_form())
    attach_web(app)
    attach_api(app)
    attach_commands(app)


def _flask_config(settings: "Settings") -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": settings.upload_max_bytes + 64 * 1024,  # the form around the file
        "MAX_FORM_MEMORY_SIZE": settings.upload_max_bytes,
        "PERMANENT_SESSION_LIFETIME": settings.session_idle,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "COUNCIL_NAME": settings.council_name,
        "SERVICE_NAME": settings.service_name,
        "HTTPS": settings.https,
        "METRICS_TOKEN": settings.metrics_token,
        "METRICS_OPEN": not settings.is_production and not settings.metrics_token,
        "PLAYED_TODAY": settings.played_today,
        # sign-in by flask-security
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_RECOVERABLE": False,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_TRACKABLE": False,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_LOGIN_USER_TEMPLATE": "sign_in.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "password.html",
        "SECURITY_VERIFY_TEMPLATE": "verify.html",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FLASH_MESSAGES": True,
        "SECURITY_CLI_USERS_NAME": None,  # our own command writes the trail; theirs does not
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_STATIC_FOLDER": None,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a lead fills a form for an hour
    }


def _clock(played_today: datetime | None) -> Callable[[], datetime]:
    """The time now; in a demonstration, time runs on from the day that is played."""
    if played_today is None:
        return lambda: datetime.now(UTC)
    start = played_today if played_today.tzinfo else played_today.replace(tzinfo=UTC)
    began = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)


def _signing_key(settings: "Settings") -> bytes:
    """The Ed25519 seed that signs audit heads: from the settings, else kept in the instance."""
    if settings.audit_key:
        return bytes.fromhex(settings.audit_key)
    path = settings.instance / "audit.key"
    if not path.exists():
        settings.instance.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(KEY_LENGTH), encoding="ascii")
    return bytes.fromhex(path.read_text(encoding="ascii").strip())
