"""Extensions of calls are on record: who, when, from and to which moment, and why."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('call_extension',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('old_closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('new_closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('notes', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('extended_by_id', sa.Uuid(), nullable=False),
    sa.Column('extended_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('new_closes_at > old_closes_at', name=op.f('ck_call_extension_later')),
    sa.CheckConstraint("reason IN ('outage', 'emergency', 'few', 'other')", name=op.f('ck_call_extension_reason')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_call_extension_call_id')),
    sa.ForeignKeyConstraint(['extended_by_id'], ['person.id'], name=op.f('fk_call_extension_extended_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_extension'))
    )
    op.create_index('ix_call_extension_call_id', 'call_extension', ['call_id'], unique=False)


def downgrade():
    op.drop_table('call_extension')
