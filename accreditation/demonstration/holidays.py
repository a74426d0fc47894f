"""Holidays in the demo: those of the coming months, entered by the head of the office, who saw first what they move."""

from datetime import date

from accreditation.demonstration.stage import Stage
from accreditation.moving_deadlines import change_and_move, mark_of, would_move
from accreditation.region.holidays import Changes, Day
from accreditation.region.models import Region

_NAMES = {
    (1, 1): {"es": "Año Nuevo", "en": "New Year’s Day", "pt": "Ano-Novo", "fr": "Jour de l’An"},
    (5, 1): {"es": "Día del Trabajo", "en": "Labour Day", "pt": "Dia do Trabalho", "fr": "Fête du Travail"},
    (6, 30): {"es": "Día del Ejército (sede de la oficina)"},
    (12, 25): {"es": "Navidad", "en": "Christmas Day", "pt": "Natal", "fr": "Noël"},
}


def play_holidays(stage: Stage, region: Region) -> None:
    """Those of this year and the next that are still to come."""
    with stage.at(stage.opened_at) as session:
        here, head = session.get_one(Region, region.id), stage.actor(session, "direccion")
        year = stage.today.year
        days = [(date(each, *day), names) for each in (year, year + 1) for day, names in sorted(_NAMES.items())]
        changes = Changes([Day(day, names) for day, names in days if day > stage.today])
        change_and_move(session, head, here, changes, seen=mark_of(would_move(session, head, here, changes)))
