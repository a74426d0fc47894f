"""An item asked for says what it is about; its answer is accepted or asked for again, and what a section said before stays."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('information_item') as batch:
        batch.add_column(sa.Column('concerns', sa.String(length=40), nullable=False, server_default='case'))
        batch.add_column(sa.Column('answers_before', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True))
        batch.add_column(sa.Column('verdict', sa.String(length=40), nullable=False, server_default='open'))
        batch.add_column(sa.Column('judged_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('judged_by_id', sa.Uuid(), nullable=True))
        batch.create_check_constraint(
            op.f('ck_information_item_concerns'), "concerns IN ('case', 'section', 'document')"
        )
        batch.create_check_constraint(
            op.f('ck_information_item_verdict'), "verdict IN ('open', 'accepted', 'again')"
        )
        batch.create_foreign_key(op.f('fk_information_item_judged_by_id'), 'person', ['judged_by_id'], ['id'])
    op.execute("UPDATE information_item SET concerns = 'section' WHERE about <> ''")
    with op.batch_alter_table('information_item') as batch:
        batch.alter_column('concerns', server_default=None)
        batch.alter_column('verdict', server_default=None)


def downgrade():
    with op.batch_alter_table('information_item') as batch:
        batch.drop_constraint(op.f('fk_information_item_judged_by_id'), type_='foreignkey')
        batch.drop_constraint(op.f('ck_information_item_verdict'), type_='check')
        batch.drop_constraint(op.f('ck_information_item_concerns'), type_='check')
        for column in ('judged_by_id', 'judged_at', 'verdict', 'answers_before', 'concerns'):
            batch.drop_column(column)
