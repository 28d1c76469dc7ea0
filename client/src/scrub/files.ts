/** The door to everything that looks into a file, as far as pictures go: by its content to its format's module. */

import * as heic from "./heic.ts";
import { scrubImage } from "./images.ts";
import { DOCUMENT_LIMIT, IMAGE_LIMIT, inOrder, type Format, type Scrubbed, warned } from "./scrubbed.ts";
import { sharing } from "./shared.ts";
import { HEAD, sniff } from "./sniff.ts";

const DOCUMENTS: ReadonlySet<Format> = new Set<Format>(["pdf", "ooxml", "odf"]);

/**
 * What was found in a file, and the file without it; rejects only where it cannot be read.
 *
 * Of what is no picture, or is beyond the limit, no more is read than its head. A document is named, with the
 * warning "browser"; for a zip file it is unknown here what its directory says.
 */
export async function scrubFile(file: Blob): Promise<Scrubbed<Blob>> {
    const head = await bytes(file.slice(0, HEAD));
    const [format, type] = sniff(head);
    if (DOCUMENTS.has(format))
        return warned(format, type, file.size > DOCUMENT_LIMIT ? "too_large" : "browser");
    if (!format || file.size > IMAGE_LIMIT) return look(head);
    const { content, ...answer } = scrub(await bytes(file));
    if (!content) return { ...answer, content };
    // Read anew: what is shared must be what stands in the file, whatever became of the first copy.
    return { ...answer, content: sharing(file, await bytes(file), content as Uint8Array<ArrayBuffer>, type) };
}

/** What was found in a picture, and the picture without it. Never throws for what is in it. */
export function scrub(data: Uint8Array): Scrubbed {
    const [format, type] = sniff(data);
    if (format !== "heic") return scrubImage(data) ?? look(data);
    return { ...warned(format, type, "heic"), found: inOrder(heic.kinds(data)) };
}

/** What `scrub` would say, as far as a file's first bytes tell it. */
export function look(head: Uint8Array): Scrubbed<never> {
    const [format, type] = sniff(head);
    return warned(format, type, format === "heic" ? "heic" : format ? "too_large" : "unknown");
}

async function bytes(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await file.arrayBuffer());
}
