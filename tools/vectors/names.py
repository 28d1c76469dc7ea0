"""Makes tests/vectors/names.json: names of files as devices send them, and what is left of them.

    python -m tools.vectors.names > tests/vectors/names.json

Names are given as UTF-16 code units of four hex digits, since some hold half of a character.
"""

import json
import random
import sys

from wbs.portal.reporter.names import clean_name, extension, neutral_name

_NAMES = (
    "foto.jpg", "Surat Tugas (1).PDF", "../../etc/passwd", "C:\\x\\y.doc", "C:\\fakepath\\a/b\\c.png", "/",
    "", ".", "..", " . . ", "a/", ".htaccess", "laporan.pdf.", "laporan\u202efdp.exe",
    "a\u2066b\u2069\u200b\ufeff.txt", "a\x00\x1b[31m.txt", "satu\r\ndua\t tiga.txt", "a\u2028b.txt",
    "half\ud800.txt", "half\udc00.txt", "cafe\u0301.jpg", "<img src=x onerror=alert(1)>.jpg",
    "é" * 150 + ".docx", "x" * 300, "صورة.jpg", "a.tar.gz", "a.toolongone", "a.p\u0131f", "a.é", "a.j p",
    "a.", "\U0001f600" * 70 + ".png", "a" * 252 + "é", "a" * 251 + " .b", "a\x1c\x1f\x85b.c",
    "\ufeffa\ufeff.b", "\u3000a.b\xa0", "\u0300" * 300, "a ..toolongforanextension" * 12, "a\n", "a.jpg\n/",
    "satu\n/dua.txt",
)  # fmt: skip
_ALPHABET = (
    "aZ9./\\ -_()é\u0301\U0001f600\u202e\u200d\x00\t\n\x1d\x85\xa0\u2003\u2028\ufeff\ud83d\udc00\u1100\u1161"
)


def vectors() -> dict[str, object]:
    """Return the document; the drawn names come from a generator with a fixed seed."""
    draw = random.Random("wbs/v1 names")  # noqa: S311 -- vectors are to be the same in every run
    drawn = ["".join(draw.choices(_ALPHABET, k=draw.randrange(1, 40))) for _ in range(60)]
    long = [
        "".join(draw.choices("aé\U0001f600. ", k=draw.randrange(90, 260))) + draw.choice((".jpg", ""))
        for _ in range(20)
    ]
    names = []
    for number, raw in enumerate((*_NAMES, *drawn, *long), 1):
        # What stands in the file is what a browser has: two halves that meet are one character.
        units = raw.encode("utf-16-be", "surrogatepass")
        met = units.decode("utf-16-be", "surrogatepass")
        clean = clean_name(met, number)
        names.append(
            {
                "raw": units.hex(" ", 2),
                "number": number,
                "clean": clean,
                "neutral": neutral_name(number, clean),
                "extension": extension(clean),
            }
        )
    return {"names": names}


if __name__ == "__main__":
    json.dump(vectors(), sys.stdout, indent=1)
    print()
