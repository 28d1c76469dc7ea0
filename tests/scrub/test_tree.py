"""Elements that go from a tree together: as one by one, but for what it costs."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wbs.scrub import tree

TEXT = st.sampled_from(["", "a", " b ", "\n"])
NODES: st.SearchStrategy[str] = st.recursive(
    TEXT,
    lambda within: st.builds(
        lambda name, content, tail: f"<{name}>{''.join(content)}</{name}>{tail}",
        st.sampled_from(["gone", "came", "stays"]),
        st.lists(within, max_size=4),
        TEXT,
    ),
    max_leaves=20,
)


def one_by_one(elements: Iterable[etree._Element], *, unwrapped: bool) -> None:
    """Take elements out as the documentation of lxml has it."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        texts = [element.text or "", *element, element.tail or ""] if unwrapped else [element.tail or ""]
        at = parent.index(element)
        parent.remove(element)
        for each in texts:
            if isinstance(each, str):
                if not each:
                    continue
                if at:
                    parent[at - 1].tail = (parent[at - 1].tail or "") + each
                else:
                    parent.text = (parent.text or "") + each
            else:
                parent.insert(at, each)
                at += 1


@given(st.lists(NODES, max_size=6))
def test_together_they_leave_what_they_leave_one_by_one(nodes: list[str]) -> None:
    text = f"<root>{''.join(nodes)}</root>"
    fast, slow = etree.fromstring(text), etree.fromstring(text)
    tree.drop(fast.iter("gone"))
    one_by_one(list(slow.iter("gone")), unwrapped=False)
    assert etree.tostring(fast) == etree.tostring(slow)
    tree.unwrap(list(fast.iter("came")))
    one_by_one(list(slow.iter("came")), unwrapped=True)
    assert etree.tostring(fast) == etree.tostring(slow)
    assert not list(fast.iter("gone", "came"))


@given(st.lists(NODES, max_size=6))
def test_the_outermost_are_within_none_of_them(nodes: list[str]) -> None:
    root = etree.fromstring(f"<root>{''.join(nodes)}</root>")
    found = tree.outermost(root, "gone", "came")
    names = {"gone", "came"}
    assert found == [
        each
        for each in root.iter("gone", "came")
        if not names & {str(above.tag) for above in each.iterancestors()}
    ]


def test_what_is_emptied_keeps_its_first_text() -> None:
    root = etree.fromstring("<root>a<b>c<d>e</d>f</b>g</root>")
    tree.empty(root[0])
    assert etree.tostring(root) == b"<root>a<b>c</b>g</root>"


def test_a_root_stays() -> None:
    root = etree.fromstring("<root>a<b/>c</root>")
    tree.drop([root])
    tree.unwrap([root])
    assert etree.tostring(root) == b"<root>a<b/>c</root>"
