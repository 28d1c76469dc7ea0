"""A seed as shares, and passphrases."""

import itertools

import pytest
import shamir_mnemonic

from tests.desk.office import NAMES, SEEDS, reader
from wbs.desk import diceware, shares
from wbs.desk.diceware import Strength
from wbs.desk.errors import VaultError

NAME = NAMES[0]
READERS = [reader(name) for name in NAMES]
SEED = SEEDS[NAME]


def test_any_k_shares_are_enough() -> None:
    printed = shares.split(SEED, 2, 3)
    assert {len(each.split()) for each in printed} == {33}
    for chosen in itertools.permutations(printed, 2):
        found = shares.combine(chosen, READERS)
        assert (found.reader, found.seed) == (NAME, SEED)
    assert shares.combine([*printed, printed[0]], READERS).seed == SEED


def test_fewer_are_not() -> None:
    printed = shares.split(SEED, 3, 4)
    with pytest.raises(VaultError, match="3") as caught:
        shares.combine([printed[0], printed[1], printed[0]], READERS)
    assert caught.value.values == {"needed": 3, "count": 2}


def test_a_share_misspelt_or_of_another_set_is_named() -> None:
    one, other = shares.split(SEED, 2, 2), shares.split(SEED, 2, 2)
    with pytest.raises(VaultError, match="salah ketik") as caught:
        shares.combine([one[0], one[1].replace(one[1].split()[-1], "academic")], READERS)
    assert caught.value.values["number"] == 2
    with pytest.raises(VaultError, match="pembagian lain"):
        shares.combine([one[0], other[1]], READERS)
    with pytest.raises(VaultError, match="Tidak ada bagian"):
        shares.combine([], READERS)


def test_a_seed_that_is_no_readers_is_not_believed() -> None:
    # With a passphrase of SLIP-39, which nobody asks for here, something else comes out.
    (printed,) = shamir_mnemonic.generate_mnemonics(1, [(2, 2)], SEED, b"rahasia")
    with pytest.raises(VaultError, match="bukan kunci pembaca"):
        shares.combine(printed, READERS)
    with pytest.raises(VaultError, match="bukan kunci pembaca"):
        shares.combine(shares.split(SEED, 2, 2), READERS[1:])


@pytest.mark.parametrize(("needed", "made"), [(1, 1), (1, 3), (3, 2), (2, 17), (0, 0)])
def test_counts_that_help_nobody_are_refused(needed: int, made: int) -> None:
    with pytest.raises(VaultError, match="paling banyak"):
        shares.split(SEED, needed, made)


def test_suggestions_are_drawn_and_whole() -> None:
    zero = diceware.suggest(bytes)
    assert len(zero.split()) == diceware.SUGGESTED
    assert len({diceware.suggest() for _ in range(4)}) == 4
    assert diceware.strength(diceware.suggest()) is Strength.DRAWN


@pytest.mark.parametrize(
    ("passphrase", "judged"),
    [
        ("", Strength.SHORT),
        ("rahasia1234", Strength.SHORT),
        ("Inspektorat2026!", Strength.OWN),
        ("kopi kopi kopi kopi kopi kopi", Strength.OWN),
    ],
)
def test_what_people_think_up_is_not_measured(passphrase: str, judged: Strength) -> None:
    assert diceware.strength(passphrase) is judged
