"""Metadata of Office Open XML: docx, xlsx, pptx, their templates and those with macros.

Parts go with the relationships that point at them; what stays is edited by tables of names. Tracked changes
are accepted; with deleted text go pictures and notes that only it mentioned. Remarks go, what is read on the
pages stays: notes of slides, alternative texts, charts with the workbooks behind them (which are cleaned). So
does what an author hid: text, rows, sheets, slides. Macros, videos and embedded objects stay, and are told.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import Final

from lxml import etree

from wbs.scrub import Scrubbed, formulas, mentions, opc, paths, svg, tree, word, xml, zipped
from wbs.scrub import ooxmlnames as names
from wbs.scrub.findings import Edited, Findings, Kept, examine
from wbs.scrub.images import scrub_image
from wbs.scrub.opc import Package, Relationship

#: The main part's content type tells what a package is (ISO/IEC 29500-1, 15.2).
_MAIN: Final = re.compile(
    r"(application/vnd\.(?:openxmlformats-officedocument\.(?:wordprocessingml|spreadsheetml|presentationml)"
    r"|ms-word|ms-excel|ms-powerpoint)\.\w+(?P<macros>\.macroEnabled)?)\.main\+xml",
    re.ASCII | re.IGNORECASE,
)
_TABLE: Final = xml.Table(names.ELEMENTS, names.ATTRIBUTES, hollow=names.HOLLOW)
_REFERRING: Final = frozenset(xml.names(*names.REFERRING))
_FONT: Final = re.compile(
    r"application/(x-font|vnd\.openxmlformats-officedocument\.obfuscatedFont)", re.ASCII | re.IGNORECASE
)
#: How deep packages within packages are cleaned.
_DEPTH: Final = 1


def scrub_ooxml(data: bytes) -> Scrubbed:
    """What was found in ``data``, and the document without it; never raises."""
    return examine("ooxml", "application/zip", data, _edit)


def _edit(data: bytes, depth: int = 0) -> Edited:
    findings = Findings()
    package = Package(zipped.read(data, findings))
    main = next(
        (each.target for each in package.relationships(opc.ROOT) if each.kind == "officeDocument"), None
    )
    known = _MAIN.fullmatch(package.type(main)) if main else None
    if known is None:
        raise Kept("unknown")
    _note_strays(package, findings)
    package.keep_only(_clean(package, findings, depth))
    type_ = known[1].lower() + (".12" if known["macros"] else "")
    return Edited(
        type_,
        findings,
        write=lambda: zipped.write(package.content()),
        again=lambda content: _edit(content, depth).findings,
    )


def _note_strays(package: Package, findings: Findings) -> None:
    """Parts that nothing refers to; Office throws what was deleted into ``[trash]``."""
    reached = {opc.ROOT}
    queue = deque(reached)
    while queue:
        targets = {each.target for each in package.relationships(queue.popleft()) if each.target}
        queue.extend(targets - reached)
        reached |= targets
    about = {opc.TYPES, *(package.relationships_part(each) for each in reached)}
    strays = package.parts.keys() - reached - about
    findings.add("earlier" if name.startswith("[trash]") else "other" for name in strays)


def _clean(package: Package, findings: Findings, depth: int) -> set[str]:
    """Clean every part that is still reached once those that lead to it are clean; the names of these."""
    if _TABLE.take(package.tree(opc.TYPES), findings):
        package.change(opc.TYPES)
    reached = {opc.ROOT}
    queue = deque(reached)
    while queue:
        source = queue.popleft()
        _visit(package, source, findings, depth)
        for each in package.relationships(source):
            if each.target and each.target not in reached:
                reached.add(each.target)
                queue.append(each.target)
    return reached - {opc.ROOT}


def _visit(package: Package, name: str, findings: Findings, depth: int) -> None:
    """Clean a part and its relationships; what only text that went has mentioned goes too."""
    before = mentions.find(package, name)
    _cut(package, name, findings)
    if name != opc.ROOT:
        _part(package, name, findings, depth)
    gone = mentions.lost(before, mentions.find(package, name))
    package.settle(name)
    mentions.unrelate(package, name, gone)
    notes = {
        each.target: each.kind
        for each in package.relationships(name)
        if each.target and each.kind in names.NOTES and gone.get(each.kind)
    }
    for target, kind in notes.items():
        _drop_footnotes(package, target, kind, gone[kind])


def _drop_footnotes(package: Package, name: str, kind: str, ids: set[str]) -> None:
    """Take the footnotes or endnotes of these ids out; the lines that part them from the text stay."""
    root = package.readable(name) if package.is_xml(name) else None
    if root is None:
        return
    before = mentions.find(package, name)
    tree.drop(
        note
        for note in xml.each(root, names.NOTES[kind][1])
        if (xml.attribute(note, "w:type") or "normal") == "normal"
        and (xml.attribute(note, "w:id") or "") in ids
    )
    package.change(name)
    mentions.unrelate(package, name, mentions.lost(before, mentions.find(package, name)))
    package.settle(name)


def _cut(package: Package, source: str, findings: Findings) -> None:
    """Drop the relationships that tell, and every mention of them."""
    about = package.relationships_part(source)
    if about is None:
        return
    # Thousands may point at one part, which is looked into once.
    known: dict[tuple[str | None, str | None], bool] = {}
    gone = []
    for each in package.relationships(source):
        what = each.element.get("Type"), each.target
        if what not in known:
            known[what] = _goes(package, each, findings)
        if known[what]:
            gone.append(each)
    tree.drop(each.element for each in gone)
    if _clean_relationships(package.tree(about), findings) or gone:
        package.change(about)
    if gone and source:
        _forget(package.tree(source), {each.id for each in gone})
        package.change(source)


def _goes(package: Package, relationship: Relationship, findings: Findings) -> bool:
    if relationship.kind == names.SIGNATURES:
        findings.signed = True
        findings.add(["author", "identifiers"])
        return True
    if relationship.kind == names.DRAWING and relationship.target:
        return _only_notes(package, relationship.target, findings)
    if relationship.kind == names.CUSTOM_XML and package.type(relationship.target or "") == names.INK:
        return False
    kind = names.RELATIONSHIPS.get(relationship.kind)
    if kind is None and not xml.is_known(relationship.element.get("Type") or ""):
        kind = "other"
    if kind is None:
        return False
    findings.add([kind])
    if relationship.kind in names.PROPERTY_PARTS and relationship.target:
        findings.add(_properties(package.tree(relationship.target)))
    return True


def _properties(root: etree._Element) -> Iterable[str]:
    for each in root:
        if isinstance(each.tag, str) and (len(each) or (each.text or "").strip()):
            yield names.PROPERTIES.get(xml.short(each.tag), "other")


def _clean_relationships(root: etree._Element, findings: Findings) -> bool:
    """Comments, and the folders of what the document refers to outside."""
    changed = _TABLE.take(root, findings)
    for each in xml.each(root, "rel:Relationship"):
        target = each.get("Target") or ""
        if each.get("TargetMode") == "External" and _is_private(each, target):
            each.set("Target", paths.last_step(target))
            findings.add(["other"])
            changed = True
    return changed


def _is_private(relationship: etree._Element, target: str) -> bool:
    """Whether a target tells where files lie; on the web, only of those that nobody opens by hand."""
    if paths.is_local(target) or paths.leads_up(target):
        return True
    kind = (relationship.get("Type") or "").rpartition("/")[2]
    return kind not in names.SHOWN and paths.last_step(target) != target


def _forget(root: etree._Element, ids: set[str]) -> None:
    """Take out what refers to relationships that are gone."""
    gone = []
    for element, key, id_ in list(mentions.references(root)):
        if id_ in ids and element.tag in _REFERRING:
            del element.attrib[key]
        elif id_ in ids:
            gone.append(element)
    _TABLE.prune(gone)


def _part(package: Package, name: str, findings: Findings, depth: int) -> None:
    if package.is_xml(name):
        _xml_part(package, name, findings)
        return
    type_, part = package.type(name), package.parts[name]
    inner = scrub_image(part)
    if inner is None and part.startswith(b"PK") and depth < _DEPTH:
        inner = examine("ooxml", type_, part, lambda data: _edit(data, depth + 1))
    if inner is not None and inner.warning == "signed":
        # It would be changed without anyone being asked.
        findings.keep("attached")
    elif inner is not None:
        findings.join(inner)
        package.replace(name, inner.content or part)
    elif type_.endswith("oleObject") or part.startswith(b"PK"):
        findings.keep("attached")
    elif not _FONT.match(type_):
        findings.keep()


def _xml_part(package: Package, name: str, findings: Findings) -> None:
    root = package.readable(name)
    if root is None:
        findings.keep()
        return
    changed = _TABLE.take(root, findings)
    if xml.short(str(root.tag)).startswith("w:"):
        # Every one of them is to run.
        changed |= any(
            [word.accept(root, findings), word.unremark(root, findings), word.unlink(root, findings)]
        )
    for edit in (_drop_notes, _drop_views, _drop_file_names, _cut_formulas, _drop_foreign):
        changed |= edit(root, findings)
    if paths.cut(root):
        findings.add(["other"])
        changed = True
    if xml.each(root, *names.UNSEEN) or svg.holds_file(root):
        findings.keep()
    if changed:
        package.change(name)


def _only_notes(package: Package, name: str, findings: Findings) -> bool:
    """Whether a drawing holds nothing but the boxes of a sheet's remarks."""
    try:
        root = package.tree(name)
    except Kept:
        return False
    notes = _notes(root)
    if not notes or set(xml.each(root, "v:shape")) - set(notes):
        return False
    findings.add(["comments"])
    return True


