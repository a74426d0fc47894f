"""Applicant and office write to each other on the case; each conversation says whose answer is awaited."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('conversation',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('awaits', sa.String(length=40), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("awaits IN ('applicant', 'office', 'nobody')", name=op.f('ck_conversation_awaits')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_conversation_application_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_conversation_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation')),
    sa.UniqueConstraint('application_id', name=op.f('uq_conversation_application_id'))
    )
    op.create_index('ix_conversation_region_id_awaits', 'conversation', ['region_id', 'awaits'], unique=False)
    op.create_table('case_message',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("side IN ('applicant', 'office')", name=op.f('ck_case_message_side')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_case_message_application_id')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_case_message_author_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_case_message_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_message')),
    sa.UniqueConstraint('public_id', name=op.f('uq_case_message_public_id'))
    )
    op.create_index(
        'ix_case_message_application_id_written_at', 'case_message', ['application_id', 'written_at'], unique=False
    )


def downgrade():
    op.drop_table('case_message')
    op.drop_table('conversation')
