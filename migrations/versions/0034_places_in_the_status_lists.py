"""Each certificate's place in the status lists."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

PLACES = 131072
certificate = sa.table('certificate', sa.column('id', sa.Uuid()), sa.column('status_place', sa.Integer()))


def upgrade():
    op.add_column('certificate', sa.Column('status_place', sa.Integer(), nullable=True))
    connection = op.get_bind()
    rows = connection.execute(sa.select(certificate.c.id)).scalars().all()
    drawn = secrets.SystemRandom().sample(range(PLACES * (1 + len(rows) // (PLACES // 2))), len(rows))
    for row_id, place in zip(rows, drawn):
        connection.execute(certificate.update().where(certificate.c.id == row_id).values(status_place=place))
    op.create_index('ix_certificate_status_place', 'certificate', ['status_place'], unique=True)


def downgrade():
    op.drop_index('ix_certificate_status_place', 'certificate')
    op.drop_column('certificate', 'status_place')
