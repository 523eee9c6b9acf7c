"""Alembic's scripts, run by `domain.store.migrate`; a step, once released, is never edited."""
