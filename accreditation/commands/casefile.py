"""`accreditation casefile verify FILE`: checks a sealed case file offline."""

from pathlib import Path

import click


@click.group()
def casefile() -> None:
    """Sealed case files of appeals and complaints."""


@casefile.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key", type=click.Path(path_type=Path), help="The public key of the office, from its page /casefile-key."
)
@click.option("--lang", default="", help="es, en, pt or fr; else that of the environment.")
def verify(file: Path, key: Path | None, lang: str) -> None:
    """Check FILE. Exit status 0: valid, 1: not valid, 2: cannot tell."""
    from accreditation.casefile.check import CANNOT_TELL, check
    from accreditation.casefile.signing import plain_pem
    from accreditation.texts import N_, say

    locale = language_of(lang)
    try:
        content = file.read_bytes()
        trusted = plain_pem(key.read_bytes()) if key is not None else None
    except (OSError, ValueError):
        click.echo(say(N_("The file or the key cannot be read."), locale))
        raise SystemExit(CANNOT_TELL) from None
    verdict = check(content, trusted)
    click.echo(say(verdict.reason, locale))
    if verdict.reference:
        click.echo(f"{verdict.reference} · {verdict.as_of} · {verdict.files}")
    raise SystemExit(verdict.status)


def language_of(lang: str) -> str:
    """The language asked for, or that of the environment, as far as it is one of the house."""
    import os

    from accreditation.texts import DEFAULT_LOCALE, LOCALES

    wanted = (lang or os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2].lower()
    return wanted if wanted in LOCALES else DEFAULT_LOCALE


command = casefile
