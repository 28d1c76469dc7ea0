/**
 * The 2,048 words of receipt codes and fingerprints, made by `python -m tools.clientwords`.
 *
 * @license CC BY-SA 4.0, as far as the list is protected: chosen by the Indonesian frequencies of
 * wordfreq 3.1.1 by Robyn Speer, https://doi.org/10.5281/zenodo.7199437; see crypto/NOTICE.
 */

export const WORDS: readonly string[] = `
abadi abang abjad abon absolut abstrak adalah adapun adegan adil adonan adopsi aduh aerobik agak ahli ajaib
akademi akar akasia akhir akibat akordeon akrab akrobat aksara aksen aksi aktif aktor aktual akuarium akun
akurat akustik alami alangkah alarm alas album alfabet alih aliran aljabar alkisah almanak alumni alur amat
ambil ampas ampela ampun analisis anatomi andai andong aneh aneka anggap angin angkasa angsa animasi anjungan
anoa antara antena anting antre antusias anugerah anyar anyelir apabila apakah apalagi apel apik aplikasi
apotek apung arah arbei area argumen arloji aroma arsitek arti arus arwana asap asbak aset asing asmara aspal
aspek asrama asri asteroid astronom asuhan atau atlet atmosfer atom atraksi atribut audio aula aurora awal
ayam ayunan baca badan badut bagasi bagian bagus bahasa bahkan bahtera bahwa bait bajigur baju bakat bakiak
bakmi bakpia bakso bakteri bakul bakwan balai balet balik balkon balsam balutan bandara bangun banjir bank
bantal banyak bapak barbel bareng baris barter basah baskom batas baterai batin batuk bawang bayar bayi beban
beberapa becak bedah begadang begitu begonia bejana bekas bekicot beku belajar belerang beliau belum bemo
bendera bengkel benih bensin bentuk benua berani berbeda bercanda berdua beres berfoto bergerak berhasil beri
berjalan berkat berlian bermain bernama beroda berpikir bersih bertahan beruang berwarna besar besok betapa
betis beton betul biar biasa bibir bicara bidang bihun bijak biji bikin bilah bimbing bina bingung bintang
biodata biografi biologi bioskop biru bisbol bising biskuit bisnis bison bistik blender blok blus bocah bocor
bohlam boks boling bolpoin bolu bonang bonceng bondong boneka bongkar bonsai bonus bordir bosan botani botol
brankas brokoli bros buah bubar budaya budidaya bufet bugenvil bujang bujuk bukan bukit buklet bulat buldoser
bulir bumbu bumerang bumi bumper buncis bundar bunga buntu bunyi burung busana busur butik buyut cabai cacing
cadangan cahaya cair cakap cakram cakupan calon camilan campur canda canggih cantik capit cara carik catat
catur cawan cekatan cekung celana celengan celoteh celup cemara cempaka cendol centang cepat cerah cerdas
cerita cermin cerna cerobong cerpen cetak cicit cilok cilukba cincin cipta coba cobek cocok contoh corak coret
cuaca cubit cuci cuek cukup cuma cungkil cuplikan curam daerah daftar daging dahan dahi dahlia dahulu dakon
dalam dampak danau dandan dangkal dansa dapat dapur daratan daripada dasar daster datang daun dawai dawet
dayung debar debit debu dedaunan degup dekat dekorasi delima delman delta demi denah dendeng dengar denting
denyut depan depot derajat deret dering dermaga desa detail detergen detik dewasa diagram dialog diam didik
diesel diet digital dikte dimensi dinamo dinding dingin diorama diploma diri diskon dobel dodol dokar dokter
domino dompet donat dongeng dorong dosen dosis drama dribel drum duduk dukung dunia duplikat durasi durian
dusun duta edisi editor edukasi efek efisien egrang ejaan ekologi ekonomi ekor eksotis ekspor ekstra ekuator
elang elastis elegan elemen emas ember emblem embun emosi empang empuk enak encer endapan energi enggan engkau
engsel entah enteng enzim episode erat esai estafet etalase fakta fakultas fantasi fauna favorit fenomena
festival figur fiksi film filsafat filter final firasat fisik flamingo flanel flora fokus formasi forum fosfor
fosil foto fungsi furnitur gabung gadis gagal gajah galak galeri gambar gamelan gampang gandum ganjil ganteng
gapai gapura garam garing garmen garpu garuk gaul gaya gebrakan gedung gejala gelar geleng geli gema gembira
gemilang gemuruh genap gencar gendang generasi genggam genius gentong geografi geologi geometri gerai gerbong
gergaji gerhana gerimis gerobak gersang gesek gesit gesper getah getir getuk gigit giliran gincu ginjal
ginseng girang gitar gizi global golek gondrong gong gorden goreng gorila grafik granit gratis grosir grup
gubahan gudang gudeg gugus gulai guling gulungan gumpalan guna guncang gundukan gunting gunung gurau gurih
gurun gusi guyonan habis hadiah halaman halo halte haluan hambat hampa handuk hangus hanya hapus harap harga
harimau harmoni hasil hati hebat heboh hektare helai helium helm hendak hening henti herba hewan hias hibur
hidangan hidrogen hidup hijau hikayat hilang hilir himpunan hindar hinggap hitam hitung hobi hologram horizon
hormon hotel hubung hulu humoris huni huruf hutan ialah ibarat ibunda idaman ideal identik idola iglo ijuk
ikal ikatan iklan iklim ikon ikrar ikut ilmiah ilmu ilusi imbang imbuhan impian inap indah indigo industri
info ingat injak inovasi insinyur instan inti ipar irigasi iringan iris iseng isian isolasi istilah istri
isyarat itik iuran jadwal jago jagung jahe jahit jaja jalan jamak jambul jamin jamu jangan janji jantung janur
jarang jari jarum jasmani jauh jawab jebol jeda jejak jelajah jelita jemari jembatan jemput jemur jenaka
jendela jenggot jenis jenjang jepit jepret jerami jeriken jernih jeruk jikalau jilid jinak jingga jinjing
jintan jitu jiwa jodoh joget joging jongkok joran jual jubah judul juga jujur julukan jumbo jumlah jumpa
jungkat junior juntai jurnal juru justru kabel kabin kabut kacamata kadang kado kafe kaget kail kakao kakek
kaktus kalau kalender kalimat kalkun kalori kalsium kalung kamar kambing kamera kami kampung kamus kanan
kancing kandung kangen kantong kanvas kapal kapok kapri kapsul karaoke karbon karcis kardus karena kargo
karnaval karpet kartu karya kasih kastel kasur katalog kategori katrol katun kaum kawat kayak kayu keahlian
kebaikan kebun kecapi kecil kecuali kedai kedelai kedip keemasan kegiatan kehendak keibuan kejar kejutan kekal
kekuatan kelas kelenjar keliling kelompok keluarga kemarin kembali kemeja kemiri kemoceng kemudian kenari
kencur kendali kental kenyang keong kepada kepiting kepung kerap kerbau kereta keringat kerlip kernet kertas
kerupuk kesan keset kesukaan ketat ketel ketika ketoprak ketupat keunikan keutuhan khas khusus kian kicau
kidal kijang kikuk kilat kilogram kimia kimono kincir kios kipas kiper kirim kisah kisi kismis kita klaim
klakson klarinet klasik klien klinik klorofil kloset klub knalpot koala kobar koboi kode kodok koin kokoh
kolam koleksi kolibri koloni komentar komik komodo komputer kondisi konsep kontes konvoi konyol koperasi kopi
kopra kopyor koral korek koridor kosakata kosmetik kosong kostum kotak kram krayon kreatif kredit kristal
kroket kuaci kuadrat kualitas kuat kucing kuda kuintal kuku kuliah kulkas kuman kumbang kumis kumpul kumur
kuncup kunjung kuno kuntum kunyit kuota kupon kurang kurcaci kurir kurma kursi kurus kusam kusut kutip labirin
laci lada laguna lahap lahir lain lajur laksana laku lalat lamaran lambang lampu lancar landas langsung lanjut
lantang lapang lapis laptop lapuk laron larva laser latar latih laut lawak layan lazim lebih lebur legenda
legit leher lekuk lelaki lele leluhur lemah lembut lemon lempar lengkap lenong lensa lentera lepas lereng
lesehan lestari lesu level lewat lidah lidi lift liga lihat lilin limau limbah limpahan lincah lindung lingkup
lintas liontin lipstik liputan lirik lisan listrik liter liuk lobak lobster lodeh logam logika logo lokasi
loket lolos lomba lompat loncat longgar lontong loteng lotus luar lubang lubuk lucu ludes luhur lukis lulus
lumayan lumbung lumpur lunak lunglai luntur lupa lusin lusuh lutut maaf macam macet madu magma magnet mahal
mahkota mahoni mainan majalah majemuk makaroni makin makmur makna makro maksud mamalia mampir mancung mandi
manfaat mangga manis manjur manset mantan manusia mapan maraton margarin markisa marmer martabat masa masinis
masker masuk matahari materi matoa matras mawar mayones medali media meja mekanik melati melewati melihat
melon melukis memang membantu memeluk memiliki memori memuat menara mencari mendung menerima mengerti menit
menjadi menonton mentega menu menyebut merak merdu mereka meriah merpati mertua merumput mesin meskipun mesra
mesti meter metode mewah meyakini mikrofon mikser milenium milik mimpi minat mineral minggu minum minyak mirip
misal misteri mitra mobil modal modern momen momongan monitor montir monumen motivasi motor moyang mudik
mujair muka mulia mulut mumpuni muncul mundur mungkin murah murbei murid murni museum musim mustahil mutakhir
mutiara mutu nabati nadi naik nalar nama nampan namun nangka nanti nasabah nasib naskah natural naungan
navigasi negeri nektar nelayan nenek neon netral ngarai ngengat niaga niat nikel nikmat nilai nilon nira nomor
normal notes novel nurani nuri nutrisi nyali nyaman nyanyi nyaris nyata nyenyak nyiur nyonya oasis obat obeng
oblong obor obral obrolan ocehan ojek oksigen oktaf olahraga oleh olesan ombak oncom onggok ongkos opak opelet
opera opini optimal orang orbit organ origami orisinal orkestra ornamen otomatis otot oval oven ozon pabrik
pacar padahal paduan pagi paham pajang pakai paket pakis palem paling palu paman pamer pamflet pamit panas
panci pandang panel panggil panjat panorama pantai panutan paprika parade parfum parkir parodi partner parut
pasfoto pasien paspor pasti patah patung paviliun pecah pecel pedas pedesaan pedoman peduli pegal pekan
pekerti pelatih pelbagai pelepah pelihara pelosok peluang pemandu pembuat pemilik pemotong pempek pemuda pena
pencak pendek penemuan pengaruh peniti penjual penolong pensil pentas penuh penyu pepatah pepes perahu
perbaiki percaya perenang pergi periode perkasa perlu permisi pernah peron persen perunggu pesawat peserta
pesisir pesona pesta pesulap petang peternak peti petunjuk pewarna peyek piagam piala piano piawai pigmen
pigura pihak pijat pikap pikir piknik pikul pilar pilih pilot pinggir pinjam pinset pintu pinus pion pipa
pipit piramida piring pisang plafon planet plastik plester podium pohon pokok pola poles polkadot pompa pondok
populer pori poros porselen portal pose posisi poster potensi potlot potong potret praktik pramuka prasasti
prediksi prestasi pria pribadi prinsip prisma privasi produk profil program proses protein psikolog pualam
puas publik pudel puding puisi puitis pujangga pujian pulang pulpen pulsa pundak punggung punya pupil pupuk
purba purnama pusat pustaka putar putih puyuh racikan radio rafia raflesia ragam ragu rahang raih rajawali
rajin rajut rakit raksasa ramai rambut ramping ramuan rancang randu rangkap ransel rantau ranum rapi rapor
rapuh rasberi rasional rata rayap reaksi rebana rebus redup refleks reguler rekam rekreasi rela relung remaja
rembulan remeh rempah rencana rendam renggang renik renovasi rentan renungan renyah reog replika resep resor
respons restoran reuni revisi reyot riak ribut rica rileks rilis rimba rimpang rinai rindang ringkas rintik
riset ritme riuh riwayat robot roda roman rombong rompi rongga rontok roti ruang rubrik rugi rujak rukun rumah
rumbai rumit rumput rumus runcing rupawan rupiah rusa rusuk rute rutin sabana sablon sabun sadar safari
sahabat sains sajak saji sakura saldo salep salin salju salmon salut sambal sampai samudra sana sandal sangat
santun sapu saran sarden saringan sarjana sasaran sastra satelit satwa saudara saus sawah sawit sawo sayang
sayur seakan searah sebab sebelah sebuah secara secepat sedap sedikit sedot seduh seekor segala segera segi
sehat sehelai seimbang seindah seirama seisi sejati sejenak sejoli sejuk sekarang sekeping sekitar sekolah
sekrup sektor sekuat selalu selesai selimut selokan seluruh semangat sembuh semester seminar semoga sempurna
semua senang sendiri sengaja senior senja sensus sentuh senyum seorang sepatu seperti sepiring sepoi sepupu
seragam serbuk serentak serius seroja serpihan serta seru servis sesama sesekali sesuatu setapak setengah
setia setrika setuju seumur seusia seutas sewa siamang siang siapa siasat sibuk sifat sigap siklus siku
silakan siluet simak simbol simetri simfoni simpan sinar sinema singkat sini sinkron sinyal siput siram sirih
sirkuit sirna sirsak sisir sistem siswa situs siul skala skema skenario sketsa skripsi skuter slogan soal sofa
sohun solar solusi sonata songket sontak sopan sore sorot sosial sosok spageti spasi spesial spidol spiral
spontan stabil stadion stamina standar stapler stasiun status steril stiker stok strategi stroberi struktur
studio suami suara suasana suatu subur sudah sudi sudut suguhan suhu sukar sukses sulap sulit sulung sumber
sumo sumpit sumsum sungguh supaya super suplai surat suruh survei susul sutil suvenir suwir swalayan swasta
sweter taat tablet tabur tagar tahun tajam tajuk takaran takjub takkan takraw taktik talang talenta tali
tamasya tambah tameng tampil tanah tancap tandus tanggal tanjung tanpa tapioka taplak target tarif taruh tatap
tatkala tautan tawa tawon tayangan teater tebak tebing tegas teguh tekad teknik teks telat telepon telinga
telur teman tembok tempat temu tenaga tenda tengah tenor tentu tenun teori tepi tepuk terang terbit tercapai
terdiri terendah terfokus terharu terima terjun terkenal terlihat terminal ternak teropong terpilih tersebut
tertib terus terwujud tesis tetapi tetes tetikus tiada tiap tiba tidak tidur tikar tiket tikungan timah timbul
timun tinggi tinju tinta tipis tirai tiruan tisu titip tiupan toilet tokek toko tolak toleran tolong tomat
tombol tongkat tonjolan tonton topeng topik total tradisi traktir transfer tren trio tripleks trofi trombon
tropis trotoar truk tuan tubuh tudung tujuan tukang tukik tulen tulis tumbuhan tumpah tunas tunduk tunggu
tuntun tupai turbin turnamen turut tutor tutup uban ucapan udara ujar ujung ukiran ukulele ukur ulam ulangan
ulasan ulekan ulet ulin uluran umbi umpan umum undakan unduh unggul ungkap ungu unit unjuk unsur unta untung
upacara uraian urap urutan usaha usang usia usulan usungan utama utuh utusan vaksin vanili variasi vertikal
video violet virtual visa visual vitamin vokal voli volume wadah waduk wahana wajar wajik waktu wangi wanita
warisan warna wartawan warung wasit waspada wastafel watak wawasan wedang wejangan wibawa wilayah windu wisata
wisma wisuda wortel wujud yaitu yakni yang yayasan yoga yoyo zaitun zamrud zebra zona
`
    .trim()
    .split(/\s+/);
