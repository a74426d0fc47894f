"""Holidays have their names by language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
_HOLIDAYS = sa.table('holiday', sa.column('id', sa.Uuid()), sa.column('name', sa.String()), sa.column('names', _JSON))


def upgrade():
    op.add_column('holiday', sa.Column('names', _JSON, nullable=False, server_default='{}'))
    known = op.get_bind().execute(sa.select(_HOLIDAYS.c.id, _HOLIDAYS.c.name)).all()
    for row_id, name in known:
        op.execute(_HOLIDAYS.update().where(_HOLIDAYS.c.id == row_id).values(names={'es': name} if name else {}))
    with op.batch_alter_table('holiday') as batch_op:
        batch_op.alter_column('names', existing_type=_JSON, server_default=None)
        batch_op.drop_column('name')


def downgrade():
    op.add_column('holiday', sa.Column('name', sa.String(), nullable=False, server_default=''))
    known = op.get_bind().execute(sa.select(_HOLIDAYS.c.id, _HOLIDAYS.c.names)).all()
    for row_id, names in known:
        op.execute(_HOLIDAYS.update().where(_HOLIDAYS.c.id == row_id).values(name=(names or {}).get('es', '')))
    with op.batch_alter_table('holiday') as batch_op:
        batch_op.drop_column('names')
