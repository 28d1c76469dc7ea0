"""The attachments of a case, numbered: what people say and type instead of hashes."""

from dataclasses import dataclass

from wbs.cases.casefile import Case, Filed
from wbs.desk.errors import DeskError
from wbs.letters.letter import Attachment, Message


@dataclass(frozen=True)
class Numbered:
    """One attachment, its number within the case from 1, and the message that it came in."""

    number: int
    message: Filed[Message]
    attachment: Attachment


def attachments(case: Case) -> list[Numbered]:
    """Return every attachment of the proven messages, in the order in which these arrived.

    The same letters give the same numbers at every desk; a letter that comes late can move those behind it.
    """
    found = [(message, each) for message in case.messages for each in message.letter.attachments]
    return [Numbered(number, message, each) for number, (message, each) in enumerate(found, 1)]


def find(case: Case, number: int) -> Numbered:
    """Return the attachment of this number; DeskError if the case has none."""
    found = attachments(case)
    if not found:
        raise DeskError("Kasus {case} tidak punya lampiran.", case=case.name)
    if not 1 <= number <= len(found):
        raise DeskError(
            "Kasus {case} tidak punya lampiran nomor {number}; yang ada: 1 sampai {last}.",
            case=case.name,
            number=number,
            last=len(found),
        )
    return found[number - 1]
