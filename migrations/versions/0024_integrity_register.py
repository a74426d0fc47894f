"""The integrity register: entries, findings, readers; and the standard reason of a condition that is not met."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('eligibility_check') as table:
        table.add_column(sa.Column('reason', sa.String(length=30), nullable=False, server_default=''))
        table.alter_column('reason', server_default=None)
    op.create_table('integrity_entry',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('born_on', sa.Date(), nullable=True),
    sa.Column('nationality', sa.String(length=2), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('entered_by_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Uuid(), nullable=True),
    sa.Column('ended_reason', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_integrity_entry_ended_by_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_integrity_entry_entered_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_integrity_entry_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_integrity_entry')),
    sa.UniqueConstraint('public_id', name=op.f('uq_integrity_entry_public_id'))
    )
    op.create_index('ix_integrity_entry_region_id_ended_at', 'integrity_entry', ['region_id', 'ended_at'], unique=False)
    op.create_table('integrity_finding',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('verdict', sa.String(length=5), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('found_by_id', sa.Uuid(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("verdict IN ('same', 'other')", name=op.f('ck_integrity_finding_verdict')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_integrity_finding_application_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['integrity_entry.id'], name=op.f('fk_integrity_finding_entry_id')),
    sa.ForeignKeyConstraint(['found_by_id'], ['person.id'], name=op.f('fk_integrity_finding_found_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_integrity_finding_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_integrity_finding')),
    sa.UniqueConstraint('application_id', 'entry_id', name=op.f('uq_integrity_finding_application_id_entry_id'))
    )
    op.create_table('integrity_reader',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('named_by_id', sa.Uuid(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['named_by_id'], ['person.id'], name=op.f('fk_integrity_reader_named_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_integrity_reader_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_integrity_reader_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_integrity_reader')),
    sa.UniqueConstraint('region_id', 'person_id', name=op.f('uq_integrity_reader_region_id_person_id'))
    )
    op.create_index('ix_integrity_reader_person_id', 'integrity_reader', ['person_id'], unique=False)


def downgrade():
    op.drop_table('integrity_reader')
    op.drop_table('integrity_finding')
    op.drop_table('integrity_entry')
    with op.batch_alter_table('eligibility_check') as table:
        table.drop_column('reason')
