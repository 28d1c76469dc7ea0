"""``/brankas``: whose desk it is, its passphrase, shares, backups; settings of the office."""

from pathlib import Path

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from crypto.receipt import spell
from wbs.cases.office import Office
from wbs.desk import backup, diceware, setup, shares
from wbs.desk.errors import Cancelled, DeskError, VaultError
from wbs.desk.phrases import key_words
from wbs.desk.state import BackedUp
from wbs.desk.web import memory
from wbs.desk.web.answers import done, refused
from wbs.desk.web.jobs import Job
from wbs.desk.web.places import place, writable
from wbs.desk.web.session import Session, current
from wbs.desk.web.views.starting import chosen, same
from wbs.language import N_, _

bp = Blueprint("vault", __name__)

_HERE = "/brankas"


@bp.get("/brankas")
def show() -> str:
    """Show whose desk this is and what it goes by, and offer what can be done about it."""
    with current().desk() as desk:
        me = desk.reader(desk.vault.reader)
        return render_template(
            "desk/vault.html",
            desk=desk,
            folder=current().folder,
            reader=me,
            key_words=key_words(desk.vault.keys.recipient),
            holds=me is not None and me.recipient == desk.vault.keys.recipient,
            portal=spell(desk.vault.pin.fingerprint),
            ring=desk.chain.current,
            idle_minutes=int(current().idle.total_seconds() // 60),
            swaps=memory.swaps(),
            most=shares.MOST,
            suggested=diceware.suggest().split(),
            due=setup.backup_is_due(desk),
            targets=writable(),
        )


@bp.post("/brankas/frasa")
def change_passphrase() -> Response:
    """Put the vault under another passphrase."""
    session = current()
    with session.desk() as desk:
        try:
            session.check(request.form.get("old", ""))
            new = chosen(request.form.get("new", ""), "")
            if not same(new, request.form.get("again", "")):
                raise VaultError("Kedua frasa sandi baru berbeda. Tidak ada yang diubah.")
            desk.vault.save(session.folder, new)
        except DeskError as error:
            refused(error)
        else:
            done(_("Frasa sandi diganti. Salinan lama brankas masih terbuka dengan yang lama."))
    return redirect(_HERE, 303)


@bp.post("/brankas/coba")
def try_backup() -> Response:
    """Open the reader's backup once, to see that it would bring this desk back."""
    with current().desk() as desk:
        try:
            file = request.files.get("backup")
            opened = backup.open_backup(file.read() if file else b"", request.form.get("passphrase", ""))
            if opened.seed != desk.vault.seeds[-1]:
                raise VaultError("Cadangan ini terbuka, tetapi bukan kunci meja ini.")
        except DeskError as error:
            refused(error)
        else:
            done(_("Cadangan terbuka dan berisi kunci meja ini. Kembalikan ke tempatnya."))
    return redirect(_HERE, 303)


@bp.post("/brankas/bagian")
def split() -> str | Response:
    """Show the seed as shares, each on a page to print; they are nowhere but there."""
    session = current()
    with session.desk() as desk:
        try:
            session.check(request.form.get("passphrase", ""))
            needed, made = (request.form.get(name, 0, type=int) for name in ("needed", "made"))
            printed = shares.split(desk.vault.seeds[-1], needed, made)
        except DeskError as error:
            refused(error)
            return redirect(_HERE, 303)
        return render_template(
            "desk/shares.html",
            shares=[each.split() for each in printed],
            needed=needed,
            reader=desk.vault.reader,
            key_words=key_words(desk.vault.keys.recipient),
        )


@bp.post("/brankas/salinan")
def copy() -> Response:
    """Copy the sealed shelf into a new folder within the place that was chosen."""
    session = current()
    with session.desk() as desk:
        try:
            into = place(request.form)
            if not into.is_dir():
                raise DeskError("{folder} bukan folder yang ada.", folder=into)
            # It would go with the laptop, and a copy of the copy would be begun.
            if into.resolve().is_relative_to(session.folder.resolve()):
                raise DeskError(
                    "{folder} milik meja sendiri, yang hanya menyimpan berkas tersegel. Pilih folder lain.",
                    folder=into,
                )
            target = into / f"rak-{desk.vault.reader}-{desk.today.isoformat()}"
            session.start(Job(N_("Menyalin rak"), lambda job: _copy(session, job, target), _HERE, _HERE))
        except DeskError as error:
            refused(error)
            return redirect(_HERE, 303)
    return redirect("/pekerjaan", 303)


@bp.post("/brankas/kantor")
def take_office() -> Response:
    """Use new settings of the office, those that the keyring names."""
    with current().desk() as desk:
        try:
            file = request.files.get("office")
            settings = file.read() if file else b""
            setup.take_office(desk, current().folder, settings)
            desk.office = Office.parse(settings)
            desk.changed()
        except DeskError as error:
            refused(error)
        else:
            done(_("Pengaturan kantor diperbarui."))
    return redirect(_HERE, 303)


def _copy(session: Session, job: Job, target: Path) -> None:
    def progress(done: int, total: int) -> None:
        if job.cancelled():
            raise Cancelled
        job.progress("copying", done, total)

    setup.copy_shelf(session.folder, target, progress)
    with session.desk_of_job() as desk:
        desk.shelf.commit(BackedUp(day=desk.today))
    session.notice(
        "done", _("Salinan rak tersegel ada di {folder}. Simpan di tempat lain.").format(folder=target)
    )
