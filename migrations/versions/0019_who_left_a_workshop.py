"""Who taught or assessed in a workshop that had begun, and was taken off it."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('former_staff',
    sa.Column('workshop_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('duty', sa.String(length=10), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_former_staff_person_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_former_staff_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_staff'))
    )
    op.create_index('ix_former_staff_person_id', 'former_staff', ['person_id'], unique=False)
    op.create_index('ix_former_staff_workshop_id', 'former_staff', ['workshop_id'], unique=False)


def downgrade():
    op.drop_table('former_staff')
