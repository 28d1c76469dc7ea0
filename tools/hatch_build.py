"""Puts the page templates and the compiled translations into the wheel.

Only a standard wheel gets them: a forced include would leave a stale copy behind an editable install,
where the checkout's own ``templates/`` and ``.mo`` files are read instead.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """The hook's name is hatchling's: it looks for one subclass of the interface in this file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue, then name what goes into the wheel."""
        root = Path(self.root)
        for catalogue in sorted(root.glob("wbs/translations/*/LC_MESSAGES/*.po")):
            with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as sink:
                write_mo(sink, read_po(source, locale=catalogue.parent.parent.name))
        if version != "standard":
            return
        build_data["artifacts"].append("wbs/translations/**/*.mo")
        build_data["force_include"][str(root / "templates")] = "wbs/templates"
