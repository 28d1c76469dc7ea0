"""No sentence of a refusal is left out of the translations because of the class that says it."""

import importlib
import pkgutil

import wbs
from tools.translations import KEYWORDS
from wbs.letters.errors import Told


def below(kind: type[Told]) -> set[type[Told]]:
    return {kind, *(each for sub in kind.__subclasses__() for each in below(sub))}


def test_every_refusal_that_is_told_is_looked_for_by_the_translations() -> None:
    for module in pkgutil.walk_packages(wbs.__path__, "wbs."):
        # Those run when they are imported.
        if not module.name.endswith(("__main__", "migrations.env")):
            importlib.import_module(module.name)
    kinds = {kind.__name__ for kind in below(Told) if kind.__module__.startswith("wbs.")}
    # Cancelled says nothing; Told is told by those below it.
    assert kinds - set(KEYWORDS) <= {"Told", "Cancelled"}
