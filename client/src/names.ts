/**
 * Names of files, as strangers' devices send them, made fit to be shown, sealed and one day saved.
 *
 * The twin of wbs/portal/reporter/names.py. What a character is follows the Unicode of the browser.
 */

/** Bytes of a name in UTF-8: what common file systems hold. */
const LONGEST = 255;

// White space as Python's str.isspace knows it; `\s` has another list.
const SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
// Controls and formats (the bidirectional marks among them) hide or reorder what a name shows; a surrogate is
// no character, and lines end a name.
const DROPPED = new RegExp(`(?![${SPACES}])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, "gu");
const SPACE = new RegExp(`[${SPACES}]+`, "gu");
const EXTENSION = /\.([A-Za-z0-9]{1,8})$/;
const EDGES = /^[ .]+|[ .]+$/g;
const END = /[ .]+$/;

/**
 * Return the last part of a path in NFC, without what cannot be seen, in at most 255 bytes of UTF-8.
 *
 * What comes before the extension is cut, from its end. A name of which nothing is left is made from `number`.
 * Cleaning twice changes nothing.
 */
export function cleanName(raw: string, number: number): string {
    const last = raw.replace(DROPPED, "").replace(/^.*[/\\]/s, "");
    const name = last.replace(SPACE, " ").normalize("NFC").replace(EDGES, "");
    const end = EXTENSION.exec(name)?.[0] ?? "";
    const stem = name.slice(0, name.length - end.length);
    const { read } = new TextEncoder().encodeInto(stem, new Uint8Array(LONGEST - end.length));
    return (stem.slice(0, read) + end).replace(END, "") || neutralName(number, name);
}

/** Return a name that says nothing but which file of the message it is, and of what sort. */
export function neutralName(number: number, name: string): string {
    return `berkas-${number}.${extension(name)}`;
}

/** Return the extension of a clean name, as a letter's archive takes it: `[a-z0-9]{1,8}`. */
export function extension(name: string): string {
    return EXTENSION.exec(name)?.[1]?.toLowerCase() ?? "bin";
}
