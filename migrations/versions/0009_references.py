"""Referees are asked by mail; an edition says what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.add_column('scheme', sa.Column('reference', JSON, nullable=False, server_default='{}'))
    op.create_index('ix_one_use_link_subject_id', 'one_use_link', ['subject_id'], unique=False)
    op.create_table('referee_request',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('replaces_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('post', sa.String(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('is_outside', sa.Boolean(), nullable=False),
    sa.Column('asked_at', MOMENT, nullable=False),
    sa.Column('expires_at', MOMENT, nullable=False),
    sa.Column('bounced_at', MOMENT, nullable=True),
    sa.Column('reminders', sa.Integer(), nullable=False),
    sa.Column('own_reminders', sa.Integer(), nullable=False),
    sa.Column('reminded_at', MOMENT, nullable=True),
    sa.Column('renewals', sa.Integer(), nullable=False),
    sa.Column('opened_at', MOMENT, nullable=True),
    sa.Column('answered_at', MOMENT, nullable=True),
    sa.Column('declined_at', MOMENT, nullable=True),
    sa.Column('decline_reason', sa.String(length=20), nullable=False),
    sa.Column('expiry_told_at', MOMENT, nullable=True),
    sa.Column('ended_at', MOMENT, nullable=True),
    sa.Column('ended_reason', sa.String(length=20), nullable=False),
    sa.Column('draft', JSON, nullable=False),
    sa.Column('answers', JSON, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', MOMENT, nullable=False),
    sa.Column('updated_at', MOMENT, nullable=False),
    sa.CheckConstraint('answered_at IS NULL OR declined_at IS NULL', name=op.f('ck_referee_request_one_answer')),
    sa.CheckConstraint('answered_at IS NULL OR ended_at IS NULL', name=op.f('ck_referee_request_kept')),
    sa.CheckConstraint("(ended_at IS NULL) = (ended_reason = '')", name=op.f('ck_referee_request_ended')),
    sa.CheckConstraint("(declined_at IS NULL) = (decline_reason = '')", name=op.f('ck_referee_request_declined')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_referee_request_region_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_referee_request_application_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_referee_request_person_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['referee_request.id'], name=op.f('fk_referee_request_replaces_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referee_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_referee_request_public_id'))
    )
    for name in ('application_id', 'person_id', 'email', 'expires_at'):
        op.create_index(f'ix_referee_request_{name}', 'referee_request', [name], unique=False)


def downgrade():
    op.drop_table('referee_request')
    op.drop_index('ix_one_use_link_subject_id', table_name='one_use_link')
    op.drop_column('scheme', 'reference')
