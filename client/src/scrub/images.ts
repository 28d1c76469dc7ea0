/** Pictures: metadata is taken out by editing their structure; not one byte of their pixels changes. */

import { Damaged, type Edit } from "./edit.ts";
import * as jpeg from "./jpeg.ts";
import * as png from "./png.ts";
import { IMAGE_LIMIT, inOrder, type Format, type Scrubbed, warned } from "./scrubbed.ts";
import { sniff } from "./sniff.ts";
import * as webp from "./webp.ts";

const FORMATS: ReadonlyMap<Format, (data: Uint8Array) => Edit> = new Map([
    ["jpeg", jpeg.clean],
    ["png", png.clean],
    ["webp", webp.clean],
]);

/** A JPEG, PNG or WebP without its metadata; null for everything else. Never throws for what is in it. */
export function scrubImage(data: Uint8Array): Scrubbed | null {
    const [format, type] = sniff(data);
    const clean = FORMATS.get(format);
    if (!clean) return null;
    if (data.length > IMAGE_LIMIT) return warned(format, type, "too_large");
    try {
        const { content, found, whole } = clean(data);
        const kinds = inOrder(found);
        const edited = kinds.length ? content : null;
        return {
            format,
            type,
            found: kinds,
            removed: kinds,
            content: edited,
            warning: whole ? "" : "partial",
        };
    } catch (error) {
        if (error instanceof Damaged) return warned(format, type, "damaged");
        throw error;
    }
}
