"""Appeals and complaints: panels with a chair, remedies, people without account, hearings, files, marking again and seats."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table('complainant',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('asked_at', MOMENT, nullable=False),
    sa.Column('confirmed_at', MOMENT, nullable=True),
    sa.Column('appeal_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_complainant_region_id')),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_complainant_appeal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complainant')),
    sa.UniqueConstraint('public_id', name=op.f('uq_complainant_public_id')),
    sa.UniqueConstraint('appeal_id', name=op.f('uq_complainant_appeal_id'))
    )
    op.create_index('ix_complainant_region_id', 'complainant', ['region_id'], unique=False)
    op.create_index('ix_complainant_asked_at', 'complainant', ['asked_at'], unique=False)
    _widen_appeal()
    op.create_index('ix_appeal_about_id', 'appeal', ['about_id'], unique=False)
    with op.batch_alter_table('appeal_panelist') as table:
        table.add_column(sa.Column('is_chair', sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column('agreed_at', MOMENT, nullable=True))
        table.add_column(sa.Column('opinion', sa.String(), nullable=False, server_default=''))
        table.add_column(sa.Column('ended_at', MOMENT, nullable=True))
        table.add_column(sa.Column('ended_reason', sa.String(), nullable=False, server_default=''))
    op.execute("UPDATE appeal_panelist SET is_chair = true WHERE id IN"
               " (SELECT MIN(id) FROM appeal_panelist GROUP BY appeal_id)"
               if op.get_bind().dialect.name == 'sqlite' else
               "UPDATE appeal_panelist SET is_chair = true WHERE id IN"
               " (SELECT DISTINCT ON (appeal_id) id FROM appeal_panelist ORDER BY appeal_id, id)")
    with op.batch_alter_table('appeal_panelist') as table:
        for name in ('is_chair', 'opinion', 'ended_reason'):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table('decision') as table:
        table.add_column(sa.Column('appeal_id', sa.Uuid(), nullable=True))
        table.add_column(sa.Column('overruled_by_id', sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f('fk_decision_appeal_id'), 'appeal', ['appeal_id'], ['id'])
        table.create_foreign_key(op.f('fk_decision_overruled_by_id'), 'appeal', ['overruled_by_id'], ['id'])
    _new_tables()


def _widen_appeal():
    with op.batch_alter_table('appeal') as table:
        table.alter_column('application_id', existing_type=sa.Uuid(), nullable=True)
        for name in ('scheme_id', 'about_id', 'accreditation_id', 'mission_id', 'filed_for_id', 'case_officer_id'):
            table.add_column(sa.Column(name, sa.Uuid(), nullable=True))
        table.add_column(sa.Column('circle', sa.String(length=40), nullable=False, server_default='office'))
        table.add_column(sa.Column('named', sa.String(length=200), nullable=False, server_default=''))
        table.add_column(sa.Column('linked_at', MOMENT, nullable=True))
        table.add_column(sa.Column('kinds', JSON, nullable=False, server_default='[]'))
        table.add_column(sa.Column('findings', JSON, nullable=False, server_default='{}'))
        table.add_column(sa.Column('public_reason', sa.String(), nullable=False, server_default=''))
        table.add_column(sa.Column('upheld_part', sa.String(), nullable=False, server_default=''))
        table.add_column(sa.Column('remedy', sa.String(length=30), nullable=False, server_default=''))
        table.add_column(sa.Column('details', JSON, nullable=False, server_default='{}'))
        table.add_column(sa.Column('measure', sa.String(length=30), nullable=False, server_default=''))
        table.add_column(sa.Column('carried_out_at', MOMENT, nullable=True))
        table.add_column(sa.Column('carried_out_by_id', sa.Uuid(), nullable=True))
        table.add_column(sa.Column('carried_out_note', sa.String(), nullable=False, server_default=''))
    op.execute('UPDATE appeal SET'
               ' scheme_id = (SELECT scheme_id FROM application WHERE application.id = appeal.application_id),'
               ' about_id = (SELECT applicant_id FROM application WHERE application.id = appeal.application_id)')
    op.execute("UPDATE appeal SET linked_at = filed_at WHERE kind = 'complaint'")
    with op.batch_alter_table('appeal') as table:
        table.alter_column('scheme_id', existing_type=sa.Uuid(), nullable=False)
        for name in ('circle', 'named', 'kinds', 'findings', 'public_reason', 'upheld_part', 'remedy', 'details',
                     'measure', 'carried_out_note'):
            table.alter_column(name, server_default=None)
        for name, other in (('scheme_id', 'scheme'), ('about_id', 'person'), ('accreditation_id', 'accreditation'),
                            ('mission_id', 'mission'), ('filed_for_id', 'administration'),
                            ('case_officer_id', 'person'), ('carried_out_by_id', 'person')):
            table.create_foreign_key(op.f(f'fk_appeal_{name}'), other, [name], ['id'])
        table.create_check_constraint(op.f('ck_appeal_circle'), "circle IN ('office', 'restricted', 'liaison')")
        table.create_check_constraint(op.f('ck_appeal_rests_on_a_case'), "kind = 'complaint' OR application_id IS NOT NULL")


def _new_tables():
    op.create_table('appeal_hearing',
    sa.Column('appeal_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('alleged', sa.String(), nullable=False),
    sa.Column('asked_at', MOMENT, nullable=False),
    sa.Column('answer_by', MOMENT, nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('answered_at', MOMENT, nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_appeal_hearing_appeal_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_appeal_hearing_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_hearing')),
    sa.UniqueConstraint('appeal_id', name=op.f('uq_appeal_hearing_appeal_id'))
    )
    op.create_index('ix_appeal_hearing_person_id', 'appeal_hearing', ['person_id'], unique=False)
    op.create_table('appeal_file',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('appeal_id', sa.Uuid(), nullable=True),
    sa.Column('complainant_id', sa.Uuid(), nullable=True),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('scan', sa.String(length=40), nullable=False),
    sa.Column('uploaded_at', MOMENT, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.CheckConstraint("scan IN ('not_scanned', 'waiting', 'clean', 'infected')", name=op.f('ck_appeal_file_scan')),
    sa.CheckConstraint("side IN ('filer', 'heard')", name=op.f('ck_appeal_file_side')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_appeal_file_region_id')),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_appeal_file_appeal_id')),
    sa.ForeignKeyConstraint(['complainant_id'], ['complainant.id'], name=op.f('fk_appeal_file_complainant_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_appeal_file_public_id'))
    )
    op.create_index('ix_appeal_file_appeal_id', 'appeal_file', ['appeal_id'], unique=False)
    op.create_index('ix_appeal_file_complainant_id', 'appeal_file', ['complainant_id'], unique=False)
    op.create_table('marking_again',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('workshop_id', sa.Uuid(), nullable=False),
    sa.Column('assessor_id', sa.Uuid(), nullable=False),
    sa.Column('named_by_id', sa.Uuid(), nullable=False),
    sa.Column('named_at', MOMENT, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_marking_again_application_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_marking_again_workshop_id')),
    sa.ForeignKeyConstraint(['assessor_id'], ['person.id'], name=op.f('fk_marking_again_assessor_id')),
    sa.ForeignKeyConstraint(['named_by_id'], ['person.id'], name=op.f('fk_marking_again_named_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_marking_again')),
    sa.UniqueConstraint('application_id', 'workshop_id', 'assessor_id', name=op.f('uq_marking_again_application_id_workshop_id_assessor_id'))
    )
    op.create_index('ix_marking_again_assessor_id', 'marking_again', ['assessor_id'], unique=False)
    op.create_table('seat_promise',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('workshop_id', sa.Uuid(), nullable=True),
    sa.Column('passed_over_id', sa.Uuid(), nullable=True),
    sa.Column('choice', sa.String(length=10), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('promised_by_id', sa.Uuid(), nullable=True),
    sa.Column('promised_at', MOMENT, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("choice IN ('extra', 'next')", name=op.f('ck_seat_promise_choice')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_seat_promise_region_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_seat_promise_application_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_seat_promise_call_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_seat_promise_workshop_id')),
    sa.ForeignKeyConstraint(['passed_over_id'], ['workshop.id'], name=op.f('fk_seat_promise_passed_over_id')),
    sa.ForeignKeyConstraint(['promised_by_id'], ['person.id'], name=op.f('fk_seat_promise_promised_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_promise')),
    sa.UniqueConstraint('application_id', name=op.f('uq_seat_promise_application_id'))
    )
    op.create_index('ix_seat_promise_call_id', 'seat_promise', ['call_id'], unique=False)


def downgrade():
    """A complaint that rests on no application has no place in the older tables, and goes."""
    op.drop_table('seat_promise')
    op.drop_table('marking_again')
    op.drop_table('appeal_file')
    op.drop_table('appeal_hearing')
    with op.batch_alter_table('decision') as table:
        table.drop_constraint(op.f('fk_decision_overruled_by_id'), type_='foreignkey')
        table.drop_constraint(op.f('fk_decision_appeal_id'), type_='foreignkey')
        table.drop_column('overruled_by_id')
        table.drop_column('appeal_id')
    op.drop_table('complainant')
    op.execute('DELETE FROM appeal_panelist WHERE appeal_id IN (SELECT id FROM appeal WHERE application_id IS NULL)')
    op.execute('DELETE FROM appeal WHERE application_id IS NULL')
    with op.batch_alter_table('appeal_panelist') as table:
        for name in ('ended_reason', 'ended_at', 'opinion', 'agreed_at', 'is_chair'):
            table.drop_column(name)
    op.drop_index('ix_appeal_about_id', table_name='appeal')
    with op.batch_alter_table('appeal') as table:
        table.drop_constraint(op.f('ck_appeal_rests_on_a_case'), type_='check')
        table.drop_constraint(op.f('ck_appeal_circle'), type_='check')
        for name in ('scheme_id', 'about_id', 'accreditation_id', 'mission_id', 'filed_for_id', 'case_officer_id',
                     'carried_out_by_id'):
            table.drop_constraint(op.f(f'fk_appeal_{name}'), type_='foreignkey')
        for name in ('carried_out_note', 'carried_out_by_id', 'carried_out_at', 'measure', 'details', 'remedy',
                     'upheld_part', 'public_reason', 'findings', 'kinds', 'linked_at', 'named', 'circle',
                     'case_officer_id', 'filed_for_id', 'mission_id', 'accreditation_id', 'about_id', 'scheme_id'):
            table.drop_column(name)
        table.alter_column('application_id', existing_type=sa.Uuid(), nullable=False)
