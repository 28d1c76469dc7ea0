/**
 * XML parts of office files, edited by tables of names.
 *
 * Names are written with the prefixes of NAMESPACES, whatever prefixes a file uses. The strict and the
 * transitional namespaces of OOXML are one prefix here.
 */

import type { Kind } from "../scrubbed.ts";
import type { Findings } from "./findings.ts";
import { parse as parseAny } from "./parse.ts";
import { settle } from "./scope.ts";
import {
    addText,
    type Document,
    drop,
    Element,
    elements,
    insertBefore,
    nodes,
    Remark,
    unlink,
} from "./tree.ts";

export { weight, WEIGHT_LIMIT } from "./parse.ts";

const OOXML = "http://schemas.openxmlformats.org/";
const STRICT = "http://purl.oclc.org/ooxml/";
const MS = "http://schemas.microsoft.com/office/";
const ODF = "urn:oasis:names:tc:opendocument:xmlns:";

const both = (transitional: string, strict: string): string[] => [OOXML + transitional, STRICT + strict];

const NAMESPACES: Readonly<Record<string, readonly string[]>> = {
    // OOXML: ISO/IEC 29500, [MS-DOCX], [MS-XLSX], [MS-PPTX]
    rel: [`${OOXML}package/2006/relationships`],
    ct: [`${OOXML}package/2006/content-types`],
    cp: both("package/2006/metadata/core-properties", "package/metadata/core-properties"),
    ap: both("officeDocument/2006/extended-properties", "officeDocument/extendedProperties"),
    r: both("officeDocument/2006/relationships", "officeDocument/relationships"),
    w: both("wordprocessingml/2006/main", "wordprocessingml/main"),
    x: both("spreadsheetml/2006/main", "spreadsheetml/main"),
    p: both("presentationml/2006/main", "presentationml/main"),
    a: both("drawingml/2006/main", "drawingml/main"),
    c: both("drawingml/2006/chart", "drawingml/chart"),
    m: both("officeDocument/2006/math", "officeDocument/math"),
    pic: both("drawingml/2006/picture", "drawingml/picture"),
    wp: both("drawingml/2006/wordprocessingDrawing", "drawingml/wordprocessingDrawing"),
    xdr: both("drawingml/2006/spreadsheetDrawing", "drawingml/spreadsheetDrawing"),
    mc: [`${OOXML}markup-compatibility/2006`],
    w14: [`${MS}word/2010/wordml`],
    w15: [`${MS}word/2012/wordml`],
    w16cid: [`${MS}word/2016/wordml/cid`],
    w16du: [`${MS}word/2023/wordml/word16du`],
    wp14: [`${MS}word/2010/wordprocessingDrawing`],
    x15: [`${MS}spreadsheetml/2010/11/main`],
    x15ac: [`${MS}spreadsheetml/2010/11/ac`],
    xm: [`${MS}excel/2006/main`],
    xxl21: [`${MS}spreadsheetml/2021/extlinks2021`],
    xr: [2014, 2015, 2016, 2017, 2018].flatMap((year) =>
        ["", ...Array.from({ length: 15 }, (_, number) => number + 2)].map(
            (number) => `${MS}spreadsheetml/${year}/revision${number}`,
        ),
    ),
    p14: [`${MS}powerpoint/2010/main`],
    p188: [`${MS}powerpoint/2018/8/main`],
    a16: [`${MS}drawing/2014/main`],
    c15: [`${MS}drawing/2012/chart`],
    c16: [`${MS}drawing/2014/chart`],
    cx: [`${MS}drawing/2014/chartex`],
    dsp: [`${MS}drawing/2008/diagram`],
    sl: both("schemaLibrary/2006/main", "schemaLibrary/main"),
    v: ["urn:schemas-microsoft-com:vml"],
    o: ["urn:schemas-microsoft-com:office:office"],
    vx: ["urn:schemas-microsoft-com:office:excel"],
    // OpenDocument 1.3, and what LibreOffice adds
    office: [`${ODF}office:1.0`],
    meta: [`${ODF}meta:1.0`],
    text: [`${ODF}text:1.0`],
    table: [`${ODF}table:1.0`],
    draw: [`${ODF}drawing:1.0`],
    presentation: [`${ODF}presentation:1.0`],
    config: [`${ODF}config:1.0`],
    form: [`${ODF}form:1.0`],
    field: ["urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"],
    manifest: [`${ODF}manifest:1.0`],
    officeooo: ["http://openoffice.org/2009/office"],
    loext: ["urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"],
    pkg: ["http://docs.oasis-open.org/ns/office/1.2/meta/pkg#"],
    // shared
    rdf: ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
    dc: ["http://purl.org/dc/elements/1.1/"],
    dcterms: ["http://purl.org/dc/terms/"],
    xlink: ["http://www.w3.org/1999/xlink"],
    svg: ["http://www.w3.org/2000/svg", `${ODF}svg-compatible:1.0`],
    inkml: ["http://www.w3.org/2003/InkML"],
    inkscape: ["http://www.inkscape.org/namespaces/inkscape"],
    sodipodi: ["http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"],
};

