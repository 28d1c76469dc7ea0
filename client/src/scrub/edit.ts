/** What the formats' modules answer: an edit, or that a structure cannot be followed. */

import type { Kind } from "./scrubbed.ts";

/** The file does not follow its format: nothing of it is changed. */
export class Damaged extends Error {}

/**
 * A file after its metadata was taken out.
 *
 * `found`: the kinds that were in it, empty if it needs no edit. `whole`: false if bytes stay that could not be
 * told from content.
 */
export interface Edit {
    readonly content: Uint8Array;
    readonly found: ReadonlySet<Kind>;
    readonly whole: boolean;
}
