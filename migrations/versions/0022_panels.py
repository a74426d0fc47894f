"""Panels of calls and their votes; what a decision says to the person."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('panel_seat',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('duty', sa.String(length=10), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('away_from', sa.Date(), nullable=True),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.Column('seated_by_id', sa.Uuid(), nullable=False),
    sa.Column('seated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("duty IN ('member', 'chair', 'deputy')", name=op.f('ck_panel_seat_duty')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_panel_seat_period')),
    sa.CheckConstraint('(away_from IS NULL) = (away_until IS NULL) AND away_until >= away_from', name=op.f('ck_panel_seat_away')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_panel_seat_region_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_panel_seat_call_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_panel_seat_person_id')),
    sa.ForeignKeyConstraint(['seated_by_id'], ['person.id'], name=op.f('fk_panel_seat_seated_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_seat')),
    sa.UniqueConstraint('public_id', name=op.f('uq_panel_seat_public_id'))
    )
    op.create_index('ix_panel_seat_person_id', 'panel_seat', ['person_id'], unique=False)
    op.create_index('uq_panel_seat_call_id_person_id', 'panel_seat', ['call_id', 'person_id'], unique=True,
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('panel_vote',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('choice', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('cast_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_panel_vote_region_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_panel_vote_application_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_panel_vote_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_vote'))
    )
    op.create_index('ix_panel_vote_application_id_cast_at', 'panel_vote', ['application_id', 'cast_at'], unique=False)
    op.create_index('uq_panel_vote_application_id_person_id', 'panel_vote', ['application_id', 'person_id'], unique=True,
                    sqlite_where=sa.text('replaced_at IS NULL'), postgresql_where=sa.text('replaced_at IS NULL'))
    with op.batch_alter_table('decision') as batch:
        batch.add_column(sa.Column('words', sa.String(), nullable=False, server_default=''))
    with op.batch_alter_table('decision') as batch:
        batch.alter_column('words', server_default=None)


def downgrade():
    with op.batch_alter_table('decision') as batch:
        batch.drop_column('words')
    op.drop_table('panel_vote')
    op.drop_table('panel_seat')
