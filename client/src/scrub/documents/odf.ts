/**
 * Metadata of OpenDocument: odt, ods, odp, odg and their templates.
 *
 * Whole parts go with their lines in the manifest, what stays is edited by tables of names, documents within the
 * document alike. Text and pictures stay. Macros, embedded objects of other programs, and media stay, and are
 * said to.
 */

import { scrubImage } from "../images.ts";
import { latin1, octets } from "../octets.ts";
import type { Scrubbed } from "../scrubbed.ts";
import { type Edited, examine, Findings, Kept } from "./findings.ts";
import * as odfformulas from "./odfformulas.ts";
import * as names from "./odfnames.ts";
import { beside, folders, Package, references, ROOT, TYPE } from "./odfpackage.ts";
import { PART_LIMIT } from "./parse.ts";
import * as paths from "./paths.ts";
import { setAttribute } from "./scope.ts";
import { drop, Element, elements, nodes, Remark } from "./tree.ts";
import { written } from "./write.ts";
import * as word from "./word.ts";
import * as xml from "./xml.ts";
import * as zipped from "./zipped.ts";

const MIMETYPE = "mimetype";
const MANIFEST = "META-INF/manifest.xml";
const TABLE = new xml.Table(names.ELEMENTS, names.ATTRIBUTES);
/** The picture of a button in a dialog, as it is written: a dialog has a document type, and is not parsed. */
const SOURCE = /src="([^"]*)"/g;
const NAME = String.raw`[^ \n"[\]().,;:!=<>&|+*/^-]`;
/** The database in a field of one (`[a.b.c]`, `a.b.c`); or a text, in which there is none. */
const DATABASE = new RegExp(
    String.raw`("[^"]*")|(?<=\[)[^[\]."]+(?=\.[^[\]."]+\.[^[\]."]+\])` +
        String.raw`|(?<!${NAME})(?<![.[])(?![0-9])${NAME}+(?=\.(?![0-9])${NAME}+\.(?![0-9])${NAME})`,
    "g",
);

/** What was found in `data`, and the document without it; never throws for what is in it. */
export function scrubOdf(data: Uint8Array): Scrubbed {
    return examine("odf", "application/zip", data, edit);
}

function edit(data: Uint8Array): Edited {
    const findings = new Findings();
    const parts = zipped.read(data, findings);
    const type = xml.stripped(latin1(parts.get(MIMETYPE) ?? new Uint8Array()));
    if (!TYPE.test(type)) throw new Kept("unknown");
    const listed = parts.get(MANIFEST);
    if (!listed) throw new Kept("damaged");
    const manifest = xml.parse(listed);
    const entries = (): Element[] => xml.each(manifest.root, ["manifest:file-entry"]);
    if (xml.each(manifest.root, ["manifest:encryption-data"]).length) throw new Kept("encrypted");
    const types = new Map(entries().map((each) => [pathOf(each), each.get("manifest:media-type") ?? ""]));
    parts.delete(MIMETYPE);
    parts.delete(MANIFEST);
    const staying = reached(new Package(parts, types), findings);
    const kept = new Map([[MIMETYPE, octets(type) as Uint8Array], ...staying]);
    TABLE.take(manifest, findings);
    const there = new Set(["/", ...[...kept.keys()].flatMap((name) => [name, ...folders(name)])]);
    for (const each of entries()) if (!there.has(pathOf(each))) drop(each);
    kept.set(MANIFEST, written(manifest));
    return {
        type,
        findings,
        write: () => zipped.write(kept, [MIMETYPE]),
        again: (content) => edit(content).findings,
    };
}

type Properties = ReadonlyMap<string, string>;

function pathOf(entry: Element): string {
    return entry.get("manifest:full-path") ?? "";
}

/** The parts that stay, as they are to be: those that are still referred to when others were edited. */
function reached(parts: Package, findings: Findings): [string, Uint8Array][] {
    const properties = shown(parts.parts.get("meta.xml"));
    const staying = new Set([...parts.parts.keys()].filter((name) => !goes(name, parts, findings)));
    const reached = new Map<string, Uint8Array>();
    const queue = new Set([ROOT]);
    // It grows meanwhile.
    for (const path of queue)
        for (const name of parts.behind(path)) {
            if (!staying.has(name) || reached.has(name)) continue;
            const [part, targets] = cleanPart(name, parts, properties, findings);
            reached.set(name, part);
            for (const target of targets) queue.add(target);
        }
    for (const name of staying)
        if (!reached.has(name)) findings.add(parts.types.has(name) ? "earlier" : "other");
    return [...staying].filter((name) => reached.has(name)).map((name) => [name, reached.get(name)!]);
}

