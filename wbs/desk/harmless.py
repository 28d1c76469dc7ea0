"""Text from outside, made safe to show on a terminal.

A reporter's text can hold escape sequences that a terminal obeys, and marks that turn the order of letters
around (Unicode TR 36, "bidirectional text spoofing"). Each is shown by its number instead.
"""

import unicodedata

# Cc: controls and escapes. Cf: bidirectional marks, zero-width signs. Cs, Co, Cn: nothing a person types.
_SHOWN_BY_NUMBER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def harmless(text: str) -> str:
    """Return ``text`` with every sign that could act on a terminal shown as ‹U+202E›; newlines stay."""
    # Printable is nothing of these, and most texts are; the rest is looked at sign by sign.
    return text if text.isprintable() else "".join(_shown(sign) for sign in text)


def one_line(text: str, width: int) -> str:
    """Return the beginning of ``text`` as one harmless line of at most ``width`` columns."""
    return clipped(harmless(" ".join(text.split())), width)


def clipped(line: str, width: int) -> str:
    """Return a line cut to ``width`` columns."""
    return line if len(line) <= width else line[: width - 1] + "…"


def _shown(sign: str) -> str:
    if sign == "\n" or unicodedata.category(sign) not in _SHOWN_BY_NUMBER:
        return sign
    return f"‹U+{ord(sign):04X}›"
