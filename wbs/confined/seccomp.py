"""The system calls that a confined process may still make, as a filter of seccomp(2): all others are refused.

Allowed is what an interpreter needs that computes on bytes it holds, reads from open descriptors and writes
to them. Nothing that names a file, a socket or another process, or makes memory executable. Refused calls
fail with EPERM. The filter is a program of classic BPF over ``struct seccomp_data``; it is final.

Known are x86_64 and aarch64; on any other machine ``confine`` raises, so that nothing runs unprotected.
"""

import ctypes
import errno
import os
import struct
from dataclasses import dataclass
from typing import Final

CALLS: Final = {
    # name: number on x86_64 (asm/unistd_64.h), on aarch64 (asm-generic/unistd.h)
    "read": (0, 63),
    "write": (1, 64),
    "exit_group": (231, 94),
    "brk": (12, 214),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "futex": (202, 98),
    "getrandom": (318, 278),
    # Where the kernel maps no clock into the process.
    "clock_gettime": (228, 113),
}
"""Calls that are allowed whatever their arguments."""

MMAP: Final = (9, 222)
"""The call that is allowed unless its third argument asks for memory to be executable."""


@dataclass(frozen=True)
class Machine:
    """``column``: in the tables; ``audit``: its AUDIT_ARCH, in which calls of other machines differ."""

    column: int
    audit: int


# Calls of the x32 ABI come with x86_64's word, and with bit 30 in their numbers: none of those is listed.
MACHINES: Final = {"x86_64": Machine(0, 0xC000_003E), "aarch64": Machine(1, 0xC000_00B7)}

# linux/bpf_common.h, linux/seccomp.h
_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K
ALLOW: Final = 0x7FFF_0000
# SECCOMP_RET_ERRNO, everywhere: where it kills, the kernel notes when.
REFUSE: Final = 0x0005_0000 | errno.EPERM
# struct seccomp_data: the call's number, the audit word, the instruction pointer, six arguments of 8 bytes
_NUMBER, _AUDIT, _THIRD = 0, 4, 32
_PROT_EXEC = 4

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def prctl(option: int, value: int, more: int = 0) -> None:
    """Call prctl(2); OSError if the kernel refuses."""
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    if call(option, value, more, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def program(machine: Machine) -> bytes:
    """Return the filter for a machine."""
    code = [
        _step(_LOAD, _AUDIT),
        _step(_EQUAL, machine.audit, skip_if_true=1),
        _step(_RETURN, REFUSE),
        _step(_LOAD, _NUMBER),
    ]
    for numbers in CALLS.values():
        code += [_step(_EQUAL, numbers[machine.column], skip_if_false=1), _step(_RETURN, ALLOW)]
    code += [
        _step(_EQUAL, MMAP[machine.column], skip_if_false=4),
        _step(_LOAD, _THIRD),
        _step(_ANY_BIT, _PROT_EXEC, skip_if_false=1),
        _step(_RETURN, REFUSE),
        _step(_RETURN, ALLOW),
    ]
    return b"".join([*code, _step(_RETURN, REFUSE)])


def confine() -> None:
    """Put the filter on this thread, for good; RuntimeError on a machine that is not known, or OSError.

    Needs PR_SET_NO_NEW_PRIVS.
    """
    machine = MACHINES.get(os.uname().machine)
    if machine is None:
        raise RuntimeError("no filter for this machine")
    code = program(machine)
    filled = _Program(len(code) // 8, code)
    prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(filled))


def _step(code: int, value: int, *, skip_if_true: int = 0, skip_if_false: int = 0) -> bytes:
    """Return one struct sock_filter."""
    return struct.pack("=HBBI", code, skip_if_true, skip_if_false, value)
