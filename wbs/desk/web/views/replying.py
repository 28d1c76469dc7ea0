"""Answering a reporter: write, look at what they will see, send. Until then only the form has it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from babel.dates import format_date
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from wbs.cases.casefile import Case
from wbs.cases.lifecycle import State
from wbs.cases.progress import Proposal
from wbs.cases.ready import ACKNOWLEDGEMENT, ReadyReply
from wbs.cases.thread import SLOT_LIFE
from wbs.desk import rules, writing
from wbs.desk.desk import Desk
from wbs.desk.echoes import echoes
from wbs.desk.errors import DeskError
from wbs.desk.steps import Step, answer_steps, newer
from wbs.desk.web import acts, typed
from wbs.desk.web.answers import done, refused
from wbs.desk.web.session import current
from wbs.desk.web.typed import Form
from wbs.desk.web.views.cases import found
from wbs.desk.writing import Answer
from wbs.language import LANGUAGES, _, translations
from wbs.letters.letter import Reply

bp = Blueprint("replying", __name__)

Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Draft:
    """What stands in the form; ``step`` as ``steps.Step.code``, empty: the case stays where it is."""

    id: bytes
    text: str
    step: str
    readers: tuple[str, ...]
    exclude: tuple[str, ...]

    @classmethod
    def empty(cls, desk: Desk, case: Case) -> "Draft":
        """Return a new draft, for whoever reads the case now."""
        readers = rules.current(desk, case.readers) | {desk.vault.reader}
        # Who is answered is not to read that nobody has opened the report.
        step = Step(State.DITERIMA, None).code if case.state is State.TERKIRIM else ""
        return cls(desk.random(typed.DRAFT), "", step, tuple(sorted(readers)), ())

    @classmethod
    def read(cls, form: Form) -> "Draft":
        """Read the form as it was sent."""
        return cls(
            typed.secret(form, "draft"),
            typed.text(form, "text"),
            form.get("step", ""),
            typed.ticked(form, "readers"),
            typed.ticked(form, "exclude"),
        )

    def answer(self) -> Answer:
        """Return the answer that this would be; DeskError for a step that has no name."""
        state, outcome = acts.step(self.step) if self.step else (None, None)
        return Answer(self.text, state, outcome, self.readers, self.exclude, self.id)


@bp.app_template_filter("day_in")
def day_in(day: date, language: str) -> str:
    """Return a day as the reporter's page has it: ``22 November 2026``."""
    return str(format_date(day, "d MMMM y", locale=language))


@bp.get("/kasus/<name>/jawab")
def write(name: str) -> str:
    """Begin an answer; the address may name the step that it is to bring."""
    with current().desk() as desk:
        case = found(desk, name)
        wanted = request.args.get("langkah", "")
        draft = Draft.empty(desk, case)
        if wanted in {each.code for each in answer_steps(case, desk.vault.reader)}:
            draft = replace(draft, step=wanted)
        return _form(desk, case, draft)


@bp.post("/kasus/<name>/jawab")
def go_on(name: str) -> Page:
    """Take the form: fill in a ready sentence, show what the reporter will see, go back, or send."""
    wanted = request.form.get("do", "")
    with current().desk() as desk:
        case = found(desk, name)
        draft = Draft.read(request.form)
        try:
            if wanted == "send":
                return _send(desk, case, draft)
            if wanted == "preview":
                return _preview(desk, case, draft)
            if wanted.startswith("fill:"):
                return _form(desk, case, _filled(desk, case, draft, wanted))
        except DeskError as error:
            refused(error)
            return _form(desk, case, draft), 422
        return _form(desk, case, draft)


def _send(desk: Desk, case: Case, draft: Draft) -> Page:
    answer = draft.answer()
    if not writing.is_sent(desk, case, answer):
        reply = _composed(desk, case, answer)
        if not draft.step and request.form.get("seen") != _seen(reply):
            # What stays where the case is would go where somebody has moved it meanwhile.
            refused(DeskError("Keadaan kasus ini berubah sejak pratinjau. Periksa lagi, lalu kirim."))
            return _preview(desk, case, draft), 422
        if _proposal(case, reply) is not None:
            try:
                acts.check_read(desk, case, request.form)
            except DeskError as error:
                refused(error)
                return _preview(desk, case, draft), 422
        writing.send(desk, case, reply)
    done(_("Jawaban tersimpan. Berikutnya: kotak keluar."))
    return redirect(f"/kasus/{desk.cases.address(case.id)}", 303)


