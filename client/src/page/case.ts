/** A case as its reporter sees it: the pieces of its screen, with the same sentences as the plain page. */

import type { Case, Item, ReaderView } from "../vault.ts";
import { fullDate, halfDayEnd, type Language } from "./dates.ts";
import type { Parts, Values } from "./dom.ts";

/** Replies shown at a time; older ones are a button away, not a request. */
export const SHOWN = 16;

/** What of a case the screen shows, and what of it was chosen by whoever comes back to it. */
export function caseScreen(
    parts: Parts,
    found: Case,
    chosen: { excluded: readonly string[]; confirmed: boolean },
    lang: Language,
): DocumentFragment {
    const { unproven, hasReply, collectedUntil } = found;
    const values: Record<string, Values[string]> = {
        hasReply,
        unproven,
        single: unproven === 1,
        excludable: choices(found.excludable, chosen.excluded),
        more: found.items.length > SHOWN,
        readers: readersPiece(parts, found.readers, chosen.confirmed),
    };
    if (hasReply) {
        values["state"] = parts.piece(`state-${found.state}`);
        values["meaning"] = parts.piece(`meaning-${found.state}`);
        values["timeline"] = repliesPiece(parts, found.items, 0, lang);
    }
    if (collectedUntil !== null) {
        values["when"] = parts.piece("half-day", halfDayEnd(collectedUntil, lang));
    }
    return parts.piece("case", values);
}

/** Return the next replies of a timeline after the newest `from`, the newest first. */
export function repliesPiece(
    parts: Parts,
    items: readonly Item[],
    from: number,
    lang: Language,
): DocumentFragment {
    const replies = [...items].reverse().slice(from, from + SHOWN);
    return parts.piece("replies", {
        replies: replies.map((item, number) => ({
            mark: from + number === 0 && "new",
            told: parts.piece(`state-${item.state ?? "none"}`),
            // Without a state, an outcome says nothing.
            outcome: item.state !== null && item.outcome !== null && parts.piece(`outcome-${item.outcome}`),
            date: fullDate(item.day, lang),
            title: item.title,
            unit: item.unit,
            former: item.former,
            fork: item.fork,
            text: item.text,
            expired: item.gap === "expired",
            missing: item.gap === "missing",
        })),
    });
}

/** Return the notice of who will read the next message; where it is one alone, with the box that agrees to it. */
export function readersPiece(
    parts: Parts,
    readers: readonly ReaderView[],
    confirmed: boolean,
): DocumentFragment {
    const notice = parts.piece("readers", {
        readers: readers.map(({ title, unit, isNew }) => ({ title, unit, isNew })),
        alone: readers.length === 1,
    });
    for (const box of notice.querySelectorAll("input")) box.checked = confirmed;
    return notice;
}

/** Return the boxes that exclude readers, as values for a template. */
export function choices(readers: readonly ReaderView[], excluded: readonly string[]): Values[] {
    return readers.map(({ id, title, unit }, number) => ({
        place: `excluded-${number}`,
        reader: id,
        title,
        unit,
        ticked: excluded.includes(id),
    }));
}
