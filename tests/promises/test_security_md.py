"""SECURITY.md lists what a test in this folder holds, and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMISES = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("## Not promised")[0]


def test_every_promise_names_its_test() -> None:
    paragraphs = [each for each in PROMISES.split("\n\n") if each.startswith("**")]
    numbers = [re.match(r"\*\*(\d+)\. ", paragraph) for paragraph in paragraphs]
    assert [int(number[1]) for number in numbers if number] == list(range(1, 17))
    for number, paragraph in zip(numbers, paragraphs, strict=True):
        assert number, paragraph
        tests = re.findall(r"\(tests/promises/test_(\d\d)_\w+\.py\)", paragraph)
        assert tests, paragraph
        assert {int(test) for test in tests} == {int(number[1])}, paragraph


def test_every_test_is_named_and_there() -> None:
    named = set(re.findall(r"\((tests/promises/\w+\.py)\)", PROMISES))
    there = {f"tests/promises/{path.name}" for path in Path(__file__).parent.glob("test_[0-9]*.py")}
    assert named == there
