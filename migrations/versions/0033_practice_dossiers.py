"""Practice dossiers, who was asked to score them, and the levels given."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade():
    json = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    op.create_table('practice_dossier',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('sections', json, nullable=False),
    sa.Column('expected', json, nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=False),
    sa.Column('opened_by_id', sa.Uuid(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('opened_at IS NULL OR opened_by_id <> written_by_id', name=op.f('ck_practice_dossier_agreed')),
    sa.CheckConstraint('closed_at IS NULL OR opened_at IS NOT NULL', name=op.f('ck_practice_dossier_closed')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_practice_dossier_opened_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_practice_dossier_region_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_practice_dossier_scheme_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_practice_dossier_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice_dossier')),
    sa.UniqueConstraint('public_id', name=op.f('uq_practice_dossier_public_id'))
    )
    op.create_index('ix_practice_dossier_region_id', 'practice_dossier', ['region_id'], unique=False)
    op.create_table('practice_reading',
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('reviewer_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('overall_comment', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['practice_dossier.id'], name=op.f('fk_practice_reading_dossier_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_practice_reading_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice_reading')),
    sa.UniqueConstraint('dossier_id', 'reviewer_id', name=op.f('uq_practice_reading_dossier_id_reviewer_id'))
    )
    op.create_index('ix_practice_reading_reviewer_id', 'practice_reading', ['reviewer_id'], unique=False)
    op.create_table('practice_score',
    sa.Column('reading_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_practice_score_level')),
    sa.ForeignKeyConstraint(['reading_id'], ['practice_reading.id'], name=op.f('fk_practice_score_reading_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice_score')),
    sa.UniqueConstraint('reading_id', 'criterion', name=op.f('uq_practice_score_reading_id_criterion'))
    )


def downgrade():
    op.drop_table('practice_score')
    op.drop_table('practice_reading')
    op.drop_table('practice_dossier')
