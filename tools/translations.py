"""Take new sentences into the catalogues, or check that none is missing: ``translations.py update | check``.

Indonesian is the language of the sources; English is ``wbs/translations/en``. A sentence without a
translation, a fuzzy one, or a catalogue that no longer fits the templates fails the check.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "wbs" / "translations"
SETTINGS = FOLDER / "babel.cfg"
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
HEADER = """\
# English texts of the portal; the Indonesian ones are the original.
msgid ""
msgstr ""
"Project-Id-Version: wbs-portal VERSION\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# Besides gettext's own: sentences that are translated later, where they are shown.
KEYWORDS = (
    "lazy_gettext",
    "DeskError",
    "VaultError",
    "WrongPassphrase",
    "ShelfError",
    "BundleRefused",
    "NotAllowed",
    "NotSynced",
    "CeremonyError",
    "OutboxRefused",
    "BundleError",
    "CourierError",
    "LoginRefused",
    "RecordBroken",
)


def extract(target: Path) -> Catalog:
    """Read every sentence of templates and Python sources into ``target``."""
    options = ["--no-location", "--sort-output", "--omit-header", "-F", str(SETTINGS), "-o", str(target)]
    for keyword in KEYWORDS:
        options += ["-k", keyword]
    _pybabel("extract", *options, str(ROOT / "templates"), str(ROOT / "wbs"))
    with target.open("rb") as source:
        return read_po(source)


def problems() -> list[str]:
    """Every sentence that an English reader would see in Indonesian, one line each."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        template = extract(Path(folder) / "messages.pot")
    for path in CATALOGUES:
        with path.open("rb") as source:
            catalogue = read_po(source)
        for message in template:
            if not message.id:
                continue
            known = catalogue.get(message.id, message.context)
            if known is None or not known.string or not all(_strings(known.string)):
                found.append(f"{path.parent.parent.name}: not translated: {message.id!r}")
            elif known.fuzzy:
                found.append(f"{path.parent.parent.name}: only guessed: {message.id!r}")
    return found


def _strings(text: str | list[str] | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def update() -> None:
    """Bring template and catalogues up to the sources; translations are kept, guesses are not made."""
    template = extract(FOLDER / "messages.pot")
    for path in CATALOGUES:
        with path.open("rb") as source:
            catalogue = read_po(source)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as sink:
            # Babel's own header carries the hour of the change.
            sink.write(HEADER.encode())
            write_po(sink, catalogue, omit_header=True, sort_output=True, width=0)


def _pybabel(command: str, *options: str) -> None:
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "-q", command, *options], check=True)


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        update()
        return 0
    if arguments == ["check"]:
        found = problems()
        print("\n".join(found) or "every sentence is translated")
        return 1 if found else 0
    print("usage: translations.py update | check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
