"""The names that another implementation must make of names, made by this one."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.vectors import names
from wbs.portal.reporter.names import LONGEST, clean_name, extension, neutral_name

MADE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "names.json").read_text())


def test_the_file_is_what_the_script_makes() -> None:
    assert names.vectors() == MADE


@pytest.mark.parametrize("vector", MADE["names"], ids=lambda vector: str(vector["number"]))
def test_name(vector: dict[str, Any]) -> None:
    raw = bytes.fromhex(vector["raw"]).decode("utf-16-be", "surrogatepass")
    clean = clean_name(raw, vector["number"])
    assert clean == vector["clean"]
    assert neutral_name(vector["number"], clean) == vector["neutral"]
    assert extension(clean) == vector["extension"]


def test_some_names_are_cut() -> None:
    assert {LONGEST, LONGEST - 1, LONGEST - 2} <= {len(each["clean"].encode()) for each in MADE["names"]}
