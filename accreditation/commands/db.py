"""`accreditation db upgrade | downgrade | check`: the tables of the database, and whether what stands in them is whole."""

import click

from accreditation import create_app


@click.group()
def db() -> None:
    """The database."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables up to this program, or to REVISION."""
    import flask_migrate

    with create_app().app_context():
        flask_migrate.upgrade(revision=revision)


@db.command()
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """Take the last change of the tables back, or all down to REVISION ("base": every table)."""
    import flask_migrate

    with create_app().app_context():
        flask_migrate.downgrade(revision=revision)


@db.command()
def check() -> None:
    """Name every broken row; exit status 1 where there is one."""
    from accreditation.extensions import db as database
    from accreditation.invariants import broken_rows
    from accreditation.storage.files import storage_at
    from accreditation.stored_files import broken_files

    app = create_app()
    with app.app_context():
        broken = list(broken_rows(database.session()))
        broken += broken_files(database.session(), storage_at(app.config["STORAGE_URL"]))
    for row in broken:
        click.echo(row, err=True)
    if broken:
        raise SystemExit(1)
    click.echo("Every row is whole.")


@db.command()
def reseal() -> None:
    """Move what is sealed under the present key of the key file; an older key may leave the file afterwards."""
    from accreditation.applications.forgetting import seal_again
    from accreditation.extensions import db as database
    from accreditation.sealing import key_ring

    app = create_app()
    with app.app_context():
        moved = seal_again(database.session(), key_ring(app.config["DATA_KEY_FILE"], app.config["SECRET_KEY"]))
        database.session.commit()
    click.echo(f"{moved} sealed again.")


command = db
