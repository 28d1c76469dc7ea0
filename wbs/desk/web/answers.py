"""What a view says back: a sentence on the next page, or that something was refused."""

from wbs.desk.errors import DeskError
from wbs.desk.harmless import harmless
from wbs.desk.web.session import current
from wbs.refusals import told


def done(sentence: str) -> None:
    """Say on the next page, in the chosen language, what was done."""
    current().notice("done", sentence)


def refused(error: DeskError) -> None:
    """Say on the next page that is drawn, this one or the one that is led to, what was refused."""
    # What is refused may quote what came from outside.
    current().notice("fault", harmless(told(error)))
