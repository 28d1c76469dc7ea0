/** What editing one document found, and how that becomes an answer that claims no more than it did. */

import {
    addAll,
    DOCUMENT_LIMIT,
    type Format,
    inOrder,
    type Kind,
    type Scrubbed,
    warned,
    type Warning,
} from "../scrubbed.ts";

/** The document is not edited at all, and stays as it is; `warning` says why. */
export class Kept extends Error {
    constructor(readonly warning: Warning) {
        super(warning);
    }
}

/**
 * What editing has met so far.
 *
 * `kinds`: what was found and taken out. `left`: what was found and stays. `partial`: something within could not
 * be looked into. `signed`: a digital signature was taken out.
 */
export class Findings {
    readonly kinds = new Set<Kind>();
    readonly left = new Set<Kind>();
    partial = false;
    signed = false;

    /** Notes kinds that go; the empty name is what goes along and tells nothing. */
    add(...kinds: (Kind | "")[]): void {
        for (const kind of kinds) if (kind) this.kinds.add(kind);
    }

    /** Notes something that stays because it cannot be edited, and kinds that are surely in it. */
    keep(...kinds: Kind[]): void {
        addAll(this.left, kinds);
        this.partial = true;
    }

    /** Adds the answer for a file within this one. */
    join(part: Scrubbed): void {
        this.add(...part.removed);
        const stays = part.found.filter((kind) => !part.removed.includes(kind));
        if (part.warning || stays.length) this.keep(...stays);
    }
}

/**
 * A document that was edited: its media type, and what was met on the way.
 *
 * `write`: its bytes. `again`: what is still found when it is looked into once more, given these bytes.
 */
export interface Edited {
    readonly type: string;
    readonly findings: Findings;
    write(): Uint8Array;
    again(content: Uint8Array): Findings;
}

/**
 * The answer of `edit`, after a second look at what it made. Never throws for what is in the document.
 *
 * Editing finds by taking out, so what the second look finds is what it failed to remove. `type` stands until
 * `edit` knows better.
 */
export function examine(
    format: Format,
    type: string,
    data: Uint8Array,
    edit: (data: Uint8Array) => Edited,
): Scrubbed {
    if (data.length > DOCUMENT_LIMIT) return warned(format, type, "too_large");
    try {
        const edited = edit(data);
        const { kinds, left, partial, signed } = edited.findings;
        if (!kinds.size && !signed) {
            const warning = partial ? "partial" : "";
            return { format, type: edited.type, found: inOrder(left), removed: [], content: null, warning };
        }
        const content = edited.write();
        const again = edited.again(content);
        const found = inOrder(new Set([...kinds, ...left]));
        const removed = found.filter(
            (kind) => !left.has(kind) && !again.kinds.has(kind) && !again.left.has(kind),
        );
        const whole = !partial && removed.length === found.length;
        const warning = signed ? "signed" : whole ? "" : "partial";
        return { format, type: edited.type, found, removed, content, warning };
    } catch (outcome) {
        if (outcome instanceof Kept) return warned(format, type, outcome.warning);
        throw outcome;
    }
}
