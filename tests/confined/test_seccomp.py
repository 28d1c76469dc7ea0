"""The filter, instruction by instruction, for machines that this test does not run on too."""

import errno
import os
import struct
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from wbs.confined.seccomp import ALLOW, CALLS, MACHINES, MMAP, REFUSE, Machine, confine, program

EVERY = [pytest.param(machine, id=name) for name, machine in MACHINES.items()]
# The numbers of calls that must never pass, on x86_64 and on aarch64.
FORBIDDEN = {
    "mprotect": (10, 226), "openat": (257, 56), "openat2": (437, 437), "newfstatat": (262, 79),
    "statx": (332, 291), "close": (3, 57),
    "faccessat": (269, 48), "readlinkat": (267, 78), "unlinkat": (263, 35), "execve": (59, 221),
    "execveat": (322, 281), "clone": (56, 220), "clone3": (435, 435), "kill": (62, 129), "tkill": (200, 130),
    "tgkill": (234, 131), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438), "socket": (41, 198), "socketpair": (53, 199),
    "connect": (42, 203), "sendto": (44, 206), "sendmsg": (46, 211), "prctl": (157, 167),
    "seccomp": (317, 277), "bpf": (321, 280), "io_uring_setup": (425, 425), "userfaultfd": (323, 282),
    "perf_event_open": (298, 241), "memfd_create": (319, 279), "shmat": (30, 196), "ioctl": (16, 29),
    "fcntl": (72, 25), "dup": (32, 23), "setrlimit": (160, 164), "prlimit64": (302, 261),
    "setuid": (105, 146), "unshare": (272, 97), "mount": (165, 40), "keyctl": (250, 219),
    "pkey_mprotect": (329, 288), "modify_ldt": (154, 1_154), "personality": (135, 92),
}  # fmt: skip


def decide(machine: Machine, number: int, audit: int | None = None, prot: int = 0) -> int:
    """Run the filter as the kernel does: classic BPF, as much of it as there is in the filter."""
    data = struct.pack(
        "=IIQ6Q", number, machine.audit if audit is None else audit, 0, 0, 4096, prot, 34, 2**64 - 1, 0
    )
    code = list(instructions(program(machine)))
    at = accumulator = 0
    while True:
        operation, true, false, value = code[at]
        at += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif operation == 0x06:
            return value
        else:
            held = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: accumulator & value != 0}
            at += true if held[operation] else false


def instructions(code: bytes) -> Iterator[tuple[int, int, int, int]]:
    return struct.iter_unpack("=HBBI", code)


@pytest.mark.parametrize("machine", EVERY)
def test_only_what_is_listed_passes(machine: Machine) -> None:
    passing = {number for number in range(1_500) if decide(machine, number) == ALLOW}
    assert passing == {numbers[machine.column] for numbers in (*CALLS.values(), MMAP)}
    assert {decide(machine, number) for number in range(1_500)} == {ALLOW, REFUSE}
    assert REFUSE & 0xFFFF == errno.EPERM


@pytest.mark.parametrize("machine", EVERY)
def test_what_reaches_out_is_refused(machine: Machine) -> None:
    allowed = [name for name, both in FORBIDDEN.items() if decide(machine, both[machine.column]) == ALLOW]
    assert allowed == []


@pytest.mark.parametrize("machine", EVERY)
def test_memory_never_becomes_executable(machine: Machine) -> None:
    number = MMAP[machine.column]
    assert [decide(machine, number, prot=prot) for prot in range(8)] == [ALLOW] * 4 + [REFUSE] * 4
    assert decide(machine, number, prot=0x0100_0007) == REFUSE


@pytest.mark.parametrize("machine", EVERY)
def test_another_abi_is_refused(machine: Machine) -> None:
    read = CALLS["read"][machine.column]
    # i386 and 32-bit ARM beside them; the other machine; x32.
    for audit in (0x4000_0003, 0x4000_0028, *(each.audit for each in MACHINES.values() if each != machine)):
        assert decide(machine, read, audit) == REFUSE
    for number in (*range(1_500), 0x3FFF_FFFF):
        assert decide(machine, 1 << 30 | number) == REFUSE


def test_nothing_is_done_on_a_machine_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="riscv64"))
    with pytest.raises(RuntimeError, match="no filter"):
        confine()


@pytest.mark.parametrize("machine", EVERY)
def test_the_kernel_takes_its_length(machine: Machine) -> None:
    assert len(program(machine)) / 8 < 4096
