"""The schema's history, applied by Alembic; packaged, so that an installed program can migrate."""
