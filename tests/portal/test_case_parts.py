"""The screens of a case have words for everything that a reply can say."""

import re
from pathlib import Path

import pytest

from tests import factories_keyring as rings
from tests.portal.site import Site
from wbs.cases.lifecycle import Outcome, State


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_state_and_outcome_has_its_template(tmp_path: Path, lang: str) -> None:
    page = Site(tmp_path, [rings.sign(rings.keyring())]).get(f"{lang}/bagian").get_data(as_text=True)
    templates = dict(re.findall(r'<template id="([^"]+)">(.*?)</template>', page, re.DOTALL))
    for state in State:
        label = templates[f"state-{state}"].strip()
        assert label
        assert label != state
        assert templates[f"meaning-{state}"].strip()
    for outcome in Outcome:
        assert templates[f"outcome-{outcome}"].strip()
    assert {name for name in templates if name.startswith("outcome-")} == {
        f"outcome-{each}" for each in Outcome
    }
