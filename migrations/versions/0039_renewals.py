"""Renewal: conditions of an edition, the log of practice, requests, and draws for the audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None


def upgrade():
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table('renewal_draw',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=False),
    sa.Column('lots', json, nullable=False),
    sa.Column('lots_sha256', sa.String(length=64), nullable=False),
    sa.Column('secret', sa.String(length=64), nullable=False),
    sa.Column('secret_sha256', sa.String(length=64), nullable=False),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('announced_in', sa.Integer(), nullable=False),
    sa.Column('draws_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('log_size', sa.Integer(), nullable=True),
    sa.Column('log_head', sa.String(length=64), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=False),
    sa.Column('drawn_in', sa.Integer(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_renewal_draw_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renewal_draw')),
    sa.UniqueConstraint('region_id', 'number', name=op.f('uq_renewal_draw_region_id_number'))
    )
    op.create_table('logged_activity',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('began_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=10), nullable=False),
    sa.Column('logged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_confirmed', sa.Boolean(), nullable=True),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('judged_by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("kind IN ('refresher', 'activity', 'mission', 'publication')", name=op.f('ck_logged_activity_kind')),
    sa.CheckConstraint("unit IN ('hours', 'days') AND amount > 0", name=op.f('ck_logged_activity_amount')),
    sa.CheckConstraint('ended_on >= began_on', name=op.f('ck_logged_activity_period')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_logged_activity_accreditation_id')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['person.id'], name=op.f('fk_logged_activity_judged_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_logged_activity_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_logged_activity')),
    sa.UniqueConstraint('public_id', name=op.f('uq_logged_activity_public_id'))
    )
    op.create_index('ix_logged_activity_accreditation_id', 'logged_activity', ['accreditation_id'], unique=False)
    op.create_table('renewal_request',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('cycle_began_on', sa.Date(), nullable=False),
    sa.Column('lot', sa.String(length=22), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('is_endorsed', sa.Boolean(), nullable=True),
    sa.Column('endorsed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('endorsed_by_id', sa.Uuid(), nullable=True),
    sa.Column('endorsement', sa.String(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_by_id', sa.Uuid(), nullable=True),
    sa.Column('draw_id', sa.Uuid(), nullable=True),
    sa.Column('is_drawn', sa.Boolean(), nullable=True),
    sa.Column('originals_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('has_passed', sa.Boolean(), nullable=True),
    sa.Column('audited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('audited_by_id', sa.Uuid(), nullable=True),
    sa.Column('audit_note', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.Column('end_note', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("outcome IN ('', 'withdrawn', 'declined')", name=op.f('ck_renewal_request_outcome')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_renewal_request_accreditation_id')),
    sa.ForeignKeyConstraint(['audited_by_id'], ['person.id'], name=op.f('fk_renewal_request_audited_by_id')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['person.id'], name=op.f('fk_renewal_request_checked_by_id')),
    sa.ForeignKeyConstraint(['draw_id'], ['renewal_draw.id'], name=op.f('fk_renewal_request_draw_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_renewal_request_ended_by_id')),
    sa.ForeignKeyConstraint(['endorsed_by_id'], ['person.id'], name=op.f('fk_renewal_request_endorsed_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_renewal_request_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renewal_request')),
    sa.UniqueConstraint('lot', name=op.f('uq_renewal_request_lot')),
    sa.UniqueConstraint('public_id', name=op.f('uq_renewal_request_public_id'))
    )
    op.create_index('ix_renewal_request_accreditation_id', 'renewal_request', ['accreditation_id'], unique=False)
    op.create_index('ix_renewal_request_draw_id', 'renewal_request', ['draw_id'], unique=False)
    op.create_index('uq_renewal_request_open', 'renewal_request', ['accreditation_id', 'cycle_began_on'], unique=True, sqlite_where=sa.text("outcome = ''"), postgresql_where=sa.text("outcome = ''"))
    op.create_table('activity_file',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('activity_id', sa.Uuid(), nullable=False),
    sa.Column('part', sa.String(length=10), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('scan', sa.String(length=40), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("part IN ('evidence', 'original')", name=op.f('ck_activity_file_part')),
    sa.CheckConstraint("scan IN ('not_scanned', 'waiting', 'clean', 'infected')", name=op.f('ck_activity_file_scan')),
    sa.ForeignKeyConstraint(['activity_id'], ['logged_activity.id'], name=op.f('fk_activity_file_activity_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_activity_file_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_activity_file_public_id'))
    )
    op.create_index('ix_activity_file_activity_id', 'activity_file', ['activity_id'], unique=False)
    op.add_column('accreditation', sa.Column('renewed_on', sa.Date(), nullable=True))
    op.add_column('scheme', sa.Column('renewal', json, nullable=False, server_default='[]'))


def downgrade():
    op.drop_column('scheme', 'renewal')
    op.drop_column('accreditation', 'renewed_on')
    op.drop_table('activity_file')
    op.drop_table('renewal_request')
    op.drop_table('logged_activity')
    op.drop_table('renewal_draw')
