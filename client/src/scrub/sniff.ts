/** What a file is, by its first bytes and never by its name. */

import * as heic from "./heic.ts";
import type { Known } from "./heic.ts";
import { begins, find, latin1, without } from "./octets.ts";

/** How much of a file's beginning decides. */
export const HEAD = 4096;

/** The type of what is none of the known ones. */
export const UNKNOWN = "application/octet-stream";

const OFFICE = "application/vnd.openxmlformats-officedocument.";
/** The first part of an ODF file is not compressed. */
const MIMETYPE = /^mimetype(application\/vnd\.oasis\.opendocument\.[a-z.-]+)/;

/** Where a signature starts, the signature, format, media type; the first that fits decides. */
const SIGNATURES: readonly (readonly [number, string, ...Known])[] = [
    [0, "\xff\xd8\xff", "jpeg", "image/jpeg"],
    [0, "\x89PNG\r\n\x1a\n", "png", "image/png"],
    [8, "WEBP", "webp", "image/webp"],
    [0, "GIF87a", "", "image/gif"],
    [0, "GIF89a", "", "image/gif"],
    [0, "II*\0", "", "image/tiff"],
    [0, "MM\0*", "", "image/tiff"],
    [8, "WAVE", "", "audio/wav"],
    [8, "AVI ", "", "video/x-msvideo"],
    [0, "OggS", "", "application/ogg"],
    [0, "ID3\x02", "", "audio/mpeg"],
    [0, "ID3\x03", "", "audio/mpeg"],
    [0, "ID3\x04", "", "audio/mpeg"],
    [0, "\xff\xfb", "", "audio/mpeg"],
    [0, "\xff\xf3", "", "audio/mpeg"],
    [0, "\xff\xf2", "", "audio/mpeg"],
    [0, "Rar!\x1a\x07", "", "application/vnd.rar"],
    [0, "7z\xbc\xaf\x27\x1c", "", "application/x-7z-compressed"],
    [0, "{\\rtf", "", "application/rtf"],
];

/** Streams of an OLE file's directory, named in UTF-16. */
const OLE: readonly (readonly [string, string])[] = [
    ["WordDocument", "application/msword"],
    ["Workbook", "application/vnd.ms-excel"],
    ["PowerPoint Document", "application/vnd.ms-powerpoint"],
];
const PARTS: readonly (readonly [string, string])[] = [
    ["word/", "wordprocessingml.document"],
    ["xl/", "spreadsheetml.sheet"],
    ["ppt/", "presentationml.presentation"],
];

// White space is ASCII's alone, as in the server's patterns for bytes.
/** A size, two numbers that are not used, where the pixels are, and a header of one of the known sizes. */
const BMP = /^BM[^]{4}\0{4}[^]{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}/;
const HTML =
    /^[ \t\n\r\f\v]*(<!--[^]{0,1000}?-->[ \t\n\r\f\v]*)?<(!doctype[ \t\n\r\f\v]+html|html|head|body)(?![a-z0-9_])/i;
const MAIL = new RegExp(
    String.raw`^(from [^ \t\n\r\f\v]+ [^\n]*\r?\n)?(received|return-path|delivered-to|from|to|date|subject` +
        String.raw`|message-id|mime-version|content-type|x-[a-z0-9-]+):[^\r\n]*\r?\n([ \t][^\r\n]*\r?\n)*[a-z][a-z0-9-]*:`,
    "i",
);
const CONTROLS = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/**
 * Format as in Scrubbed (empty: not one that is edited) and media type of what begins with `head`.
 *
 * Zip files are told apart as far as the names at their beginning go; what their parts say is exact.
 */
export function sniff(file: Uint8Array): Known {
    const head = file.subarray(0, HEAD);
    for (const [start, signature, format, type] of SIGNATURES)
        if (begins(head, signature, start) && (start !== 8 || begins(head, "RIFF"))) return [format, type];
    const found = heic.sniff(head) ?? zip(head);
    if (found) return found;
    // Readers look for it in the first kilobyte.
    return find(head.subarray(0, 1024), "%PDF-") >= 0 ? ["pdf", "application/pdf"] : ["", other(head)];
}

function zip(head: Uint8Array): Known | null {
    if (!begins(head, "PK\x03\x04") && !begins(head, "PK\x05\x06")) return null;
    const mimetype = MIMETYPE.exec(latin1(head.subarray(30)));
    if (mimetype) return ["odf", mimetype[1]!];
    if (find(head, "[Content_Types].xml") >= 0 || begins(head, "_rels/.rels", 30))
        for (const [part, kind] of PARTS) if (find(head, part) >= 0) return ["ooxml", OFFICE + kind];
    return ["", "application/zip"];
}

function other(head: Uint8Array): string {
    if (begins(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
        const wide = (name: string): string => [...name].map((letter) => `${letter}\0`).join("");
        return OLE.find(([name]) => find(head, wide(name)) >= 0)?.[1] ?? "application/x-ole-storage";
    }
    const text = latin1(head);
    if (BMP.test(text)) return "image/bmp";
    if (begins(head, "\x1a\x45\xdf\xa3"))
        return find(head.subarray(0, 64), "webm") >= 0 ? "video/webm" : "video/x-matroska";
    if (begins(head, "\xff\xfe") || begins(head, "\xfe\xff")) return "text/plain";
    if (!head.length || CONTROLS.test(text)) return UNKNOWN;
    if (HTML.test(latin1(without(head, "\xef\xbb\xbf")))) return "text/html";
    if (MAIL.test(text)) return "message/rfc822";
    // The head may end within a character.
    const cuts = head.length < HEAD ? [0] : [0, 1, 2, 3];
    return cuts.some((cut) => isUtf8(head.subarray(0, head.length - cut))) ? "text/plain" : UNKNOWN;
}

function isUtf8(data: Uint8Array): boolean {
    try {
        new TextDecoder("utf-8", { fatal: true }).decode(data);
        return true;
    } catch (error) {
        if (error instanceof TypeError) return false;
        throw error;
    }
}
