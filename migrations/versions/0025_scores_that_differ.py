"""Comments before levels, scores that stood before, and discussions of scores that differ."""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('score') as batch:
        batch.alter_column('level', existing_type=sa.Integer(), nullable=True)
    op.create_table('former_score',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('replaced_by_id', sa.Uuid(), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_former_score_level')),
    sa.ForeignKeyConstraint(['assignment_id'], ['review_assignment.id'], name=op.f('fk_former_score_assignment_id')),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['person.id'], name=op.f('fk_former_score_replaced_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_score'))
    )
    op.create_index('ix_former_score_assignment_id', 'former_score', ['assignment_id'], unique=False)
    op.create_table('score_discussion',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('opened_by_id', sa.Uuid(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_by_id', sa.Uuid(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_score_discussion_region_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_score_discussion_application_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_score_discussion_opened_by_id')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_score_discussion_closed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_discussion'))
    )
    op.create_index('ix_score_discussion_application_id', 'score_discussion', ['application_id'], unique=False)
    op.create_table('discussion_entry',
    sa.Column('discussion_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['discussion_id'], ['score_discussion.id'], name=op.f('fk_discussion_entry_discussion_id')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_discussion_entry_author_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_entry'))
    )
    op.create_index('ix_discussion_entry_discussion_id', 'discussion_entry', ['discussion_id'], unique=False)


def downgrade():
    op.drop_table('discussion_entry')
    op.drop_table('score_discussion')
    op.drop_table('former_score')
    op.execute("DELETE FROM score WHERE level IS NULL")
    with op.batch_alter_table('score') as batch:
        batch.alter_column('level', existing_type=sa.Integer(), nullable=False)
