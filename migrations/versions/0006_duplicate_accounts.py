"""Accounts that may be one person: birth dates, keys under which records meet, pairs looked at, merges with their log."""

import re
import unicodedata
import uuid
from datetime import date
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
MOMENT = sa.DateTime(timezone=True)
UNDER_WAY = sa.text('dropped_at IS NULL AND separated_at IS NULL')
LOOK_ALIKE = str.maketrans('авсеһіјкмнорѕтухԁԛԝӏαβεηικνορτυχωıłøđ015', 'abcehijkmhopstyxdqwlabenikvoptuxwilodols')
PARTICLES = set('da das de del di do dos du e el la las le los y'.split())


def _person(name, nullable=False):
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _leads(table, *names):
    return [sa.ForeignKeyConstraint([name], ['person.id'], name=op.f(f'fk_{table}_{name}')) for name in names]


def upgrade():
    op.add_column('person', sa.Column('born_on', sa.Date(), nullable=True))
    op.add_column('person', _person('merged_into_id', nullable=True))
    op.create_index('ix_person_merged_into_id', 'person', ['merged_into_id'], unique=False)
    _create_keys()
    _create_pairs()
    _fill()


def _create_keys():
    op.create_table('person_key',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    _person('person_id'),
    sa.Column('key', sa.String(length=17), nullable=False),
    sa.Column('rest', sa.String(length=17), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_person_key_region_id')),
    *_leads('person_key', 'person_id'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_key'))
    )
    op.create_index('ix_person_key_person_id', 'person_key', ['person_id'], unique=False)
    op.create_index('ix_person_key_region_id_key', 'person_key', ['region_id', 'key', 'person_id', 'rest'], unique=False)


def _create_pairs():
    op.create_table('two_people',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    _person('one_id'), _person('other_id'), _person('said_by_id'),
    sa.Column('said_at', MOMENT, nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('one_id < other_id', name=op.f('ck_two_people_order')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_two_people_region_id')),
    *_leads('two_people', 'one_id', 'other_id', 'said_by_id'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_two_people')),
    sa.UniqueConstraint('one_id', 'other_id', name=op.f('uq_two_people_one_id_other_id'))
    )
    op.create_index('ix_two_people_other_id', 'two_people', ['other_id'], unique=False)
    op.create_table('person_merge',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    _person('kept_id'), _person('absorbed_id'),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('evidence', JSON, nullable=False),
    sa.Column('moved', JSON, nullable=False),
    _person('proposed_by_id'), sa.Column('proposed_at', MOMENT, nullable=False),
    _person('confirmed_by_id', nullable=True), sa.Column('confirmed_at', MOMENT, nullable=True),
    sa.Column('was_disabled_at', MOMENT, nullable=True),
    _person('dropped_by_id', nullable=True), sa.Column('dropped_at', MOMENT, nullable=True),
    _person('separated_by_id', nullable=True), sa.Column('separated_at', MOMENT, nullable=True),
    sa.Column('separation_note', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint('kept_id <> absorbed_id', name=op.f('ck_person_merge_two')),
    sa.CheckConstraint('confirmed_at IS NULL OR confirmed_by_id <> proposed_by_id', name=op.f('ck_person_merge_two_keys')),
    sa.CheckConstraint('dropped_at IS NULL OR confirmed_at IS NULL', name=op.f('ck_person_merge_dropped')),
    sa.CheckConstraint('separated_at IS NULL OR confirmed_at IS NOT NULL', name=op.f('ck_person_merge_separated')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_person_merge_region_id')),
    *_leads('person_merge', 'kept_id', 'absorbed_id', 'proposed_by_id', 'confirmed_by_id', 'dropped_by_id', 'separated_by_id'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_merge')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_merge_public_id'))
    )
    op.create_index('ix_person_merge_kept_id', 'person_merge', ['kept_id'], unique=False)
    op.create_index('ix_person_merge_region_id_proposed_at', 'person_merge', ['region_id', 'proposed_at', 'id'], unique=False)
    op.create_index(
        'uq_person_merge_absorbed_id', 'person_merge', ['absorbed_id'], unique=True,
        sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY,
    )


def _fill():
    """Birth dates from the latest identity section, and the keys of everybody who is there already."""
    bind = op.get_bind()
    columns = ('id', 'region_id', 'administration_id', 'email', 'given_names', 'first_family_name', 'second_family_name')
    types = {'id': sa.Uuid(), 'region_id': sa.Uuid(), 'administration_id': sa.Uuid()}
    person = sa.table('person', sa.column('born_on', sa.Date()), *(sa.column(name, types.get(name, sa.String())) for name in columns))
    born = _birth_dates(bind)
    if born:
        known = sa.update(person).where(person.c.id == sa.bindparam('whose')).values(born_on=sa.bindparam('day'))
        bind.execute(known, [{'whose': person_id, 'day': day} for person_id, day in born.items()])
    key = sa.table('person_key', *(sa.column(name, sa.Uuid()) for name in ('id', 'region_id', 'person_id')), sa.column('key'), sa.column('rest'))
    rows = [
        {'id': uuid.uuid4(), 'region_id': one.region_id, 'person_id': one.id, 'key': found, 'rest': rest}
        for one in bind.execute(sa.select(*(person.c[name] for name in columns)))
        for found, rest in sorted(set(_keys(one, born.get(one.id))))
    ]
    if rows:
        op.bulk_insert(key, rows)


def _birth_dates(bind):
    section = sa.table('section', sa.column('application_id', sa.Uuid()), sa.column('key'), sa.column('answers', JSON), sa.column('updated_at'))
    application = sa.table('application', sa.column('id', sa.Uuid()), sa.column('applicant_id', sa.Uuid()))
    query = sa.select(application.c.applicant_id, section.c.answers).join(application, application.c.id == section.c.application_id)
    found = {}
    for person_id, answers in bind.execute(query.where(section.c.key == 'identity').order_by(section.c.updated_at)):
        try:
            found[person_id] = date.fromisoformat(str(answers.get('birth_date', '')))
        except ValueError:
            continue
    return found


def _skeleton(text):
    plain = unicodedata.normalize('NFKD', unicodedata.normalize('NFKC', text).casefold())
    plain = ''.join(letter for letter in plain if not unicodedata.combining(letter)).translate(LOOK_ALIKE)
    return ' '.join(''.join(letter if letter.isalpha() else ' ' for letter in plain).split())


def _words(name):
    words = _skeleton(name).split()
    return [word for word in words if word not in PARTICLES] or words


def _key(rank, *parts):
    return f"{rank}{blake2b('|'.join(parts).encode(), digest_size=8).hexdigest()}"


def _keys(one, born_on):
    given, families = _words(one.given_names), _words(f'{one.first_family_name} {one.second_family_name}')
    if not given or not families:
        return
    for place in {0, len(families) - 1}:
        family, others = families[place], families[:place] + families[place + 1:]
        if born_on is not None:
            yield _key(1, born_on.isoformat(), family), ''
        if one.administration_id is not None:
            rest = _key(2, *others) if others else ''
            for word in given:
                yield _key(2, one.administration_id.hex, word, family), rest
    local = _skeleton(re.sub(r'[\W\d_]', '', one.email.partition('@')[0].partition('+')[0].casefold()))
    if any(len(word) >= 4 and word in local for word in families):
        yield _key(3, local), ''
    if len(given) + len(families) > 2:
        yield _key(4, *sorted((*given, *families))), ''


def downgrade():
    op.drop_table('person_merge')
    op.drop_table('two_people')
    op.drop_table('person_key')
    op.drop_index('ix_person_merged_into_id', table_name='person')
    op.drop_column('person', 'merged_into_id')
    op.drop_column('person', 'born_on')
