"""Whatever is posted, the answer is a whole page of ours, and never an accident."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from tests.portal.site import FORM, WHAT, Site
from wbs.portal.privacy import PRIVATE

FIELDS = (
    "state", "code", "what", "who", "when_from", "ongoing", "value", "excluded", "confirm_one_reader", "text",
    "word_a", "word_b", "again", "page",
)  # fmt: skip
PATHS = ("/lapor/ingat", "/lapor/isi", "/lapor/kirim", "/status", "/status/pesan", "/en/status")

once_per_test = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@once_per_test
@given(
    st.sampled_from(PATHS),
    st.lists(
        st.tuples(st.sampled_from(FIELDS), st.text(max_size=60) | st.just("a " * 9 + "a")),
        min_size=1,
        max_size=12,
    ),
)
def test_any_fields(site: Site, path: str, fields: list[tuple[str, str]]) -> None:
    data: dict[str, object] = {}
    for name, value in fields:
        data.setdefault(name, [])
        data[name].append(value)  # type: ignore[attr-defined]  # a list, made one line above
    answer = site.post(path, data)
    assert answer.status_code in (200, 422)
    assert len(answer.data) == PRIVATE
    assert answer.mimetype == "text/html"


@once_per_test
@given(st.sampled_from(PATHS), st.binary(max_size=400))
def test_any_body(site: Site, path: str, body: bytes) -> None:
    answer = site.client.post(path, data=body, content_type="application/x-www-form-urlencoded", headers=FORM)
    assert answer.status_code in (200, 422)
    assert len(answer.data) == PRIVATE


@once_per_test
@given(st.text(min_size=1, max_size=300), st.text(max_size=300))
def test_any_text_comes_back_as_it_was(site: Site, what: str, who: str) -> None:
    answer = site.post("/lapor/kirim", {"what": WHAT, "who": what, "how": who})
    assert answer.status_code == 422
    body = answer.get_data(as_text=True)
    assert str(escape(what)) in body
    assert str(escape(who)) in body
