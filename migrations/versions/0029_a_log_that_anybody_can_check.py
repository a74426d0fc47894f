"""The log becomes a Merkle tree: entries as published, heads of full tiles, anchors of the history, alarms."""

import hashlib
import json
import uuid
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

WIDTH = 256
leaf = sa.table('log_leaf', *(sa.column(name) for name in ('event', 'commitment', 'salt', 'entry', 'pdf_sha256', 'previous_hash', 'hash')),
    sa.column('id', sa.Uuid()), sa.column('region_id', sa.Uuid()), sa.column('certificate_id', sa.Uuid()),
    sa.column('position', sa.Integer()), sa.column('at', sa.DateTime(timezone=True)))
tile = sa.table('log_tile', sa.column('id', sa.Uuid()), sa.column('level', sa.Integer()), sa.column('number', sa.Integer()), sa.column('head'))


def _utc(moment):
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _sha256(data):
    return hashlib.sha256(data).digest()


def _head(hashes):
    while len(hashes) > 1:
        hashes = [_sha256(b'\x01' + hashes[place] + hashes[place + 1]) for place in range(0, len(hashes), 2)]
    return hashes[0]


def _as_published(row):
    """The entry that stands for a leaf of the chain; what its commitment says is kept."""
    content = {
        'v': 1, 'at': _utc(row.at).strftime('%Y-%m-%dT%H:%M:%S.%fZ'), 'event': row.event, 'region': row.region,
        'certificate': _sha256(f'{row.number}:{row.code}'.encode()).hex(), 'commitment': row.commitment,
        'document': row.pdf_sha256 or '', 'key': row.key_id or '',
    }
    return json.dumps(content, sort_keys=True, separators=(',', ':'))


def _create_leaves(*columns, key):
    op.create_table('log_leaf',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    *columns,
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_log_leaf_certificate_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_log_leaf_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_leaf')),
    sa.UniqueConstraint(*key, name=op.f('uq_log_leaf_' + '_'.join(key)))
    )
    op.create_index(op.f('ix_log_leaf_certificate_id'), 'log_leaf', ['certificate_id'], unique=False)


def _drop_leaves():
    op.drop_index(op.f('ix_log_leaf_certificate_id'), 'log_leaf')
    op.drop_table('log_leaf')


def _read(columns):
    return op.get_bind().execute(sa.text(f"""
        SELECT {columns}, l.id, l.region_id, l.certificate_id, l.event, l.at, l.salt, r.code AS region, c.number, c.code, c.key_id
        FROM log_leaf l JOIN region r ON r.id = l.region_id JOIN certificate c ON c.id = l.certificate_id ORDER BY l.at, l.position
    """).columns(id=sa.Uuid(), region_id=sa.Uuid(), certificate_id=sa.Uuid(), at=sa.DateTime(timezone=True))).all()


def upgrade():
    rows = _read('l.commitment, l.pdf_sha256')
    _drop_leaves()
    _create_leaves(sa.Column('certificate_id', sa.Uuid(), nullable=True), sa.Column('entry', sa.String(), nullable=False), key=('position',))
    op.create_table('log_tile',
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('head', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_tile')),
    sa.UniqueConstraint('level', 'number', name=op.f('uq_log_tile_level_number'))
    )
    op.create_table('history_anchor',
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('head', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_history_anchor')),
    sa.UniqueConstraint('subject_id', 'length', name=op.f('uq_history_anchor_subject_id_length'))
    )
    op.create_index('ix_history_anchor_position_subject_id', 'history_anchor', ['position', 'subject_id'], unique=False)
    op.create_table('log_alarm',
    sa.Column('noticed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kept_size', sa.Integer(), nullable=False),
    sa.Column('own_size', sa.Integer(), nullable=False),
    sa.Column('kept_checkpoint', sa.String(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('brought_back', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_log_alarm_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_alarm'))
    )
    op.add_column('certificate', sa.Column('occasion', sa.String(length=20), nullable=False, server_default='issue'))
    _write(rows)


def _write(rows):
    """The same leaves in one sequence for the installation, by their moments."""
    connection, hashes = op.get_bind(), []
    for position, row in enumerate(rows):
        entry = _as_published(row)
        hashes.append(_sha256(b'\x00' + entry.encode()))
        connection.execute(leaf.insert().values(id=row.id, region_id=row.region_id, certificate_id=row.certificate_id, event=row.event,
            at=row.at, salt=row.salt, position=position, entry=entry, hash=hashes[-1].hex()))
    level = 0
    while len(hashes) >= WIDTH:
        hashes = [_head(hashes[place:place + WIDTH]) for place in range(0, len(hashes) // WIDTH * WIDTH, WIDTH)]
        for number, head in enumerate(hashes):
            connection.execute(tile.insert().values(id=uuid.uuid4(), level=level, number=number, head=head.hex()))
        level += 1


def downgrade():
    rows = _read('l.entry')
    op.drop_column('certificate', 'occasion')
    for table in ('log_alarm', 'history_anchor', 'log_tile'):
        op.drop_table(table)
    _drop_leaves()
    _create_leaves(sa.Column('certificate_id', sa.Uuid(), nullable=False), sa.Column('commitment', sa.String(length=64), nullable=False),
        sa.Column('pdf_sha256', sa.String(length=64), nullable=True), sa.Column('previous_hash', sa.String(length=64), nullable=False),
        key=('region_id', 'position'))
    last = {}
    for row in rows:
        position, previous = last.get(row.region_id, (0, ''))
        entry, at = json.loads(row.entry), _utc(row.at)
        content = {'position': str(position + 1), 'event': row.event, 'commitment': entry['commitment'], 'pdf_sha256': entry['document'],
            'previous_hash': previous, 'at': str(int(at.timestamp()) * 1_000_000 + at.microsecond)}
        digest = _sha256(json.dumps(content, sort_keys=True).encode()).hex()
        last[row.region_id] = (position + 1, digest)
        op.get_bind().execute(leaf.insert().values(id=row.id, region_id=row.region_id, certificate_id=row.certificate_id, event=row.event,
            at=row.at, salt=row.salt, position=position + 1, commitment=entry['commitment'], pdf_sha256=entry['document'] or None,
            previous_hash=previous, hash=digest))
