"""What a reader does in a case besides answering: one form, one note."""

from collections.abc import Callable
from typing import Final

from wbs.cases.casefile import Case
from wbs.cases.lifecycle import NEEDS_SECOND, Outcome, State
from wbs.desk import reading, rules, visible, writing
from wbs.desk.desk import Desk, never_shown, reporter_letters
from wbs.desk.errors import DeskError
from wbs.desk.web import typed
from wbs.desk.web.typed import Form
from wbs.language import N_, _
from wbs.letters.note import (
    Categorised,
    Comment,
    Declared,
    Event,
    Held,
    Merged,
    Recused,
    Referred,
    Released,
    StateChanged,
    Withdrawn,
)


def write(desk: Desk, case: Case, form: Form) -> str:
    """Write the note that a form asks for, and return what was done, in the chosen language.

    DeskError: what is missing in the form, or what the case's rules forbid.
    """
    draft = typed.secret(form, "draft")
    name = form.get("act", "")
    if name == "grant":
        readers = _readers(form, "grant")
        count = writing.grant(desk, case, readers, draft)
        return reading.granted(desk, count, readers)
    if name == "assign":
        return _assign(desk, case, form, draft)
    make = _ACTS.get(name)
    if make is None:
        raise DeskError("Pilih apa yang hendak dicatat.")
    body = make(desk, case, form)
    writing.notes(desk, case, [body], draft)
    if isinstance(body, StateChanged) and not _stands(desk, case, body):
        return _("Diusulkan, menunggu orang kedua.")
    return _(_DONE[name])


def _stands(desk: Desk, case: Case, body: StateChanged) -> bool:
    """Tell whether the case is now in the state that was set, and not only proposed.

    DeskError if it is neither: the same page had set it before, and it was taken back or left since.
    """
    now = desk.cases[case.id]
    if (body.state, body.outcome) == (now.state, now.outcome):
        return True
    if (body.state, body.outcome, desk.vault.reader) not in {each.key for each in now.proposed}:
        raise DeskError("Langkah ini sudah pernah disimpan dari halaman yang sama. Muat ulang, lalu ulangi.")
    return False


def _comment(_desk: Desk, _case: Case, form: Form) -> Event:
    return Comment(typed.prose(form, "comment", N_("Tulis komentar lebih dahulu.")))


def _assign(desk: Desk, case: Case, form: Form, draft: bytes) -> str:
    readers = _readers(form, "assign")
    new = set(readers) - case.readers
    count = writing.assign(desk, case, readers, letters=form.get("letters") == "y", draft=draft)
    done = _("Penugasan tersimpan.")
    return f"{done} {reading.granted(desk, count, new)}" if count else done


def _categorise(desk: Desk, _case: Case, form: Form) -> Event:
    number = form.get("violation", type=int)
    if number is None or desk.office.violation(number) is None:
        raise DeskError("Pilih satu kategori.")
    return Categorised(number)


def _move(desk: Desk, case: Case, form: Form) -> Event:
    state, outcome = step(form.get("step", ""))
    if state in NEEDS_SECOND:
        rules.check_step(case, state, outcome)
        check_read(desk, case, form)
    return StateChanged(state, outcome, len(reporter_letters(case)))


def _confirm(desk: Desk, case: Case, form: Form) -> Event:
    wanted, me = step(form.get("step", "")), desk.vault.reader
    if all((each.state, each.outcome) != wanted or each.author == me for each in case.proposed):
        raise DeskError("Usul itu sudah tidak ada. Periksa lagi keadaan kasus ini.")
    return _move(desk, case, form)


def _withdraw(_desk: Desk, _case: Case, form: Form) -> Event:
    state, outcome = step(form.get("step", ""))
    if outcome is None:
        raise DeskError("Pilih satu keadaan.")
    return Withdrawn(state, outcome)


