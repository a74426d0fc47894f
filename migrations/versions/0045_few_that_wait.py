"""Assignments that ended, marks that were voided and cases on hold are few, and are found without reading all."""

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None

ENDED, VOIDED, HELD = sa.text('ended_at IS NOT NULL'), sa.text('voided_at IS NOT NULL'), sa.text('on_hold')


def upgrade():
    op.create_index(
        'ix_review_assignment_ended', 'review_assignment', ['application_id'], sqlite_where=ENDED, postgresql_where=ENDED
    )
    op.create_index('ix_mark_voided', 'mark', ['application_id'], sqlite_where=VOIDED, postgresql_where=VOIDED)
    op.create_index('ix_application_on_hold', 'application', ['region_id'], sqlite_where=HELD, postgresql_where=HELD)


def downgrade():
    op.drop_index('ix_application_on_hold', 'application')
    op.drop_index('ix_mark_voided', 'mark')
    op.drop_index('ix_review_assignment_ended', 'review_assignment')