function goes(name: string, parts: Package, findings: Findings): boolean {
    const [local, part] = [parts.local(name), parts.parts.get(name)!];
    if (local.startsWith("META-INF/")) {
        const signed = local.endsWith("signatures.xml");
        findings.signed ||= signed;
        if (signed) findings.add("author", "identifiers");
        else findings.add("other");
        return true;
    }
    const whole = [...names.PARTS].find(([path]) => local.startsWith(path));
    if (whole) {
        if (whole[0] !== names.STATEMENTS) findings.add(whole[1]);
        else if (hasStatements(part)) findings.add("other");
        return true;
    }
    if (local === "meta.xml") {
        for (const [property] of propertiesOf(part)) findings.add(names.PROPERTIES.get(property) ?? "other");
        return true;
    }
    return false;
}

/** Names and texts of the properties that tell anything. */
function propertiesOf(part: Uint8Array | undefined): [string, string][] {
    if (!part?.length) return [];
    const groups = xml.each(xml.parse(part).root, ["office:meta"]);
    return groups
        .flatMap((group) => [...group.children()])
        .filter((each): each is Element => each instanceof Element)
        .filter((each) => each.first || xml.stripped(each.text) || each.attributes.length)
        .map((each) => [each.short, xml.stripped(each.text)]);
}

/** Properties as fields show them: of keywords all. */
function shown(part: Uint8Array | undefined): Properties {
    const shown = new Map<string, string[]>();
    for (const [name, text] of propertiesOf(part)) shown.get(name)?.push(text) ?? shown.set(name, [text]);
    return new Map([...shown].map(([name, texts]) => [name, texts.join(", ")]));
}

/** Whether RDF says anything of the document, besides which parts it has. */
function hasStatements(part: Uint8Array): boolean {
    return elements(xml.parse(part).root, ({ short }) => !names.ABOUT_PARTS.includes(short)).length > 0;
}

/** One part as it is to be, and the paths that it refers to. */
function cleanPart(
    name: string,
    parts: Package,
    properties: Properties,
    findings: Findings,
): [Uint8Array, Iterable<string>] {
    const [local, part, type] = [parts.local(name), parts.parts.get(name)!, parts.types.get(name) ?? ""];
    if (names.MACROS.some((folder) => local.startsWith(folder))) {
        findings.keep();
        return [part, dialogTargets(name.slice(0, name.length - local.length), part, parts)];
    }
    if (local.endsWith(".xml") || type.endsWith("xml")) return cleanXml(name, parts, properties, findings);
    const picture = scrubImage(part);
    if (picture) {
        findings.join(picture);
        return [picture.content ?? part, []];
    }
    if (type === names.OBJECT) findings.keep("attached");
    else if (!local.startsWith(names.REPLACEMENTS) && !local.startsWith(names.FONTS)) findings.keep();
    return [part, []];
}

/** The pictures of a dialog, which is left alone; wherever it lies, they are named from the document. */
function dialogTargets(document: string, part: Uint8Array, parts: Package): Iterable<string> {
    if (part.length > PART_LIMIT) return parts.parts.keys();
    const sources = [...new TextDecoder().decode(part).matchAll(SOURCE)];
    return parts.ledTo(
        document.split("/").slice(0, -1),
        sources.map((each) => each[1]!),
    );
}

function cleanXml(
    name: string,
    parts: Package,
    properties: Properties,
    findings: Findings,
): [Uint8Array, Iterable<string>] {
    const part = parts.parts.get(name)!;
    if (!part.length) return [part, []];
    let tree;
    try {
        tree = xml.parse(part);
    } catch (outcome) {
        if (!(outcome instanceof Kept) || outcome.warning !== "too_large") throw outcome;
        findings.keep();
        // It can refer to any of them.
        return [part, parts.parts.keys()];
    }
    const { root } = tree;
    const around = name.split("/").slice(0, -1);
    let changed = TABLE.take(tree, findings);
    changed = settleFields(root, properties, findings) || changed;
    changed = dropSettings(root, findings) || changed;
    changed = dropFileNames(root, findings) || changed;
    changed = leaveFolders(root, around, findings) || changed;
    changed = dropCitations(root, findings) || changed;
    changed = dropInstructions(root, findings) || changed;
    changed = leaveDatabases(root, findings) || changed;
    if (paths.cut(root, odfformulas.cut)) {
        findings.add("other");
        changed = true;
    }
    if (xml.each(root, names.UNSEEN).length) findings.keep();
    const referred = references(root).map(([, { value }]) => value);
    return [changed ? written(tree) : part, parts.ledTo(around, referred)];
}

