"""Passphrases: drawn from the word list of receipt codes, or judged as far as that can honestly be done."""

import os
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from crypto.receipt import BITS, WORDS, spell

# Eight words hold 88 bits: at a million guesses a second, each of which costs a second's work, never found.
SUGGESTED: Final = 8
SHORTEST: Final = 12
# Of words drawn by chance, so many hold against whoever owns many computers.
_ENOUGH: Final = 6


class Strength(StrEnum):
    """SHORT: refused. DRAWN: as strong as its words, if they were drawn by chance. OWN: nobody knows."""

    SHORT = "short"
    DRAWN = "drawn"
    OWN = "own"


def suggest(random: Callable[[int], bytes] = os.urandom) -> str:
    """Return eight words of the list, drawn by chance."""
    return " ".join(spell(random(-(-BITS * SUGGESTED // 8)), SUGGESTED))


def strength(passphrase: str) -> Strength:
    """Judge a passphrase; what a person thought up cannot be measured, and is not."""
    if len(passphrase) < SHORTEST:
        return Strength.SHORT
    words = passphrase.split()
    if len(set(words)) >= _ENOUGH and set(words) <= set(WORDS):
        return Strength.DRAWN
    return Strength.OWN
