"""Metadata of OpenDocument: odt, ods, odp, odg and their templates.

Whole parts go with their lines in the manifest, what stays is edited by tables of names, documents within the
document alike. Text and pictures stay. Macros, embedded objects of other programs, and media stay, and are
said to.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from lxml import etree

from wbs.scrub import Scrubbed, odfformulas, paths, tree, word, xml, zipped
from wbs.scrub import odfnames as names
from wbs.scrub.findings import Edited, Findings, Kept, examine
from wbs.scrub.images import scrub_image
from wbs.scrub.odfpackage import ROOT, TYPE, Package, beside, folders, references

_MIMETYPE: Final = "mimetype"
_MANIFEST: Final = "META-INF/manifest.xml"
_ABOUT_PARTS: Final = frozenset(xml.names(*names.ABOUT_PARTS))
_TABLE: Final = xml.Table(names.ELEMENTS, names.ATTRIBUTES)
_FIELDS: Final = (*names.PROPERTY_FIELDS, *names.FIELDS, *names.LIVE_FIELDS)
#: The texts in an element, and whether there are more than a placeholder has letters: found in C.
_TEXTS: Final = etree.XPath("descendant::text()", smart_strings=False)
_TEXT_BEYOND: Final = etree.XPath(f"descendant::text()[{len(names.PLACEHOLDER) + 1}]")
#: The picture of a button in a dialog, as it is written: a dialog has a document type, and is not parsed.
_SOURCE: Final = re.compile(rb'src="([^"]*)"')
_NAME: Final = r"[^ \n\"\[\]().,;:!=<>&|+*/^-]"
#: The database in a field of one (``[a.b.c]``, ``a.b.c``); or a text, in which there is none.
_DATABASE: Final = re.compile(
    r"(\"[^\"]*\")|(?<=\[)[^\[\].\"]+(?=\.[^\[\].\"]+\.[^\[\].\"]+\])"
    rf"|(?<!{_NAME})(?<![.\[])(?![0-9]){_NAME}+(?=\.(?![0-9]){_NAME}+\.(?![0-9]){_NAME})"
)


def scrub_odf(data: bytes) -> Scrubbed:
    """What was found in ``data``, and the document without it; never raises."""
    return examine("odf", "application/zip", data, _edit)


def _edit(data: bytes) -> Edited:
    findings = Findings()
    parts = zipped.read(data, findings)
    type_ = parts.pop(_MIMETYPE, b"").decode("ascii", "replace").strip()
    if not TYPE.fullmatch(type_):
        raise Kept("unknown")
    if _MANIFEST not in parts:
        raise Kept("damaged")
    manifest = xml.parse(parts.pop(_MANIFEST))
    if xml.each(manifest, "manifest:encryption-data"):
        raise Kept("encrypted")
    types = {
        xml.attribute(each, "manifest:full-path") or "": xml.attribute(each, "manifest:media-type") or ""
        for each in xml.each(manifest, "manifest:file-entry")
    }
    kept = {_MIMETYPE: type_.encode(), **_reached(Package(parts, types), findings)}
    _TABLE.take(manifest, findings)
    there = {"/", *kept, *(folder for name in kept for folder in folders(name))}
    entries = xml.each(manifest, "manifest:file-entry")
    tree.drop(each for each in entries if xml.attribute(each, "manifest:full-path") not in there)
    kept[_MANIFEST] = xml.written(manifest)
    return Edited(
        type_,
        findings,
        write=lambda: zipped.write(kept, stored=[_MIMETYPE]),
        again=lambda content: _edit(content).findings,
    )


def _reached(package: Package, findings: Findings) -> dict[str, bytes]:
    """The parts that stay, as they are to be: those that are still referred to when others were edited."""
    properties = _shown(package.parts.get("meta.xml", b""))
    staying = dict.fromkeys(
        name for name, part in package.parts.items() if not _goes(name, part, package, findings)
    )
    reached: dict[str, bytes] = {}
    known, queue = {ROOT}, deque([ROOT])
    while queue:
        for name in package.behind(queue.popleft()):
            if name in staying and name not in reached:
                reached[name], targets = _part(name, package, properties, findings)
                queue.extend(targets - known)
                known |= targets
    findings.add("earlier" if name in package.types else "other" for name in staying if name not in reached)
    return {name: reached[name] for name in staying if name in reached}


def _goes(name: str, part: bytes, package: Package, findings: Findings) -> bool:
    local = package.local(name)
    if local.startswith("META-INF/"):
        findings.signed |= local.endswith("signatures.xml")
        findings.add(["author", "identifiers"] if local.endswith("signatures.xml") else ["other"])
        return True
    whole = next((path for path in names.PARTS if local.startswith(path)), None)
    if whole is not None:
        findings.add(_statements(part) if whole == names.STATEMENTS else [names.PARTS[whole]])
        return True
    if local == "meta.xml":
        findings.add(names.PROPERTIES.get(name, "other") for name, _ in _properties(part))
        return True
    return False


def _properties(part: bytes) -> Iterator[tuple[str, str]]:
    """Names and texts of the properties that tell anything."""
    for group in xml.each(xml.parse(part), "office:meta") if part else ():
        for each in group:
            if isinstance(each.tag, str) and (len(each) or (each.text or "").strip() or each.attrib):
                yield xml.short(each.tag), (each.text or "").strip()


def _shown(part: bytes) -> dict[str, str]:
    """Properties as fields show them: of keywords all."""
    shown: dict[str, list[str]] = {}
    for name, text in _properties(part):
        shown.setdefault(name, []).append(text)
    return {name: ", ".join(texts) for name, texts in shown.items()}


def _statements(part: bytes) -> Iterable[str]:
    """What RDF says of the document, besides which parts it has."""
    root = xml.parse(part)
    return ["other" for each in root.iter(etree.Element) if str(each.tag) not in _ABOUT_PARTS]


def _part(
    name: str, package: Package, properties: Mapping[str, str], findings: Findings
) -> tuple[bytes, set[str]]:
    """One part as it is to be, and the paths that it refers to."""
    local, part, type_ = package.local(name), package.parts[name], package.types.get(name, "")
    if local.startswith(names.MACROS):
        findings.keep()
        return part, _dialog_targets(name.removesuffix(local), part, package)
    if local.endswith(".xml") or type_.endswith("xml"):
        return _xml_part(name, package, properties, findings)
    if (picture := scrub_image(part)) is not None:
        findings.join(picture)
        return picture.content or part, set()
    if type_ == names.OBJECT:
        findings.keep("attached")
    elif not local.startswith((names.REPLACEMENTS, names.FONTS)):
        findings.keep()
    return part, set()


def _dialog_targets(document: str, part: bytes, package: Package) -> set[str]:
    """The pictures of a dialog, which is left alone; wherever it lies, they are named from the document."""
    if len(part) > xml.PART_LIMIT:
        return set(package.parts)
    sources = (each.decode(errors="replace") for each in _SOURCE.findall(part))
    return package.led_to(document.split("/")[:-1], sources)


def _xml_part(
    name: str, package: Package, properties: Mapping[str, str], findings: Findings
) -> tuple[bytes, set[str]]:
    part = package.parts[name]
    if not part:
        return part, set()
    try:
        root = xml.parse(part)
    except Kept as outcome:
        if outcome.warning != "too_large":
            raise
        findings.keep()
        # It can refer to any of them.
        return part, set(package.parts)
    around = name.split("/")[:-1]
    changed = any(
        [
            _TABLE.take(root, findings),
            _settle_fields(root, properties, findings),
            _drop_settings(root, findings),
            _drop_file_names(root, findings),
            _leave_folders(root, around, findings),
            _drop_citations(root, findings),
            _drop_instructions(root, findings),
            _leave_databases(root, findings),
        ]
    )
    if paths.cut(root, odfformulas.cut):
        findings.add(["other"])
        changed = True
    if xml.each(root, *names.UNSEEN):
        findings.keep()
    targets = package.led_to(around, (element.get(key) or "" for element, key in references(root)))
    return xml.written(root) if changed else part, targets


def _drop_settings(root: etree._Element, findings: Findings) -> bool:
    gone = []
    for each in xml.each(root, "config:config-item"):
        kind = names.SETTINGS.get(xml.attribute(each, "config:name") or "")
        if kind is None and paths.is_local(each.text or ""):
            kind = "other"
        if kind is not None:
            findings.add([kind] if each.text else [])
            gone.append(each)
    tree.drop(gone)
    return bool(gone)


def _drop_file_names(root: etree._Element, findings: Findings) -> bool:
    """Names and alternative texts that are nothing but the path or name of the picture's file."""
    gone = [each for each in xml.each(root, *names.DESCRIBED) if paths.names_picture(each.text or "")]
    tree.drop(gone)
    found = bool(gone)
    (name,) = xml.names("draw:name")
    for each in xml.having(root, *xml.NAMESPACES["draw"]):
        if paths.names_picture(each.get(name) or ""):
            del each.attrib[name]
            found = True
    findings.add(["other"] if found else [])
    return found


