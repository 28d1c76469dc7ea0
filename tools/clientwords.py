"""Write the client's word list from ours: ``python -m tools.clientwords``, from the checkout's root."""

import textwrap
from pathlib import Path

from crypto.receipt import WORDS

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "client/src/words.ts"


def words() -> str:
    """Return the text of ``client/src/words.ts``."""
    lines = textwrap.fill(" ".join(WORDS), width=110)
    return (
        "/**\n"
        " * The 2,048 words of receipt codes and fingerprints, sorted.\n"
        " *\n"
        " * Written by `python -m tools.clientwords` from crypto/words.txt; see crypto/NOTICE.\n"
        " */\n\n"
        f"export const WORDS: readonly string[] = `\n{lines}\n`\n"
        "    .trim()\n"
        "    .split(/\\s+/);\n"
    )


if __name__ == "__main__":
    TARGET.write_text(words(), "utf-8")
