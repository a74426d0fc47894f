"""`accreditation import experts FILE`: the same list as the page /imports takes, looked through and taken over."""

from pathlib import Path

import click


@click.group(name="import")
def importing() -> None:
    """Spreadsheets in."""


@importing.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", required=True, help="The e-mail address of whoever of the office takes the list over.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column says what; repeat it.")
@click.option("--take-in", "takes_in", is_flag=True, help="Take it over after the dry run; without, nobody is asked.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the report, line by line, to this CSV file.")
@click.option("--lang", default="en", type=click.Choice(["es", "en", "pt", "fr"]), help="Language of the report.")
def experts(file: Path, by: str, columns: tuple[str, ...], takes_in: bool, report: Path | None, lang: str) -> None:
    """Look through a list of experts of before (XLSX or CSV). Exit status 1: nothing could be taken over."""
    from accreditation import create_app
    from accreditation.database import writing
    from accreditation.errors import HouseError
    from accreditation.extensions import db
    from accreditation.texts import say

    app = create_app()
    with app.app_context(), writing():
        try:
            _run(file, by, columns, takes_in, report, lang)
            db.session.commit()
        except HouseError as refusal:
            db.session.rollback()
            raise click.ClickException(" ".join(say(reason, lang) for reason in refusal.reasons)) from refusal


def _run(file: Path, by: str, columns: tuple[str, ...], takes_in: bool, report: Path | None, lang: str) -> None:
    from accreditation.errors import NotPermitted
    from accreditation.extensions import db
    from accreditation.legacy import taking_over
    from accreditation.legacy.report import report_of
    from accreditation.people.actor import actor_of
    from accreditation.people.queries import person_by_email
    from accreditation.storage.sheets import read_sheet
    from accreditation.texts import say

    session = db.session()
    person = person_by_email(session, by)
    if person is None or person.disabled_at is not None:
        raise NotPermitted
    sheet = read_sheet(file.read_bytes())
    click.echo(f"{len(sheet.lines)} lines read")
    actor = actor_of(session, person)
    source = taking_over.hand_in(session, actor, person.region_id, file.name, sheet)
    said = dict(each.partition("=")[::2] for each in columns)
    taking_over.name_columns(session, actor, source, {**source.columns, **said})
    rows = taking_over.lines_of(session, source)
    for verdict in ("kept", "changed", "refused"):
        click.echo(f"{verdict}: {sum(row.verdict == verdict for row in rows)}")
    if report is not None:
        report.write_bytes(report_of(source, rows, lambda text: say(text, lang)))
    if takes_in:
        click.echo(f"taken over, unverified: {taking_over.take_in(session, actor, source)}")


command = importing
