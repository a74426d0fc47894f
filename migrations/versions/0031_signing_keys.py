"""The keys that signed certificates, with their days, and since when one is in other hands."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'signing_key',
        sa.Column('region_id', sa.Uuid(), nullable=False),
        sa.Column('key_id', sa.String(length=64), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('certificate_pem', sa.String(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('valid_from', MOMENT, nullable=False),
        sa.Column('valid_until', MOMENT, nullable=False),
        sa.Column('used_from', MOMENT, nullable=False),
        sa.Column('retired_at', MOMENT, nullable=True),
        sa.Column('compromised_at', MOMENT, nullable=True),
        sa.Column('compromise_note', sa.String(), nullable=False),
        sa.Column('told_by_id', sa.Uuid(), nullable=True),
        sa.Column('told_at', MOMENT, nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('public_id', sa.String(length=22), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.Column('updated_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_signing_key_region_id')),
        sa.ForeignKeyConstraint(['told_by_id'], ['person.id'], name=op.f('fk_signing_key_told_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
        sa.UniqueConstraint('public_id', name=op.f('uq_signing_key_public_id')),
        sa.UniqueConstraint('region_id', 'key_id', name=op.f('uq_signing_key_region_id_key_id')),
    )


def downgrade():
    op.drop_table('signing_key')
