/**
 * Reading XML without reaching for anything outside it: no DTD, no entities but those of the language.
 *
 * By saxes, which holds to the letter of XML 1.0 and its namespaces as libxml2 does; the bounds are libxml2's.
 */

import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { begins, latin1, without } from "../octets.ts";
import { Kept } from "./findings.ts";
import {
    type Attribute,
    type Document,
    Element,
    type Name,
    type Namespace,
    Remark,
    XML_NAMESPACE,
} from "./tree.ts";

/** The largest part that is parsed, in bytes. */
export const PART_LIMIT = 20 << 20;
/** What trees that are open at once may weigh: 400 pages of Word weigh some 300,000. */
export const WEIGHT_LIMIT = 1_500_000;
/** The longest tag, text or remark, in bytes: beyond ten million libxml2 gives up, now here, now there. */
const RUN_LIMIT = 9_000_000;
/** The longest name, and the longest of a namespace, in characters. */
const NAME_LIMIT = 10_000;
/** Elements within elements, and letters in a row. */
const DEPTH_LIMIT = 256;
const TEXT_LIMIT = 10_000_000;

const [SLASH, LESS, EQUALS] = [0x2f, 0x3c, 0x3d];
const UTF8 = "utf-8";
/** Names of encodings; in others no office program writes, and each is a way to be read differently. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
    ...["utf-8", "utf8"].map((name) => [name, UTF8] as const),
    ...["us-ascii", "ascii"].map((name) => [name, "us-ascii"] as const),
    ...["iso-8859-1", "iso_8859-1", "latin1"].map((name) => [name, "iso-8859-1"] as const),
    ["windows-1252", "windows-1252"],
]);
/** Letters of windows-1252 from 0x80 on; zeros where it has none. */
const WINDOWS = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";
const DECLARED = /^<\?xml[^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][\w.-]*)["']/;
/** RFC 3986, 4.1, as far as it tells what is no URI at all. */
const LETTER = String.raw`(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})`;
const HOST = String.raw`//(?:[^@/?#]*@)?(?:\[[0-9A-Fa-f:.]*\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d{1,9})?(?=[/?#]|$)`;
const URI = new RegExp(
    String.raw`^(?:[A-Za-z][\w+.-]*:|(?![^/?#]*:))(?:${HOST}|(?!//))(?:${LETTER})*(?:\?(?:${LETTER}|\?)*)?(?:#(?:${LETTER}|\?)*)?$`,
);
/** What stands in names, but not first (XML 1.0, 2.3). */
const NO_START = /^[-.\d\xb7\u0300-\u036f\u203f\u2040]/;
/** A name without a colon (Namespaces in XML 1.0, 4), and the blanks that may stand around an identifier. */
const IDENTIFIER = /^[ \t\r\n]*[\p{L}_][\p{L}\p{M}\p{Nd}._\xb7-]*[ \t\r\n]*$/u;

/** A part as a tree; `short` as in Name. Kept: damaged, or it brings a DTD; too_large. */
export function parse(data: Uint8Array, short: (uri: string, local: string) => string): Document {
    if (data.length > PART_LIMIT || weight(data) > WEIGHT_LIMIT || hasLongRun(data))
        throw new Kept("too_large");
    return new Reader(short).read(decoded(data));
}

/** How many elements, remarks and attributes a part has at most, by its bytes: it is not parsed yet. */
export function weight(data: Uint8Array): number {
    let count = 0;
    for (let at = 0; at < data.length; at++)
        if (data[at] === EQUALS || (data[at] === LESS && data[at + 1] !== SLASH)) count++;
    return count;
}

/** Whether from one tag's beginning to the next one's there is more than the limit. */
function hasLongRun(data: Uint8Array): boolean {
    let start = -1;
    for (let at = data.indexOf(LESS); at >= 0; at = data.indexOf(LESS, at + 1)) {
        if (at - start - 1 > RUN_LIMIT) return true;
        start = at;
    }
    return data.length - start - 1 > RUN_LIMIT;
}

class Reader {
    readonly #parser = new SaxesParser({
        xmlns: true,
        position: false,
        forceXMLVersion: true,
        defaultXMLVersion: "1.0",
    });
    readonly #short: (uri: string, local: string) => string;
    readonly #names = new Map<string, Map<string, Name>>();
    /** By prefix, what it refers to where reading stands; the last holds. */
    readonly #scope = new Map<string, Namespace[]>([["xml", [XML_NAMESPACE]]]);
    readonly #identifiers = new Set<string>();
    #root: Element | null = null;
    #open: Element | null = null;
    #depth = 0;
    #around = 0;
    #version = "1.0";

    constructor(short: (uri: string, local: string) => string) {
        this.#short = short;
    }

    read(text: string): Document {
        const parser = this.#parser;
        const damaged = (): never => {
            throw new Kept("damaged");
        };
        parser.on("error", damaged);
        parser.on("doctype", damaged);
        parser.on("xmldecl", ({ version }) => (this.#version = version ?? "1.0"));
        parser.on("opentag", (tag) => this.#start(tag as SaxesTagNS));
        parser.on("closetag", () => this.#end());
        parser.on("text", (more) => this.#text(more));
        parser.on("cdata", (more) => this.#text(more));
        parser.on("comment", (comment) => this.#remark(`<!--${comment}-->`));
        parser.on("processinginstruction", ({ target, body }) => {
            if (target.includes(":") || isLong(target)) damaged();
            this.#remark(`<?${target}${body && ` ${body}`}?>`);
        });
        parser.write(text).close();
        if (!this.#root) throw new Kept("damaged");
        return { root: this.#root, around: this.#around, version: this.#version };
    }

    #start(tag: SaxesTagNS): void {
        if (++this.#depth > DEPTH_LIMIT) throw new Kept("damaged");
        const written: SaxesAttributeNS[] = Object.values(tag.attributes);
        const [declared, attributes]: [Namespace[], Attribute[]] = [[], []];
        for (const { name, prefix, local, value } of written)
            if (name === "xmlns") declared.push(this.#declare("", value));
            else if (prefix === "xmlns" && local !== "xml") declared.push(this.#declare(local, value));
        for (const { name, prefix, local, uri, value } of written) {
            if (value.length > TEXT_LIMIT) throw new Kept("damaged");
            if (name === "xmlns" || prefix === "xmlns") continue;
            const namespace = prefix ? this.#scope.get(prefix)!.at(-1)! : null;
            attributes.push({ name: this.#name(uri, local), namespace, value });
            if (namespace === XML_NAMESPACE && local === "id") this.#identify(value);
        }
        const namespace = tag.uri ? this.#scope.get(tag.prefix)!.at(-1)! : null;
        const element = new Element(this.#name(tag.uri, tag.local), namespace, declared, attributes);
        this.#open?.append(element);
        this.#root ??= element;
        this.#open = element;
    }

    /** Identifiers are names, and each is there once (xml:id 1.0, 4). */
    #identify(value: string): void {
        if (!IDENTIFIER.test(value) || this.#identifiers.has(value)) throw new Kept("damaged");
        this.#identifiers.add(value);
    }

    #declare(prefix: string, uri: string): Namespace {
        if (isNoName(prefix) || isLong(uri) || (uri && !URI.test(uri))) throw new Kept("damaged");
        const namespace = { prefix, uri };
        const known = this.#scope.get(prefix);
        if (known) known.push(namespace);
        else this.#scope.set(prefix, [namespace]);
        return namespace;
    }

    #end(): void {
        const element = this.#open!;
        for (const { prefix } of element.declared) this.#scope.get(prefix)!.pop();
        this.#open = element.parent;
        this.#depth--;
    }

    #text(more: string): void {
        // Around the root there is white space.
        if (!this.#open) return;
        const { last } = this.#open;
        const text = (last ? last.tail : this.#open.text) + more;
        if (text.length > TEXT_LIMIT) throw new Kept("damaged");
        if (last) last.tail = text;
        else this.#open.text = text;
    }

    #remark(written: string): void {
        if (written.length > TEXT_LIMIT) throw new Kept("damaged");
        if (this.#open) this.#open.append(new Remark(written));
        else this.#around++;
    }

    /** One object for each name, of which there are few. */
    #name(uri: string, local: string): Name {
        let names = this.#names.get(uri);
        if (!names) this.#names.set(uri, (names = new Map<string, Name>()));
        let name = names.get(local);
        if (!name) {
            if (isNoName(local)) throw new Kept("damaged");
            names.set(local, (name = { uri, local, short: this.#short(uri, local) }));
        }
        return name;
    }
}

/** Whether it is no name, or longer than any; saxes does not look at what is behind a colon. */
function isNoName(name: string): boolean {
    return NO_START.test(name) || isLong(name);
}

function isLong(name: string): boolean {
    return name.length > NAME_LIMIT && [...name].length > NAME_LIMIT;
}

/** The text of a part. Kept: damaged. */
function decoded(data: Uint8Array): string {
    const encoding = encodingOf(data);
    if (encoding === "iso-8859-1") return latin1(data);
    if (encoding === "windows-1252") return latin1(data).replace(/[\x80-\x9f]/g, fromWindows);
    if (encoding === "us-ascii" && data.some((byte) => byte > 0x7f)) throw new Kept("damaged");
    const label = encoding === "us-ascii" ? UTF8 : encoding;
    try {
        const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(data);
        return text.startsWith("\ufeff") ? text.slice(1) : text;
    } catch {
        throw new Kept("damaged");
    }
}

/** Of one of the bytes that windows-1252 has in its own way. Some engines decode them as ISO 8859-1. */
function fromWindows(byte: string): string {
    const letter = WINDOWS[byte.charCodeAt(0) - 0x80]!;
    if (letter === "\0") throw new Kept("damaged");
    return letter;
}

function encodingOf(data: Uint8Array): string {
    if (begins(data, "\xff\xfe") || begins(data, "<\0?\0")) return "utf-16le";
    if (begins(data, "\xfe\xff") || begins(data, "\0<\0?")) return "utf-16be";
    const declared = DECLARED.exec(latin1(without(data, "\xef\xbb\xbf").subarray(0, 1000)));
    const known = declared ? ENCODINGS.get(declared[1]!.toLowerCase()) : UTF8;
    if (known === undefined) throw new Kept("damaged");
    return known;
}
