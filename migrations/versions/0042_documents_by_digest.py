"""A document handed in for verification is found by its digest."""

from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('certificate') as batch:
        batch.create_index('ix_certificate_pdf_sha256', ['pdf_sha256'])


def downgrade():
    with op.batch_alter_table('certificate') as batch:
        batch.drop_index('ix_certificate_pdf_sha256')
