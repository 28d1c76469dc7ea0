/**
 * Packages of OOXML (ISO/IEC 29500-2): parts, what they are, and the relationships that tie them together.
 *
 * A part that no chain of relationships reaches from the package itself is none: it does not survive.
 */

import { Kept } from "./findings.ts";
import * as sheet from "./sheet.ts";
import * as svg from "./svg.ts";
import { type Document, drop, type Element } from "./tree.ts";
import { written } from "./write.ts";
import * as xml from "./xml.ts";
import { folded } from "./zipped.ts";

export const TYPES = "[Content_Types].xml";
/** The source of the package's own relationships. */
export const ROOT = "";

/**
 * One relationship: its element, its id, the last step of its type's name, what it points at.
 *
 * `target`: a part's name, or null for what is outside and for what is not there.
 */
export interface Relationship {
    readonly element: Element;
    readonly id: string;
    readonly kind: string;
    readonly target: string | null;
}

/** Parts by name; XML is parsed when it is first asked for and written if it was changed. */
export class Package {
    readonly parts: Map<string, Uint8Array>;
    readonly #names: ReadonlyMap<string, string>;
    readonly #trees = new Map<string, Document>();
    readonly #weights = new Map<string, number>();
    #weight = 0;
    readonly #cells = new Map<string, Uint8Array>();
    readonly #changed = new Set<string>();
    readonly #defaults: ReadonlyMap<string, string> = new Map();
    readonly #overrides: ReadonlyMap<string, string> = new Map();

    /** Kept: damaged, if it has no content types. */
    constructor(parts: Map<string, Uint8Array>) {
        if (!parts.has(TYPES)) throw new Kept("damaged");
        this.parts = parts;
        this.#names = new Map([...parts.keys()].map((name) => [folded(name), name]));
        const listed = (name: string, key: (element: Element) => string): Map<string, string> =>
            new Map(
                xml
                    .each(this.tree(TYPES).root, [name])
                    // None would be the package's own: its name is empty.
                    .filter(key)
                    .map((each) => [folded(key(each)), each.get("ContentType") ?? ""]),
            );
        this.#defaults = listed("ct:Default", (each) => each.get("Extension") ?? "");
        this.#overrides = listed("ct:Override", partName);
    }

    /** An XML part. Kept: damaged, too_large. */
    tree(name: string): Document {
        const known = this.#trees.get(name);
        if (known) return known;
        const [part, cells] = sheet.setAside(this.parts.get(name)!);
        this.#cells.set(name, cells);
        const weight = xml.weight(part);
        if (this.#weight + weight > xml.WEIGHT_LIMIT) throw new Kept("too_large");
        const tree = xml.parse(this.#isSvg(name) ? svg.withoutDoctype(part) : part);
        this.#trees.set(name, tree);
        this.#weights.set(name, weight);
        this.#weight += weight;
        return tree;
    }

    /** An XML part; null of one that stays as it is. Kept: damaged. */
    readable(name: string): Document | null {
        try {
            return this.tree(name);
        } catch (outcome) {
            if (!(outcome instanceof Kept)) throw outcome;
            // Old programs wrote drawings that are no XML, and pictures may define entities.
            if (outcome.warning === "damaged" && !(name.endsWith(".vml") || this.#isSvg(name))) throw outcome;
            return null;
        }
    }

    /** The tree of this part was edited. */
    change(name: string): void {
        this.#changed.add(name);
    }

    /** Nothing more is edited in this part: its tree is written if it was, and let go of. */
    settle(name: string): void {
        const tree = this.#trees.get(name);
        this.#trees.delete(name);
        this.#weight -= this.#weights.get(name) ?? 0;
        this.#weights.delete(name);
        if (tree && this.#changed.has(name))
            this.parts.set(name, sheet.putBack(written(tree), this.#cells.get(name)!));
    }

    /** Puts other bytes into a part that is no XML. */
    replace(name: string, part: Uint8Array): void {
        this.parts.set(name, part);
    }

    /** The content type of a part; empty if none is given. */
    type(name: string): string {
        return this.#overrides.get(folded(name)) || (this.#defaults.get(folded(extension(name))) ?? "");
    }

    /** Whether its content type says that a part is XML. */
    isXml(name: string): boolean {
        const type = this.type(name);
        return type.endsWith("xml") || type.endsWith("vmlDrawing");
    }

    /** Of a part, or of the package itself. */
    *relationships(source: string): Generator<Relationship> {
        const name = this.relationshipsPart(source);
        if (name === null) return;
        for (const element of xml.each(this.tree(name).root, ["rel:Relationship"])) {
            const outside = element.get("TargetMode") === "External";
            const target = outside ? null : this.#resolved(source, element.get("Target") ?? "");
            const kind = (element.get("Type") ?? "").split("/").at(-1)!;
            yield { element, id: element.get("Id") ?? "", kind, target };
        }
    }

    /** The name of the part that holds a part's relationships. */
    relationshipsPart(source: string): string | null {
        const cut = source.lastIndexOf("/") + 1;
        const name = `${source.slice(0, cut)}_rels/${source.slice(cut)}.rels`;
        return this.#names.get(folded(name)) ?? null;
    }

    /** Drops every other part, and what the content types say of it. */
    keepOnly(reached: ReadonlySet<string>): void {
        const about = [ROOT, ...reached].map((each) => this.relationshipsPart(each));
        const wanted = new Set<string | null>([TYPES, ...reached, ...about]);
        for (const name of [...this.parts.keys()]) {
            if (wanted.has(name)) continue;
            this.settle(name);
            this.parts.delete(name);
        }
        for (const each of xml.each(this.tree(TYPES).root, ["ct:Override"])) {
            const name = this.#names.get(folded(partName(each)));
            if (name !== undefined && this.parts.has(name)) continue;
            drop(each);
            this.change(TYPES);
        }
    }

    /** All parts as they are now, the content types first. */
    content(): Map<string, Uint8Array> {
        for (const name of [...this.#trees.keys()]) if (this.parts.has(name)) this.settle(name);
        return new Map([[TYPES, this.parts.get(TYPES)!], ...this.parts]);
    }

    #isSvg(name: string): boolean {
        return this.type(name) === svg.TYPE;
    }

    #resolved(source: string, target: string): string | null {
        const path = unquoted(target.split("#", 1)[0]!);
        const steps: string[] = [];
        const whole = path.startsWith("/") ? path : `${source.slice(0, source.lastIndexOf("/") + 1)}${path}`;
        for (const step of whole.split("/"))
            if (step === "..") steps.pop();
            else if (step && step !== ".") steps.push(step);
        return this.#names.get(folded(steps.join("/"))) ?? null;
    }
}

function partName(override: Element): string {
    return unquoted(override.get("PartName") ?? "").replace(/^\/+/, "");
}

/** What stands behind the last dot of a name; dots at its beginning are none. */
function extension(name: string): string {
    const base = name.slice(name.lastIndexOf("/") + 1).replace(/^\.+/, "");
    return base.includes(".") ? base.slice(base.lastIndexOf(".") + 1) : "";
}

/** Without its percent signs (RFC 3986, 2.1); what is no UTF-8 becomes U+FFFD. */
export function unquoted(text: string): string {
    return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) => {
        const bytes = codes
            .slice(1)
            .split("%")
            .map((code) => parseInt(code, 16));
        return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    });
}