def _drop_notes(root: etree._Element, findings: Findings) -> bool:
    notes = _notes(root)
    tree.drop(notes)
    findings.add(["comments"] if notes else [])
    return bool(notes)


def _notes(root: etree._Element) -> list[etree._Element]:
    """The boxes of a sheet's remarks."""
    notes = [each for each in xml.each(root, "vx:ClientData") if each.get("ObjectType") == "Note"]
    return [next(each.iterancestors(*xml.names("v:shape")), each) for each in notes]


def _drop_views(root: etree._Element, findings: Findings) -> bool:
    """Names that a person's own view of a workbook has left behind."""
    views = [each for each in xml.each(root, "x:definedName") if names.VIEW.match(each.get("name") or "")]
    _TABLE.prune(views)
    findings.add(["identifiers"] if views else [])
    return bool(views)


def _drop_file_names(root: etree._Element, findings: Findings) -> bool:
    """Names and alternative texts that are nothing but the path or name of the picture's file."""
    found = False
    for element in xml.each(root, *names.DESCRIBED):
        for key in ("descr", "title", "alt"):
            if paths.names_picture(element.get(key) or ""):
                del element.attrib[key]
                found = True
        if paths.names_picture(element.get("name") or ""):
            # There has to be one.
            element.set("name", "")
            found = True
    findings.add(["other"] if found else [])
    return found


def _cut_formulas(root: etree._Element, findings: Findings) -> bool:
    """The folders of books and files that formulas name."""
    found = False
    for element in xml.each(root, *names.FORMULAS):
        formula = element.text or ""
        short = formulas.cut(formula)
        if short != formula:
            element.text = short
            found = True
    findings.add(["other"] if found else [])
    return found


def _drop_foreign(root: etree._Element, findings: Findings) -> bool:
    """What programs other than Office note for themselves, in namespaces of their own."""
    uris = {uri for uri in xml.namespaces(root) if not xml.is_known(uri)}
    if not xml.is_known(etree.QName(root).namespace or ""):
        findings.keep()
        return False
    if not uris:
        return False
    # There may be as many of them as there are elements.
    gone = [each for each in root.iter(etree.Element) if xml.namespace(str(each.tag)) in uris]
    _TABLE.prune(gone)
    found = bool(gone)
    for element in root.iter(etree.Element):
        for key in [str(key) for key in element.attrib if xml.namespace(str(key)) in uris]:
            del element.attrib[key]
            found = True
    findings.add(["other"] if found else [])
    return found
