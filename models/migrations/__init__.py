"""Alembic's migrations of the domain database."""
