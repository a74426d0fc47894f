"""`accreditation admin create`: the first administrator, by a one-time link; there is never a default account."""

import click
from sqlalchemy import select

from accreditation import create_app


@click.group()
def admin() -> None:
    """Administrators of an installation."""


@admin.command()
@click.option("--email", required=True, help="Where the invitation goes, too.")
@click.option("--given-names", default="", help="May be changed by the person.")
@click.option("--family-name", default="", help="May be changed by the person.")
def create(email: str, given_names: str, family_name: str) -> None:
    """Make somebody administrator of the region and print a link to choose a password (72 hours, one use)."""
    from accreditation.database import writing
    from accreditation.extensions import db
    from accreditation.people.accounts import Names, create_administrator
    from accreditation.people.links import path_of
    from accreditation.region.models import Region

    app = create_app()
    code = app.config["REGION"]
    with app.app_context(), writing():
        region = db.session.scalars(select(Region).where(Region.code == code)).one_or_none()
        if region is None:
            raise click.ClickException(f"There is no region {code} in the database yet: load its data first.")
        names = Names(given_names or email.partition("@")[0], family_name)
        token = create_administrator(db.session(), region.id, email, names)
        db.session.commit()
    click.echo(f"{app.config['BASE_URL']}{path_of('invitation', token)}")


command = admin
