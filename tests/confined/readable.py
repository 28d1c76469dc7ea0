"""A real examination whose process, before its doors are shut, lets a test that is not root look into it."""

from wbs.confined.seccomp import prctl
from wbs.scrub.pipe import work

__all__ = ["work"]

_PR_SET_DUMPABLE = 4
prctl(_PR_SET_DUMPABLE, 1)
