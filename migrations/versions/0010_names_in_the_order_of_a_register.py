"""People carry the key under which lists of names are in order, on every database alike."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

IN_ORDER = sa.String().with_variant(sa.String(collation='C'), 'postgresql')
SPELT_OUT = str.maketrans({'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i', 'ñ': 'n~'})
PREPOSITIONS = set('de del da das do dos di du d van von ter ten'.split())
ARTICLES = set('la las lo los el le les l der den het'.split())
BATCH = 1000


def upgrade():
    op.add_column('person', sa.Column('register_name', IN_ORDER, nullable=False, server_default=''))
    _fill(op.get_bind())
    op.create_index('ix_person_region_id_register_name', 'person', ['region_id', 'register_name', 'id'], unique=False)


def downgrade():
    op.drop_index('ix_person_region_id_register_name', table_name='person')
    op.drop_column('person', 'register_name')


def _fill(bind):
    texts = (sa.column(name, sa.String()) for name in ('given_names', 'first_family_name', 'second_family_name', 'register_name'))
    person = sa.table('person', sa.column('id', sa.Uuid()), *texts)
    named = sa.select(person.c.id, person.c.given_names, person.c.first_family_name, person.c.second_family_name)
    known = sa.update(person).where(person.c.id == sa.bindparam('whose')).values(register_name=sa.bindparam('place'))
    rows = [{'whose': row.id, 'place': _place(*row[1:])} for row in bind.execute(named)]
    for start in range(0, len(rows), BATCH):
        bind.execute(known, rows[start : start + BATCH])


def _place(given, first, second):
    parts = (_family(first), _family(second), _letters(given))
    return '\t'.join((*parts, *(unicodedata.normalize('NFC', name) for name in (first, second, given))))


def _letters(text):
    small = unicodedata.normalize('NFC', text).casefold().translate(SPELT_OUT)
    plain = ''.join(each for each in unicodedata.normalize('NFKD', small) if not unicodedata.combining(each))
    return re.sub(r'[^\w~]+', ' ', plain).strip()


def _family(name):
    words = _letters(re.sub(r"\b([dl])['’]", r'\1 ', name, flags=re.IGNORECASE)).split()
    kept = words
    if words and words[0] in PREPOSITIONS:
        kept = words[1:]
        while kept and kept[0] in ARTICLES | PREPOSITIONS:
            kept = kept[1:]
    return ' '.join(kept or words)