function dropSettings(root: Element, findings: Findings): boolean {
    let changed = false;
    for (const each of xml.each(root, ["config:config-item"])) {
        const kind =
            names.SETTINGS.get(each.get("config:name") ?? "") ??
            (paths.isLocal(each.text) ? "other" : undefined);
        if (kind === undefined) continue;
        if (each.text) findings.add(kind);
        drop(each);
        changed = true;
    }
    return changed;
}

/** Names and alternative texts that are nothing but the path or name of the picture's file. */
function dropFileNames(root: Element, findings: Findings): boolean {
    let found = false;
    for (const each of xml.each(root, names.DESCRIBED))
        if (paths.namesPicture(each.text)) {
            drop(each);
            found = true;
        }
    for (const each of xml.having(root, (_, short) => short === "draw:name"))
        if (paths.namesPicture(each.get("draw:name") ?? "")) {
            each.remove("draw:name");
            found = true;
        }
    if (found) findings.add("other");
    return found;
}

/** Leaves of references out of the package the file's name; whether there was one. */
function leaveFolders(root: Element, around: readonly string[], findings: Findings): boolean {
    let found = false;
    for (const [element, attribute] of references(root)) {
        const short = beside(around, attribute.value);
        if (short === attribute.value) continue;
        setAttribute(element, attribute, short);
        found = true;
    }
    if (found) findings.add("other");
    return found;
}

/** What managers of literature note beside the citations; these stay as text. */
function dropCitations(root: Element, findings: Findings): boolean {
    let found = false;
    const cites = (element: Element, key: string): boolean =>
        names.CITING.some((start) => element.get(key)?.startsWith(start));
    for (const each of xml.each(root, names.CITED).filter((mark) => cites(mark, "text:name"))) {
        drop(each);
        found = true;
    }
    for (const each of xml.each(root, names.CITED_FIELDS).filter((field) => cites(field, "text:ref-name"))) {
        xml.unwrap(each);
        found = true;
    }
    const sections = xml.each(root, ["text:section"]);
    const taken = new Set(sections.map((section) => section.get("text:name")));
    let number = 1;
    for (const section of sections.filter((each) => cites(each, "text:name"))) {
        while (taken.has(`Section${number}`)) number++;
        // LibreOffice forgets a section without a name, and that it was hidden.
        const name = section.attributes.find((each) => each.name.short === "text:name")!;
        setAttribute(section, name, `Section${number++}`);
        found = true;
    }
    if (found) findings.add("identifiers");
    return found;
}

/** Those of fields that LibreOffice took over from Word and does not know; what they show is text. */
function dropInstructions(root: Element, findings: Findings): boolean {
    let found = false;
    for (const each of xml.each(root, ["field:param"])) {
        const instruction = each.get("field:value") ?? "";
        if (each.get("field:name") !== names.CODE || !word.goes(instruction, findings)) continue;
        drop(each);
        found = true;
    }
    return found;
}

/** Calls every database in a condition the same; whether there was one. */
function leaveDatabases(root: Element, findings: Findings): boolean {
    let found = false;
    for (const element of elements(root))
        for (const attribute of element.attributes) {
            if (!names.CONDITIONS.includes(attribute.name.short)) continue;
            const left = attribute.value.replace(DATABASE, (_, text?: string) => text ?? "Database");
            if (left === attribute.value) continue;
            setAttribute(element, attribute, left);
            found = true;
        }
    if (found) findings.add("other");
    return found;
}

/** Makes plain text of what fields show, and drops what they hold unseen; whether there was one. */
function settleFields(root: Element, properties: Properties, findings: Findings): boolean {
    let changed = false;
    const fields = [...names.PROPERTY_FIELDS.keys(), ...names.FIELDS, ...names.LIVE_FIELDS.keys()];
    for (const each of xml.each(root, fields)) {
        const fixed = each.get("text:fixed") === "true";
        const live = names.LIVE_FIELDS.get(each.short);
        if (live !== undefined && !fixed) {
            const shown = textOf(each);
            if (shown === "" || shown === names.PLACEHOLDER) continue;
            findings.add(live);
            each.fill("");
        } else {
            const property = names.PROPERTY_FIELDS.get(each.short);
            if (property !== undefined && !fixed) each.fill(properties.get(property) ?? "");
            xml.unwrap(each);
        }
        changed = true;
    }
    return changed;
}

/** All text within an element. */
function textOf(element: Element): string {
    let text = "";
    for (const node of nodes(element)) {
        if (!(node instanceof Remark)) text += node.text;
        if (node !== element) text += node.tail;
    }
    return text;
}
