"""What every room's tests may ask for."""

from tests.postgresql import postgresql

__all__ = ["postgresql"]