/** Namespaces of the standards that office files are made of, and of Microsoft's additions to them. */
const KNOWN = [
    OOXML,
    STRICT,
    "http://schemas.microsoft.com/",
    "urn:schemas-microsoft-com:",
    "http://www.w3.org/",
    "http://purl.org/dc/",
];

const PREFIXES: ReadonlyMap<string, string> = new Map(
    Object.entries(NAMESPACES).flatMap(([prefix, uris]) => uris.map((uri) => [uri, prefix] as const)),
);

/** What counts as white space around texts, as the server sees it. */
const SPACE = String.raw`[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+`;
const SPACES = new RegExp(SPACE);
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "g");

/** A part as a tree. Kept: damaged, or it brings a DTD; too_large. */
export function parse(data: Uint8Array): Document {
    return parseAny(data, short);
}

function short(uri: string, local: string): string {
    if (!uri) return local;
    const prefix = PREFIXES.get(uri);
    return prefix ? `${prefix}:${local}` : `{${uri}}${local}`;
}

/** The prefix of a namespace; empty of one that has none in our tables. */
export function prefixOf(uri: string): string {
    return PREFIXES.get(uri) ?? "";
}

/** Every element of these short names, in document order; a list, since the tree will be edited. */
export function each(root: Element, names: Iterable<string>): Element[] {
    const wanted = new Set(names);
    return elements(root, (element) => wanted.has(element.short));
}

/** The elements that have an attribute for which that holds. */
export function having(root: Element, holds: (uri: string, short: string) => boolean): Element[] {
    return elements(root, ({ attributes }) => attributes.some(({ name }) => holds(name.uri, name.short)));
}

/** Every namespace that a part declares anywhere. */
export function namespaces(root: Element): Set<string> {
    const found = new Set<string>();
    for (const { declared } of elements(root)) for (const { uri } of declared) found.add(uri);
    return found;
}

/** Whether a namespace or a relationship's type is of OOXML or Microsoft; plain names are. */
export function isKnown(uri: string): boolean {
    return !uri || KNOWN.some((start) => uri.startsWith(start));
}

/** Puts what an element holds in its place. A root stays. */
export function unwrap(element: Element): void {
    if (!element.parent) return;
    addText(element, element.text);
    for (const child of element.children()) move(child, element);
    drop(element);
}

/** Puts a node with its tail right before another. */
export function move(node: Element | Remark, place: Element | Remark): void {
    insertBefore(node, place);
    if (node instanceof Element) settle(node);
}

/** Puts a node with its tail behind all that an element holds. */
export function moveInto(node: Element | Remark, element: Element): void {
    unlink(node);
    element.append(node);
    if (node instanceof Element) settle(node);
}

/** Without white space around it. */
export function stripped(text: string): string {
    return text.replace(AROUND, "");
}

/** Its words. */
export function words(text: string): string[] {
    return text.split(SPACES).filter((word) => word);
}

/** Names and what they tell; the empty kind goes along and tells nothing. */
export type Kinds = ReadonlyMap<string, Kind | "">;

export function kinds(table: Readonly<Record<string, Kind | "">>): Kinds {
    return new Map(Object.entries(table));
}

/**
 * What goes from a part.
 *
 * `elements`: with all they hold. `attributes`: `name` on any element, or `element@name`. `hollow`: elements that
 * go when nothing is left in them.
 */
export class Table {
    readonly #dropped: Kinds;
    readonly #hollow: ReadonlySet<string>;
    readonly #attributes = new Map<string, Kind | "">();
    readonly #of = new Map<string, Map<string, Kind | "">>();

    constructor(dropped: Kinds, attributes: Kinds, hollow: readonly string[] = []) {
        this.#dropped = dropped;
        this.#hollow = new Set(hollow);
        for (const [key, kind] of attributes) {
            const [element, name] = key.split("@") as [string, string?];
            if (name === undefined) this.#attributes.set(element, kind);
            else
                this.#of.set(
                    element,
                    (this.#of.get(element) ?? new Map<string, Kind | "">()).set(name, kind),
                );
        }
    }

    /** Takes it out of one part; whether anything was there. */
    take({ root, around }: Document, findings: Findings): boolean {
        // Those around the root are not written again.
        const remarks = [...nodes(root)].filter((node) => node instanceof Remark);
        remarks.forEach(drop);
        let found = remarks.length + around > 0;
        if (found) findings.add("other");
        for (const element of elements(root, ({ short }) => this.#dropped.has(short))) {
            // Not the root, and not within what is gone already, whose kind says enough.
            if (![...element.ancestors()].includes(root)) continue;
            this.prune(element);
            findings.add(this.#dropped.get(element.short)!);
            found = true;
        }
        for (const element of elements(root)) {
            const own = this.#of.get(element.short);
            for (const { name } of element.attributes) {
                const kind = this.#attributes.get(name.short) ?? own?.get(name.short);
                if (kind === undefined) continue;
                element.remove(name.short);
                findings.add(kind);
                found = true;
            }
        }
        return found;
    }

    /** Drops an element, and those around it that it leaves hollow. */
    prune(element: Element): void {
        for (let each: Element | null = element; each; ) {
            const above: Element | null = each.parent;
            drop(each);
            each = above && this.#hollow.has(above.short) && !above.first ? above : null;
        }
    }
}
