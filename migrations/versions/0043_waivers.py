"""Stations of a case that are proposed to be waived, and what was decided."""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

_LIVE = sa.text("outcome <> 'declined' AND taken_back_at IS NULL")
_MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table('waiver',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('station', sa.String(length=40), nullable=False),
    sa.Column('ground', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=True),
    sa.Column('document_id', sa.Uuid(), nullable=True),
    sa.Column('proposed_by_id', sa.Uuid(), nullable=False),
    sa.Column('proposed_at', _MOMENT, nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('decided_at', _MOMENT, nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('taken_back_by_id', sa.Uuid(), nullable=True),
    sa.Column('taken_back_at', _MOMENT, nullable=True),
    sa.Column('taken_back_why', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("station IN ('workshop', 'mission')", name=op.f('ck_waiver_station')),
    sa.CheckConstraint("ground IN ('ours', 'elsewhere', 'training', 'mission_done')", name=op.f('ck_waiver_ground')),
    sa.CheckConstraint("outcome IN ('', 'granted', 'declined')", name=op.f('ck_waiver_outcome')),
    sa.CheckConstraint("(decided_at IS NULL) = (outcome = '')", name=op.f('ck_waiver_decided')),
    sa.CheckConstraint("(ground = 'ours') = (accreditation_id IS NOT NULL)", name=op.f('ck_waiver_evidence')),
    *_points_at(region_id='region', application_id='application', accreditation_id='accreditation',
                document_id='document', proposed_by_id='person', decided_by_id='person', taken_back_by_id='person'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiver')),
    sa.UniqueConstraint('public_id', name=op.f('uq_waiver_public_id'))
    )
    op.create_index('ix_waiver_application_id', 'waiver', ['application_id'])
    op.create_index('uq_waiver_application_id_station', 'waiver', ['application_id', 'station'], unique=True,
                    sqlite_where=_LIVE, postgresql_where=_LIVE)


def _points_at(**columns):
    return [sa.ForeignKeyConstraint([column], [f'{other}.id'], name=op.f(f'fk_waiver_{column}'))
            for column, other in columns.items()]


def downgrade():
    op.drop_table('waiver')
