"""What reviewers take on, proposals of who reviews what, and why reviews are declined or handed over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

scheme = sa.table(
    'scheme', sa.column('id', sa.Uuid()), sa.column('numbers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))
)
NUMBERS = {
    'open_reviews': 12, 'reviewers_elsewhere': 1, 'review_answer_working_days': 5,
    'load_weight': 10, 'administration_weight': 5, 'together_weight': 5,
}


def _renumber(change):
    connection = op.get_bind()
    for row in connection.execute(sa.select(scheme.c.id, scheme.c.numbers)).all():
        connection.execute(scheme.update().where(scheme.c.id == row.id).values(numbers=change(row.numbers)))


def upgrade():
    json = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    op.create_table('reviewer_profile',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('subjects', json, nullable=False),
    sa.Column('languages', json, nullable=False),
    sa.Column('ceiling', sa.Integer(), nullable=True),
    sa.Column('away_from', sa.Date(), nullable=True),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('away_from IS NULL OR away_until >= away_from', name=op.f('ck_reviewer_profile_away')),
    sa.CheckConstraint('ceiling IS NULL OR ceiling BETWEEN 0 AND 60', name=op.f('ck_reviewer_profile_ceiling')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reviewer_profile_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_reviewer_profile_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviewer_profile')),
    sa.UniqueConstraint('person_id', name=op.f('uq_reviewer_profile_person_id'))
    )
    op.create_table('assignment_proposal',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('figures', json, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_assignment_proposal_asked_by_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_assignment_proposal_call_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_assignment_proposal_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment_proposal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assignment_proposal_public_id'))
    )
    op.create_index('ix_assignment_proposal_call_id_asked_by_id', 'assignment_proposal', ['call_id', 'asked_by_id', 'asked_at'], unique=False)
    op.create_table('proposed_review',
    sa.Column('proposal_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('reviewer_id', sa.Uuid(), nullable=False),
    sa.Column('is_locked', sa.Boolean(), nullable=False),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_proposed_review_application_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['assignment_proposal.id'], name=op.f('fk_proposed_review_proposal_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_proposed_review_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposed_review')),
    sa.UniqueConstraint('proposal_id', 'application_id', 'reviewer_id', name=op.f('uq_proposed_review_proposal_id_application_id_reviewer_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_proposed_review_public_id'))
    )
    op.create_index('ix_proposed_review_application_id', 'proposed_review', ['application_id'], unique=False)
    op.create_index('ix_proposed_review_reviewer_id', 'proposed_review', ['reviewer_id'], unique=False)
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('decline_reason', sa.String(length=30), server_default='', nullable=False))
        batch_op.add_column(sa.Column('ended_note', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('handed_over_by_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_review_assignment_handed_over_by_id'), 'person', ['handed_over_by_id'], ['id'])
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.alter_column('decline_reason', server_default=None)
        batch_op.alter_column('ended_note', server_default=None)
    _renumber(lambda numbers: {**NUMBERS, **numbers})


def downgrade():
    _renumber(lambda numbers: {name: value for name, value in numbers.items() if name not in NUMBERS})
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_review_assignment_handed_over_by_id'), type_='foreignkey')
        batch_op.drop_column('handed_over_by_id')
        batch_op.drop_column('ended_note')
        batch_op.drop_column('decline_reason')
        batch_op.drop_column('asked_at')
    op.drop_table('proposed_review')
    op.drop_table('assignment_proposal')
    op.drop_table('reviewer_profile')