def _leave_folders(root: etree._Element, around: Sequence[str], findings: Findings) -> bool:
    """Leave of references out of the package the file's name; whether there was one."""
    found = False
    for element, key in references(root):
        value = element.get(key) or ""
        if (short := beside(around, value)) != value:
            element.set(key, short)
            found = True
    findings.add(["other"] if found else [])
    return found


def _drop_citations(root: etree._Element, findings: Findings) -> bool:
    """What managers of literature note beside the citations; these stay as text."""
    marks, fields = (
        [each for each in xml.each(root, *tags) if (xml.attribute(each, key) or "").startswith(names.CITING)]
        for tags, key in ((names.CITED, "text:name"), (names.CITED_FIELDS, "text:ref-name"))
    )
    tree.drop(marks)
    tree.unwrap(fields)
    found = bool(marks or fields)
    (name,) = xml.names("text:name")
    sections = xml.each(root, "text:section")
    taken = {each.get(name) for each in sections}
    # LibreOffice forgets a section without a name, and that it was hidden.
    free = (new for number in count(1) if (new := f"Section{number}") not in taken)
    for each in sections:
        if (each.get(name) or "").startswith(names.CITING):
            each.set(name, next(free))
            found = True
    findings.add(["identifiers"] if found else [])
    return found


def _drop_instructions(root: etree._Element, findings: Findings) -> bool:
    """Those of fields that LibreOffice took over from Word and does not know; what they show is text."""
    gone = [
        each
        for each in xml.each(root, "field:param")
        if xml.attribute(each, "field:name") == names.CODE
        and word.goes(xml.attribute(each, "field:value") or "", findings)
    ]
    tree.drop(gone)
    return bool(gone)


