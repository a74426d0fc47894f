"""Emergency contacts under seal, tags of the office, and language interviews."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('emergency_contact',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_emergency_contact_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_emergency_contact')),
    sa.UniqueConstraint('application_id', name=op.f('uq_emergency_contact_application_id'))
    )
    op.create_table('case_tag',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=30), nullable=False),
    sa.Column('folded', sa.String(length=60), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_case_tag_region_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_case_tag_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_tag')),
    sa.UniqueConstraint('application_id', 'folded', name=op.f('uq_case_tag_application_id_folded'))
    )
    op.create_index('ix_case_tag_region_id_folded', 'case_tag', ['region_id', 'folded'], unique=False)
    op.create_table('language_interview',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('level', sa.String(length=2), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('interviewer', sa.String(length=120), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2')", name=op.f('ck_language_interview_level')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_language_interview_application_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_language_interview_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_language_interview'))
    )
    op.create_index('ix_language_interview_application_id_held_on', 'language_interview', ['application_id', 'held_on'], unique=False)


def downgrade():
    op.drop_table('language_interview')
    op.drop_table('case_tag')
    op.drop_table('emergency_contact')
