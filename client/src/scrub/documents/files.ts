/** The door to everything that looks into a document: by its content to its format's module. */

import { scrubFile as scrubPicture } from "../files.ts";
import { DOCUMENT_LIMIT, type Format, type Scrubbed, warned } from "../scrubbed.ts";
import { HEAD, sniff } from "../sniff.ts";
import { readDirectory } from "./directory.ts";
import { Kept } from "./findings.ts";
import { scrubOdf } from "./odf.ts";
import { scrubOoxml } from "./ooxml.ts";
import * as pdf from "./pdf.ts";

/** What was found in a file, and the file without it; rejects only where it cannot be read. */
export async function scrubFile(file: Blob): Promise<Scrubbed<Blob>> {
    const [format, type] = sniff(await bytes(file.slice(0, HEAD)));
    const zipped = type === "application/zip" || format === "ooxml" || format === "odf";
    if (format === "pdf" && file.size <= DOCUMENT_LIMIT) return pdf.look(await bytes(file));
    if (!zipped) return scrubPicture(file);
    if (file.size > DOCUMENT_LIMIT) return warned(format, type, format ? "too_large" : "unknown");
    const { content, ...answer } = scrub(await bytes(file));
    return { ...answer, content: content && new Blob([content as BlobPart], { type: answer.type }) };
}

/** What was found in a zip file, and the file without it. Never throws for what is in it. */
export function scrub(data: Uint8Array): Scrubbed {
    const format = zipFormat(data);
    if (format === "ooxml") return scrubOoxml(data);
    return format === "odf" ? scrubOdf(data) : warned("", sniff(data)[1], "unknown");
}

/** What a zip file is by the names in its directory; empty: just that. */
function zipFormat(data: Uint8Array): Format {
    try {
        const names = new Set(readDirectory(data).members.map(({ name }) => name.split("\0", 1)[0]));
        if (names.has("[Content_Types].xml")) return "ooxml";
        return names.has("mimetype") && names.has("META-INF/manifest.xml") ? "odf" : "";
    } catch (outcome) {
        if (outcome instanceof Kept) return sniff(data)[0];
        throw outcome;
    }
}

async function bytes(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await file.arrayBuffer());
}
