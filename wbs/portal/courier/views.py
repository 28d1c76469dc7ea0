"""The courier's pages: what is waiting, bundle out, outbox in, and the record of it."""

import itertools
import os
from datetime import timedelta
from tempfile import TemporaryFile
from typing import BinaryIO

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wsgi import wrap_file

from wbs.letters.bundle import VOLUME_LIMIT
from wbs.letters.errors import BundleError, KeyringRefused, LetterError, Told
from wbs.letters.freshness import Collected, verify_statement
from wbs.letters.keyring import Chain
from wbs.portal.courier import exchange
from wbs.portal.courier.forms import BundleForm, OutboxForm
from wbs.portal.courier.postoffice import courier, present
from wbs.store import drops, exports, record
from wbs.store.board import Applied
from wbs.store.errors import OutboxRefused, StoreError, StoreFull, Unpublished

_ENTRIES = 100
_BLOCK = 1 << 18
# What manifest, keyrings, board and the archive itself add to the letters, with room to spare.
_AROUND = 64 << 20


def home() -> ResponseReturnValue:
    """GET /."""
    return _home()


def take() -> ResponseReturnValue:
    """POST /bundel: a bundle to carry to the desks."""
    form, office = BundleForm(), present()
    if not form.validate_on_submit():
        return _home(form, trouble=_("Pilih surat yang akan dibawa."))
    try:
        since = form.since(exports.last(office.store))
    except ValueError:
        return _home(form, trouble=_("Isi tanggalnya."))
    size = drops.amount(office.store, since)[1]
    if size + _AROUND > min(VOLUME_LIMIT, office.store.blobs.free() - office.settings.text_reserve):
        return _home(
            form, trouble=_("Bundel ini terlalu besar untuk peramban. Di server: wbs courier export.")
        )
    # Unnamed, and gone with the last handle on it.
    file = TemporaryFile(dir=office.store.folder)  # noqa: SIM115 -- closed with the response
    try:
        exchange.export(
            office.store,
            office.settings.pin,
            office.now(),
            lambda _number: _handle(file),
            since=since,
            at_once=office.at_once,
            actor=courier(),
        )
    except (StoreError, BundleError) as error:
        file.close()
        cause = _told(error) if isinstance(error, BundleError) else str(error)
        return _home(form, trouble=_("Bundel tidak dibuat: %(cause)s", cause=cause))
    file.seek(0)
    # By the block: a file of ciphertext given line by line leaves in pieces of 256 bytes.
    blocks = wrap_file(request.environ, file, _BLOCK)
    response = Response(blocks, mimetype="application/x-tar", direct_passthrough=True)
    response.content_length = os.fstat(file.fileno()).st_size
    response.headers["Content-Disposition"] = "attachment; filename=bundle.tar"
    return response


def bring() -> ResponseReturnValue:
    """POST /kotak-keluar: an outbox that a desk made."""
    form, office = OutboxForm(), present()
    if not form.validate_on_submit():
        return _home(outbox=form, trouble=_("Pilih berkas outbox.tar."))
    try:
        applied = exchange.import_outbox(
            office.store,
            office.settings.pin,
            form.outbox.data.stream,
            office.now(),
            actor=courier(),
            random=office.random,
        )
    except KeyringRefused as error:
        return _home(
            outbox=form,
            trouble=_("Portal tidak punya daftar kunci yang berlaku: %(cause)s", cause=str(error)),
        )
    except (BundleError, OutboxRefused) as error:
        return _home(outbox=form, trouble=_("Ditolak seluruhnya: %(cause)s", cause=_told(error)))
    except StoreFull:
        return _home(outbox=form, trouble=_("Server penuh. Tidak ada yang diterapkan."))
    except StoreError as error:
        return _home(outbox=form, trouble=_("Tidak diterapkan: %(cause)s", cause=str(error)))
    return _home(done=_done(applied))


def staff_record() -> ResponseReturnValue:
    """GET /catatan: the newest entries, and whether each follows from the one below it."""
    entries = record.newest(present().store, _ENTRIES)
    intact = all(
        (newer.previous, newer.sequence) == (older.hash, older.sequence + 1)
        for newer, older in itertools.pairwise(entries)
    )
    head = entries[0].hash.hex() if entries else ""
    return render_template("courier/record.html", entries=entries, intact=intact, head=head)


def _home(
    bundle: BundleForm | None = None,
    outbox: OutboxForm | None = None,
    *,
    trouble: str = "",
    done: str = "",
) -> ResponseReturnValue:
    office = present()
    overview = exports.overview(office.store)
    # Half a day after they were due, even a timer that is late has run.
    late = office.now() - timedelta(hours=12)
    stuck = sum(n for day, n in overview.waiting.items() if day.visible_from(office.store.zone) <= late)
    page = render_template(
        "courier/home.html",
        bundle=bundle or BundleForm(formdata=None),
        outbox=outbox or OutboxForm(formdata=None),
        overview=overview,
        stuck=stuck,
        at_once=office.at_once,
        collected=_collected(),
        trouble=trouble,
        done=done,
    )
    return page, 400 if trouble else 200


def _collected() -> list[tuple[str, Collected]]:
    """Return each reader's title with up to when their desk has letters; what does not verify is left out."""
    office = present()
    found = []
    try:
        public = office.tree.read()
        chain = Chain.build(public.keyrings, office.settings.pin, office.today(), public.newest_seen)
    except (KeyringRefused, Unpublished):
        return []
    for signed in public.collected:
        try:
            stated = verify_statement(signed, Collected, chain)
        except LetterError:
            continue
        reader = chain.current.reader(stated.author)
        found.append((reader.title if reader else stated.author, stated))
    return sorted(found, key=lambda each: each[0])


def _done(applied: Applied) -> str:
    if applied.again:
        return str(_("Outbox ini sudah pernah diterapkan. Tidak ada yang berubah."))
    return str(
        _(
            "Diterapkan, dari %(author)s. Di papan: %(slots)s. Di kotak masuk: %(drops)s. Sebagian pengisi.",
            author=applied.author,
            slots=applied.slots,
            drops=applied.drops,
        )
    )


def _told(refusal: Told) -> str:
    return str(_(refusal.message)).format(**refusal.values)


def _handle(file: BinaryIO) -> BinaryIO:
    # The writer closes what it is given.
    return os.fdopen(os.dup(file.fileno()), "wb")
