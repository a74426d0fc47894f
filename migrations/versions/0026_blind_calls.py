"""Calls whose reviewers do not learn whose application they score."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('call', sa.Column('is_blind', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    op.drop_column('call', 'is_blind')
