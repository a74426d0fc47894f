"""Whose turn it is: cases by state and deadline, and the reviews that are still to be handed in."""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

OPEN = sa.text('handed_in_at IS NULL AND ended_at IS NULL')


def upgrade():
    op.create_index('ix_application_state_due_at', 'application', ['state', 'due_at'])
    op.create_index(
        'ix_review_assignment_open',
        'review_assignment',
        ['reviewer_id', 'application_id'],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade():
    op.drop_index('ix_review_assignment_open', 'review_assignment')
    op.drop_index('ix_application_state_due_at', 'application')
