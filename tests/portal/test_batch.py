"""Whatever an upload held and a reporter chose: one letter, and nothing claimed that is not so."""

from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from wbs.letters import canonical
from wbs.letters.codec import record
from wbs.letters.letter import Message, decode, encode
from wbs.portal.reporter.batch import Content, Item, Manifest
from wbs.portal.reporter.names import clean_name
from wbs.scrub import KINDS, WARNINGS

CODEC = record(Manifest)
CONTENTS = st.builds(Content, st.integers(1, 8**11 - 1), st.binary(min_size=32, max_size=32))


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    items = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        found = tuple(kind for kind in KINDS if draw(st.booleans()))
        clean = draw(st.none() | CONTENTS)
        items.append(
            Item(
                number=number,
                name=clean_name(draw(st.text(max_size=300)), number),
                type=draw(st.sampled_from(["image/jpeg", "application/octet-stream"])),
                content=draw(CONTENTS),
                found=found,
                removed=tuple(kind for kind in found if draw(st.booleans())) if clean else (),
                warning=draw(st.sampled_from(("", *WARNINGS))),
                clean=clean,
            )
        )
    return Manifest(tuple(items), ())


@given(manifests())
def test_a_manifest_comes_back_as_it_was(manifest: Manifest) -> None:
    written = canonical.dumps(CODEC.write(manifest))
    assert CODEC.read(canonical.loads(written)) == manifest


@given(manifests(), st.booleans(), st.booleans(), st.frozensets(st.integers(1, 9)))
def test_what_is_chosen_is_what_the_letter_says(
    manifest: Manifest, as_is: bool, neutral: bool, unsign: frozenset[int]
) -> None:
    chosen = manifest.choose(as_is=as_is, neutral=neutral, unsign=unsign)
    for item, each in zip(manifest.items, chosen, strict=True):
        content = item.clean if each.cleaned else item.content
        assert content is not None
        assert (each.attachment.size, each.attachment.sha256) == (content.size, content.sha256)
        assert each.source == f"{item.number:02}" + ("c" if each.cleaned else "")
        assert set(each.removed) | set(each.left) == set(item.found)
        assert not set(each.removed) & set(each.left)
        assert each.removed == (item.removed if each.cleaned else ())
        may = not as_is and (item.warning != "signed" or item.number in unsign)
        assert each.cleaned == (may and item.clean is not None)
        assert each.name == item.name or neutral
        if neutral:
            assert each.name.startswith(f"berkas-{item.number}.")
    message = Message(
        instance=make.INSTANCE,
        keyring=1,
        case=bytes(32),
        letter_id=bytes(16),
        text="",
        attachments=tuple(each.attachment for each in chosen),
    )
    assert decode(encode(message)) == message