def check_read(desk: Desk, case: Case, form: Form) -> None:
    """Raise DeskError unless each letter was shown, and the form says it was read: nobody closes the unknown.

    A bundle may have come in since the page with the form was drawn.
    """
    if form.get("read") != "y":
        raise DeskError("Centang pernyataan bahwa Anda sudah membaca semua surat kasus ini.")
    if never_shown(desk, case):
        raise DeskError("Ada surat pelapor yang belum ditampilkan di meja ini. Bacalah dahulu.")


def step(code: str) -> tuple[State, Outcome | None]:
    """Read what a form calls a step, see ``steps.Step.code``; DeskError if there is none of that name."""
    state, _slash, outcome = code.partition("/")
    try:
        return State(state), Outcome(outcome) if outcome else None
    except ValueError:
        raise DeskError("Pilih satu keadaan.") from None


def _merge(desk: Desk, _case: Case, form: Form) -> Event:
    return Merged(visible.find(desk, typed.line(form, "into", N_("Pilih kasus tujuan."))).id)


def _unmerge(_desk: Desk, case: Case, _form: Form) -> Event:
    return writing.unmerge(case)


def _refer(_desk: Desk, _case: Case, form: Form) -> Event:
    body = typed.line(form, "body", N_("Sebutkan lembaga tujuan."))
    return Referred(body, typed.prose(form, "summary", N_("Tulis ringkasan untuk lembaga itu.")))


def _recuse(_desk: Desk, _case: Case, form: Form) -> Event:
    reason = typed.prose(form, "recusal", N_("Tulis alasan Anda mundur."))
    if form.get("sure") != "y":
        raise DeskError("Centang pernyataan bahwa Anda yakin.")
    return Recused(reason)


def _declare(_desk: Desk, _case: Case, _form: Form) -> Event:
    return Declared()


def _review(_desk: Desk, case: Case, _form: Form) -> Event:
    return writing.review(case)


def _hold(_desk: Desk, _case: Case, form: Form) -> Event:
    return Held(typed.prose(form, "hold", N_("Tulis alasan wajib simpan.")))


def _release(_desk: Desk, _case: Case, form: Form) -> Event:
    return Released(typed.prose(form, "release", N_("Tulis alasan mengakhiri wajib simpan.")))


def _readers(form: Form, name: str) -> tuple[str, ...]:
    readers = typed.ticked(form, name)
    if not readers:
        raise DeskError("Centang sedikitnya satu pembaca.")
    return readers


_ACTS: Final[dict[str, Callable[[Desk, Case, Form], Event]]] = {
    "comment": _comment,
    "category": _categorise,
    "state": _move,
    "confirm": _confirm,
    "withdraw": _withdraw,
    "merge": _merge,
    "unmerge": _unmerge,
    "refer": _refer,
    "recuse": _recuse,
    "declare": _declare,
    "review": _review,
    "hold": _hold,
    "release": _release,
}
_DONE: Final = {
    "comment": N_("Komentar tersimpan."),
    "category": N_("Kategori tersimpan."),
    "state": N_("Keadaan kasus berubah."),
    "confirm": N_("Usul dikukuhkan. Pelapor belum diberi tahu: kirim jawaban."),
    "withdraw": N_("Usul ditarik."),
    "merge": N_("Kasus digabung. Keduanya tetap dapat dibaca. Beri tahu pelapornya dengan jawaban ini."),
    "unmerge": N_("Kasus ini berdiri sendiri lagi dan sedang ditelaah. Beri tahu pelapornya."),
    "refer": N_("Penerusan tercatat. Kirim ringkasannya sesuai tata cara kantor."),
    "recuse": N_("Anda mundur dari kasus ini. Rekan akan mengetahuinya."),
    "declare": N_("Pernyataan tersimpan."),
    "review": N_("Tercatat: kasus ini sudah diperiksa."),
    "hold": N_("Kasus ini sekarang wajib simpan."),
    "release": N_("Wajib simpan berakhir."),
}
