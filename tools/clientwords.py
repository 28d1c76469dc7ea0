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
        " * The 2,048 words of receipt codes and fingerprints, made by `python -m tools.clientwords`.\n"
        " *\n"
        " * @license CC BY-SA 4.0, as far as the list is protected: chosen by the Indonesian frequencies of\n"
        " * wordfreq 3.1.1 by Robyn Speer, https://doi.org/10.5281/zenodo.7199437; see crypto/NOTICE.\n"
        " */\n\n"
        f"export const WORDS: readonly string[] = `\n{lines}\n`\n"
        "    .trim()\n"
        "    .split(/\\s+/);\n"
    )


if __name__ == "__main__":
    TARGET.write_text(words(), "utf-8")
