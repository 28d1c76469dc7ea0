/**
 * Large worksheets (ISO/IEC 29500-1, 18.3.1): their cells are set aside while the rest is edited.
 *
 * As a tree a million cells take a gigabyte, and there is nothing in them that we look for.
 */

import { find, joined } from "../octets.ts";

/** Smaller parts are parsed whole. */
export const LARGE = 4 << 20;

/** Cells are put back as they stood, among what is written as UTF-8. */
const OTHER_CODE = /^<\?xml[^>]*encoding[ \t-\r]*=[ \t-\r]*["'](?!utf-8["'])/i;
const START = /<sheetData(?:>|[ \t-\r](?:[^<>]*[^<>/])?>)/;
const END = "</sheetData>";
const EMPTY = "<sheetData/>";
/** What follows a prefix, in a tag or perhaps in a text. */
const PREFIXED = /:([A-Za-z_][\w.-]*)(?=[ \t-\r=/>])/g;
/** A formula that may name a folder: these are cut. */
const FOLDER =
    /<f(?:[ \t-\r][^<>]*)?>[^<]*(?:\\|(?<!https?):\/|(?:['[]|&apos;)https?:\/|file:|\.\.\/|\/\[|%5c|%2f|\/(?:users|home|root|tmp|var|run|mnt|media|volumes|private)\/)/i;
/** Those that Excel writes into cells: the height of a row, and that spaces count. */
const KNOWN: ReadonlySet<string> = new Set(["dyDescent", "space"]);

/**
 * The part with an empty element for its cells, and the cells.
 *
 * All of it, and nothing aside, unless it is certain where they are (no comment, CDATA or declaration could hide a
 * tag) and that there is nothing of another namespace among them, and no folder in a formula.
 */
export function setAside(part: Uint8Array): [Uint8Array, Uint8Array] {
    const whole: [Uint8Array, Uint8Array] = [part, part.subarray(0, 0)];
    if (part.length < LARGE) return whole;
    // A letter for each byte; those beyond ASCII stand in no pattern.
    const text = new TextDecoder("windows-1252").decode(part);
    if (text.includes("<!") || text.includes("<?", 1) || OTHER_CODE.test(text)) return whole;
    const start = START.exec(text);
    const end = text.indexOf(END);
    if (!start || end < start.index + start[0].length) return whole;
    if (text.indexOf(END, end + 1) >= 0 || text.includes(EMPTY)) return whole;
    const [from, to] = [start.index, end + END.length];
    const cells = text.slice(from, to);
    if (cells.includes("xmlns") || FOLDER.test(cells)) return whole;
    for (const [, name] of cells.matchAll(PREFIXED)) if (!KNOWN.has(name!)) return whole;
    const empty = new TextEncoder().encode(EMPTY);
    return [joined([part.subarray(0, from), empty, part.subarray(to)]), part.subarray(from, to)];
}

/** The edited part with its cells again. */
export function putBack(part: Uint8Array, cells: Uint8Array): Uint8Array {
    if (!cells.length) return part;
    const place = find(part, EMPTY);
    // It may have gone with what it stood in.
    if (place < 0) return part;
    return joined([part.subarray(0, place), cells, part.subarray(place + EMPTY.length)]);
}
