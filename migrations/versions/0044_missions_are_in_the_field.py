"""A mission is no longer marked as held at a distance: nothing ever asked."""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column('mission', 'is_virtual')


def downgrade():
    op.add_column('mission', sa.Column('is_virtual', sa.Boolean(), nullable=False, server_default=sa.false()))