def _leave_databases(root: etree._Element, findings: Findings) -> bool:
    """Call every database in a condition the same; whether there was one."""
    found = False
    for key in xml.names(*names.CONDITIONS):
        for each in xml.having(root, etree.QName(key).namespace or ""):
            told = each.get(key) or ""
            if (left := _DATABASE.sub(lambda part: part[1] or "Database", told)) != told:
                each.set(key, left)
                found = True
    findings.add(["other"] if found else [])
    return found


def _settle_fields(root: etree._Element, properties: Mapping[str, str], findings: Findings) -> bool:
    """Make plain text of what fields show, and drop what they hold unseen; whether there was one."""
    fields = xml.each(root, *_FIELDS)
    changed = False
    gone: set[etree._Element] = set()
    with tree.Cuts() as cuts:
        for each in fields:
            name = xml.short(str(each.tag))
            is_fixed = xml.attribute(each, "text:fixed") == "true"
            is_live = name in names.LIVE_FIELDS and not is_fixed
            if is_live and _is_blank(each):
                continue
            changed = True
            findings.add([names.LIVE_FIELDS[name]] if is_live else [])
            # What is within one that was emptied only tells.
            if each in gone:
                continue
            if not is_fixed and (is_live or name in names.PROPERTY_FIELDS):
                gone.update(each.iterdescendants(*xml.names(*_FIELDS)))
                each[:] = []
                each.text = None if is_live else properties.get(names.PROPERTY_FIELDS[name], "")
            if not is_live:
                cuts.unwrap(each)
    return changed


def _is_blank(field: etree._Element) -> bool:
    """Whether a field shows nothing, or what sheets have in place of text."""
    if _TEXT_BEYOND(field):
        return False
    return "".join(_TEXTS(field)) in ("", names.PLACEHOLDER)
