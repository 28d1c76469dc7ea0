"""Make crypto/words.txt, the word list of receipt codes and fingerprints.

    python tools/words.py            write the list again from tools/words/accepted.txt
    python tools/words.py review     print the words nobody has read yet
    python tools/words.py verify     compare accepted.txt with its sources

The first needs nothing. The others need wordfreq (the ``words`` group of pyproject.toml), hunspell and
hunspell-id (Debian); the list was made with wordfreq 3.1.1 and hunspell-id 7.5.0.

How it was made. Candidates are the base words of the Indonesian dictionary, 4 to 8 letters a to z, that
wordfreq knows. Each was read: accepted.txt holds the good ones with their frequency (Zipf scale),
rejected.txt the others, with a reason where one was noted. Where they left gaps, common derived words and
well-known words without a frequency (0.00) were added to accepted.txt from the dictionary's remaining words.

    b  bad company: obscene, insulting, frightening, ill        n  a name: person, place, brand
    h  misheard as another word of the list                     o  of the office, or money that changes hands
    l  law, police, army, weapons                               p  of a party or of politics
    r  religious                                                s  often spelled otherwise
    u  unfamiliar, dry, a number (written as a digit)           -  no reason noted

The list is chosen from accepted.txt so that no two words share their first four letters and none is one edit
from another (a letter more, less or other, or two neighbours exchanged): take the word with the fewest rivals
again and again, then prefer commoner words where one can replace exactly one other, then keep the 2,048 most
common. Every step breaks ties by frequency, then by alphabet.
"""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).with_name("words")
LIST = Path(__file__).parent.parent / "crypto" / "words.txt"
DICTIONARY = Path("/usr/share/hunspell/id_ID.dic")
SIZE = 2048
FORM = re.compile("[a-z]{4,8}")

Rivals = dict[str, set[str]]


def read_accepted() -> dict[str, float]:
    """Return the accepted words with their Zipf frequency, 0 where wordfreq has none."""
    lines = (DATA / "accepted.txt").read_text("ascii").splitlines()
    return {word: float(zipf) for word, zipf in (line.split() for line in lines)}


def read_rejected() -> dict[str, str]:
    """Return the rejected words with their reason letter."""
    lines = (DATA / "rejected.txt").read_text("ascii").splitlines()
    return {word: reason for reason, word in (line.split() for line in lines)}


def choose(zipf: dict[str, float]) -> list[str]:
    """Return the list, sorted."""
    rivals = _rivals(zipf)
    ranked = sorted(zipf, key=lambda word: (-zipf[word], word))
    chosen = _independent(rivals, ranked)
    changed = True
    while changed:
        changed = False
        for word in ranked:
            if word in chosen:
                continue
            beaten = rivals[word] & chosen
            if not beaten or (len(beaten) == 1 and zipf[word] > zipf[min(beaten)]):
                chosen = chosen - beaten | {word}
                changed = True
    return sorted([word for word in ranked if word in chosen][:SIZE])


def _rivals(words: Iterable[str]) -> Rivals:
    """Return for each word those that may not stand beside it."""
    groups: dict[str, set[str]] = defaultdict(set)
    for word in words:
        groups[f"^{word[:4]}"].add(word)
        for pattern in _patterns(word):
            groups[pattern].add(word)
    rivals: Rivals = defaultdict(set)
    for group in groups.values():
        for word in group:
            rivals[word] |= group - {word}
    return rivals


def _patterns(word: str) -> Iterable[str]:
    """Yield patterns of which two words share one exactly if they are one edit apart."""
    for i in range(len(word) + 1):
        yield f"{word[:i]}?{word[i:]}"
        yield f"{word[:i]}?{word[i + 1 :]}"
        if i + 1 < len(word):
            yield f"{word[:i]}<{''.join(sorted(word[i : i + 2]))}>{word[i + 2 :]}"


def _independent(rivals: Rivals, ranked: list[str]) -> set[str]:
    """Take the word with the fewest rivals left, drop those, and so on."""
    rank = {word: place for place, word in enumerate(ranked)}
    left = set(ranked)
    degree = {word: len(rivals[word]) for word in ranked}
    chosen: set[str] = set()
    while left:
        best = min(left, key=lambda word: (degree[word], rank[word]))
        chosen.add(best)
        gone = rivals[best] & left | {best}
        left -= gone
        for word in gone:
            for rival in rivals[word] & left:
                degree[rival] -= 1
    return chosen


def _zipf_of_corpus() -> dict[str, float]:
    """Return what wordfreq knows of Indonesian."""
    from wordfreq import iter_wordlist, zipf_frequency

    return {word: zipf_frequency(word, "id") for word in iter_wordlist("id") if FORM.fullmatch(word)}


def _base_words() -> set[str]:
    """Return the dictionary's entries that stand by themselves (no flag A2)."""
    words = set()
    for line in DICTIONARY.read_text("latin-1").splitlines()[1:]:
        word, _, flags = line.split()[0].partition("/")
        if FORM.fullmatch(word) and "A2" not in re.findall("..", flags):
            words.add(word)
    return words


def review() -> None:
    """Print each unread candidate with its frequency, by first letters."""
    read = read_accepted().keys() | read_rejected().keys()
    zipf = _zipf_of_corpus()
    for word in sorted((zipf.keys() & _base_words()) - read):
        print(f"{word} {zipf[word]:.2f}")


def verify() -> None:
    """Exit with a sentence if an accepted word is not in the dictionary, or its frequency is another."""
    accepted = read_accepted()
    zipf = _zipf_of_corpus()
    if wrong := [word for word in accepted if f"{accepted[word]:.2f}" != f"{zipf.get(word, 0):.2f}"]:
        sys.exit(f"other frequency: {' '.join(wrong)}")
    command = ["hunspell", "-d", "id_ID", "-l"]
    speller = subprocess.run(command, input="\n".join(accepted), text=True, capture_output=True, check=True)
    if speller.stdout:
        sys.exit(f"not in the dictionary: {' '.join(speller.stdout.split())}")


def build() -> None:
    """Write crypto/words.txt."""
    words = choose(read_accepted())
    if len(words) != SIZE:
        sys.exit(f"accepted.txt gives {len(words)} words, not {SIZE}")
    LIST.write_text("\n".join(words) + "\n", "ascii")


if __name__ == "__main__":
    {"build": build, "review": review, "verify": verify}[sys.argv[1] if len(sys.argv) > 1 else "build"]()
