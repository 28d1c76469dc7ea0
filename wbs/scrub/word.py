"""WordprocessingML (ISO/IEC 29500-1, 17): tracked changes are accepted, some fields made plain text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice, pairwise
from typing import Final

from lxml import etree

from wbs.scrub import paths, tree, xml
from wbs.scrub.findings import Findings

#: Text that was taken away, and what notes an earlier look (17.13.5); all go.
_GONE: Final = (
    "w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w14:conflictDel", "w:cellDel", "w:cellIns",
    "w:cellMerge", "w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:tblGridChange",
    "w:trPrChange", "w:tcPrChange", "w:tblPrExChange", "w:numberingChange",
    *(f"w:{kind}Range{end}" for end in ("Start", "End") for kind in (
        "moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo",
    )),
    *(f"w14:customXmlConflict{kind}Range{end}" for end in ("Start", "End") for kind in ("Ins", "Del")),
)  # fmt: skip
#: Text that came: as a mark in properties it goes, else what it holds stays.
_CAME: Final = ("w:ins", "w:moveTo", "w14:conflictIns")

#: What text and pictures stand in: without it, nothing of a link is seen.
_RUNS: Final = ("w:r", "m:r")

#: What may stand between a table and its rows, or a row and its cells (17.5).
_CONTROLS: Final = ("w:sdt", "w:sdtContent", "w:customXml")
_BOOKMARKS: Final = ("w:bookmarkStart", "w:bookmarkEnd")

#: Headers and footers of a section.
_MARGINS: Final = ("w:headerReference", "w:footerReference")
#: The pages that have some of their own (17.18.36).
_PAGES: Final = ("default", "even", "first")

#: Fields (17.16.5) that show a document's properties or its file's name and path.
_FIELDS: Final = frozenset((
    "AUTHOR", "COMMENTS", "CREATEDATE", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "FILENAME", "INFO",
    "KEYWORDS",
    "LASTSAVEDBY", "PRINTDATE", "REVNUM", "SAVEDATE", "SUBJECT", "TEMPLATE", "TITLE", "USERADDRESS",
    "USERINITIALS", "USERNAME",
))  # fmt: skip
#: Fields that take what they show from a file elsewhere, or keep what a program notes for itself.
_FILES: Final = frozenset((
    "ADDIN", "DATABASE", "DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK",
    "PRIVATE", "RD",
))  # fmt: skip


def accept(root: etree._Element, findings: Findings) -> bool:
    """Accept every tracked change of a part; whether there was one."""
    rows = _all_above([mark for mark in xml.each(root, "w:del") if _parent(mark) == "w:trPr"], "w:tr")
    cells = _all_above(xml.each(root, "w:cellDel"), "w:tc")
    paragraphs = [
        mark for mark in xml.each(root, "w:del", "w:moveFrom")
        if _parent(mark) == "w:rPr" and _parent(mark, 2) == "w:pPr"
    ]  # fmt: skip
    joined = dict.fromkeys(_all_above(paragraphs, "w:p"))
    tree.drop(_dropped([*rows, *_dropped(cells, "w:tr")], "w:tbl"))
    gone, came = xml.each(root, *_GONE), xml.each(root, *_CAME)
    marks = [mark for mark in came if (_parent(mark) or "").endswith("Pr")]
    about = set(marks)
    tree.drop(gone)
    tree.unwrap(each for each in came if each not in about)
    tree.drop(marks)
    sections = xml.each(root, "w:sectPr")
    _join(joined)
    left = set(xml.each(root, "w:sectPr"))
    for section, heir in pairwise(sections):
        if section not in left:
            _bequeath(section, heir)
    if gone:
        _unlink_hollow(root)
    changed = bool(rows or cells or gone or came)
    findings.add(["revisions"] if changed else [])
    return changed


def unremark(root: etree._Element, findings: Findings) -> bool:
    """Take out the marks at which remarks hang, with the run of text that holds nothing else."""
    marks = xml.each(root, "w:commentReference")
    runs = dict.fromkeys(run for mark in marks if (run := mark.getparent()) is not None)
    left = {run: sum(_counts(each) for each in run) for run in runs}
    gone: dict[etree._Element, None] = {}
    for mark in marks:
        run = mark.getparent()
        goes = run if run is not None and left[run] == 1 else mark
        around = goes.getparent()
        if around in left and goes not in gone:
            left[around] -= _counts(goes)
        gone[goes] = None
    tree.drop(gone)
    findings.add(["comments"] if marks else [])
    return bool(marks)


def unlink(root: etree._Element, findings: Findings) -> bool:
    """Leave of fields that show metadata, or name a file, the text that they show; whether there was one.

    A program would fill them anew, from properties that are gone or are someone else's.
    """
    simple = [
        each for each in xml.each(root, "w:fldSimple") if goes(xml.attribute(each, "w:instr") or "", findings)
    ]
    tree.unwrap(simple)
    gone: list[etree._Element] = []
    # Fields may stand within fields: each is a list of its marks and the text of its instruction.
    open_: list[tuple[list[etree._Element], list[str]]] = []
    for element in xml.each(root, "w:fldChar", "w:instrText"):
        step = xml.attribute(element, "w:fldCharType")
        if step == "begin":
            open_.append(([], []))
        if not open_:
            continue
        marks, instruction = open_[-1]
        marks.append(element)
        if step is None:
            instruction.append(element.text or "")
        if step == "end":
            open_.pop()
            if goes("".join(instruction), findings):
                gone.extend(marks)
    tree.drop(gone)
    return bool(simple or gone)


def goes(instruction: str, findings: Findings) -> bool:
    """Whether a field shows metadata or names a file: of such ones, nothing but the text stays."""
    words = instruction.split() or [""]
    names_file = words[0].upper() in _FILES or any(
        paths.is_local(word) or paths.leads_up(word) for word in (each.strip('"') for each in words)
    )
    findings.add(["other"] if names_file else [])
    return names_file or words[0].upper() in _FIELDS


def _parent(element: etree._Element, steps: int = 1) -> str | None:
    above: etree._Element | None = element
    for _ in range(steps):
        above = above.getparent() if above is not None else None
    return xml.short(str(above.tag)) if above is not None else None


def _all_above(elements: Iterable[etree._Element], name: str) -> list[etree._Element]:
    """The nearest element of this name around each that has one."""
    return [above for each in elements for above in islice(each.iterancestors(*xml.names(name)), 1)]


def _dropped(elements: list[etree._Element], around: str) -> list[etree._Element]:
    """Rows or cells go; the tables or rows around them in which none is left."""
    holders = dict.fromkeys(_all_above(elements, around))
    tree.drop(elements)
    with tree.Cuts() as cuts:
        return [each for each in holders if _is_hollow(each, cuts)]


def _is_hollow(holder: etree._Element, cuts: tree.Cuts) -> bool:
    """Whether there is no row or cell; of the controls that may stand around them, the hollow ones go."""
    hollow = True
    for child in list(holder):
        name = xml.short(str(child.tag))
        if name in _CONTROLS and _is_hollow(child, cuts):
            cuts.drop(child)
        elif name in (*_CONTROLS, "w:tr", "w:tc"):
            hollow = False
    return hollow


def _counts(child: etree._Element) -> bool:
    """Whether a child of a run is more than its properties."""
    return xml.short(str(child.tag)) != "w:rPr"


def _join(paragraphs: Collection[etree._Element]) -> None:
    """The marks at their ends went: the text of each starts the next one, which keeps its properties."""
    # What many in a row leave to the next is moved once, and not from each to each.
    waiting: dict[etree._Element, list[etree._Element]] = {}
    with tree.Cuts() as cuts:
        for paragraph in paragraphs:
            if paragraph.getparent() is None:
                continue
            left = waiting.pop(paragraph, [])
            own = [child for child in paragraph if xml.short(str(child.tag)) != "w:pPr"]
            following = _behind(paragraph)
            name = xml.short(str(following.tag)) if following is not None else ""
            if following is not None and name == "w:p":
                left.extend(own)
                if following in paragraphs:
                    waiting[following] = left
                else:
                    _begin(following, left)
                cuts.drop(paragraph)
            elif name == "w:tbl" and not left and not own:
                cuts.drop(paragraph)
            else:
                _begin(paragraph, left)


def _behind(paragraph: etree._Element) -> etree._Element | None:
    """What stands behind a paragraph, past bookmarks."""
    others = (each for each in paragraph.itersiblings() if xml.short(str(each.tag)) not in _BOOKMARKS)
    return next(others, None)


def _begin(paragraph: etree._Element, content: list[etree._Element]) -> None:
    """Put this before all that a paragraph holds, behind its properties."""
    first = next(iter(paragraph), None)
    place = 1 if first is not None and xml.short(str(first.tag)) == "w:pPr" else 0
    paragraph[place:place] = content


def _bequeath(section: etree._Element, heir: etree._Element) -> None:
    """A section goes: where the next one has no header or footer of its own, it showed this one's (17.10)."""
    taken = {_place(each) for each in _margins(heir)}
    for number, each in enumerate([each for each in _margins(section) if _place(each) not in taken]):
        heir.insert(number, each)


def _margins(section: etree._Element) -> list[etree._Element]:
    """The first header and footer for each kind of pages."""
    first: dict[tuple[str, str], etree._Element] = {}
    for each in section.iterchildren(*xml.names(*_MARGINS)):
        if _place(each)[1] in _PAGES:
            first.setdefault(_place(each), each)
    return list(first.values())


def _unlink_hollow(root: etree._Element) -> None:
    """Nothing of a link is seen that has no text and no picture within."""
    links = xml.each(root, "w:hyperlink")
    seen = set(_all_above(xml.each(root, *_RUNS), "w:hyperlink"))
    for link in reversed(links):
        if link in seen:
            seen.update(_all_above([link], "w:hyperlink"))
    tree.unwrap(link for link in links if link not in seen)


def _place(margin: etree._Element) -> tuple[str, str]:
    """Header or footer, and of which pages."""
    return xml.short(str(margin.tag)), xml.attribute(margin, "w:type") or "default"
