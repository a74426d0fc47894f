"""create_app(): settings, extensions, the edge, blueprints: the table of contents of the house."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

AUDIENCES = (
    "account",
    "public",
    "links",
    "expert",
    "uploads",
    "cases",
    "administration",
    "reviewer",
    "rocb",
    "renewals",
    "decisions",
    "two_keys",
    "trainer",
    "mentor",
    "appeals",
    "oversight",
    "admin",
)
DEMO_AUDIENCES = ("demo",)
TEMPLATES = Path(__file__).parent.parent / "templates"


def create_app(config: Any = None, **overrides: Any) -> "Flask":
    """The web application.

    `config`: "production", "demo", "development", "test", or an object with settings; None asks ACCREDITATION_ENV.
    `overrides` replace single settings, in capitals. Raises UnsafeSettings where production would not be safe.
    """
    from flask import Flask

    from accreditation.certificates.preparation import use_base_url
    from accreditation.storage.scanner import use_scanner
    from accreditation.switchboard import connect_all
    from config import UnsafeSettings, settings_of, unsafe_settings

    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder="web/static", static_url_path="/static")
    app.config.from_object(settings_of(config))
    app.config.update(overrides)
    if app.config["ENV"] == "production" and (findings := unsafe_settings(app.config)):
        raise UnsafeSettings("Not started:\n" + "\n".join(f"- {sentence}" for sentence in findings))
    connect_all()
    use_base_url(app.config["BASE_URL"])
    use_scanner(app.config["CLAMD_URL"])
    _extend(app)
    _build_the_edge(app)
    _open_pages(app)
    return app


def _extend(app: "Flask") -> None:
    """Database, sign-in, languages, form tokens, passwords, and the queue that outbox rows are handed to."""
    from accreditation.extensions import babel, csrf, db, engine_options, login_manager, migrate
    from accreditation.jobs import runner
    from accreditation.people import passwords
    from accreditation.web import access, language

    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(url))
    if url.startswith("sqlite:////"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(TEMPLATES.parent / "migrations"), compare_type=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(access.signed_in_by)
    babel.init_app(app, locale_selector=language.chosen_locale, timezone_selector=language.chosen_time_zone)
    passwords.set_cost(**app.config["PASSWORD_COST"])
    if not app.testing:
        runner.connect(runner.Runner(lambda: runner.open_queue(app.config["JOBS_URL"], app.config["DATA_DIR"])))


def _build_the_edge(app: "Flask") -> None:
    """How one request travels: form token (CSRFProtect), limits, transaction, access, files, receipt, view, headers, ledger,
    compression.

    The order counts: what comes before a view runs in this order, what comes after it in the reverse.
    """
    from accreditation.web import (
        access,
        compression,
        errors,
        files,
        language,
        ledger,
        limits,
        navigation,
        receipts,
        security,
        urls,
        written,
    )

    edge = (compression, limits, ledger, receipts, access, files, security, language, written, navigation, errors, urls)
    for part in edge:
        part.init_app(app)


def _open_pages(app: "Flask") -> None:
    """Every audience's pages; then no view may be without its declaration of access."""
    from accreditation.web import access, receipts

    audiences = AUDIENCES + (DEMO_AUDIENCES if app.config["ENV"] in ("demo", "test") else ())
    for audience in audiences:
        if (Path(__file__).parent / "web" / audience / "__init__.py").exists():
            app.register_blueprint(import_module(f"accreditation.web.{audience}").blueprint)
    access.refuse_undeclared_views(app)
    receipts.guard_all_posts(app)
