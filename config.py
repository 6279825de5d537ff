"""Settings by environment; a missing production setting stops the start.

Everything is read once, here, from environment variables (and ``instance/demo.env`` where the
worked fund was prepared). Only ``app/__init__.py`` and ``wsgi.py`` import this module.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from environs import Env

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"
MEBIBYTE = 1024 * 1024


class SettingMissing(RuntimeError):  # noqa: N818 - the name states the fact
    """Production was asked for without a setting that production needs."""


@dataclass(frozen=True)
class Settings:
    """What differs between one running copy and another."""

    environment: str  # development, production
    database_url: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    password_salt: str
    audit_key: str  # hex of an Ed25519 private key; blank: kept in instance/audit.key
    instance: Path
    council_name: str
    service_name: str
    upload_max_bytes: int
    session_idle: timedelta
    played_today: datetime | None  # demonstration only: the day the clock starts from
    https: bool
    metrics_token: str  # bearer token that /metrics asks for; blank: only outside production

    @property
    def is_production(self) -> bool:
        """Whether missing secrets refuse the start."""
        return self.environment == "production"


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingMissing: in production, naming every setting that is missing or unfit.
    """
    env = Env()
    demo = INSTANCE / "demo.env"
    if demo.exists():
        env.read_env(str(demo), recurse=False)
    environment = env.str("ENVIRONMENT", "development")
    production = environment == "production"
    settings = Settings(
        environment=environment,
        database_url=env.str("DATABASE_URL", f"sqlite:///{INSTANCE / 'grants.sqlite3'}"),
        secret_key=env.str("SECRET_KEY", "") or _kept_secret("secret.key", production=production),
        secret_key_fallbacks=tuple(env.list("SECRET_KEY_FALLBACKS", [])),
        password_salt=env.str("PASSWORD_SALT", "")
        or _kept_secret("salt.key", production=production),
        audit_key=env.str("AUDIT_KEY", ""),
        instance=INSTANCE,
        council_name=env.str("COUNCIL_NAME", "Your council"),
        service_name=env.str("SERVICE_NAME", "Grant compliance"),
        upload_max_bytes=env.int("UPLOAD_MAX_MIB", 10) * MEBIBYTE,
        session_idle=timedelta(minutes=env.int("SESSION_IDLE_MINUTES", 60)),
        played_today=env.datetime("PLAYED_TODAY", None),
        https=env.bool("HTTPS", production),
        metrics_token=env.str("METRICS_TOKEN", ""),
    )
    if production:
        missing = [
            name
            for name, value in (
                ("SECRET_KEY", settings.secret_key),
                ("PASSWORD_SALT", settings.password_salt),
                ("AUDIT_KEY", settings.audit_key),
                ("DATABASE_URL", env.str("DATABASE_URL", "")),
            )
            if not value
        ]
        if settings.played_today is not None:
            missing.append("PLAYED_TODAY must not be set")
        if missing:
            raise SettingMissing(f"Production needs these settings: {', '.join(missing)}.")
    return settings


def _kept_secret(name: str, *, production: bool) -> str:
    """A random secret kept in the instance folder, so that sessions outlive a restart."""
    if production:
        return ""
    import secrets  # noqa: PLC0415 - only a first development start needs it

    path = INSTANCE / name
    if not path.exists():
        INSTANCE.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
