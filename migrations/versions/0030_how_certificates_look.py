"""Who signs certificates, on which paper and in which second language, and where the office is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'signatory',
        sa.Column('region_id', sa.Uuid(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('posts', JSON, nullable=False),
        sa.Column('organisations', JSON, nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('public_id', sa.String(length=22), nullable=False),
        sa.Column('created_at', MOMENT, nullable=False),
        sa.Column('updated_at', MOMENT, nullable=False),
        sa.CheckConstraint('place IN (1, 2)', name=op.f('ck_signatory_place')),
        sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_signatory_region_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_signatory')),
        sa.UniqueConstraint('public_id', name=op.f('uq_signatory_public_id')),
    )
    op.create_index('ix_signatory_region_id', 'signatory', ['region_id'], unique=False)
    _add('regional_body', 'address', 160)
    for table, paper in (('region', 'a4'), ('administration', '')):
        _add(table, 'certificate_paper', 10, paper)
        _add(table, 'certificate_second_language', 5)


def _add(table, name, length, default=''):
    op.add_column(table, sa.Column(name, sa.String(length=length), nullable=False, server_default=default))


def downgrade():
    for table in ('administration', 'region'):
        op.drop_column(table, 'certificate_second_language')
        op.drop_column(table, 'certificate_paper')
    op.drop_column('regional_body', 'address')
    op.drop_table('signatory')
