/**
 * Metadata of Office Open XML: docx, xlsx, pptx, their templates and those with macros.
 *
 * Parts go with the relationships that point at them; what stays is edited by tables of names. Tracked changes
 * are accepted; with deleted text go pictures and notes that only it mentioned. Remarks go, what is read on the
 * pages stays: notes of slides, alternative texts, charts with the workbooks behind them (which are cleaned). So
 * does what an author hid: text, rows, sheets, slides. Macros, videos and embedded objects stay, and are told.
 */

import { scrubImage } from "../images.ts";
import { begins } from "../octets.ts";
import type { Scrubbed } from "../scrubbed.ts";
import { type Edited, examine, Findings, Kept } from "./findings.ts";
import * as formulas from "./formulas.ts";
import * as mentions from "./mentions.ts";
import * as names from "./ooxmlnames.ts";
import { Package, type Relationship, ROOT, TYPES } from "./opc.ts";
import * as paths from "./paths.ts";
import { setAttribute } from "./scope.ts";
import * as svg from "./svg.ts";
import { type Document, drop, Element, elements } from "./tree.ts";
import * as word from "./word.ts";
import * as xml from "./xml.ts";
import * as zipped from "./zipped.ts";

/** The main part's content type tells what a package is (ISO/IEC 29500-1, 15.2). */
const MAIN =
    /^(application\/vnd\.(?:openxmlformats-officedocument\.(?:wordprocessingml|spreadsheetml|presentationml)|ms-word|ms-excel|ms-powerpoint)\.\w+(\.macroEnabled)?)\.main\+xml$/i;
const FONT = /^application\/(x-font|vnd\.openxmlformats-officedocument\.obfuscatedFont)/i;
/** How deep packages within packages are cleaned. */
const DEPTH = 1;
/** Attributes for the text in a picture's place. */
const ALTERNATIVE = ["descr", "title", "alt"];

const TABLE = new xml.Table(names.ELEMENTS, names.ATTRIBUTES, names.HOLLOW);

/** What was found in `data`, and the document without it; never throws for what is in it. */
export function scrubOoxml(data: Uint8Array): Scrubbed {
    return examine("ooxml", "application/zip", data, (content) => edit(content, 0));
}

function edit(data: Uint8Array, depth: number): Edited {
    const findings = new Findings();
    const parts = new Package(zipped.read(data, findings));
    const main = [...parts.relationships(ROOT)].find(({ kind }) => kind === "officeDocument")?.target;
    const known = main ? MAIN.exec(parts.type(main)) : null;
    if (!known) throw new Kept("unknown");
    noteStrays(parts, findings);
    parts.keepOnly(cleanAll(parts, findings, depth));
    return {
        type: known[1]!.toLowerCase() + (known[2] ? ".12" : ""),
        findings,
        write: () => zipped.write(parts.content()),
        again: (content) => edit(content, depth).findings,
    };
}

/** Parts that nothing refers to; Office throws what was deleted into `[trash]`. */
function noteStrays(parts: Package, findings: Findings): void {
    const reached = new Set([ROOT]);
    // What is added is visited too.
    for (const source of reached)
        for (const { target } of parts.relationships(source)) if (target) reached.add(target);
    const about = new Set<string | null>([
        TYPES,
        ...[...reached].map((each) => parts.relationshipsPart(each)),
    ]);
    for (const name of parts.parts.keys())
        if (!reached.has(name) && !about.has(name))
            findings.add(name.startsWith("[trash]") ? "earlier" : "other");
}

/** Cleans every part that is still reached once those that lead to it are clean; the names of these. */
function cleanAll(parts: Package, findings: Findings, depth: number): Set<string> {
    if (TABLE.take(parts.tree(TYPES), findings)) parts.change(TYPES);
    const reached = new Set([ROOT]);
    // What is added is visited too.
    for (const source of reached) {
        visit(parts, source, findings, depth);
        for (const { target } of parts.relationships(source)) if (target) reached.add(target);
    }
    reached.delete(ROOT);
    return reached;
}

