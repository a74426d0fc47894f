"""`accreditation db check`: silent when all is whole, and it names whatever somebody changed behind the door."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pysqlite3.dbapi2
import pytest

from accreditation import clock
from accreditation.extensions import db
from accreditation.invariants import broken_rows
from tests import staging


@pytest.fixture
def session(peopled: Any) -> Iterator[Any]:
    with clock.at(staging.TODAY), peopled.app_context():
        yield db.session()


def test_a_history_made_by_real_steps_is_whole(session: Any) -> None:
    assert list(broken_rows(session)) == []


TAMPERING = {
    "state": (
        "UPDATE application SET state = 'accredited' WHERE state = 'not_selected'",
        "not the one its history ends in",
    ),
    "deadline": ("UPDATE mission SET due_at = '2031-01-01 00:00:00' WHERE state = 'offered'", "due at 2031"),
    "actor of a step": (
        "UPDATE state_change SET actor_id = NULL WHERE transition = 'submit'",
        "actor, note or reasons",
    ),
    "moment of a step": (
        "UPDATE state_change SET at = '2020-01-01 00:00:00' WHERE transition = 'endorse'",
        "moment or id",
    ),
    "missing step": ("DELETE FROM state_change WHERE transition = 'endorse'", "was due"),
    "lost effect": ("DELETE FROM outbox_row WHERE effect = (SELECT min(effect) FROM outbox_row)", "are in the outbox"),
    "number of a certificate": (
        "UPDATE certificate SET number = 'AMS-2026-000001-00' WHERE state = 'issued'",
        "check digits",
    ),
    "unsigned certificate": (
        "UPDATE certificate SET pdf_sha256 = NULL WHERE state = 'issued'",
        "not signed and stored",
    ),
    "gap in the log": ("UPDATE log_leaf SET position = position + 7", "does not follow the leaf before"),
    "leaf of the log": ("UPDATE log_leaf SET event = 'revoke'", "what it says was changed"),
    "reference": ("UPDATE application SET workshop_id = region_id WHERE workshop_id IS NOT NULL", "leads nowhere"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_what_was_changed_behind_the_door_is_named(session: Any, what: str) -> None:
    statement, sentence = TAMPERING[what]
    with closing(pysqlite3.dbapi2.connect(db.engine.url.database)) as behind_the_door:
        assert behind_the_door.execute(statement).rowcount, "the tests' cases hold no such row"
        behind_the_door.commit()
    broken = list(broken_rows(session))
    assert any(sentence in line for line in broken), broken[:5]
