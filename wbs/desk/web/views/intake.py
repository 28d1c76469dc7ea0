"""Taking in what a caller tells, or a letter on paper, and giving the code away.

The code's bytes come with the form and go with its last page; the server's side keeps them nowhere. Sent
twice, a form makes one case and shows one code; once two of its words have come back, it is shown no more.
"""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from crypto.receipt import PACKED_BYTES, Receipt, reporter_keys
from wbs.cases.casefile import Case
from wbs.desk import intake, visible, writing
from wbs.desk.desk import Desk
from wbs.desk.errors import DeskError
from wbs.desk.web import typed
from wbs.desk.web.answers import done, refused
from wbs.desk.web.session import current
from wbs.desk.web.typed import Form
from wbs.desk.words import BANDS, CHOICES, QUESTIONS
from wbs.language import LANGUAGES, N_, _
from wbs.letters.letter import ANSWERS, ONGOING

bp = Blueprint("intake", __name__)

Page = str | tuple[str, int] | Response

_FIXED = {"ongoing": ONGOING, "value": BANDS}
# As the reporter types them: four letters are enough.
_LETTERS = 4


@bp.get("/terima")
def begin() -> str:
    """Show the empty form, with a new code in it that nobody sees yet."""
    with current().desk() as desk:
        return _form(desk, Form({"received": desk.today.isoformat()}), Receipt.generate(desk.random))


@bp.post("/terima")
def take_in() -> Page:
    """Write the report, and show its code."""
    with current().desk() as desk:
        receipt = _receipt(request.form)
        try:
            intake.take_in(desk, _call(request.form), receipt)
        except DeskError as error:
            refused(error)
            return _form(desk, request.form, receipt), 422
        return _show(desk, receipt)


@bp.post("/terima/kode")
def show_code() -> Page:
    """Show the code again, to somebody who could not give two of its words back."""
    with current().desk() as desk:
        return _show(desk, _receipt(request.form))


@bp.post("/terima/tanya")
def ask() -> Page:
    """Ask two words back, with the code out of sight."""
    with current().desk() as desk:
        receipt = _receipt(request.form)
        if _shown_again(desk, receipt) is None:
            return _gone()
        return _asking(receipt)


@bp.post("/terima/periksa")
def check() -> Page:
    """Compare the two words; with them, the code has been given away and is shown no more."""
    with current().desk() as desk:
        receipt = _receipt(request.form)
        case = _shown_again(desk, receipt)
        if case is None:
            return _gone()
        wrong = [place for place in _places(receipt) if not _fits(receipt, place, request.form)]
        if wrong:
            refused(DeskError("Kata nomor {numbers} tidak cocok.", numbers=", ".join(str(n) for n in wrong)))
            return _asking(receipt), 422
        writing.opened(desk, case)
        done(_("Laporan tersimpan dan kodenya sudah diberikan. Berikutnya: kotak keluar."))
        return redirect(f"/kasus/{desk.cases.address(case.id)}", 303)


def _form(desk: Desk, kept: Form, receipt: Receipt) -> str:
    return render_template(
        "desk/intake.html",
        kept=kept,
        code=receipt.packed.hex(),
        questions={name: _(QUESTIONS[name]) for name in ANSWERS},
        fixed={name: [(code, _(CHOICES[code])) for code in codes] for name, codes in _FIXED.items()},
        readers=[
            each for each in desk.chain.current.current_readers(desk.today) if each.id != desk.vault.reader
        ],
    )


def _call(form: Form) -> intake.Call:
    """Read the form; DeskError for what is missing, or no day."""
    answers = {name: answer for name in ANSWERS if (answer := typed.text(form, name))}
    answers = {name: answer for name, answer in answers.items() if answer in _FIXED.get(name, (answer,))}
    if "what" not in answers:
        raise DeskError("Tulis apa yang terjadi.")
    try:
        received = date.fromisoformat(form.get("received", ""))
    except ValueError:
        raise DeskError("Tulis tanggal diterima.") from None
    return intake.Call(
        channel=typed.line(form, "channel", N_("Sebutkan lewat apa laporan ini diterima.")),
        received=received,
        answers=answers,
        language="en" if form.get("language") == LANGUAGES[1] else LANGUAGES[0],
        excluded=tuple(sorted(typed.ticked(form, "exclude"))),
    )


def _receipt(form: Form) -> Receipt:
    return Receipt.from_packed(typed.secret(form, "code", PACKED_BYTES))


def _shown_again(desk: Desk, receipt: Receipt) -> Case | None:
    """Return the code's case as long as its report waits for the two words; None afterwards."""
    case = visible.visible(desk, reporter_keys(receipt, desk.vault.pin.instance).case)
    return case if case is not None and desk.unread(case) else None


def _show(desk: Desk, receipt: Receipt) -> Page:
    if _shown_again(desk, receipt) is None:
        return _gone()
    return render_template("desk/intake_code.html", words=receipt.words, code=receipt.packed.hex())


def _asking(receipt: Receipt) -> str:
    return render_template("desk/intake_words.html", asked=_places(receipt), code=receipt.packed.hex())


def _gone() -> tuple[str, int]:
    refused(DeskError("Kode ini sudah diberikan dan tidak ditampilkan lagi."))
    abort(410)


def _places(receipt: Receipt) -> tuple[int, int]:
    """Return which two words are asked for, from 1: one of each half, the same at every try."""
    half = len(receipt.words) // 2
    return 1 + receipt.packed[0] % half, 1 + half + receipt.packed[1] % half


def _fits(receipt: Receipt, place: int, form: Form) -> bool:
    given = typed.text(form, f"word{place}").casefold()
    return given[:_LETTERS] == receipt.words[place - 1][:_LETTERS]
