"""What can go wrong in the ceremony, told like what goes wrong at a desk."""

from wbs.desk.errors import DeskError


class CeremonyError(DeskError):
    """A step that was not done."""
