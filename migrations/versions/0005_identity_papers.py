"""Identity papers of candidates, sealed."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('identity_paper',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_identity_paper_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identity_paper')),
    sa.UniqueConstraint('application_id', name=op.f('uq_identity_paper_application_id'))
    )


def downgrade():
    op.drop_table('identity_paper')