def _seen(reply: Reply) -> str:
    """Return the state that the preview shows; where the case stays in its own, the form does not say it."""
    return f"{reply.state}/{reply.outcome}" if reply.outcome is not None else reply.state


def _proposal(case: Case, reply: Reply) -> Proposal | None:
    """Return the proposal that a reply would confirm, and so close the case."""
    wanted = reply.state, reply.outcome
    return next((each for each in case.proposed if (each.state, each.outcome) == wanted), None)


def _composed(desk: Desk, case: Case, answer: Answer) -> Reply:
    if not answer.text:
        raise DeskError("Jawaban kosong. Tidak ada yang dikirim.")
    return writing.compose(desk, case, answer)


def _preview(desk: Desk, case: Case, draft: Draft) -> str:
    reply = _composed(desk, case, draft.answer())
    language = _language(case)
    author = desk.me
    proposal = _proposal(case, reply)
    # On paper, a code opens what lies on the board, this answer included.
    since = desk.today - SLOT_LIFE
    earlier = [each.letter for each in case.replies if each.letter.day >= since]
    return render_template(
        "desk/reply_preview.html",
        case=case,
        address=desk.cases.address(case.id),
        draft=draft,
        reply=reply,
        seen=_seen(reply),
        moves=(reply.state, reply.outcome) != (case.state, case.outcome),
        unopened=reply.state == State.TERKIRIM,
        confirms=proposal is not None,
        newer=newer(case, proposal) if proposal is not None else 0,
        author=author,
        language=language,
        pieces=echoes(reply.text, case, desk.office),
        earlier=earlier,
        left=writing.bytes_left(reply),
        reporters_words=translations(language).gettext,
    )


def _form(desk: Desk, case: Case, draft: Draft) -> str:
    language = _language(case)
    offered = answer_steps(case, desk.vault.reader)
    kept_out = case.excluded | case.recused
    return render_template(
        "desk/reply.html",
        case=case,
        address=desk.cases.address(case.id),
        draft=draft,
        room=_room(desk, case, draft),
        used=writing.text_bytes(draft.text),
        steps=offered,
        language=language,
        other=next(each for each in LANGUAGES if each != language),
        ready=_offered(desk, case, offered),
        readers=[each for each in desk.chain.current.current_readers(desk.today) if each.id not in kept_out],
    )


def _room(desk: Desk, case: Case, draft: Draft) -> int | None:
    """Return the bytes that the text can have, or None where no answer like this can be written."""
    try:
        return writing.room(desk, case, draft.answer())
    except DeskError:
        return None


def _offered(desk: Desk, case: Case, steps: list[Step]) -> list[ReadyReply]:
    """Return the ready sentences that fit where the case is, or where an answer could take it."""
    ways = {(step.state, step.outcome) for step in steps} | {(None, None), (case.state, case.outcome)}
    fitting = [each for each in desk.office.replies if not each.before or case.state in each.before]
    told = any(each.letter.state == State.DITERIMA for each in case.replies)
    return [
        each
        for each in fitting
        if (each.state, each.outcome) in ways and not (told and each.key == ACKNOWLEDGEMENT)
    ]


def _filled(desk: Desk, case: Case, draft: Draft, wanted: str) -> Draft:
    """Return the draft with a ready sentence after what stands there, and the step that belongs to it."""
    _fill, key, language = (*wanted.split(":"), "", "")[:3]
    ready = next((each for each in desk.office.replies if each.key == key), None)
    if ready is None or language not in LANGUAGES:
        raise DeskError("Tidak ada kalimat siap pakai {key}.", key=key)
    sentence = ready.text.en if language == "en" else ready.text.id
    text = f"{draft.text}\n\n{sentence}" if draft.text else sentence
    step = draft.step
    if ready.state is not None and (ready.state, ready.outcome) != (case.state, case.outcome):
        step = Step(ready.state, ready.outcome).code
    return replace(draft, text=text, step=step)


def _language(case: Case) -> Literal["id", "en"]:
    return "en" if case.report is not None and case.report.language == "en" else "id"
