"""Conflicts of interest dismissed, statements signed, scores voided; editions say when a past tie ends."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

scheme = sa.table(
    'scheme', sa.column('id', sa.Uuid()), sa.column('numbers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))
)
NUMBERS = {'workshop_tie_years': 2, 'mission_tie_years': 2}


def _renumber(change):
    connection = op.get_bind()
    for row in connection.execute(sa.select(scheme.c.id, scheme.c.numbers)).all():
        connection.execute(scheme.update().where(scheme.c.id == row.id).values(numbers=change(row.numbers)))


def upgrade():
    op.create_table('conflict_dismissal',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('evidence', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('dismissed_by_id', sa.Uuid(), nullable=False),
    sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_by_id', sa.Uuid(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("kind IN ('own_case', 'administration', 'nationality', 'supervisor', 'nomination', 'referee', 'workshop', 'mentor', 'mission', 'declared', 'voided')", name=op.f('ck_conflict_dismissal_kind')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_conflict_dismissal_application_id')),
    sa.ForeignKeyConstraint(['dismissed_by_id'], ['person.id'], name=op.f('fk_conflict_dismissal_dismissed_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conflict_dismissal_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_conflict_dismissal_region_id')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['person.id'], name=op.f('fk_conflict_dismissal_undone_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_dismissal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_conflict_dismissal_public_id'))
    )
    op.create_index('ix_conflict_dismissal_application_id_person_id', 'conflict_dismissal', ['application_id', 'person_id'], unique=False)
    op.create_table('interest_statement',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('answer', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_interest_statement_application_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_interest_statement_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_interest_statement_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest_statement'))
    )
    op.create_index('ix_interest_statement_application_id_person_id', 'interest_statement', ['application_id', 'person_id'], unique=False)
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.add_column(sa.Column('dismissed_by_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_interest_dismissed_by_id'), 'person', ['dismissed_by_id'], ['id'])
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('voided_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('voided_reason', sa.String(), server_default='', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_review_assignment_voided_by_id'), 'person', ['voided_by_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_review_assignment_voided'), 'voided_at IS NULL OR ended_at IS NOT NULL')
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.alter_column('voided_reason', server_default=None)
    _renumber(lambda numbers: {**NUMBERS, **numbers})


def downgrade():
    _renumber(lambda numbers: {name: value for name, value in numbers.items() if name not in NUMBERS})
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_review_assignment_voided'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_review_assignment_voided_by_id'), type_='foreignkey')
        batch_op.drop_column('voided_reason')
        batch_op.drop_column('voided_by_id')
        batch_op.drop_column('voided_at')
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_interest_dismissed_by_id'), type_='foreignkey')
        batch_op.drop_column('dismissed_by_id')
    op.drop_table('interest_statement')
    op.drop_table('conflict_dismissal')
