"""Since when a signed document of a certificate may exist."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('certificate', sa.Column('signing_at', sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE certificate SET signing_at = COALESCE(issued_at, updated_at) WHERE pdf_sha256 IS NOT NULL")


def downgrade():
    op.drop_column('certificate', 'signing_at')
