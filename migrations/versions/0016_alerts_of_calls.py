"""Who has no account can be told of calls in a subject."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('call_alert',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_call_alert_region_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_call_alert_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_alert')),
    sa.UniqueConstraint('region_id', 'subject_id', 'email', name=op.f('uq_call_alert_region_id_subject_id_email'))
    )
    op.create_index('ix_call_alert_subject_id', 'call_alert', ['subject_id'], unique=False)


def downgrade():
    op.drop_table('call_alert')