/** Cleans a part and its relationships; what only text that went has mentioned goes too. */
function visit(parts: Package, name: string, findings: Findings, depth: number): void {
    const before = mentions.find(parts, name);
    cut(parts, name, findings);
    if (name !== ROOT) cleanPart(parts, name, findings, depth);
    const gone = mentions.lost(before, mentions.find(parts, name));
    parts.settle(name);
    mentions.unrelate(parts, name, gone);
    const notes = new Map<string, string>();
    for (const { kind, target } of parts.relationships(name))
        if (target && names.NOTES.has(kind) && gone.get(kind)?.size) notes.set(target, kind);
    for (const [target, kind] of notes) dropFootnotes(parts, target, kind, gone.get(kind)!);
}

/** Takes the footnotes or endnotes of these ids out; the lines that part them from the text stay. */
function dropFootnotes(parts: Package, name: string, kind: string, ids: ReadonlySet<string>): void {
    const tree = parts.isXml(name) ? parts.readable(name) : null;
    if (!tree) return;
    const before = mentions.find(parts, name);
    for (const note of xml.each(tree.root, [names.NOTES.get(kind)!.note]))
        if ((note.get("w:type") || "normal") === "normal" && ids.has(note.get("w:id") ?? "")) drop(note);
    parts.change(name);
    mentions.unrelate(parts, name, mentions.lost(before, mentions.find(parts, name)));
    parts.settle(name);
}

/** Drops the relationships that tell, and every mention of them. */
function cut(parts: Package, source: string, findings: Findings): void {
    const about = parts.relationshipsPart(source);
    if (about === null) return;
    // Thousands may point at one part, which is looked into once.
    const known = new Map<string, boolean>();
    const gone: Relationship[] = [];
    for (const each of [...parts.relationships(source)]) {
        const what = JSON.stringify([each.element.get("Type"), each.target]);
        if (!known.has(what)) known.set(what, goes(parts, each, findings));
        if (known.get(what)) gone.push(each);
    }
    for (const { element } of gone) drop(element);
    if (cleanRelationships(parts.tree(about), findings) || gone.length) parts.change(about);
    if (!gone.length || !source) return;
    forget(parts.tree(source).root, new Set(gone.map(({ id }) => id)));
    parts.change(source);
}

function goes(parts: Package, { element, kind, target }: Relationship, findings: Findings): boolean {
    if (kind === names.SIGNATURES) {
        findings.signed = true;
        findings.add("author", "identifiers");
        return true;
    }
    if (kind === names.DRAWING && target) return onlyNotes(parts, target, findings);
    if (kind === names.CUSTOM_XML && parts.type(target ?? "") === names.INK) return false;
    const told =
        names.RELATIONSHIPS.get(kind) ?? (xml.isKnown(element.get("Type") ?? "") ? undefined : "other");
    if (told === undefined) return false;
    findings.add(told);
    if (names.PROPERTY_PARTS.has(kind) && target)
        for (const each of parts.tree(target).root.children())
            if (each instanceof Element && (each.first || xml.stripped(each.text)))
                findings.add(names.PROPERTIES.get(each.short) ?? "other");
    return true;
}

/** Comments, and the folders of what the document refers to outside. */
function cleanRelationships(tree: Document, findings: Findings): boolean {
    let changed = TABLE.take(tree, findings);
    for (const each of xml.each(tree.root, ["rel:Relationship"])) {
        const target = each.get("Target") ?? "";
        if (each.get("TargetMode") !== "External" || !isPrivate(each, target)) continue;
        set(each, "Target", paths.lastStep(target));
        findings.add("other");
        changed = true;
    }
    return changed;
}

/** Whether a target tells where files lie; on the web, only of those that nobody opens by hand. */
function isPrivate(relationship: Element, target: string): boolean {
    if (paths.isLocal(target) || paths.leadsUp(target)) return true;
    const kind = (relationship.get("Type") ?? "").split("/").at(-1)!;
    return !names.SHOWN.has(kind) && paths.lastStep(target) !== target;
}

/** Takes out what refers to relationships that are gone. */
function forget(root: Element, ids: ReadonlySet<string>): void {
    for (const { element, attribute } of mentions.references(root)) {
        if (!ids.has(attribute.value)) continue;
        if (names.REFERRING.includes(element.short)) element.remove(attribute.name.short);
        else TABLE.prune(element);
    }
}

