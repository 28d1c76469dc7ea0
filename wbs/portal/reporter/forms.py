"""The forms. flask-wtf's own CSRF token is off, on purpose.

That token lives in a session cookie, and this app sets no cookie, ever. In its place every post must carry
our Origin (``guard``), and each step after the first a field that only we can seal (``state``).
"""

import re
from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired

from wbs.letters import canonical
from wbs.letters.codec import READER_ID
from wbs.letters.errors import FormatError
from wbs.letters.letter import ANSWERS, ANSWERS_LIMIT, ONGOING
from wbs.portal.reporter.readership import ReaderView

#: Bands of the estimated value, in rupiah, as they stand in the letter.
BANDS = ("none", "below-10m", "10m-100m", "100m-1b", "above-1b", "unknown")

_MOST_EXCLUDED = 64
_NUMBER = re.compile(r"[1-9][0-9]?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class _Form(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    class Meta:
        csrf = False


class StatusForm(_Form):
    """The ten words."""

    code = TextAreaField(validators=[DataRequired(lazy_gettext("Ketik kode tanda terima Anda."))])


class LetterForm(_Form):
    """What a report and a message have in common."""

    state = HiddenField()
    code = TextAreaField()
    excluded = SelectMultipleField(validate_choice=False, choices=[])
    confirm_one_reader = BooleanField()

    def offer(self, readers: Sequence[ReaderView]) -> None:
        """Offer these readers for exclusion, and keep whom the reporter had named already."""
        offered = [(reader.id, f"{reader.title} — {reader.unit}") for reader in readers]
        known = {reader.id for reader in readers}
        self.excluded.choices = offered + [(each, each) for each in self.without() if each not in known]

    def without(self) -> tuple[str, ...]:
        """Return the ids of who must not read, each once."""
        named = dict.fromkeys(each for each in self.excluded.data or () if _is_reader(each))
        return tuple(named)[:_MOST_EXCLUDED]

    def ticked(self) -> list[tuple[str, str]]:
        """Return name and value of every box that is ticked, for a page that does not show it."""
        return [(each.name, "y") for each in self if isinstance(each, BooleanField) and each.data]


class ReportForm(LetterForm):
    """The report; only what happened is required."""

    what = TextAreaField(validators=[DataRequired(lazy_gettext("Ceritakan apa yang terjadi."))])
    who = TextAreaField()
    where = TextAreaField()
    when_from = TextAreaField()
    when_to = TextAreaField()
    ongoing = RadioField(validate_choice=False)
    how = TextAreaField()
    why = TextAreaField()
    value = RadioField(validate_choice=False)
    evidence = TextAreaField()
    source = TextAreaField()
    reported_to = TextAreaField()

    def label(self) -> None:
        """Give the choices their words, in the language of the page."""
        self.ongoing.choices = list(
            zip(ONGOING, (gettext("Ya"), gettext("Tidak"), gettext("Tidak tahu")), strict=True)
        )
        labels = (
            gettext("Tidak ada uang atau barang"),
            gettext("Di bawah Rp10 juta"),
            gettext("Rp10 juta sampai Rp100 juta"),
            gettext("Rp100 juta sampai Rp1 miliar"),
            gettext("Di atas Rp1 miliar"),
            gettext("Tidak tahu"),
        )
        self.value.choices = list(zip(BANDS, labels, strict=True))

    def answers(self) -> dict[str, str]:
        """Return what was answered, as it stands in the letter; what was left empty is left out."""
        typed = {name: clean(self[name].data or "") for name in ANSWERS}
        if typed["ongoing"] not in ONGOING:
            typed["ongoing"] = ""
        if typed["value"] not in BANDS:
            typed["value"] = ""
        return {name: text for name, text in typed.items() if text.strip()}


class MessageForm(LetterForm):
    """A follow-up; ``code`` is asked for where the hidden field was lost."""

    text = TextAreaField(validators=[DataRequired(lazy_gettext("Tulis pesan Anda."))])


class ReviewForm(MessageForm):
    """A follow-up with files: what is to be done with them."""

    as_is = BooleanField()
    neutral = BooleanField()
    unsign = SelectMultipleField(validate_choice=False, choices=[])

    def unsigned(self) -> frozenset[int]:
        """Return the numbers of the signed files that are to be cleaned all the same."""
        return frozenset(int(each) for each in self.unsign.data or () if _NUMBER.fullmatch(each))

    def ticked(self) -> list[tuple[str, str]]:
        """Return name and value of every box that is ticked."""
        return super().ticked() + [(self.unsign.name, str(number)) for number in sorted(self.unsigned())]


def _is_reader(text: str) -> bool:
    try:
        READER_ID.read(text)
    except FormatError:
        return False
    return True


def clean(text: str) -> str:
    """Return what was typed, with the line ends of Unix and without control characters."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def too_long(answers: dict[str, str]) -> bool:
    """Tell whether the answers are more than a report holds."""
    return len(canonical.dumps(dict(answers))) > ANSWERS_LIMIT
