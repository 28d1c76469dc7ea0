"""What a person has to know before anything else on a page: keyring, settings, clock, copy of the shelf."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wbs.desk import reading
from wbs.desk.desk import Desk
from wbs.desk.importing import ahead, gap
from wbs.desk.listing import Query
from wbs.desk.phrases import day_of
from wbs.desk.setup import backup_is_due
from wbs.language import _
from wbs.refusals import why

# A ceremony takes weeks to call together.
_SOON = timedelta(days=30)
# Cases that a sentence names.
_NAMED = 4


@dataclass(frozen=True)
class Warning_:  # noqa: N801 -- the name without it is Python's own
    """A sentence in the chosen language, and where to go about it (empty: nowhere)."""

    text: str
    address: str = ""


def warnings(desk: Desk) -> list[Warning_]:
    """Return what stands at the head of every page, the gravest first."""
    return [*_of_letters(desk), *_of_keys(desk), *_of_cases(desk), *_of_the_rest(desk)]


def _of_letters(desk: Desk) -> Iterator[Warning_]:
    if desk.shelf.state.restored:
        text = _("Rak ini dipulihkan dari salinan. Impor bundel lengkap sebelum menulis apa pun.")
        yield Warning_(text, "/impor")
    if gap(desk):
        yield Warning_(reading.missing(desk), "/impor")


def _of_keys(desk: Desk) -> Iterator[Warning_]:
    if desk.standing.refused is not None:
        text = _("Daftar kunci ditolak ({reason}): Anda dapat membaca, tetapi tidak dapat menyegel.")
        yield Warning_(text.format(reason=why(desk.standing.refused)), "/brankas")
    elif (ends := _ends(desk)) - desk.today <= _SOON:
        text = _("Kunci atau daftar kunci berakhir pada {day}. Mintalah daftar kunci yang baru.")
        yield Warning_(text.format(day=day_of(ends)), "/brankas")
    if not desk.chain.complete:
        text = _("Daftar kunci lama tidak lengkap, jadi surat lama rekan tidak terbukti. Impor bundel.")
        yield Warning_(text, "/impor")
    if not desk.listed:
        text = _("Kunci meja ini tidak tercantum lagi: Anda dapat membaca, tetapi tidak dapat menulis.")
        yield Warning_(text, "/brankas")


def _of_cases(desk: Desk) -> Iterator[Warning_]:
    if count := desk.count(Query(lapsed=True)):
        text = _("Perlu ditetapkan lagi, karena kuncinya sudah dicabut: {count} kasus.")
        yield Warning_(text.format(count=count), "/?periksa=y")
    if circle := desk.cases.catalogue().circles():
        names = ", ".join(map(desk.cases.address, circle[:_NAMED])) + (", …" if len(circle) > _NAMED else "")
        text = _("Kasus {names} saling digabung, jadi tidak ada yang berjalan. Kembalikan salah satunya.")
        yield Warning_(text.format(names=names), f"/kasus/{desk.cases.address(circle[0])}")


def _of_the_rest(desk: Desk) -> Iterator[Warning_]:
    if desk.office.hash != desk.chain.current.settings:
        text = _("Daftar kunci menyebut pengaturan kantor yang lain. Pasang yang baru.")
        yield Warning_(text, "/brankas")
    if (day := ahead(desk)) is not None:
        text = _(
            "Jam komputer ini tertinggal: bundel memuat surat tanggal {day}. Tenggat di sini terlalu longgar."
        )
        yield Warning_(text.format(day=day_of(day)))
    if (day := backup_is_due(desk)) is not None:
        text = _("Buat salinan rak sebelum {day}: surat kasus terbuka akan hilang dari server.")
        yield Warning_(text.format(day=day_of(day)), "/brankas")
    if desk.shelf.torn:
        yield Warning_(_("Sesi terakhir terputus saat menulis; langkah itu tidak terhitung."))


def _ends(desk: Desk) -> date:
    """Return the last day on which this desk can seal by the keyring that it has."""
    me = desk.reader(desk.vault.reader)
    return min(desk.chain.current.expires, me.expires if me is not None else date.max)
