"""Administrations rank their applicants, may speak at two levels, and approach those they have trained."""

import json

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

BEFORE = "'contact_point', 'director_general', 'reviewer'"
AFTER = "'contact_point', 'director_general', 'head_of_unit', 'reviewer'"
ROLES = (
    "{first}, 'panel_member', 'rtc_coordinator', 'trainer', 'assessor', 'mentor', 'rocb_officer', 'rocb_head', "
    "'wco_liaison', 'vice_chair', 'donor', 'appeals_panel', 'beneficiary', 'auditor', 'administrator'"
)
NUMBERS = {
    'endorsement_silence_working_days': 10, 'reserve_working_days': 30, 'paper_letters': 1, 'invitation_pause_days': 30,
    'release_missions_least': 1, 'release_missions_most': 6, 'release_days_least': 5, 'release_days_most': 60,
    'release_years_least': 1, 'release_years_most': 6,
}  # fmt: skip
STAMPS = (
    ('created_at', sa.DateTime(timezone=True)),
    ('updated_at', sa.DateTime(timezone=True)),
)


def upgrade():
    _roles(BEFORE, AFTER)
    _numbers(lambda numbers: NUMBERS | numbers)
    op.execute(
        "ALTER TABLE administration ADD COLUMN endorsement_levels INTEGER DEFAULT 1 NOT NULL "
        "CONSTRAINT ck_administration_endorsement_levels CHECK (endorsement_levels IN (1, 2))"
    )
    op.execute(
        "ALTER TABLE call ADD COLUMN below_quota VARCHAR(20) DEFAULT 'reserve' NOT NULL "
        "CONSTRAINT ck_call_below_quota CHECK (below_quota IN ('reserve', 'not_endorsed'))"
    )
    op.add_column('endorsement', sa.Column('signed_position', sa.String(), nullable=False, server_default=''))
    _tables()
    op.execute(
        'INSERT INTO nomination (id, application_id, rank, created_at, updated_at) '
        'SELECT id, application_id, rank, created_at, updated_at FROM endorsement WHERE rank IS NOT NULL'
    )
    op.drop_column('endorsement', 'rank')


def downgrade():
    op.add_column('endorsement', sa.Column('rank', sa.Integer(), nullable=True))
    op.execute(
        'UPDATE endorsement SET rank = '
        '(SELECT rank FROM nomination WHERE nomination.application_id = endorsement.application_id)'
    )
    for table in ('approach', 'ranking', 'nomination'):
        op.drop_table(table)
    op.drop_column('endorsement', 'signed_position')
    for table, column in (('call', 'below_quota'), ('administration', 'endorsement_levels')):
        if op.get_bind().dialect.name == 'postgresql':
            op.drop_constraint(f'ck_{table}_{column}', table)
        op.drop_column(table, column)
    _numbers(lambda numbers: {name: value for name, value in numbers.items() if name not in NUMBERS})
    heads = "(SELECT id FROM role_grant WHERE role = 'head_of_unit')"
    op.execute(f'DELETE FROM deputy WHERE grant_id IN {heads}')
    op.execute("DELETE FROM role_grant WHERE role = 'head_of_unit'")
    _roles(AFTER, BEFORE)


def _roles(before, after):
    """SQLite has no way to change a CHECK but to rewrite the text of the table, as its manual describes."""
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        op.drop_constraint(op.f('ck_role_grant_role'), 'role_grant')
        op.create_check_constraint(op.f('ck_role_grant_role'), 'role_grant', f'role IN ({ROLES.format(first=after)})')
        return
    version = connection.exec_driver_sql('PRAGMA schema_version').scalar()
    connection.exec_driver_sql('PRAGMA writable_schema = ON')
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE name = 'role_grant'"),
        {'before': before, 'after': after},
    )
    connection.exec_driver_sql(f'PRAGMA schema_version = {version + 1}')
    connection.exec_driver_sql('PRAGMA writable_schema = OFF')


def _numbers(change):
    """What is not said in a scheme yet gets the number of the default scheme."""
    connection = op.get_bind()
    for scheme_id, numbers in connection.execute(sa.text('SELECT id, numbers FROM scheme')).all():
        said = change(json.loads(numbers) if isinstance(numbers, str) else numbers)
        column = sa.bindparam('numbers', type_=sa.JSON())
        connection.execute(
            sa.text('UPDATE scheme SET numbers = :numbers WHERE id = :id').bindparams(column),
            {'numbers': said, 'id': scheme_id},
        )


def _stamps():
    return [sa.Column(name, kind, nullable=False) for name, kind in STAMPS]


def _tables():
    moment = sa.DateTime(timezone=True)
    op.create_table('nomination',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('recommended', sa.Boolean(), nullable=True),
    sa.Column('recommended_by_id', sa.Uuid(), nullable=True),
    sa.Column('escalated_at', moment, nullable=True),
    sa.Column('asked_again_at', moment, nullable=True),
    sa.Column('endorse_by', moment, nullable=True),
    sa.Column('reserved_at', moment, nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    *_stamps(),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_nomination_application_id')),
    sa.ForeignKeyConstraint(['recommended_by_id'], ['person.id'], name=op.f('fk_nomination_recommended_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination')),
    sa.UniqueConstraint('application_id', name=op.f('uq_nomination_application_id'))
    )
    op.create_table('ranking',
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=False),
    sa.Column('ranked_by_id', sa.Uuid(), nullable=True),
    sa.Column('ranked_at', moment, nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    *_stamps(),
    sa.ForeignKeyConstraint(['administration_id'], ['administration.id'], name=op.f('fk_ranking_administration_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_ranking_call_id')),
    sa.ForeignKeyConstraint(['ranked_by_id'], ['person.id'], name=op.f('fk_ranking_ranked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking')),
    sa.UniqueConstraint('call_id', 'administration_id', name=op.f('uq_ranking_call_id_administration_id'))
    )
    op.create_table('approach',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('ended_at', moment, nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    *_stamps(),
    sa.CheckConstraint("(kind = 'invited') = (call_id IS NOT NULL)", name=op.f('ck_approach_call')),
    sa.CheckConstraint("kind IN ('invited', 'not_available')", name=op.f('ck_approach_kind')),
    sa.ForeignKeyConstraint(['administration_id'], ['administration.id'], name=op.f('fk_approach_administration_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_approach_call_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_approach_made_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_approach_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approach'))
    )
    op.create_index('ix_approach_person_id_kind', 'approach', ['person_id', 'kind'], unique=False)
