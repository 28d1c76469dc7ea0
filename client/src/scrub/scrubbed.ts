/**
 * What a file gives away besides its content: found, named, and taken out by editing the file's structure.
 *
 * Twin of wbs/scrub: the same formats, findings and limits, and the same bytes as the server's. Pure: bytes in,
 * bytes out, no canvas, which returns noise in some browsers. What differs:
 * - PDF and office files are other scripts' work: here they are named, with the warning "browser" (files.ts);
 * - a curve of a colour profile is compared with powers that JavaScript may round otherwise in the last of 53
 *   bits, which tells only where a number misses its bound of half a percent by less than that (icc.ts).
 */

export const KINDS = [
    "place",
    "device",
    "author",
    "dates",
    "software",
    "description",
    "identifiers",
    "comments",
    "revisions",
    "earlier",
    "thumbnail",
    "trailer",
    "profile",
    "attached",
    "other",
] as const;
/** Kinds of metadata, as wbs/scrub explains them, in the order in which they are told. */
export type Kind = (typeof KINDS)[number];

export const WARNINGS = [
    "unknown",
    "damaged",
    "encrypted",
    "signed",
    "heic",
    "too_large",
    "partial",
    "failed",
    "browser",
] as const;
/**
 * Why a file still has what it gives away, or may have it: as wbs/scrub explains, and one more.
 *
 * browser: of a format that is cleaned by the server, and not here.
 */
export type Warning = (typeof WARNINGS)[number];

export type Format = "" | "jpeg" | "png" | "webp" | "heic" | "pdf" | "ooxml" | "odf";

/** The largest document and the largest picture that are looked into, in bytes. */
export const DOCUMENT_LIMIT = 32 << 20;
export const IMAGE_LIMIT = 64 << 20;

/**
 * What was found in a file, and the file without it.
 *
 * `type`: its media type. `found` and `removed`: in the order of KINDS; `removed` is what `content` no longer
 * has. `content`: null where nothing is removed.
 */
export interface Scrubbed<Content = Uint8Array> {
    readonly format: Format;
    readonly type: string;
    readonly found: readonly Kind[];
    readonly removed: readonly Kind[];
    readonly content: Content | null;
    readonly warning: Warning | "";
}

/** The answer for a file of which nothing is found: it cannot, or may not, be looked into. */
export function warned(format: Format, type: string, warning: Warning): Scrubbed<never> {
    return { format, type, found: [], removed: [], content: null, warning };
}

/** Kinds in the order of KINDS. */
export function inOrder(kinds: ReadonlySet<Kind>): Kind[] {
    return KINDS.filter((kind) => kinds.has(kind));
}

export function addAll(kinds: Set<Kind>, others: Iterable<Kind>): void {
    for (const kind of others) kinds.add(kind);
}
