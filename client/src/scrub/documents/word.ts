/** WordprocessingML (ISO/IEC 29500-1, 17): tracked changes are accepted, some fields made plain text. */

import type { Findings } from "./findings.ts";
import * as paths from "./paths.ts";
import { drop, Element, type Node } from "./tree.ts";
import * as xml from "./xml.ts";

const ENDS = ["Start", "End"];

/** Text that was taken away, and what notes an earlier look (17.13.5); all go. */
const GONE = [
    ...["w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w14:conflictDel", "w:cellDel", "w:cellIns"],
    ...["w:cellMerge", "w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:tblGridChange"],
    ...["w:trPrChange", "w:tcPrChange", "w:tblPrExChange", "w:numberingChange"],
    ...ENDS.flatMap((end) =>
        [
            ...["moveFrom", "moveTo", "customXmlIns", "customXmlDel"],
            ...["customXmlMoveFrom", "customXmlMoveTo"],
        ].map((kind) => `w:${kind}Range${end}`),
    ),
    ...ENDS.flatMap((end) => ["Ins", "Del"].map((kind) => `w14:customXmlConflict${kind}Range${end}`)),
];
/** Text that came: as a mark in properties it goes, else what it holds stays. */
const CAME = ["w:ins", "w:moveTo", "w14:conflictIns"];

/** What text and pictures stand in: without it, nothing of a link is seen. */
const RUNS = ["w:r", "m:r"];
/** What may stand between a table and its rows, or a row and its cells (17.5). */
const CONTROLS = ["w:sdt", "w:sdtContent", "w:customXml"];
/** Headers and footers of a section. */
const MARGINS = ["w:headerReference", "w:footerReference"];
/** The pages that have some of their own (17.18.36). */
const PAGES = ["default", "even", "first"];

/** Fields (17.16.5) that show a document's properties or its file's name and path. */
const FIELDS: ReadonlySet<string> = new Set([
    ...["AUTHOR", "COMMENTS", "CREATEDATE", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "FILENAME", "INFO"],
    ...["KEYWORDS", "LASTSAVEDBY", "PRINTDATE", "REVNUM", "SAVEDATE", "SUBJECT", "TEMPLATE", "TITLE"],
    ...["USERADDRESS", "USERINITIALS", "USERNAME"],
]);
/** Fields that take what they show from a file elsewhere, or keep what a program notes for itself. */
const FILES: ReadonlySet<string> = new Set([
    ...["ADDIN", "DATABASE", "DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK"],
    ...["PRIVATE", "RD"],
]);

/** Accepts every tracked change of a part; whether there was one. */
export function accept(root: Element, findings: Findings): boolean {
    const deleted = xml.each(root, ["w:del", "w:moveFrom"]);
    const rows = allAbove(
        deleted.filter((mark) => mark.short === "w:del" && mark.parent?.short === "w:trPr"),
        "w:tr",
    );
    const cells = allAbove(xml.each(root, ["w:cellDel"]), "w:tc");
    const paragraphs = deleted.filter(
        ({ parent }) => parent?.short === "w:rPr" && parent.parent?.short === "w:pPr",
    );
    const joined = allAbove(paragraphs, "w:p");
    dropped([...rows, ...dropped(cells, "w:tr")], "w:tbl").forEach(drop);
    const [gone, came] = [xml.each(root, GONE), xml.each(root, CAME)];
    for (const element of gone) drop(element);
    for (const element of came)
        if (element.parent?.short.endsWith("Pr")) drop(element);
        else xml.unwrap(element);
    const sections = xml.each(root, ["w:sectPr"]);
    join(joined);
    sections.slice(1).forEach((heir, number) => {
        const section = sections[number]!;
        if (![...section.ancestors()].includes(root)) bequeath(section, heir);
    });
    if (gone.length) unlinkHollow(root);
    const changed = rows.length + cells.length + gone.length + came.length > 0;
    if (changed) findings.add("revisions");
    return changed;
}

/** Takes out the marks at which remarks hang, with the run of text that holds nothing else. */
export function unremark(root: Element, findings: Findings): boolean {
    const marks = xml.each(root, ["w:commentReference"]);
    for (const mark of marks) {
        const run = mark.parent;
        const only = run && [...run.children()].every((each) => each === mark || isA(each, "w:rPr"));
        drop(only ? run : mark);
    }
    if (marks.length) findings.add("comments");
    return marks.length > 0;
}

/**
 * Leaves of fields that show metadata, or name a file, the text that they show; whether there was one.
 *
 * A program would fill them anew, from properties that are gone or are someone else's.
 */
