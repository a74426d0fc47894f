"""What is asked to change of an accreditation: a name, a scope, a pause."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None

_WAITS = sa.text("outcome = ''")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade():
    op.create_table('amendment',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('before', _JSON, nullable=False),
    sa.Column('after', _JSON, nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=True),
    sa.Column('scan', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("kind IN ('name', 'scope', 'pause')", name=op.f('ck_amendment_kind')),
    sa.CheckConstraint("scan IN ('not_scanned', 'waiting', 'clean', 'infected')", name=op.f('ck_amendment_scan')),
    sa.CheckConstraint("outcome IN ('', 'approved', 'refused')", name=op.f('ck_amendment_outcome')),
    sa.CheckConstraint("(decided_at IS NULL) = (outcome = '')", name=op.f('ck_amendment_decided')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_amendment_accreditation_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_amendment_asked_by_id')),
    sa.ForeignKeyConstraint(['change_id'], ['state_change.id'], name=op.f('fk_amendment_change_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_amendment_decided_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_amendment_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_amendment_public_id'))
    )
    op.create_index('ix_amendment_accreditation_id', 'amendment', ['accreditation_id'], unique=False)
    op.create_index(
        'uq_amendment_accreditation_id_kind', 'amendment', ['accreditation_id', 'kind'], unique=True,
        sqlite_where=_WAITS, postgresql_where=_WAITS,
    )


def downgrade():
    op.drop_table('amendment')
