"""Requests for a second key."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ADDED = {'panel_quorum': 1, 'panel_majority_percent': 50, 'panel_chair_breaks_ties': 1, 'second_key_days': 14}

scheme = sa.table('scheme', sa.column('id', sa.Uuid()), sa.column('numbers', JSON))


def _renumber(change):
    """The numbers of every edition; those there are decide as they always did: one member for the panel."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(scheme.c.id, scheme.c.numbers)).all():
        connection.execute(scheme.update().where(scheme.c.id == row.id).values(numbers=change(row.numbers)))


def upgrade():
    _renumber(lambda numbers: {**ADDED, **numbers})
    op.create_table('key_request',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('lifecycle', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('subject_version', sa.Integer(), nullable=False),
    sa.Column('reasons', JSON, nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_office', sa.String(length=20), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('turned_by_id', sa.Uuid(), nullable=True),
    sa.Column('turned_office', sa.String(length=20), nullable=True),
    sa.Column('turned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_by_id', sa.Uuid(), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint('turned_at IS NULL OR turned_by_id <> asked_by_id', name=op.f('ck_key_request_two_people')),
    sa.CheckConstraint('turned_at IS NULL OR turned_office <> asked_office', name=op.f('ck_key_request_two_offices')),
    sa.CheckConstraint('used_at IS NULL OR turned_at IS NOT NULL', name=op.f('ck_key_request_used')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_key_request_region_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_key_request_asked_by_id')),
    sa.ForeignKeyConstraint(['turned_by_id'], ['person.id'], name=op.f('fk_key_request_turned_by_id')),
    sa.ForeignKeyConstraint(['dropped_by_id'], ['person.id'], name=op.f('fk_key_request_dropped_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_key_request_public_id'))
    )
    op.create_index('ix_key_request_region_id_asked_at', 'key_request', ['region_id', 'asked_at', 'id'], unique=False)
    op.create_index('ix_key_request_subject_id', 'key_request', ['subject_id'], unique=False)


def downgrade():
    op.drop_table('key_request')
    _renumber(lambda numbers: {name: value for name, value in numbers.items() if name not in ADDED})
