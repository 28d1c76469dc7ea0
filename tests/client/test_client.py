"""The client's own tests, and that what is committed is what its sources make."""

import subprocess

import pytest

from tests.client import bundled

FILES = sorted(path.name.removesuffix(".ts") for path in (bundled.CLIENT / "test").glob("*.test.ts"))


@pytest.mark.parametrize("name", FILES)
def test_client(name: str) -> None:
    script = bundled.folder() / f"{name}.mjs"
    run = subprocess.run(
        ["node", "--test", "--test-reporter=tap", script],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "\n# fail 0\n" in run.stdout
    assert "\n# pass 0\n" not in run.stdout


def test_there_are_tests() -> None:
    assert {"age.test", "letter.test", "receipt.test", "sealed.test", "vault.test"} <= set(FILES)


def test_what_is_committed_is_what_its_sources_make() -> None:
    run = subprocess.run(
        ["node", bundled.CLIENT / "build.mjs", "--check"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
