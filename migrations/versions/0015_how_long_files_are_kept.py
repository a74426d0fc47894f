"""Editions say for how many years at least the file of a case is kept after its end."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

scheme = sa.table(
    'scheme', sa.column('id', sa.Uuid()), sa.column('numbers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))
)


def _renumber(change):
    connection = op.get_bind()
    for row in connection.execute(sa.select(scheme.c.id, scheme.c.numbers)).all():
        connection.execute(scheme.update().where(scheme.c.id == row.id).values(numbers=change(row.numbers)))


def upgrade():
    _renumber(lambda numbers: {'record_years': 5, **numbers})


def downgrade():
    _renumber(lambda numbers: {name: value for name, value in numbers.items() if name != 'record_years'})
