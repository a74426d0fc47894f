"""Experts of before: lists that are taken over, their lines, and accreditations without an application."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
_MOMENT = sa.DateTime(timezone=True)


def upgrade():
    # In words that both databases know: the table is not made anew, because certificates and appeals point at its rows.
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)
    op.execute('ALTER TABLE accreditation ALTER COLUMN application_id DROP NOT NULL')
    op.execute(f'ALTER TABLE accreditation ADD COLUMN scheme_id {kind}'
               ' CONSTRAINT fk_accreditation_scheme_id REFERENCES scheme (id)')
    op.execute('ALTER TABLE accreditation ADD CONSTRAINT ck_accreditation_origin'
               ' CHECK ((application_id IS NULL) = (scheme_id IS NOT NULL))')
    op.create_table('expert_import',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('sheet', sa.String(length=60), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('headings', _JSON, nullable=False),
    sa.Column('columns', _JSON, nullable=False),
    sa.Column('handed_in_by_id', sa.Uuid(), nullable=False),
    sa.Column('handed_in_at', _MOMENT, nullable=False),
    sa.Column('checked_at', _MOMENT, nullable=True),
    sa.Column('taken_in_by_id', sa.Uuid(), nullable=True),
    sa.Column('taken_in_at', _MOMENT, nullable=True),
    sa.Column('answers_until', _MOMENT, nullable=True),
    sa.Column('taken_back_by_id', sa.Uuid(), nullable=True),
    sa.Column('taken_back_at', _MOMENT, nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint('taken_back_at IS NULL OR taken_in_at IS NOT NULL', name=op.f('ck_expert_import_taken_back')),
    sa.CheckConstraint('(taken_in_at IS NULL) = (answers_until IS NULL)', name=op.f('ck_expert_import_answers')),
    *_points_at('expert_import', region_id='region', handed_in_by_id='person', taken_in_by_id='person',
                taken_back_by_id='person'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expert_import')),
    sa.UniqueConstraint('public_id', name=op.f('uq_expert_import_public_id'))
    )
    op.create_index('ix_expert_import_region_id_handed_in_at', 'expert_import', ['region_id', 'handed_in_at', 'id'])
    _lines()
    for column in ('digest', 'email'):
        op.create_index(f'ix_imported_line_region_id_{column}', 'imported_line', ['region_id', column])
    for column in ('administration_id', 'person_id'):
        op.create_index(f'ix_imported_line_{column}', 'imported_line', [column])


def _points_at(table, **columns):
    return [sa.ForeignKeyConstraint([column], [f'{other}.id'], name=op.f(f'fk_{table}_{column}'))
            for column, other in columns.items()]


def _lines():
    op.create_table('imported_line',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('cells', _JSON, nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=False),
    sa.Column('remarks', _JSON, nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('given_names', sa.String(), nullable=False),
    sa.Column('first_family_name', sa.String(), nullable=False),
    sa.Column('second_family_name', sa.String(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=True),
    sa.Column('category_id', sa.Uuid(), nullable=True),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('old_certificate', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', _MOMENT, nullable=True),
    sa.Column('undelivered_at', _MOMENT, nullable=True),
    sa.Column('person_answered_at', _MOMENT, nullable=True),
    sa.Column('person_agrees', sa.Boolean(), nullable=True),
    sa.Column('person_reason', sa.String(length=20), nullable=False),
    sa.Column('administration_answered_at', _MOMENT, nullable=True),
    sa.Column('administration_agrees', sa.Boolean(), nullable=True),
    sa.Column('administration_reason', sa.String(length=300), nullable=False),
    sa.Column('administration_by_id', sa.Uuid(), nullable=True),
    sa.Column('accreditation_id', sa.Uuid(), nullable=True),
    sa.Column('forgotten_at', _MOMENT, nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    *(sa.CheckConstraint(rule, name=op.f(f'ck_imported_line_{name}')) for name, rule in (
        ('verdict', "verdict IN ('', 'kept', 'changed', 'refused')"),
        ('person', '(person_answered_at IS NULL) = (person_agrees IS NULL)'),
        ('administration', '(administration_answered_at IS NULL) = (administration_agrees IS NULL)'),
        ('confirmed', 'accreditation_id IS NULL OR (person_agrees AND administration_agrees)'),
        ('forgotten', 'forgotten_at IS NULL OR accreditation_id IS NULL'),
    )),
    *_points_at('imported_line', region_id='region', import_id='expert_import', administration_id='administration',
                category_id='category', subject_id='subject', person_id='person', administration_by_id='person',
                accreditation_id='accreditation'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_line')),
    sa.UniqueConstraint('public_id', name=op.f('uq_imported_line_public_id')),
    sa.UniqueConstraint('accreditation_id', name=op.f('uq_imported_line_accreditation_id')),
    sa.UniqueConstraint('import_id', 'line', name=op.f('uq_imported_line_import_id_line'))
    )


def downgrade():
    op.drop_table('imported_line')
    op.drop_table('expert_import')
    op.execute('DELETE FROM accreditation WHERE application_id IS NULL')
    op.execute('ALTER TABLE accreditation DROP CONSTRAINT ck_accreditation_origin')
    if op.get_bind().dialect.name != 'sqlite':
        op.execute('ALTER TABLE accreditation DROP CONSTRAINT fk_accreditation_scheme_id')
    op.execute('ALTER TABLE accreditation DROP COLUMN scheme_id')
    op.execute('ALTER TABLE accreditation ALTER COLUMN application_id SET NOT NULL')
