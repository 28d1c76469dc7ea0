"""The one header block that a regular member of our archives can have (POSIX.1-1988 ustar).

Mode 0644, owner 0 without a name, mtime 0: an archive says nothing but names, sizes and contents, and the
same contents give the same bytes. ``tar --format=ustar`` of GNU makes the same headers.
"""

from wbs.letters.errors import FormatError

BLOCK = 512
# Two blocks of zeros end an archive.
END = 2 * BLOCK
# A size has eleven octal digits.
SIZE_LIMIT = 8**11 - 1

_SIZE = slice(124, 135)


def header(name: str, size: int) -> bytes:
    """Return the block of 512 bytes for an ASCII name of at most 100 characters and a size."""
    fields = (
        name.encode("ascii").ljust(100, b"\0"),
        b"0000644\0" + b"0000000\0" * 2,
        b"%011o\0" % size,
        b"00000000000\0",
        # The checksum is computed with blanks in its own place.
        b" " * 8,
        b"0".ljust(101, b"\0"),
        b"ustar\x0000".ljust(72, b"\0"),
        b"0000000\0" * 2,
    )
    block = b"".join(fields).ljust(BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def size_in(block: bytes, name: str) -> int:
    """Return the size in a block that must be the header of ``name``; FormatError if it is another one."""
    try:
        size = int(block[_SIZE], 8)
    except ValueError:
        size = -1
    if size < 0 or block != header(name, size):
        raise FormatError(f"{name}: not its header")
    return size


def rounded(size: int) -> int:
    """Return the bytes that a content of this size takes, filled up to whole blocks."""
    return size + -size % BLOCK
