"""The `accreditation` command: every module of `accreditation/commands/` brings one verb, its `command`."""

from importlib import import_module
from pkgutil import iter_modules

import click

from accreditation import commands


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Accreditation of experts of a region of the World Customs Organization."""


for _module in iter_modules(commands.__path__):
    if not _module.ispkg:
        main.add_command(import_module(f"{commands.__name__}.{_module.name}").command)


if __name__ == "__main__":
    main()
