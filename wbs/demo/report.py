"""The report that a demonstration starts with. Every name, place and sum in it is invented."""

ANSWERS = {
    "what": (
        "Sejak Maret 2026, pemohon sertifikat K3 di unit pelayanan diminta membayar di luar tarif resmi. "
        "Pembayaran disebut “uang percepatan”. Pemohon yang menolak diminta melengkapi berkas lagi.\n\n"
        "Saya melihat catatan pembayaran di buku tulis biru di meja loket 3. "
        "Dalam satu minggu ada sekitar dua puluh nama."
    ),
    "who": "Petugas loket 3 dan seorang koordinator pelayanan. Keduanya bertugas setiap Selasa dan Kamis.",
    "where": "Loket pelayanan sertifikasi, lantai dasar gedung B.",
    "when_from": "Maret 2026",
    "when_to": "sekarang",
    "ongoing": "yes",
    "how": (
        "Pemohon diberi nomor rekening pribadi pada secarik kertas. "
        "Setelah membayar Rp750.000, berkas selesai pada hari yang sama."
    ),
    "value": "10m-100m",
    "evidence": "Buku tulis biru di laci loket 3, dan rekaman kamera lorong lantai dasar.",
    "reported_to": "Belum pernah.",
}