export function unlink(root: Element, findings: Findings): boolean {
    let changed = false;
    for (const simple of xml.each(root, ["w:fldSimple"]))
        if (goes(simple.get("w:instr") ?? "", findings)) {
            xml.unwrap(simple);
            changed = true;
        }
    // Fields may stand within fields: each is a list of its marks and the text of its instruction.
    const open: { marks: Element[]; instruction: string }[] = [];
    for (const element of xml.each(root, ["w:fldChar", "w:instrText"])) {
        const step = element.get("w:fldCharType");
        if (step === "begin") open.push({ marks: [], instruction: "" });
        const field = open.at(-1);
        if (!field) continue;
        field.marks.push(element);
        if (step === null) field.instruction += element.text;
        if (step !== "end") continue;
        open.pop();
        if (!goes(field.instruction, findings)) continue;
        changed = true;
        field.marks.forEach(drop);
    }
    return changed;
}

/** Whether a field shows metadata or names a file: of such ones, nothing but the text stays. */
export function goes(instruction: string, findings: Findings): boolean {
    const words = xml.words(instruction);
    const name = (words[0] ?? "").toUpperCase();
    const plain = words.map((word) => word.replace(/^"+|"+$/g, ""));
    const namesFile = FILES.has(name) || plain.some((word) => paths.isLocal(word) || paths.leadsUp(word));
    if (namesFile) findings.add("other");
    return namesFile || FIELDS.has(name);
}

/** The nearest element of this name around each that has one. */
function allAbove(elements: Iterable<Element>, name: string): Element[] {
    const found: Element[] = [];
    for (const element of elements)
        for (const above of element.ancestors())
            if (above.short === name) {
                found.push(above);
                break;
            }
    return found;
}

/** Rows or cells go; the tables or rows around them in which none is left. */
function dropped(elements: readonly Element[], around: string): Element[] {
    const holders = new Set(allAbove(elements, around));
    elements.forEach(drop);
    return [...holders].filter(isHollow);
}

/** Whether there is no row or cell; of the controls that may stand around them, the hollow ones go. */
function isHollow(holder: Element): boolean {
    let hollow = true;
    for (const child of holder.children()) {
        if (!(child instanceof Element)) continue;
        const isControl = CONTROLS.includes(child.short);
        if (isControl && isHollow(child)) drop(child);
        else if (isControl || child.short === "w:tr" || child.short === "w:tc") hollow = false;
    }
    return hollow;
}

/** The marks at their ends went: the text of each starts the next one, which keeps its properties. */
function join(paragraphs: readonly Element[]): void {
    const joined = new Set(paragraphs);
    // What many in a row leave to the next is moved once, and not from each to each.
    const waiting = new Map<Element, Node[]>();
    for (const paragraph of paragraphs) {
        if (!paragraph.parent) continue;
        const left = waiting.get(paragraph) ?? [];
        waiting.delete(paragraph);
        const own = [...paragraph.children()].filter((child) => !isA(child, "w:pPr"));
        let next = paragraph.next;
        while (isA(next, "w:bookmarkStart") || isA(next, "w:bookmarkEnd")) next = next!.next;
        if (isA(next, "w:p")) {
            const heir = next as Element;
            for (const child of own) left.push(child);
            if (joined.has(heir)) waiting.set(heir, left);
            else begin(heir, left);
            drop(paragraph);
        } else if (isA(next, "w:tbl") && !left.length && !own.length) drop(paragraph);
        else begin(paragraph, left);
    }
}

/** Puts this before all that a paragraph holds, behind its properties. */
function begin(paragraph: Element, content: readonly Node[]): void {
    const { first } = paragraph;
    const place = isA(first, "w:pPr") ? first!.next : first;
    for (const child of content)
        if (place) xml.move(child, place);
        else xml.moveInto(child, paragraph);
}

/** A section goes: where the next one has no header or footer of its own, it showed this one's (17.10). */
function bequeath(section: Element, heir: Element): void {
    const taken = new Set(margins(heir).map(place));
    const before = heir.first;
    for (const each of margins(section).filter((margin) => !taken.has(place(margin))))
        if (before) xml.move(each, before);
        else xml.moveInto(each, heir);
}

/** The first header and footer for each kind of pages. */
function margins(section: Element): Element[] {
    const first = new Map<string, Element>();
    for (const each of section.children()) {
        if (!(each instanceof Element) || !MARGINS.includes(each.short) || !PAGES.includes(pages(each)))
            continue;
        if (!first.has(place(each))) first.set(place(each), each);
    }
    return [...first.values()];
}

/** Nothing of a link is seen that has no text and no picture within. */
function unlinkHollow(root: Element): void {
    const links = xml.each(root, ["w:hyperlink"]);
    const seen = new Set(allAbove(xml.each(root, RUNS), "w:hyperlink"));
    for (const link of [...links].reverse())
        if (seen.has(link)) allAbove([link], "w:hyperlink").forEach((above) => seen.add(above));
    for (const link of links) if (!seen.has(link)) xml.unwrap(link);
}

/** Header or footer, and of which pages. */
function place(margin: Element): string {
    return `${margin.short} ${pages(margin)}`;
}

function pages(margin: Element): string {
    return margin.get("w:type") || "default";
}

function isA(node: Node | null, name: string): boolean {
    return node instanceof Element && node.short === name;
}
