"""Versions of files without names for blind reviewers, and reviewers who recognise whose application it is."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

BEFORE, AFTER = "'original', 'translation'", "'original', 'translation', 'redacted'"


def upgrade():
    _parts(BEFORE, AFTER)
    kind = 'UUID' if op.get_bind().dialect.name == 'postgresql' else 'CHAR(32)'
    named = 'CONSTRAINT fk_document_redacts_id REFERENCES document (id)'
    op.execute(f'ALTER TABLE document ADD COLUMN redacts_id {kind} {named}')
    op.create_table('recognition',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('is_free', sa.Boolean(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['review_assignment.id'], name=op.f('fk_recognition_assignment_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_recognition_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recognition')),
    sa.UniqueConstraint('assignment_id', name=op.f('uq_recognition_assignment_id'))
    )


def downgrade():
    op.drop_table('recognition')
    op.execute("DELETE FROM document WHERE part = 'redacted'")
    op.drop_column('document', 'redacts_id')
    _parts(AFTER, BEFORE)


def _parts(before, after):
    """SQLite has no way to change a CHECK but to rewrite the text of the table, as its manual describes."""
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        op.drop_constraint(op.f('ck_document_part'), 'document')
        op.create_check_constraint(op.f('ck_document_part'), 'document', f'part IN ({after})')
        return
    version = connection.exec_driver_sql('PRAGMA schema_version').scalar()
    connection.exec_driver_sql('PRAGMA writable_schema = ON')
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE name = 'document'"),
        {'before': f'part IN ({before})', 'after': f'part IN ({after})'},
    )
    connection.exec_driver_sql(f'PRAGMA schema_version = {version + 1}')
    connection.exec_driver_sql('PRAGMA writable_schema = OFF')
