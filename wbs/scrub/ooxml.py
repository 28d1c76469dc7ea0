"""Metadata of OOXML files."""

from wbs.scrub import Scrubbed


def scrub_ooxml(data: bytes) -> Scrubbed:
    """What was found in ``data``, and the document without it; never raises."""
    return Scrubbed("ooxml", "application/zip", warning="unknown" if data else "damaged")
