"""A request, a hold and a deferral stop the clock: what was left is kept, and editions say how long a hold and a deferral last."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

LASTS = {'hold_days': 60, 'deferral_months': 12}
scheme = sa.table(
    'scheme', sa.column('id', sa.Uuid()), sa.column('numbers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))
)


def _renumber(change):
    connection = op.get_bind()
    for row in connection.execute(sa.select(scheme.c.id, scheme.c.numbers)).all():
        connection.execute(scheme.update().where(scheme.c.id == row.id).values(numbers=change(row.numbers)))


def upgrade():
    with op.batch_alter_table('application') as batch:
        batch.add_column(sa.Column('moved_until', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('days_left', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('held_since', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('due_before_hold', sa.DateTime(timezone=True), nullable=True))
    _renumber(lambda numbers: {**LASTS, **numbers})


def downgrade():
    _renumber(lambda numbers: {name: value for name, value in numbers.items() if name not in LASTS})
    with op.batch_alter_table('application') as batch:
        for column in ('due_before_hold', 'held_since', 'days_left', 'moved_until'):
            batch.drop_column(column)
