"""Documents have editions, translations, previews and a scan; files may come in pieces."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

ADDED = (
    ('paper_id', sa.Uuid(), '00000000000000000000000000000000'),
    ('edition', sa.Integer(), '1'),
    ('language', sa.String(length=5), ''),
    ('pages', sa.Integer(), '1'),
    ('received_sha256', sa.String(length=64), ''),
    ('scan_finding', sa.String(length=200), ''),
)
CHECKED = {
    'part': ('original', ('original', 'translation')),
    'scan': ('not_scanned', ('not_scanned', 'waiting', 'clean', 'infected')),
}
MOMENTS = ('scanned_at', 'replaced_at')


def upgrade():
    for name, kind, default in ADDED:
        op.add_column('document', sa.Column(name, kind, nullable=False, server_default=default))
    for name, (default, allowed) in CHECKED.items():
        words = ', '.join(f"'{word}'" for word in allowed)
        op.execute(
            f"ALTER TABLE document ADD COLUMN {name} VARCHAR(40) DEFAULT '{default}' NOT NULL "
            f"CONSTRAINT ck_document_{name} CHECK ({name} IN ({words}))"
        )
    for name in MOMENTS:
        op.add_column('document', sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column('document', sa.Column('preview_storage_key', sa.String(length=80), nullable=True))
    op.execute('UPDATE document SET paper_id = id, received_sha256 = sha256')
    op.create_table('upload',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_upload_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload')),
    sa.UniqueConstraint('public_id', name=op.f('uq_upload_public_id'))
    )
    op.create_index('ix_upload_person_id', 'upload', ['person_id'], unique=False)
    op.create_index('ix_upload_expires_at', 'upload', ['expires_at'], unique=False)
    op.create_table('upload_piece',
    sa.Column('upload_id', sa.Uuid(), nullable=False),
    sa.Column('begins_at', sa.Integer(), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_upload_piece_upload_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload_piece')),
    sa.UniqueConstraint('upload_id', 'begins_at', name=op.f('uq_upload_piece_upload_id_begins_at'))
    )


def downgrade():
    op.drop_table('upload_piece')
    op.drop_table('upload')
    for name in ('preview_storage_key', *MOMENTS, *CHECKED, *(name for name, _kind, _default in ADDED)):
        op.drop_column('document', name)
