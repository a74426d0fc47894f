"""Sections say what they were taken over from until their applicant looks at them; files read in wait to be taken over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ORIGINS = "'application', 'europass', 'form_file'"
JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql')


def upgrade():
    op.execute(
        "ALTER TABLE section ADD COLUMN taken_from VARCHAR(40) "
        f"CONSTRAINT ck_section_taken_from CHECK (taken_from IN ({ORIGINS}))"
    )
    op.add_column('section', sa.Column('taken_name', sa.String(length=120), nullable=False, server_default=''))
    op.execute(
        "ALTER TABLE section ADD COLUMN taken_on DATE CONSTRAINT ck_section_looked_at "
        "CHECK (taken_from IS NULL OR (taken_on IS NOT NULL AND NOT is_complete))"
    )
    op.create_table('form_import',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answers', JSON, nullable=False),
    sa.Column('left_over', JSON, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint(f'origin IN ({ORIGINS})', name=op.f('ck_form_import_origin')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_form_import_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_import')),
    sa.UniqueConstraint('application_id', name=op.f('uq_form_import_application_id'))
    )


def downgrade():
    op.drop_table('form_import')
    for name in ('taken_on', 'taken_name', 'taken_from'):
        op.drop_column('section', name)
