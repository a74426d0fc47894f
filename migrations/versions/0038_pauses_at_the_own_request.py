"""Until when an accreditation is suspended at the own request."""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('accreditation', sa.Column('paused_until', sa.Date(), nullable=True))


def downgrade():
    op.drop_column('accreditation', 'paused_until')
