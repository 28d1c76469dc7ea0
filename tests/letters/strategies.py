"""Any letter, for Hypothesis."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.factories import (
    recipient,
    signing_key,
)
from wbs.letters.halfday import HalfDay
from wbs.letters.letter import (
    ANSWERS,
    ONGOING,
    Attachment,
    Letter,
    Message,
    Note,
    Reply,
    Report,
)
from wbs.letters.note import (
    Assigned,
    Categorised,
    Comment,
    Declared,
    Event,
    Grant,
    Held,
    Intake,
    Merged,
    Opened,
    Recused,
    Referred,
    Released,
    ReplyCopy,
    Reviewed,
    StateChanged,
    Unmerged,
    Withdrawn,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
WORDS = TEXT.filter(str.strip)
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=64).filter(str.strip)
READERS = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True).filter(lambda text: text != "reporter")
CODES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,31}", fullmatch=True)
STATES = st.from_regex(r"[A-Z][A-Z_]{0,31}", fullmatch=True)
BYTES16 = st.binary(min_size=16, max_size=16)
BYTES32 = st.binary(min_size=32, max_size=32)
COUNTS = st.integers(1, 2**31 - 1)
DAYS = st.dates(date(2000, 1, 1), date(2999, 12, 31))
HALF_DAYS = st.builds(HalfDay, DAYS, st.sampled_from(["A", "B"]))


def several(items: st.SearchStrategy[Any], least: int = 0, most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(items, min_size=least, max_size=most, unique=True).map(tuple)


ADDRESS = {"instance": BYTES16, "keyring": COUNTS, "case": BYTES32, "letter_id": BYTES16}
BY_READER = ADDRESS | {"author": READERS, "day": DAYS, "author_seq": COUNTS}
ANSWER_SETS = st.fixed_dictionaries(
    {"what": WORDS},
    optional={name: WORDS for name in ANSWERS if name not in ("what", "ongoing")}
    | {"ongoing": st.sampled_from(ONGOING)},
)


@st.composite
def attachments(draw: st.DrawFn) -> tuple[Attachment, ...]:
    name = LINES.filter(lambda text: text not in (".", "..") and not set(text) & {"/", "\\"})
    return tuple(
        Attachment(
            path=f"attachments/{number:02}.{draw(st.from_regex('[a-z0-9]{1,8}', fullmatch=True))}",
            name=draw(name),
            type=draw(st.sampled_from(["image/jpeg", "application/vnd.oasis.opendocument.text"])),
            size=draw(st.integers(0, 2**33 - 1)),
            sha256=draw(BYTES32),
            removed=draw(several(CODES)),
        )
        for number in range(1, draw(st.integers(1, 4)))
    )


EVENT_BODIES: st.SearchStrategy[Event] = st.one_of(
    st.builds(Opened),
    st.builds(Assigned, several(READERS, 1, 8)),
    st.builds(StateChanged, STATES, st.none() | CODES, st.none() | st.integers(0, 2**31 - 1)),
    st.builds(Withdrawn, STATES, CODES),
    st.builds(Categorised, st.integers(1, 999)),
    st.builds(Comment, WORDS),
    st.builds(Merged, BYTES32),
    st.builds(Referred, LINES, TEXT),
    st.builds(Recused, TEXT),
    st.builds(ReplyCopy, WORDS, WORDS),
    st.builds(Grant, BYTES32, st.binary(min_size=65, max_size=200), several(READERS, 1, 8)),
    st.builds(Intake, LINES, DAYS),
    st.just(Declared()),
    st.builds(Unmerged, st.binary(min_size=32, max_size=32)),
    st.builds(Reviewed, st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=3).map(tuple)),
    st.builds(Held, WORDS),
    st.builds(Released, WORDS),
)
ANY_LETTER: st.SearchStrategy[Letter] = st.one_of(
    st.builds(
        Report,
        **ADDRESS,
        recipient=st.sampled_from([recipient("a"), recipient("b")]),
        signing_key=st.sampled_from([str(signing_key("a").public), str(signing_key("b").public)]),
        thread=BYTES32,
        language=st.sampled_from(["id", "en"]),
        excluded=several(READERS),
        answers=ANSWER_SETS,
    ),
    st.builds(Message, **ADDRESS, text=WORDS, attachments=attachments(), seen=several(BYTES32)),
    st.builds(
        Reply,
        **BY_READER,
        to=BYTES32,
        state=STATES,
        outcome=st.none() | CODES,
        text=TEXT,
        readers=several(READERS, 1, 8),
        excluded=several(READERS),
        prev=st.none() | BYTES32,
        received=st.integers(0, 2**31 - 1),
        until=HALF_DAYS,
    ),
    st.builds(Note, **BY_READER, body=EVENT_BODIES),
)
