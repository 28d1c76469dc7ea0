"""Words of an answer that the reporter wrote first.

Whoever finds a code on paper can read every answer and not the report; a fact that an answer repeats is given
away. What is found here is what a comparison of words can find: it knows no synonyms, no grammar and no short
names, and says so where it is shown.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wbs.cases.casefile import Case
from wbs.cases.office import Office
from wbs.desk.desk import reporter_letters
from wbs.letters.letter import Report

# Words of four letters or more; numbers of two digits or more, their separators included.
_WORD = re.compile(r"\d[\d.,]*\d|[^\W\d_]{4,}")
_SEPARATORS = str.maketrans("", "", ".,")
# What every text is made of gives nothing away; nor do the words of the office's ready sentences.
_COMMON = frozenset(
    _WORD.findall(
        """
        adalah agar akan anda apakah atas atau bagi bahwa banyak baru bawah beberapa belum berapa bila bisa
        boleh bukan dalam dapat dari datang dengan diri harus hanya ingin jika juga kami kapan karena kepada
        ketika lagi lain lalu lebih maka mana masih mereka namun oleh orang pada paling para pernah saat saja
        salah sampai sangat saya sebagai sebelum secara sedang sejak selama semua seperti serta sesuai
        sesudah setelah setiap siapa suatu sudah supaya tahu tanpa telah tempat tentang terhadap terima kasih
        tersebut tetap tetapi tidak untuk waktu yaitu yang
        about after also anyone been before from have here into more must only other over please some such
        than thank that their them then there these they this those very were what when where which while
        will with would your
        """
    )
)


@dataclass(frozen=True)
class Piece:
    """A run of an answer; ``echoed``: a word that the reporter wrote, too."""

    text: str
    echoed: bool


def echoes(text: str, case: Case, office: Office) -> list[Piece]:
    """Cut an answer into pieces that, one after another, are the answer."""
    ready = [sentence for reply in office.replies for sentence in reply.text]
    # A number in a ready sentence is the office's; the same number elsewhere may be the reporter's.
    innocent = _COMMON | {word for word in _words(ready) if not word[0].isdigit()}
    told = set(_words(_written(case))) - innocent
    spans = [(start, start + len(each)) for each in ready if (start := text.find(each)) >= 0]
    pieces, at = [], 0
    for match in _WORD.finditer(text):
        stands_ready = any(start <= match.start() < end for start, end in spans)
        if _plain(match[0]) in told and not stands_ready:
            pieces += [Piece(text[at : match.start()], echoed=False), Piece(match[0], echoed=True)]
            at = match.end()
    pieces.append(Piece(text[at:], echoed=False))
    return [piece for piece in pieces if piece.text]


def _written(case: Case) -> Iterator[str]:
    for filed in reporter_letters(case):
        if isinstance(filed.letter, Report):
            yield from filed.letter.answers.values()
        else:
            yield filed.letter.text


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (_plain(match) for text in texts for match in _WORD.findall(text))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().translate(_SEPARATORS)
