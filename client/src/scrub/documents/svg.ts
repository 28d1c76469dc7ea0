/** Pictures in SVG within office documents: a document type before them, files as text in them. */

import { joined, latin1 } from "../octets.ts";
import { type Element, elements } from "./tree.ts";
import * as xml from "./xml.ts";

export const TYPE = "image/svg+xml";

/** A document type that defines nothing of its own, as Inkscape and Illustrator write it (SVG 1.1, 1.3). */
const DOCTYPE =
    /<!DOCTYPE[ \t\r\n]+svg(?:[ \t\r\n]+PUBLIC[ \t\r\n]+"[^"<>]*")?(?:[ \t\r\n]+(?:SYSTEM[ \t\r\n]+)?"[^"<>]*")?[ \t\r\n]*>/;
const ELEMENT = /<[A-Za-z_]/;
/** A file as text (RFC 2397). */
const DATA = /data:[^,]{0,100},/iu;

/** The part without that. What it names is nothing that anybody loads; an entity stays unknown. */
export function withoutDoctype(part: Uint8Array): Uint8Array {
    const text = latin1(part);
    const found = DOCTYPE.exec(text);
    if (!found || ELEMENT.test(text.slice(0, found.index))) return part;
    return joined([part.subarray(0, found.index), part.subarray(found.index + found[0].length)]);
}

/** Whether a picture has others, or fonts, within: in links and in styles. */
export function holdsFile(root: Element): boolean {
    if (root.short !== "svg:svg") return false;
    const styles = xml.each(root, ["svg:style"]).map(({ text }) => text);
    const values = elements(root).flatMap(({ attributes }) => attributes.map(({ value }) => value));
    return [...styles, ...values].some((text) => DATA.test(text));
}
