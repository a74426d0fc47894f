"""Tasks and counts are answered by indexes and a tally."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

BY_DEADLINE = ('mission', 'certificate', 'appeal', 'accreditation')


def upgrade():
    for table in BY_DEADLINE:
        op.create_index(f'ix_{table}_region_id_state_due_at', table, ['region_id', 'state', 'due_at', 'id'], unique=False)
    op.drop_index('ix_accreditation_region_id_state', table_name='accreditation')
    tally = op.create_table('state_tally',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('change', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_state_tally_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_state_tally'))
    )
    op.create_index('ix_state_tally_region_id_state_change', 'state_tally', ['region_id', 'state', 'change'], unique=False)
    application = sa.table('application', sa.column('region_id', sa.Uuid()), sa.column('state', sa.String()))
    counted = sa.select(application.c.region_id, application.c.state, sa.func.count()).group_by(
        application.c.region_id, application.c.state
    )
    rows = [
        {'id': uuid.uuid4(), 'region_id': region_id, 'state': state, 'change': change}
        for region_id, state, change in op.get_bind().execute(counted)
    ]
    if rows:
        op.bulk_insert(tally, rows)


def downgrade():
    op.drop_table('state_tally')
    op.create_index('ix_accreditation_region_id_state', 'accreditation', ['region_id', 'state'], unique=False)
    for table in BY_DEADLINE:
        op.drop_index(f'ix_{table}_region_id_state_due_at', table_name=table)
