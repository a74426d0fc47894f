"""The whole road."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('form_receipt',
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('route', sa.String(length=120), nullable=False),
    sa.Column('form_key', sa.String(length=64), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('redirect', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_form_receipt')),
    sa.UniqueConstraint('actor', 'route', 'form_key', name=op.f('uq_form_receipt_actor_route_form_key'))
    )
    op.create_table('limit_hit',
    sa.Column('bucket', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_limit_hit'))
    )
    with op.batch_alter_table('limit_hit', schema=None) as batch_op:
        batch_op.create_index('ix_limit_hit_bucket_at', ['bucket', 'at'], unique=False)

    op.create_table('number_sequence',
    sa.Column('series', sa.String(length=60), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_sequence')),
    sa.UniqueConstraint('series', name=op.f('uq_number_sequence_series'))
    )
    op.create_table('recurring_run',
    sa.Column('job', sa.String(length=40), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recurring_run')),
    sa.UniqueConstraint('job', 'due_at', name=op.f('uq_recurring_run_job_due_at'))
    )
    op.create_table('region',
    sa.Column('code', sa.String(length=7), nullable=False),
    sa.Column('names', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('office_name', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('issuing_body', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('issuing_stopped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_region')),
    sa.UniqueConstraint('code', name=op.f('uq_region_code'))
    )
    op.create_table('administration',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('iso2', sa.String(length=2), nullable=False),
    sa.Column('names', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('languages', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('sub_region', sa.String(length=40), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('is_confirmed', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_administration_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_administration')),
    sa.UniqueConstraint('public_id', name=op.f('uq_administration_public_id')),
    sa.UniqueConstraint('region_id', 'iso2', name=op.f('uq_administration_region_id_iso2'))
    )
    op.create_table('category',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=7), nullable=False),
    sa.Column('names', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('own_translations', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('is_confirmed', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_category_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category')),
    sa.UniqueConstraint('region_id', 'code', name=op.f('uq_category_region_id_code'))
    )
    op.create_table('outbox_row',
    sa.Column('region_id', sa.Uuid(), nullable=True),
    sa.Column('effect', sa.String(length=40), nullable=False),
    sa.Column('lifecycle', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('payload', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dead_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_outbox_row_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_row')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outbox_row_public_id'))
    )
    with op.batch_alter_table('outbox_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_row_region_id'), ['region_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_row_subject_id'), ['subject_id'], unique=False)
        batch_op.create_index('ix_outbox_row_waiting', ['done_at', 'dead_at', 'next_try_at'], unique=False)

    op.create_table('regional_body',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('iso2', sa.String(length=2), nullable=False),
    sa.Column('city', sa.String(), nullable=False),
    sa.Column('names', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('is_confirmed', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_regional_body_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regional_body')),
    sa.UniqueConstraint('public_id', name=op.f('uq_regional_body_public_id'))
    )
    with op.batch_alter_table('regional_body', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_regional_body_region_id'), ['region_id'], unique=False)

    op.create_table('subject',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=7), nullable=False),
    sa.Column('names', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('own_translations', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('is_confirmed', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_subject_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subject')),
    sa.UniqueConstraint('region_id', 'code', name=op.f('uq_subject_region_id_code'))
    )
    op.create_table('holiday',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('is_confirmed', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['administration_id'], ['administration.id'], name=op.f('fk_holiday_administration_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_holiday_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday'))
    )
    with op.batch_alter_table('holiday', schema=None) as batch_op:
        batch_op.create_index('ix_holiday_region_id_day', ['region_id', 'day'], unique=False)

    op.create_table('person',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('given_names', sa.String(), nullable=False),
    sa.Column('first_family_name', sa.String(), nullable=False),
    sa.Column('second_family_name', sa.String(), nullable=False),
    sa.Column('search_name', sa.String(), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=True),
    sa.Column('time_zone', sa.String(length=40), nullable=True),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['administration_id'], ['administration.id'], name=op.f('fk_person_administration_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_person_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_administration_id'), ['administration_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_region_id'), ['region_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_search_name'), ['search_name'], unique=False)

    op.create_table('consent',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_person_id'), ['person_id'], unique=False)

    op.create_table('interest',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('other_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('declared_by_id', sa.Uuid(), nullable=True),
    sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dismissed_reason', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['declared_by_id'], ['person.id'], name=op.f('fk_interest_declared_by_id')),
    sa.ForeignKeyConstraint(['other_id'], ['person.id'], name=op.f('fk_interest_other_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_interest_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_interest_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest')),
    sa.UniqueConstraint('public_id', name=op.f('uq_interest_public_id'))
    )
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interest_other_id'), ['other_id'], unique=False)
        batch_op.create_index('ix_interest_person_id_other_id', ['person_id', 'other_id'], unique=False)

    op.create_table('message',
    sa.Column('region_id', sa.Uuid(), nullable=True),
    sa.Column('outbox_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_message_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('outbox_id', 'email', 'kind', name=op.f('uq_message_outbox_id_email_kind')),
    sa.UniqueConstraint('public_id', name=op.f('uq_message_public_id'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_failed_at'), ['failed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_outbox_id'), ['outbox_id'], unique=False)
        batch_op.create_index('ix_message_person_id_created_at', ['person_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_region_id'), ['region_id'], unique=False)

    op.create_table('one_use_link',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=30), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_one_use_link_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_one_use_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_one_use_link_token_hash'))
    )
    with op.batch_alter_table('one_use_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_one_use_link_person_id'), ['person_id'], unique=False)

    op.create_table('reading_receipt',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reading_receipt_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_reading_receipt_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading_receipt'))
    )
    with op.batch_alter_table('reading_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reading_receipt_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reading_receipt_subject_id'), ['subject_id'], unique=False)

    op.create_table('role_grant',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('scope_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('granted_by_id', sa.Uuid(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role IN ('contact_point', 'director_general', 'reviewer', 'panel_member', 'rtc_coordinator', 'trainer', 'assessor', 'mentor', 'rocb_officer', 'rocb_head', 'wco_liaison', 'vice_chair', 'donor', 'appeals_panel', 'beneficiary', 'auditor', 'administrator')", name=op.f('ck_role_grant_role')),
    sa.CheckConstraint("scope IN ('region', 'administration', 'centre', 'call', 'case')", name=op.f('ck_role_grant_scope')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_role_grant_period')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['person.id'], name=op.f('fk_role_grant_granted_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_grant_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_role_grant_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant')),
    sa.UniqueConstraint('public_id', name=op.f('uq_role_grant_public_id'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_grant_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_grant_region_id'), ['region_id'], unique=False)
        batch_op.create_index('ix_role_grant_role_scope_id', ['role', 'scope_id'], unique=False)

    op.create_table('scheme',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('names', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('numbers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('rubric', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('scoring', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('eligibility', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('sections', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('documents', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('declarations', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('adopted_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['adopted_by_id'], ['person.id'], name=op.f('fk_scheme_adopted_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_scheme_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme')),
    sa.UniqueConstraint('public_id', name=op.f('uq_scheme_public_id')),
    sa.UniqueConstraint('region_id', 'code', 'edition', name=op.f('uq_scheme_region_id_code_edition'))
    )
    op.create_table('sign_in_session',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_session')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sign_in_session_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_session_token_hash'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_person_id'), ['person_id'], unique=False)

    op.create_table('staff_note',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('what', sa.String(length=60), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=True),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_staff_note_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_staff_note_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_note'))
    )
    with op.batch_alter_table('staff_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_note_region_id'), ['region_id'], unique=False)

    op.create_table('state_change',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('lifecycle', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('transition', sa.String(length=40), nullable=False),
    sa.Column('from_state', sa.String(length=40), nullable=False),
    sa.Column('to_state', sa.String(length=40), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('on_behalf_of_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('scheme_id', sa.Uuid(), nullable=True),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_state_change_actor_id')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['person.id'], name=op.f('fk_state_change_on_behalf_of_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_state_change_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_state_change')),
    sa.UniqueConstraint('subject_id', 'sequence', name=op.f('uq_state_change_subject_id_sequence'))
    )
    with op.batch_alter_table('state_change', schema=None) as batch_op:
        batch_op.create_index('ix_state_change_region_id_at', ['region_id', 'at'], unique=False)

    op.create_table('call',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.String(length=30), nullable=False),
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('category_id', sa.Uuid(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('centre_id', sa.Uuid(), nullable=True),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('track', sa.String(length=20), nullable=False),
    sa.Column('titles', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('descriptions', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('workshop_on', sa.Date(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('quota', sa.Integer(), nullable=False),
    sa.Column('sponsor', sa.String(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("track IN ('accredited', 'recognized')", name=op.f('ck_call_track')),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_call_period')),
    sa.CheckConstraint('seats > 0 AND quota > 0', name=op.f('ck_call_places')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_call_category_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['regional_body.id'], name=op.f('fk_call_centre_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_call_opened_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_call_region_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_call_scheme_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_call_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call')),
    sa.UniqueConstraint('public_id', name=op.f('uq_call_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_call_reference'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.create_index('ix_call_region_id_closes_at', ['region_id', 'closes_at'], unique=False)

    op.create_table('deputy',
    sa.Column('grant_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['grant_id'], ['role_grant.id'], name=op.f('fk_deputy_grant_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_deputy_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deputy'))
    )
    with op.batch_alter_table('deputy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deputy_grant_id'), ['grant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deputy_person_id'), ['person_id'], unique=False)

    op.create_table('workshop',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('centre_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('titles', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('is_online', sa.Boolean(), nullable=False),
    sa.Column('venue', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('history_length', sa.Integer(), nullable=False),
    sa.Column('history_head', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('planned', 'open', 'running', 'under_assessment', 'closed', 'cancelled')", name=op.f('ck_workshop_state')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_workshop_call_id')),
    sa.ForeignKeyConstraint(['centre_id'], ['regional_body.id'], name=op.f('fk_workshop_centre_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_workshop_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop')),
    sa.UniqueConstraint('public_id', name=op.f('uq_workshop_public_id'))
    )
    with op.batch_alter_table('workshop', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_call_id'), ['call_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workshop_centre_id'), ['centre_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_workshop_region_id'), ['region_id'], unique=False)

    op.create_table('application',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=False),
    sa.Column('scheme_id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=False),
    sa.Column('workshop_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('name_on_certificate', sa.String(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_as', sa.String(), nullable=False),
    sa.Column('on_hold', sa.Boolean(), nullable=False),
    sa.Column('hold_reason', sa.String(), nullable=False),
    sa.Column('asked_from', sa.String(length=40), nullable=True),
    sa.Column('extended_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('extensions_used', sa.Integer(), nullable=False),
    sa.Column('resits_used', sa.Integer(), nullable=False),
    sa.Column('deferred_until', sa.Date(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('history_length', sa.Integer(), nullable=False),
    sa.Column('history_head', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'awaiting_endorsement', 'screening', 'information_requested', 'under_review', 'awaiting_shortlisting', 'waitlisted', 'shortlisted', 'invited', 'confirmed', 'in_workshop', 'awaiting_pre_accreditation', 'pre_accredited', 'on_mission', 'awaiting_accreditation', 'accredited', 'recognized', 'not_endorsed', 'not_selected', 'not_successful', 'not_accredited', 'withdrawn', 'nomination_withdrawn', 'lapsed')", name=op.f('ck_application_state')),
    sa.ForeignKeyConstraint(['administration_id'], ['administration.id'], name=op.f('fk_application_administration_id')),
    sa.ForeignKeyConstraint(['applicant_id'], ['person.id'], name=op.f('fk_application_applicant_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_application_call_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_application_region_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_application_scheme_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_application_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('number', name=op.f('uq_application_number'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index('ix_application_administration_id_state', ['administration_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_applicant_id'), ['applicant_id'], unique=False)
        batch_op.create_index('ix_application_call_id_state', ['call_id', 'state'], unique=False)
        batch_op.create_index('ix_application_due_at', ['due_at'], unique=False)
        batch_op.create_index('ix_application_region_id_due_at', ['region_id', 'due_at', 'id'], unique=False)
        batch_op.create_index('ix_application_region_id_number', ['region_id', 'number'], unique=False)
        batch_op.create_index('ix_application_region_id_state_due_at', ['region_id', 'state', 'due_at', 'id'], unique=False)
        batch_op.create_index('ix_application_region_id_state_since', ['region_id', 'state_since', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_application_workshop_id'), ['workshop_id'], unique=False)

    op.create_table('workshop_staff',
    sa.Column('workshop_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('duty', sa.String(length=10), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("duty IN ('trainer', 'assessor')", name=op.f('ck_workshop_staff_duty')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_workshop_staff_person_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_staff_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop_staff')),
    sa.UniqueConstraint('workshop_id', 'person_id', 'duty', name=op.f('uq_workshop_staff_workshop_id_person_id_duty'))
    )
    with op.batch_alter_table('workshop_staff', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_staff_person_id'), ['person_id'], unique=False)

    op.create_table('accreditation',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('administration_id', sa.Uuid(), nullable=False),
    sa.Column('category_id', sa.Uuid(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('granted_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('wco_decision_reference', sa.String(length=80), nullable=True),
    sa.Column('wco_confirmed_by_id', sa.Uuid(), nullable=True),
    sa.Column('wco_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('history_length', sa.Integer(), nullable=False),
    sa.Column('history_head', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('active', 'expiring', 'suspended', 'unavailable', 'expired', 'withdrawn', 'ended')", name=op.f('ck_accreditation_state')),
    sa.CheckConstraint('expires_on > granted_on', name=op.f('ck_accreditation_period')),
    sa.ForeignKeyConstraint(['administration_id'], ['administration.id'], name=op.f('fk_accreditation_administration_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_accreditation_application_id')),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_accreditation_category_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_accreditation_person_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_accreditation_region_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_accreditation_subject_id')),
    sa.ForeignKeyConstraint(['wco_confirmed_by_id'], ['person.id'], name=op.f('fk_accreditation_wco_confirmed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_accreditation_public_id'))
    )
    with op.batch_alter_table('accreditation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accreditation_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_accreditation_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_accreditation_region_id_state', ['region_id', 'state'], unique=False)

    op.create_table('appeal',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('filed_by_id', sa.Uuid(), nullable=True),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision_published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('grounds', sa.String(), nullable=False),
    sa.Column('conclusion', sa.String(), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('history_length', sa.Integer(), nullable=False),
    sa.Column('history_head', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('appeal', 'complaint')", name=op.f('ck_appeal_kind')),
    sa.CheckConstraint("state IN ('filed', 'acknowledged', 'inadmissible', 'under_examination', 'upheld', 'partly_upheld', 'dismissed', 'withdrawn')", name=op.f('ck_appeal_state')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_appeal_application_id')),
    sa.ForeignKeyConstraint(['filed_by_id'], ['person.id'], name=op.f('fk_appeal_filed_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_appeal_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_appeal_public_id'))
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeal_filed_by_id'), ['filed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeal_region_id'), ['region_id'], unique=False)

    op.create_table('attendance',
    sa.Column('workshop_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('recorded_by_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_attendance_application_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_attendance_recorded_by_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_attendance_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('workshop_id', 'application_id', 'day', name=op.f('uq_attendance_workshop_id_application_id_day'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_application_id'), ['application_id'], unique=False)

    op.create_table('decision',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('decided_by_id', sa.Uuid(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('statement', sa.String(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('set_aside_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_decision_application_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_decision_decided_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_decision_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index('ix_decision_application_id_released_at', ['application_id', 'released_at'], unique=False)

    op.create_table('document',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=False),
    sa.Column('uploaded_by_id', sa.Uuid(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_document_application_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_document_region_id')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['person.id'], name=op.f('fk_document_uploaded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('public_id', name=op.f('uq_document_public_id'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_application_id'), ['application_id'], unique=False)

    op.create_table('eligibility_check',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.String(length=30), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('checked_by_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_eligibility_check_application_id')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['person.id'], name=op.f('fk_eligibility_check_checked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_eligibility_check')),
    sa.UniqueConstraint('application_id', 'criterion', name=op.f('uq_eligibility_check_application_id_criterion'))
    )
    op.create_table('information_request',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_information_request_application_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_information_request_asked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_request'))
    )
    with op.batch_alter_table('information_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_information_request_application_id'), ['application_id'], unique=False)

    op.create_table('mark',
    sa.Column('workshop_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('assessor_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_mark_level')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_mark_application_id')),
    sa.ForeignKeyConstraint(['assessor_id'], ['person.id'], name=op.f('fk_mark_assessor_id')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_mark_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark')),
    sa.UniqueConstraint('workshop_id', 'application_id', 'assessor_id', 'criterion', name=op.f('uq_mark_workshop_id_application_id_assessor_id_criterion'))
    )
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mark_application_id'), ['application_id'], unique=False)

    op.create_table('mission',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('mentor_id', sa.Uuid(), nullable=False),
    sa.Column('beneficiary_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('is_virtual', sa.Boolean(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('history_length', sa.Integer(), nullable=False),
    sa.Column('history_head', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('planned', 'offered', 'released', 'under_way', 'reported', 'evaluated', 'declined', 'cancelled')", name=op.f('ck_mission_state')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_mission_application_id')),
    sa.ForeignKeyConstraint(['beneficiary_id'], ['administration.id'], name=op.f('fk_mission_beneficiary_id')),
    sa.ForeignKeyConstraint(['mentor_id'], ['person.id'], name=op.f('fk_mission_mentor_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_mission_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mission')),
    sa.UniqueConstraint('public_id', name=op.f('uq_mission_public_id'))
    )
    with op.batch_alter_table('mission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mission_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mission_mentor_id'), ['mentor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mission_region_id'), ['region_id'], unique=False)

    op.create_table('review_assignment',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('reviewer_id', sa.Uuid(), nullable=False),
    sa.Column('assigned_by_id', sa.Uuid(), nullable=True),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('overall_comment', sa.String(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_reason', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_review_assignment_application_id')),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['person.id'], name=op.f('fk_review_assignment_assigned_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_review_assignment_region_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_review_assignment_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_assignment')),
    sa.UniqueConstraint('application_id', 'reviewer_id', name=op.f('uq_review_assignment_application_id_reviewer_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_review_assignment_public_id'))
    )
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_assignment_reviewer_id'), ['reviewer_id'], unique=False)

    op.create_table('section',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=30), nullable=False),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('is_complete', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_section_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_section')),
    sa.UniqueConstraint('application_id', 'key', name=op.f('uq_section_application_id_key'))
    )
    op.create_table('appeal_panelist',
    sa.Column('appeal_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_appeal_panelist_appeal_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_appeal_panelist_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal_panelist')),
    sa.UniqueConstraint('appeal_id', 'person_id', name=op.f('uq_appeal_panelist_appeal_id_person_id'))
    )
    with op.batch_alter_table('appeal_panelist', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_panelist_person_id'), ['person_id'], unique=False)

    op.create_table('certificate',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=False),
    sa.Column('code', sa.String(length=43), nullable=False),
    sa.Column('accreditation_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('holder_name', sa.String(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('content', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('storage_key', sa.String(length=80), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('key_id', sa.String(length=64), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('issued_by_id', sa.Uuid(), nullable=True),
    sa.Column('successor_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('history_length', sa.Integer(), nullable=False),
    sa.Column('history_head', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('reserved', 'linted', 'signed', 'logged', 'issued', 'superseded', 'revoked', 'expired')", name=op.f('ck_certificate_state')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_certificate_accreditation_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['person.id'], name=op.f('fk_certificate_issued_by_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_certificate_region_id')),
    sa.ForeignKeyConstraint(['successor_id'], ['certificate.id'], name=op.f('fk_certificate_successor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number'))
    )
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_certificate_accreditation_id'), ['accreditation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_region_id'), ['region_id'], unique=False)

    op.create_table('endorsement',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('official_id', sa.Uuid(), nullable=False),
    sa.Column('letter_id', sa.Uuid(), nullable=True),
    sa.Column('signed_as', sa.String(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('missions_per_year', sa.Integer(), nullable=False),
    sa.Column('days_per_year', sa.Integer(), nullable=False),
    sa.Column('years', sa.Integer(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_endorsement_application_id')),
    sa.ForeignKeyConstraint(['letter_id'], ['document.id'], name=op.f('fk_endorsement_letter_id')),
    sa.ForeignKeyConstraint(['official_id'], ['person.id'], name=op.f('fk_endorsement_official_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_endorsement')),
    sa.UniqueConstraint('application_id', name=op.f('uq_endorsement_application_id'))
    )
    op.create_table('information_item',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=30), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('document_id', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_information_item_document_id')),
    sa.ForeignKeyConstraint(['request_id'], ['information_request.id'], name=op.f('fk_information_item_request_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_item')),
    sa.UniqueConstraint('public_id', name=op.f('uq_information_item_public_id'))
    )
    with op.batch_alter_table('information_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_information_item_request_id'), ['request_id'], unique=False)

    op.create_table('mission_feedback',
    sa.Column('mission_id', sa.Uuid(), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('given_by', sa.String(length=200), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('rating BETWEEN 1 AND 5', name=op.f('ck_mission_feedback_rating')),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_mission_feedback_mission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mission_feedback')),
    sa.UniqueConstraint('mission_id', name=op.f('uq_mission_feedback_mission_id'))
    )
    op.create_table('mission_report',
    sa.Column('mission_id', sa.Uuid(), nullable=False),
    sa.Column('levels', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('recommends', sa.Boolean(), nullable=True),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['mission_id'], ['mission.id'], name=op.f('fk_mission_report_mission_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mission_report')),
    sa.UniqueConstraint('mission_id', name=op.f('uq_mission_report_mission_id'))
    )
    op.create_table('score',
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_score_level')),
    sa.ForeignKeyConstraint(['assignment_id'], ['review_assignment.id'], name=op.f('fk_score_assignment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score')),
    sa.UniqueConstraint('assignment_id', 'criterion', name=op.f('uq_score_assignment_id_criterion'))
    )
    op.create_table('log_leaf',
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Uuid(), nullable=False),
    sa.Column('event', sa.String(length=20), nullable=False),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_log_leaf_certificate_id')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_log_leaf_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_leaf')),
    sa.UniqueConstraint('region_id', 'position', name=op.f('uq_log_leaf_region_id_position'))
    )
    with op.batch_alter_table('log_leaf', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_leaf_certificate_id'), ['certificate_id'], unique=False)



def downgrade():
    with op.batch_alter_table('log_leaf', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_leaf_certificate_id'))

    op.drop_table('log_leaf')
    op.drop_table('score')
    op.drop_table('mission_report')
    op.drop_table('mission_feedback')
    with op.batch_alter_table('information_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_information_item_request_id'))

    op.drop_table('information_item')
    op.drop_table('endorsement')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_certificate_region_id'))
        batch_op.drop_index(batch_op.f('ix_certificate_accreditation_id'))

    op.drop_table('certificate')
    with op.batch_alter_table('appeal_panelist', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeal_panelist_person_id'))

    op.drop_table('appeal_panelist')
    op.drop_table('section')
    with op.batch_alter_table('review_assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_assignment_reviewer_id'))

    op.drop_table('review_assignment')
    with op.batch_alter_table('mission', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mission_region_id'))
        batch_op.drop_index(batch_op.f('ix_mission_mentor_id'))
        batch_op.drop_index(batch_op.f('ix_mission_application_id'))

    op.drop_table('mission')
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mark_application_id'))

    op.drop_table('mark')
    with op.batch_alter_table('information_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_information_request_application_id'))

    op.drop_table('information_request')
    op.drop_table('eligibility_check')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_application_id'))

    op.drop_table('document')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('ix_decision_application_id_released_at')

    op.drop_table('decision')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_application_id'))

    op.drop_table('attendance')
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeal_region_id'))
        batch_op.drop_index(batch_op.f('ix_appeal_filed_by_id'))
        batch_op.drop_index(batch_op.f('ix_appeal_application_id'))

    op.drop_table('appeal')
    with op.batch_alter_table('accreditation', schema=None) as batch_op:
        batch_op.drop_index('ix_accreditation_region_id_state')
        batch_op.drop_index(batch_op.f('ix_accreditation_person_id'))
        batch_op.drop_index(batch_op.f('ix_accreditation_application_id'))

    op.drop_table('accreditation')
    with op.batch_alter_table('workshop_staff', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workshop_staff_person_id'))

    op.drop_table('workshop_staff')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_workshop_id'))
        batch_op.drop_index('ix_application_region_id_state_since')
        batch_op.drop_index('ix_application_region_id_state_due_at')
        batch_op.drop_index('ix_application_region_id_number')
        batch_op.drop_index('ix_application_region_id_due_at')
        batch_op.drop_index('ix_application_due_at')
        batch_op.drop_index('ix_application_call_id_state')
        batch_op.drop_index(batch_op.f('ix_application_applicant_id'))
        batch_op.drop_index('ix_application_administration_id_state')

    op.drop_table('application')
    with op.batch_alter_table('workshop', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workshop_region_id'))
        batch_op.drop_index(batch_op.f('ix_workshop_centre_id'))
        batch_op.drop_index(batch_op.f('ix_workshop_call_id'))

    op.drop_table('workshop')
    with op.batch_alter_table('deputy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deputy_person_id'))
        batch_op.drop_index(batch_op.f('ix_deputy_grant_id'))

    op.drop_table('deputy')
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.drop_index('ix_call_region_id_closes_at')

    op.drop_table('call')
    with op.batch_alter_table('state_change', schema=None) as batch_op:
        batch_op.drop_index('ix_state_change_region_id_at')

    op.drop_table('state_change')
    with op.batch_alter_table('staff_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_staff_note_region_id'))

    op.drop_table('staff_note')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_person_id'))

    op.drop_table('sign_in_session')
    op.drop_table('scheme')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index('ix_role_grant_role_scope_id')
        batch_op.drop_index(batch_op.f('ix_role_grant_region_id'))
        batch_op.drop_index(batch_op.f('ix_role_grant_person_id'))

    op.drop_table('role_grant')
    with op.batch_alter_table('reading_receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reading_receipt_subject_id'))
        batch_op.drop_index(batch_op.f('ix_reading_receipt_person_id'))

    op.drop_table('reading_receipt')
    with op.batch_alter_table('one_use_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_one_use_link_person_id'))

    op.drop_table('one_use_link')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_region_id'))
        batch_op.drop_index('ix_message_person_id_created_at')
        batch_op.drop_index(batch_op.f('ix_message_outbox_id'))
        batch_op.drop_index(batch_op.f('ix_message_failed_at'))

    op.drop_table('message')
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_index('ix_interest_person_id_other_id')
        batch_op.drop_index(batch_op.f('ix_interest_other_id'))

    op.drop_table('interest')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_person_id'))

    op.drop_table('consent')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_search_name'))
        batch_op.drop_index(batch_op.f('ix_person_region_id'))
        batch_op.drop_index(batch_op.f('ix_person_administration_id'))

    op.drop_table('person')
    with op.batch_alter_table('holiday', schema=None) as batch_op:
        batch_op.drop_index('ix_holiday_region_id_day')

    op.drop_table('holiday')
    op.drop_table('subject')
    with op.batch_alter_table('regional_body', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_regional_body_region_id'))

    op.drop_table('regional_body')
    with op.batch_alter_table('outbox_row', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_row_waiting')
        batch_op.drop_index(batch_op.f('ix_outbox_row_subject_id'))
        batch_op.drop_index(batch_op.f('ix_outbox_row_region_id'))

    op.drop_table('outbox_row')
    op.drop_table('category')
    op.drop_table('administration')
    op.drop_table('region')
    op.drop_table('recurring_run')
    op.drop_table('number_sequence')
    with op.batch_alter_table('limit_hit', schema=None) as batch_op:
        batch_op.drop_index('ix_limit_hit_bucket_at')

    op.drop_table('limit_hit')
    op.drop_table('form_receipt')
