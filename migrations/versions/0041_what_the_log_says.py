"""What the log says of a certificate where a restored backup knows less."""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('certificate') as batch:
        batch.add_column(sa.Column('log_says', sa.String(length=20), nullable=True))
        batch.add_column(sa.Column('log_says_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table('certificate') as batch:
        batch.drop_column('log_says_at')
        batch.drop_column('log_says')
