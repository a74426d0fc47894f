"""`accreditation fill`: synthetic applications by the thousand, for benchmarks; clearly fictitious, true to the rule book."""

import click

from accreditation import create_app


@click.command("fill")
@click.option("--applications", default=10_000, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same data.")
def command(applications: int, seed: int) -> None:
    """Fill the database with invented cases in every state, beside whatever is in it."""
    from accreditation.filling.filling import Refused, fill

    try:
        fill(create_app(), applications, seed, click.echo)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
