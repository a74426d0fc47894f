"""The dry run: what each line of a list would become, compared with its other lines and with what the region has."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accreditation import clock
from accreditation.accreditations.models import Accreditation
from accreditation.duplicates.evidence import evidence_of, strength_of
from accreditation.legacy.models import ExpertImport, ImportedLine
from accreditation.legacy.reading import Known, Line, by_names, countries, languages
from accreditation.legacy.understanding import digest_of, understood
from accreditation.people.matching import keys_of
from accreditation.people.models import Person, PersonKey
from accreditation.region.models import Administration, Category, Region, Subject
from accreditation.region.standing_data import in_use
from accreditation.schemes.models import Scheme
from accreditation.texts import N_, Text
from accreditation.workflow.actors import Actor
from accreditation.workflow.states import HELD

_AT_ONCE = 500
# A pair whose evidence is weaker is left to the page of duplicate accounts.
_TOLD: Mapping[str, Text] = {
    "strong": N_("Very likely the same person: %(name)s, with an account as %(email)s."),
    "likely": N_("Probably the same person: %(name)s, with an account as %(email)s."),
}


def newest_edition(session: Session, region_id: uuid.UUID) -> Scheme:
    """The edition by which people are taken over today: the one adopted last."""
    adopted = select(Scheme).where(Scheme.region_id == region_id, Scheme.adopted_at.is_not(None))
    return session.scalars(adopted.order_by(Scheme.adopted_at.desc(), Scheme.id.desc()).limit(1)).one()


def known_in(session: Session, region_id: uuid.UUID) -> Known:
    """The region's Members, categories, subjects and languages by their folded names. A constant number of queries."""
    today = clock.today(session.get_one(Region, region_id).time_zone)
    members = [
        row
        for row in session.scalars(select(Administration).where(Administration.region_id == region_id))
        if row.left_on is None or row.left_on > today
    ]
    by_code, named = {row.iso2: row.id for row in members}, countries()
    administrations = {word: by_code[code] for word, code in named.items() if code in by_code}
    return Known(
        administrations={**administrations, **by_names(members, "iso2")},
        elsewhere=frozenset(named),
        categories=by_names(in_use(session, region_id, Category), "code"),
        subjects=by_names(in_use(session, region_id, Subject), "code"),
        languages=languages(),
        validity_months=newest_edition(session, region_id).numbers["validity_months"],
        today=today,
    )


def checked(session: Session, actor: Actor, source: ExpertImport, rows: Sequence[ImportedLine]) -> list[Line]:
    """Every line with its verdict as things stand now; nothing is written. Queries grow with the lines by the hundred."""
    known = known_in(session, source.region_id)
    lines = [understood(row.line, row.cells, source.columns, known) for row in rows]
    for line in lines:
        line.values["digest"] = digest_of(line, source.region_id)
    sound = [line for line in lines if line.verdict != "refused"]
    _twice_in_the_list(sound)
    _there_already(session, source, sound)
    people = _accounts(session, source.region_id, sound)
    _own_or_tied(actor, sound, people)
    _held_already(session, sound, people)
    _maybe_somebody(session, actor, source.region_id, sound, people)
    return lines


def _pieces(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(values), _AT_ONCE):
        yield values[begin : begin + _AT_ONCE]


def _twice_in_the_list(lines: Sequence[Line]) -> None:
    """The first of several equal lines counts; one address that stands for two names is a mistake."""
    first: dict[str, int] = {}
    names: dict[str, tuple[int, str]] = {}
    for line in lines:
        before = first.setdefault(line.values["digest"], line.number)
        if before != line.number:
            line.say("refused", "", N_("It says the same as line %(line)s.", line=before))
            continue
        name = f"{line.values['given_names']} {line.values['first_family_name']}"
        number, other = names.setdefault(line.values["email"], (line.number, name))
        if other != name:
            line.say("refused", "email", N_("Line %(line)s has the same address for another name.", line=number))


