/**
 * PDF (ISO 32000-2) is not edited here; what it tells in the clear is named, and no more is claimed.
 *
 * Most of a newer file is packed, its information too: nothing found says nothing.
 */

import { latin1 } from "../octets.ts";
import { inOrder, type Kind, type Scrubbed, warned } from "../scrubbed.ts";
import * as xmp from "../xmp.ts";

/** The document's information dictionary (14.3.3); what is not listed is "other". */
const INFO: ReadonlyMap<string, Kind | ""> = new Map<string, Kind | "">([
    ["Author", "author"],
    ["Company", "author"],
    ["Manager", "author"],
    ["Creator", "software"],
    ["Producer", "software"],
    ["PTEX.Fullbanner", "software"],
    ["PXCViewerInfo", "software"],
    ["Title", "description"],
    ["Subject", "description"],
    ["Keywords", "description"],
    ["Category", "description"],
    ["AAPL:Keywords", "description"],
    ["Comments", "comments"],
    ["Trapped", ""],
    ["CreationDate", "dates"],
    ["ModDate", "dates"],
    ["SourceModified", "dates"],
]);
/** So much of the dictionary is read. */
const DICTIONARY = 1 << 16;
/** A reference to the information in a trailer; the last one is the newest. */
const REFERENCE = /\/Info\s+(\d{1,10})\s+(\d{1,5})\s+R/g;
/** A name, with a text behind it that is not empty. */
const ENTRY = /\/([A-Za-z][\w.:]*)\s*(?:\((?!\))|<(?![<>]))/y;
/** Whatever else an entry can be: a name, a number, a text (as far as it is simple), white space. */
const OTHER = /\/[^\s()<>[\]{}/%]+|[\w.+-]+|[ \t\r\n\f\0]+|\(\)|<>|\[|\]/y;
const TEXT = /(?:\((?:[^()\\]|\\[^])*\)|<[0-9A-Fa-f\s]*>)/y;

/** What a PDF tells in the clear. Never throws for what is in it. */
export function look(data: Uint8Array): Scrubbed<never> {
    return { ...warned("pdf", "application/pdf", "browser"), found: inOrder(kinds(data)) };
}

function kinds(data: Uint8Array): Set<Kind> {
    const text = latin1(data);
    const packet = text.indexOf("<x:xmpmeta");
    const end = text.indexOf("</x:xmpmeta>", packet);
    const found = packet < 0 || end < 0 ? new Set<Kind>() : xmp.kinds(data.subarray(packet, end));
    const reference = [...text.matchAll(REFERENCE)].at(-1);
    const start = reference ? text.lastIndexOf(`\n${reference[1]} ${reference[2]} obj`) : -1;
    const open = start < 0 ? -1 : text.indexOf("<<", start);
    if (open >= 0 && open - start < 40)
        for (const key of keys(text.slice(open + 2, open + DICTIONARY))) {
            const kind = INFO.get(key) ?? "other";
            if (kind) found.add(kind);
        }
    return found;
}

/** The keys of a dictionary that have a text, up to what is not simple. */
function keys(text: string): string[] {
    const found: string[] = [];
    const step = (pattern: RegExp, at: number): RegExpExecArray | null => {
        pattern.lastIndex = at;
        return pattern.exec(text);
    };
    for (let at = 0; at < text.length; ) {
        const entry = step(ENTRY, at);
        if (entry) {
            found.push(entry[1]!);
            at += entry[0].length - 1;
        }
        const next = step(TEXT, at) ?? step(OTHER, at);
        if (!next) break;
        at += next[0].length;
    }
    return found;
}
