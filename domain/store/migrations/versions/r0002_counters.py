"""Counters beside the rows: counting a month of events took seconds at every start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """A table of counters, filled with what can be counted afterwards ("changes" cannot: it counts from here on)."""
    name = sa.Column("name", sa.Text, primary_key=True, nullable=False)
    op.create_table("counter", name, sa.Column("n", sa.Integer, nullable=False))
    tables = {"batches": "batch", "events": "event", "fixes": "track", "audit": "audit", "alarms": "alarm"}
    for counter, table in tables.items():
        op.execute(f"INSERT INTO counter SELECT '{counter}', count(*) FROM {table}")  # noqa: S608 – names of ours
    op.execute("INSERT INTO counter SELECT 'refused', coalesce(sum(n), 0) FROM refusal_count")
