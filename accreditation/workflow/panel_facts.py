"""What guards may know of the panel before which an application comes."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Panel:
    """Who sits on the panel of a call today and may vote in this case, and what they voted since it came before them.

    `entitled`: members without interest. `interested`: those who sit on it but are barred here. `votes`: person -> outcome,
    "abstain" or "recused". `away`: the chair or deputy who is away today.
    """

    entitled: frozenset[uuid.UUID] = frozenset()
    interested: frozenset[uuid.UUID] = frozenset()
    away: frozenset[uuid.UUID] = frozenset()
    chair_id: uuid.UUID | None = None
    deputy_id: uuid.UUID | None = None
    votes: Mapping[uuid.UUID, str] = field(default_factory=dict)
