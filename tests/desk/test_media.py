"""What is plugged in: which mounts are media, and what on them is a bundle or a copy of a shelf."""

import os
from pathlib import Path

import pytest

from wbs.desk import media


def test_only_disks_of_this_computer_are_media(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_bytes(
        b"90 22 8:17 / /media/siti/STIK rw shared:1 master:2 - vfat /dev/sdb1 rw\n"
        b"91 22 0:50 / /media/siti/SANDI rw - ext4 /dev/mapper/luks-1 rw\n"
        b"92 22 8:33 / /media/siti/NTFS rw - fuseblk /dev/sdc1 rw\n"
        b"93 22 0:51 / /mnt/nfs rw - nfs4 kantor:/berkas rw\n"
        b"94 22 0:52 / /mnt/cifs rw - cifs //kantor/berkas rw\n"
        b"95 22 0:53 / /mnt/sshfs rw - fuse.sshfs siti@kantor:/ rw\n"
        b"96 22 0:54 / /mnt/fuse rw - fuse /dev/fuse rw\n"
        b"97 22 0:55 / /mnt/tmpfs rw - tmpfs tmpfs rw\n"
    )
    assert [path.name for path in media.mounted(table)] == ["NTFS", "SANDI", "STIK"]


def test_a_stick_may_be_mounted_under_any_name(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    names = [b"A\rB", b"A\x0bB", b"A\xc2\x85B", b"A\x1cB"]
    table.write_bytes(b"".join(b"90 22 8:17 / /mnt/%s rw - vfat /dev/sdb1 rw\n" % name for name in names))
    assert [os.fsencode(path.name) for path in media.mounted(table)] == sorted(names)


def test_what_a_link_on_a_stick_leads_to_is_not_offered(tmp_path: Path) -> None:
    stick, outside = tmp_path / "STIK", tmp_path / "luar"
    for folder in (stick / "rak-a", stick / "rak-tautan", outside):
        folder.mkdir(parents=True)
    for file in (stick / "rak-a/journal", stick / "bundel.tar", outside / "journal"):
        file.touch()
    (stick / "rak-luar").symlink_to(outside)
    (stick / "rak-tautan/journal").symlink_to(outside / "journal")
    (stick / "luar.tar").symlink_to(outside / "journal")
    assert media.shelves([stick]) == [stick / "rak-a"]
    assert [each.path for each in media.bundles([stick])] == [stick / "bundel.tar"]


def test_a_folder_without_a_journal_is_no_copy_of_a_shelf(tmp_path: Path) -> None:
    (tmp_path / "rak-a/journal").mkdir(parents=True)
    (tmp_path / "rak-b").mkdir()
    (tmp_path / "rak-c").touch()
    assert media.shelves([tmp_path, tmp_path / "tidak-ada"]) == []


@pytest.mark.parametrize("partition", ["", "sdb1"])
def test_another_stick_in_the_same_place_is_told_by_the_count_of_disks(
    tmp_path: Path, partition: str
) -> None:
    devices, number = tmp_path / "devices", tmp_path.stat().st_dev
    disk = tmp_path / "block/sdb"
    (disk / partition).mkdir(parents=True)
    devices.mkdir()
    (devices / f"{os.major(number)}:{os.minor(number)}").symlink_to(disk / partition)
    before = media.disk(tmp_path, devices)
    found = [before]
    for count in ("7", "8"):
        (disk / "diskseq").write_text(f"{count}\n")
        assert media.disk(tmp_path, devices) == media.disk(disk, devices) == f"{before} {count}"
        found.append(media.disk(tmp_path, devices))
    assert len(set(found)) == 3
    assert media.disk(tmp_path / "tidak-ada", devices) == ""
