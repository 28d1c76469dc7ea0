"""What the desk's tables call things, in Indonesian; translated where they are shown."""

from wbs.cases.deadlines import Clock, Kind
from wbs.cases.lapses import Aspect
from wbs.cases.lifecycle import LABELS, State
from wbs.cases.progress import Refusal
from wbs.cases.text import Text
from wbs.language import N_

# The states as readers say them: what waits for "your reply" on the reporter's page waits for the reporter.
STATES = {**LABELS, State.KLARIFIKASI: Text("Menunggu jawaban pelapor", "Waiting for the reporter")}

QUESTIONS = {
    "what": N_("Apa yang terjadi"),
    "who": N_("Siapa (terlapor)"),
    "where": N_("Di mana"),
    "when_from": N_("Kapan, sejak"),
    "when_to": N_("Kapan, sampai"),
    "ongoing": N_("Masih berlangsung"),
    "how": N_("Bagaimana"),
    "why": N_("Mengapa"),
    "value": N_("Perkiraan nilai"),
    "evidence": N_("Bukti"),
    "source": N_("Dari mana pelapor tahu"),
    "reported_to": N_("Sudah dilaporkan ke mana"),
}
CLOCKS = {
    Clock.OPENING: N_("pembukaan pertama"),
    Clock.ACKNOWLEDGEMENT: N_("tanda terima"),
    Clock.REVIEW: N_("penelaahan"),
    Clock.ANSWER: N_("jawaban substantif"),
    Clock.COMPLETION: N_("kelengkapan dari pelapor"),
    Clock.DECISION: N_("keputusan"),
    Clock.FEEDBACK: N_("umpan balik"),
    Clock.RETALIATION: N_("cek pembalasan"),
}
# What is due besides the end of a clock.
DUE_KINDS = {
    Kind.REMINDER: N_("ingatkan pelapor"),
    Kind.REOPENABLE: N_("lihat fakta baru"),
}
LETTERS = {
    "report": N_("laporan"),
    "message": N_("pesan"),
    "reply": N_("balasan"),
    "note": N_("catatan"),
}
EVENTS = {
    "opened": N_("membuka kasus"),
    "assigned": N_("menugaskan"),
    "state": N_("menetapkan keadaan"),
    "withdrawn": N_("menarik kembali usulnya:"),
    "category": N_("menetapkan kategori"),
    "comment": N_("komentar"),
    "merged": N_("menggabungkan kasus ini ke"),
    "unmerged": N_("memisahkan kasus ini lagi dari"),
    "referred": N_("meneruskan"),
    "recused": N_("mundur dari kasus"),
    "reply": N_("salinan balasan"),
    "grant": N_("memberi akses"),
    "intake": N_("menerima lewat saluran lain"),
    "declared": N_("menyatakan bebas konflik kepentingan"),
    "reviewed": N_("memeriksa apa yang ditetapkan dengan kunci yang dicabut"),
    "held": N_("menetapkan wajib simpan"),
    "released": N_("mengakhiri wajib simpan"),
}
# What a letter is called beside its words.
KINDS_OF_LETTERS = {**EVENTS, **LETTERS}
ASPECTS = {
    Aspect.STATE: N_("Keadaan"),
    Aspect.CATEGORY: N_("Kategori"),
    Aspect.HOLD: N_("Wajib simpan"),
    Aspect.READERS: N_("Dipegang oleh"),
    Aspect.EXCLUDED: N_("Tidak boleh membaca"),
    Aspect.RECUSED: N_("Mundur dari kasus"),
    Aspect.INTAKE: N_("Diterima lewat"),
}
REFUSALS = {
    Refusal.NO_WAY: N_("dari keadaan kasus saat itu, langkah ini tidak diizinkan"),
    Refusal.UNKNOWN_STATE: N_("keadaan tidak dikenal"),
    Refusal.MERGED_ELSEWHERE: N_("sudah digabung ke kasus lain"),
    Refusal.EXCLUDED: N_("penulis dikecualikan"),
    Refusal.RECUSED: N_("penulis sudah mundur"),
    Refusal.NO_REPLY_INSIDE: N_("bukan salinan balasan"),
}
# What files are called; any other type stands as its sender gave it.
TYPES = {
    "application/pdf": N_("PDF"),
    "image/jpeg": N_("gambar JPEG"),
    "image/png": N_("gambar PNG"),
    "image/webp": N_("gambar WebP"),
    "image/gif": N_("gambar GIF"),
    "image/heic": N_("gambar HEIC"),
    "text/plain": N_("teks"),
    "text/csv": N_("tabel CSV"),
    "audio/mpeg": N_("rekaman suara MP3"),
    "audio/mp4": N_("rekaman suara M4A"),
    "audio/ogg": N_("rekaman suara Ogg"),
    "video/mp4": N_("video MP4"),
    "application/zip": N_("arsip ZIP"),
    "application/msword": N_("dokumen Word"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": N_("dokumen Word"),
    "application/vnd.ms-excel": N_("lembar Excel"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": N_("lembar Excel"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": N_("paparan PowerPoint"),
    "application/vnd.oasis.opendocument.text": N_("dokumen OpenDocument"),
    "application/vnd.oasis.opendocument.spreadsheet": N_("lembar OpenDocument"),
    "application/vnd.oasis.opendocument.presentation": N_("paparan OpenDocument"),
    "application/octet-stream": N_("tidak diketahui"),
}
STEPS = {
    "fetching": N_("Mengambil bundel dari portal"),
    "checking": N_("Memeriksa bundel"),
    "opening": N_("Membuka surat"),
    "keeping": N_("Menyimpan surat"),
    "acknowledging": N_("Menyiapkan tanda terima"),
    "renewing": N_("Memperbarui balasan di papan"),
    "packing": N_("Mengemas kotak keluar"),
    "bringing": N_("Mengirim kotak keluar"),
    "copying": N_("Menyalin rak"),
}
# What the form's fixed answers are called; the codes stand in the letter.
CHOICES = {
    "yes": N_("Ya"),
    "no": N_("Tidak"),
    "unknown": N_("Tidak tahu"),
    "none": N_("Tidak ada uang atau barang"),
    "below-10m": N_("Di bawah Rp10 juta"),
    "10m-100m": N_("Rp10 juta sampai Rp100 juta"),
    "100m-1b": N_("Rp100 juta sampai Rp1 miliar"),
    "above-1b": N_("Di atas Rp1 miliar"),
}
# Bands of the estimated value, in rupiah, as the portal's form offers them.
BANDS = ("none", "below-10m", "10m-100m", "100m-1b", "above-1b", "unknown")
# What a file no longer gives away, by wbs.scrub.KINDS; templates/reporter/kinds.html says the same.
KINDS = {
    "place": N_("tempat (koordinat GPS)"),
    "device": N_("merek dan nomor seri perangkat"),
    "author": N_("nama orang atau instansi"),
    "dates": N_("tanggal dan jam"),
    "software": N_("nama program pembuatnya"),
    "description": N_("judul, keterangan, kata kunci"),
    "identifiers": N_("nomor pengenal berkas"),
    "comments": N_("komentar"),
    "revisions": N_("jejak perubahan"),
    "earlier": N_("versi lama yang tersembunyi"),
    "thumbnail": N_("gambar kecil tersembunyi"),
    "trailer": N_("data tersembunyi di akhir berkas"),
    "profile": N_("profil warna khusus"),
    "attached": N_("berkas lain di dalamnya"),
    "other": N_("data lain yang tidak kami kenal"),
}
