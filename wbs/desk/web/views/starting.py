"""The first start, and the start after a loss: files, fingerprint, passphrase, the passphrase once more."""

import hmac
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from crypto.receipt import spell
from wbs.cases.office import Office
from wbs.desk import diceware, founding
from wbs.desk.diceware import Strength
from wbs.desk.errors import DeskError
from wbs.desk.phrases import key_words
from wbs.desk.setup import Parts
from wbs.desk.web.answers import done, refused
from wbs.desk.web.loopback import while_locked
from wbs.desk.web.places import copies, copy_chosen
from wbs.desk.web.session import current
from wbs.language import _
from wbs.letters.reader import Reader

bp = Blueprint("starting", __name__)

# Of the backup, and of those of keys since replaced.
_PASSPHRASES = ("passphrase", "older", "oldest")


@dataclass
class Pending:
    """What a desk is about to be made of; ``chosen``: the passphrase, to be typed once more."""

    parts: Parts = field(repr=False)
    reader: Reader
    shelf: Path | None
    suggested: str = field(default_factory=diceware.suggest, repr=False)
    chosen: str = field(default="", repr=False)


@bp.route("/mulai", methods=["GET", "POST"])
@while_locked
def start() -> str | tuple[str, int] | Response:
    """Take the files, open the reader's backup or combine the shares, and judge the keyrings."""
    session = current()
    if session.made:
        return redirect("/", 303)
    if request.method == "GET":
        return render_template("desk/start.html", targets=copies())
    try:
        session.pending = _gather()
    except DeskError as error:
        refused(error)
        # Passphrases and shares are typed again; a place is not worth that.
        targets = copies(chosen=request.form.get("to", ""), typed=request.form.get("folder", ""))
        return render_template("desk/start.html", targets=targets), 422
    return redirect("/mulai/frasa", 303)


@bp.route("/mulai/frasa", methods=["GET", "POST"])
@while_locked
def choose() -> str | tuple[str, int] | Response:
    """Compare the portal's fingerprint, and choose the passphrase of this desk."""
    pending = _pending()
    if pending is None:
        return redirect("/mulai", 303)
    if request.method == "GET":
        return _draw_choice(pending)
    typed = request.form.get("passphrase", "")
    try:
        if request.form.get("compared") != "y":
            raise DeskError("Bandingkan dahulu sidik jari portal, lalu centang kotaknya.")
        pending.chosen = chosen(typed, pending.suggested)
    except DeskError as error:
        refused(error)
        return _draw_choice(pending), 422
    return redirect("/mulai/ulang", 303)


@bp.route("/mulai/ulang", methods=["GET", "POST"])
@while_locked
def repeat() -> str | Response:
    """Have the passphrase typed from paper, then make the desk and open it."""
    pending, session = _pending(), current()
    if pending is None or not pending.chosen:
        return redirect("/mulai", 303)
    if request.method == "GET":
        return render_template("desk/start_repeat.html", strength=diceware.strength(pending.chosen))
    if not same(request.form.get("passphrase", ""), pending.chosen):
        refused(DeskError("Ini bukan frasa sandi tadi. Periksa catatan di kertas, atau pilih yang lain."))
        return redirect("/mulai/ulang", 303)
    try:
        today = session.today(Office.parse(pending.parts.office))
        founding.found(session.folder, pending.parts, pending.chosen, today, pending.shelf)
        session.unlock(pending.chosen)
    except DeskError as error:
        refused(error)
        return redirect("/mulai", 303)
    finally:
        session.pending = None
    if pending.shelf is None:
        done(_("Meja dibuat. Bandingkan lagi sidik jari kunci, lalu impor bundel pertama."))
    else:
        done(_("Meja dibuat lagi dari salinan. Bandingkan lagi sidik jari kunci, lalu impor bundel lengkap."))
    return redirect("/brankas", 303)


def chosen(typed: str, suggested: str) -> str:
    """Return the passphrase: what was typed, or what was suggested if nothing was; DeskError if too short."""
    passphrase = typed or suggested
    if diceware.strength(passphrase) is Strength.SHORT:
        raise DeskError("Frasa sandi terlalu pendek: paling sedikit {least} huruf.", least=diceware.SHORTEST)
    return passphrase


def same(one: str, other: str) -> bool:
    """Tell whether two passphrases are the same."""
    return hmac.compare_digest(one.encode(), other.encode())


def _gather() -> Pending:
    """Return what the form brought; DeskError says what is missing or does not fit."""
    session, form = current(), request.form
    chosen_files = [(each.filename or "", each.read()) for each in request.files.getlist("files")]
    brought = founding.sort_files((name, data) for name, data in chosen_files if name)
    typed = [line for line in form.get("shares", "").splitlines() if line.strip()]
    seeds = []
    if typed:
        seeds = founding.combine_shares(brought, typed)
    passphrases = [form.get(name, "") for name in _PASSPHRASES if form.get(name)]
    if passphrases or not typed:
        seeds += founding.open_backups(brought, passphrases)
    today = session.clock().date()
    parts = founding.parts(brought, seeds, today)
    chosen_copy = copy_chosen(form)
    shelf = founding.copy_at(chosen_copy) if chosen_copy is not None else None
    chain = founding.check(session.folder, parts, today, shelf)
    reader = chain.current.reader(parts.reader)
    if reader is None:
        raise DeskError("Tidak ada cadangan yang cocok dengan kunci pembaca di daftar kunci itu.")
    return Pending(parts, reader, shelf)


def _pending() -> Pending | None:
    pending = current().pending
    return pending if isinstance(pending, Pending) else None


def _draw_choice(pending: Pending) -> str:
    return render_template(
        "desk/start_choose.html",
        reader=pending.reader,
        key_words=key_words(pending.reader.recipient),
        portal=spell(pending.parts.pin.fingerprint),
        suggested=pending.suggested.split(),
        shelf=pending.shelf,
    )