function cleanPart(parts: Package, name: string, findings: Findings, depth: number): void {
    if (parts.isXml(name)) return cleanXml(parts, name, findings);
    const [type, part] = [parts.type(name), parts.parts.get(name)!];
    const isPackage = begins(part, "PK");
    const inner =
        scrubImage(part) ??
        (isPackage && depth < DEPTH ? examine("ooxml", type, part, (data) => edit(data, depth + 1)) : null);
    // It would be changed without anyone being asked.
    if (inner?.warning === "signed") findings.keep("attached");
    else if (inner) {
        findings.join(inner);
        parts.replace(name, inner.content ?? part);
    } else if (type.endsWith("oleObject") || isPackage) findings.keep("attached");
    else if (!FONT.test(type)) findings.keep();
}

function cleanXml(parts: Package, name: string, findings: Findings): void {
    const tree = parts.readable(name);
    if (!tree) return findings.keep();
    const { root } = tree;
    let changed = TABLE.take(tree, findings);
    const edits = [dropNotes, dropViews, dropFileNames, cutFormulas, dropForeign];
    if (root.short.startsWith("w:")) edits.unshift(word.accept, word.unremark, word.unlink);
    for (const each of edits) changed = each(root, findings) || changed;
    if (paths.cut(root)) {
        findings.add("other");
        changed = true;
    }
    if (xml.each(root, names.UNSEEN).length || svg.holdsFile(root)) findings.keep();
    if (changed) parts.change(name);
}

/** Whether a drawing holds nothing but the boxes of a sheet's remarks. */
function onlyNotes(parts: Package, name: string, findings: Findings): boolean {
    try {
        const { root } = parts.tree(name);
        const notes = new Set(notesOf(root));
        if (!notes.size || xml.each(root, ["v:shape"]).some((shape) => !notes.has(shape))) return false;
    } catch (outcome) {
        if (outcome instanceof Kept) return false;
        throw outcome;
    }
    findings.add("comments");
    return true;
}

function dropNotes(root: Element, findings: Findings): boolean {
    const notes = notesOf(root);
    notes.forEach(drop);
    if (notes.length) findings.add("comments");
    return notes.length > 0;
}

/** The boxes of a sheet's remarks. */
function notesOf(root: Element): Element[] {
    const notes = xml.each(root, ["vx:ClientData"]).filter((each) => each.get("ObjectType") === "Note");
    return notes.map((each) => [...each.ancestors()].find(({ short }) => short === "v:shape") ?? each);
}

/** Names that a person's own view of a workbook has left behind. */
function dropViews(root: Element, findings: Findings): boolean {
    const views = xml.each(root, ["x:definedName"]).filter((each) => names.VIEW.test(each.get("name") ?? ""));
    for (const each of views) TABLE.prune(each);
    if (views.length) findings.add("identifiers");
    return views.length > 0;
}

/** Names and alternative texts that are nothing but the path or name of the picture's file. */
function dropFileNames(root: Element, findings: Findings): boolean {
    let found = false;
    for (const element of xml.each(root, names.DESCRIBED)) {
        for (const key of ALTERNATIVE)
            if (paths.namesPicture(element.get(key) ?? "")) {
                element.remove(key);
                found = true;
            }
        if (paths.namesPicture(element.get("name") ?? "")) {
            // There has to be one.
            set(element, "name", "");
            found = true;
        }
    }
    if (found) findings.add("other");
    return found;
}

/** The folders of books and files that formulas name. */
function cutFormulas(root: Element, findings: Findings): boolean {
    let found = false;
    for (const element of xml.each(root, names.FORMULAS)) {
        const short = formulas.cut(element.text);
        if (short === element.text) continue;
        element.text = short;
        found = true;
    }
    if (found) findings.add("other");
    return found;
}

/** What programs other than Office note for themselves, in namespaces of their own. */
function dropForeign(root: Element, findings: Findings): boolean {
    if (!xml.isKnown(root.name.uri)) {
        findings.keep();
        return false;
    }
    let found = false;
    for (const element of elements(root, ({ name }) => !xml.isKnown(name.uri))) {
        TABLE.prune(element);
        found = true;
    }
    for (const element of xml.having(root, (uri) => !xml.isKnown(uri))) {
        element.attributes = element.attributes.filter(({ name }) => xml.isKnown(name.uri));
        found = true;
    }
    if (found) findings.add("other");
    return found;
}

function set(element: Element, short: string, value: string): void {
    for (const each of element.attributes) if (each.name.short === short) setAttribute(element, each, value);
}
