/**
 * Packages of OpenDocument (ODF 1.3-2): parts, the documents that they make up, and what refers to them.
 *
 * A part that nothing refers to, and that no document has of its own, is none: it does not survive.
 */

import { Kept } from "./findings.ts";
import * as names from "./odfnames.ts";
import { unquoted } from "./opc.ts";
import * as paths from "./paths.ts";
import type { Attribute, Element } from "./tree.ts";
import * as xml from "./xml.ts";

/** Media types of documents, and of documents within them. */
export const TYPE = /^application\/vnd\.oasis\.opendocument\.[a-z]+(-[a-z]+)?$/;
/** The path of the package itself. */
export const ROOT = "";
/** The longest name of a part, in characters, and how many folders it may lie in. */
const NAME_LIMIT = 1_000;
const DEPTH_LIMIT = 20;
/** What stands before a path in the package, where it is written as a URL. */
const PACKAGE = "vnd.sun.star.Package:";
const BEHIND = /[?#]/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** Parts by name, and the paths that lead to them. */
export class Package {
    readonly #documents: ReadonlySet<string>;
    readonly #behind = new Map<string, string[]>();

    /**
     * `types`: media types of parts and folders, by their paths in the manifest.
     *
     * Kept: damaged, if no program would have named a part so.
     */
    constructor(
        readonly parts: ReadonlyMap<string, Uint8Array>,
        readonly types: ReadonlyMap<string, string>,
    ) {
        if (
            [...parts.keys()].some(
                (name) => [...name].length > NAME_LIMIT || folders(name).length > DEPTH_LIMIT,
            )
        )
            throw new Kept("damaged");
        this.#documents = new Set([...types].filter(([, type]) => TYPE.test(type)).map(([path]) => path));
        for (const name of parts.keys())
            for (const path of this.#paths(name))
                this.#behind.get(path)?.push(name) ?? this.#behind.set(path, [name]);
    }

    /** A part's name within its document: `Object 1/meta.xml` is the `meta.xml` of an inner one. */
    local(name: string): string {
        return name.slice(this.#document(name).length);
    }

    /** The parts that a path leads to: itself, what the document there has of its own, or a folder. */
    behind(path: string): readonly string[] {
        return this.#behind.get(path) ?? [];
    }

    /** The paths in the package that references lead to; `around`: the folders of their part. */
    ledTo(around: readonly string[], references: readonly string[]): string[] {
        return references.flatMap((each) => targets(around, each)).filter((path) => this.#behind.has(path));
    }

    #document(name: string): string {
        return folders(name).find((folder) => this.#documents.has(folder)) ?? ROOT;
    }

    *#paths(name: string): Generator<string> {
        const document = this.#document(name);
        const local = name.slice(document.length);
        yield name;
        const isListed = names.OWN_FOLDERS.some((start) => local.startsWith(start)) && this.types.has(name);
        if (names.OWN.includes(local) || isListed) yield document.slice(0, -1);
        else
            for (const folder of folders(name))
                if (folder.length > document.length) yield folder.slice(0, -1);
    }
}

/** The folders that a part lies in, the innermost first: `a/b/` and `a/` of `a/b/c`. */
export function folders(name: string): string[] {
    return [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index + 1)).reverse();
}

/** The attributes of a part that refer to a part or a file, with their elements. */
export function references(root: Element): [Element, Attribute][] {
    const refers = ({ name }: Attribute): boolean => names.REFERRING.includes(name.short);
    return xml
        .having(root, (_, short) => names.REFERRING.includes(short))
        .flatMap((element) =>
            element.attributes.filter(refers).map((each) => [element, each] as [Element, Attribute]),
        );
}

/**
 * The paths that a reference in a part may lead to.
 *
 * LibreOffice takes `%` and `#` in it as they are, and knows nothing behind a `?`; others read a URI.
 * `around`: the names of the folders that the part lies in.
 */
export function targets(around: readonly string[], reference: string): string[] {
    const whole = reference.startsWith(PACKAGE) ? reference.slice(PACKAGE.length) : reference;
    const written = [whole, ...["#", "?", BEHIND].map((mark) => whole.split(mark, 1)[0]!)];
    return [...new Set(written)]
        .flatMap((each) => [each, unquoted(each)])
        .map((path) => resolved(around, path))
        .filter((path) => path !== null);
}

/** Where a relative path leads to; out of the package it begins with `..`. Null: it is not relative. */
function resolved(around: readonly string[], written: string): string | null {
    const path = written.replaceAll("\\", "/");
    if (!path || path.startsWith("/") || SCHEME.test(path)) return null;
    const steps = [...around];
    for (const step of path.split("/"))
        if (step === ".." && steps.length && steps.at(-1) !== "..") steps.pop();
        else if (step && step !== ".") steps.push(step);
    return steps.join("/");
}

/**
 * A reference that names folders outside of the package, as if its file lay beside it; others stay.
 *
 * Were it to lead into the package, LibreOffice would not open a document whose picture is not there.
 */
export function beside(around: readonly string[], reference: string): string {
    const path = unquoted(reference.split("#", 1)[0]!).replaceAll("\\", "/");
    const folders = path.split("/").slice(0, -1);
    const isNamed = folders.some((step) => !["", ".", ".."].includes(step));
    const leadsOut = resolved(around, path)?.split("/", 1)[0] === "..";
    if (paths.isLocal(reference) || path.startsWith("/") || (isNamed && leadsOut))
        return "../".repeat(around.length + 1) + paths.lastStep(reference);
    return reference;
}
