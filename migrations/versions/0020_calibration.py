"""How severe those who judge are, and the levels of cases adjusted for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade():
    json = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    op.create_table('calibration_run',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('figures', json, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("stage IN ('desk', 'workshop')", name=op.f('ck_calibration_run_stage')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_calibration_run_asked_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_calibration_run_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_run')),
    sa.UniqueConstraint('public_id', name=op.f('uq_calibration_run_public_id'))
    )
    op.create_index('ix_calibration_run_region_id_code', 'calibration_run', ['region_id', 'code', 'stage', 'asked_at'], unique=False)
    op.create_table('rater_severity',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('rater_id', sa.Uuid(), nullable=False),
    sa.Column('home_id', sa.Uuid(), nullable=True),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('error', sa.Double(), nullable=False),
    sa.Column('lowers', sa.Double(), nullable=False),
    sa.Column('lowers_least', sa.Double(), nullable=False),
    sa.Column('lowers_most', sa.Double(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('ratings', sa.Integer(), nullable=False),
    sa.Column('circle', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['rater_id'], ['person.id'], name=op.f('fk_rater_severity_rater_id')),
    sa.ForeignKeyConstraint(['run_id'], ['calibration_run.id'], name=op.f('fk_rater_severity_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rater_severity')),
    sa.UniqueConstraint('run_id', 'rater_id', name=op.f('uq_rater_severity_run_id_rater_id'))
    )
    op.create_index('ix_rater_severity_rater_id', 'rater_severity', ['rater_id'], unique=False)
    op.create_table('case_level',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('raw', sa.Double(), nullable=False),
    sa.Column('adjusted', sa.Double(), nullable=False),
    sa.Column('low', sa.Double(), nullable=False),
    sa.Column('high', sa.Double(), nullable=False),
    sa.Column('ratings', sa.Integer(), nullable=False),
    sa.Column('is_thin', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_case_level_application_id')),
    sa.ForeignKeyConstraint(['run_id'], ['calibration_run.id'], name=op.f('fk_case_level_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_level')),
    sa.UniqueConstraint('run_id', 'application_id', name=op.f('uq_case_level_run_id_application_id'))
    )
    op.create_index('ix_case_level_application_id', 'case_level', ['application_id'], unique=False)


def downgrade():
    op.drop_table('case_level')
    op.drop_table('rater_severity')
    op.drop_table('calibration_run')
