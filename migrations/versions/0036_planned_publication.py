"""Decisions of a cohort that are published by themselves at a set moment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

_STANDS = sa.text('ended_at IS NULL')


def upgrade():
    op.create_table('planned_publication',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=True),
    sa.Column('workshop_id', sa.Uuid(), nullable=True),
    sa.Column('publish_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('planned_by_id', sa.Uuid(), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint('(call_id IS NULL) <> (workshop_id IS NULL)', name=op.f('ck_planned_publication_cohort')),
    sa.CheckConstraint("outcome IN ('', 'published', 'cancelled', 'refused')", name=op.f('ck_planned_publication_outcome')),
    sa.CheckConstraint("(ended_at IS NULL) = (outcome = '')", name=op.f('ck_planned_publication_ended')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_planned_publication_call_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_planned_publication_ended_by_id')),
    sa.ForeignKeyConstraint(['planned_by_id'], ['person.id'], name=op.f('fk_planned_publication_planned_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_planned_publication_region_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_planned_publication_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_publication')),
    sa.UniqueConstraint('public_id', name=op.f('uq_planned_publication_public_id'))
    )
    for column, unique, name in (
        ('call_id', True, 'uq_planned_publication_call_id'),
        ('workshop_id', True, 'uq_planned_publication_workshop_id'),
        ('publish_at', False, 'ix_planned_publication_publish_at'),
    ):
        op.create_index(
            name, 'planned_publication', [column], unique=unique, sqlite_where=_STANDS, postgresql_where=_STANDS
        )
    op.create_table('planned_decision',
    sa.Column('publication_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('against', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('is_in_the_way', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_planned_decision_application_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_planned_decision_decision_id')),
    sa.ForeignKeyConstraint(['publication_id'], ['planned_publication.id'], name=op.f('fk_planned_decision_publication_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_decision')),
    sa.UniqueConstraint('publication_id', 'application_id', name=op.f('uq_planned_decision_publication_id_application_id'))
    )
    op.create_index('ix_planned_decision_application_id', 'planned_decision', ['application_id'], unique=False)


def downgrade():
    op.drop_table('planned_decision')
    op.drop_table('planned_publication')
