"""Notes, judgements before the card, marks of tips, what was learned."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables for notes and for learning."""
    _create_notes()
    _create_judgements()


def _create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_notes_customer_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_customer_id"), ["customer_id"], unique=False)
    op.create_table(
        "note_withdrawals",
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["notes.id"], name=op.f("fk_note_withdrawals_note_id")
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_note_withdrawals")),
    )
    op.create_table(
        "cue_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("cue_id", sa.String(length=24), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.Column("meant", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_cue_answers_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cue_answers")),
    )
    with op.batch_alter_table("cue_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cue_answers_note_id"), ["note_id"], unique=False)
    op.create_table(
        "phrasings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cue_id", sa.String(length=24), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrasings")),
    )


def _create_judgements() -> None:
    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=True),
        sa.Column("forecast", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interviews.id"], name=op.f("fk_audits_interview_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audits_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audits_interview_id"), ["interview_id"], unique=False)
    op.create_table(
        "tip_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("situation_id", sa.String(length=24), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_tip_marks_customer_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tip_marks_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip_marks")),
    )
    with op.batch_alter_table("tip_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tip_marks_customer_id"), ["customer_id"], unique=False)
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("audits", sa.Integer(), nullable=False),
        sa.Column("temperature", sa.Double(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
    )


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("lessons")
    with op.batch_alter_table("tip_marks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tip_marks_customer_id"))
    op.drop_table("tip_marks")
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audits_interview_id"))
    op.drop_table("audits")
    op.drop_table("phrasings")
    with op.batch_alter_table("cue_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cue_answers_note_id"))
    op.drop_table("cue_answers")
    op.drop_table("note_withdrawals")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_customer_id"))
    op.drop_table("notes")