def _there_already(session: Session, source: ExpertImport, lines: Sequence[Line]) -> None:
    """Taken over by an earlier list, in whatever state it is now; or by somebody who refused."""
    by_digest = {line.values["digest"]: line for line in lines}
    columns = (ImportedLine.digest, ImportedLine.line, ExpertImport.file_name, ExpertImport.taken_in_at)
    for digests in _pieces(sorted(by_digest)):
        earlier = (
            select(*columns, ImportedLine.person_agrees)
            .join(ExpertImport, ExpertImport.id == ImportedLine.import_id)
            .where(ImportedLine.region_id == source.region_id, ImportedLine.digest.in_(digests))
            .where(ExpertImport.taken_in_at.is_not(None), ExpertImport.taken_back_at.is_(None))
            .where(ExpertImport.id != source.id)
        )
        for digest, number, name, taken_in_at, agrees in session.execute(earlier):
            if agrees is False:
                by_digest[digest].say(
                    "refused", "", N_("This person was asked before and does not want to be taken over.")
                )
            else:
                told = {"line": number, "file": name, "day": taken_in_at.date().isoformat()}
                text = N_("Taken over before: line %(line)s of “%(file)s”, on %(day)s.", **told)
                by_digest[digest].say("refused", "", text)


def _accounts(session: Session, region_id: uuid.UUID, lines: Sequence[Line]) -> dict[str, Person]:
    """Accounts by the addresses of the list; a merged one leads to the one that was kept."""
    found: dict[str, Person] = {}
    for emails in _pieces(sorted({line.values["email"] for line in lines})):
        for person in session.scalars(select(Person).where(Person.region_id == region_id, Person.email.in_(emails))):
            found[person.email] = person
    kept = {person.merged_into_id for person in found.values() if person.merged_into_id}
    others = (
        {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(kept)))} if kept else {}
    )
    for line in lines:
        person = found.get(line.values["email"])
        if person is not None and person.merged_into_id is not None:
            found[person.email] = person = others[person.merged_into_id]
        line.values["person_id"] = person.id if person else None
    return found


def _own_or_tied(actor: Actor, lines: Sequence[Line], people: Mapping[str, Person]) -> None:
    """Nobody takes over themselves, nor somebody they are tied to; that it is a tie is not said."""
    for line in lines:
        person = people.get(line.values["email"])
        if person is not None and (person.id == actor.person_id or person.id in actor.related_to):
            line.say("refused", "", N_("Somebody else of the office must take over this line."))


def _held_already(session: Session, lines: Sequence[Line], people: Mapping[str, Person]) -> None:
    ids = sorted({person.id for person in people.values()})
    held: set[tuple[Any, ...]] = set()
    for some in _pieces(ids):
        columns = (Accreditation.person_id, Accreditation.category_id, Accreditation.subject_id, Accreditation.language)
        held |= set(
            session.execute(select(*columns).where(Accreditation.person_id.in_(some), Accreditation.state.in_(HELD)))
        )
    for line in lines:
        values = line.values
        if line.verdict == "refused":
            continue
        if (values.get("person_id"), values["category_id"], values["subject_id"], values["language"]) in held:
            line.say("refused", "", N_("The person is accredited here in this scope already."))


def _maybe_somebody(
    session: Session, actor: Actor, region_id: uuid.UUID, lines: Sequence[Line], people: Mapping[str, Person]
) -> None:
    """Accounts with another address that may be the same person: a note, which the page of duplicates takes up later."""
    asking: dict[str, list[tuple[Line, Person]]] = defaultdict(list)
    for line in lines:
        if line.verdict == "refused":
            continue
        if line.values["person_id"] is not None:
            line.say("note", "email", N_("The person has an account with this address."))
            continue
        read = _as_person(line, region_id)
        names = (read.given_names, read.first_family_name, read.second_family_name)
        for key, _rest in keys_of(names, read.email, read.administration_id, None):
            asking[key].append((line, read))
    told: set[tuple[int, uuid.UUID]] = set()
    for keys in _pieces(sorted(asking)):
        met = select(PersonKey.key, Person).join(Person, Person.id == PersonKey.person_id)
        hidden = or_(Person.id == actor.person_id, Person.id.in_(actor.related_to))
        for key, person in session.execute(
            met.where(PersonKey.region_id == region_id, PersonKey.key.in_(keys), ~hidden)
        ):
            for line, read in asking[key]:
                sentence = _TOLD.get(strength_of(evidence_of(read, person)).name)
                if sentence is not None and (line.number, person.id) not in told:
                    told.add((line.number, person.id))
                    line.say("note", "name", sentence.with_values(name=person.display_name, email=person.email))


def _as_person(line: Line, region_id: uuid.UUID) -> Person:
    """What the line says of a person, for comparing; never written."""
    names = {name: line.values[name] for name in ("given_names", "first_family_name", "second_family_name", "email")}
    return Person(region_id=region_id, administration_id=line.values["administration_id"], **names)
