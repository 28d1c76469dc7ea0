/**
 * Dates and half-days as text: `2026-01-31`, `2026-01-31A`.
 *
 * 06:00 to 18:00 in the office's zone is A; 18:00 to 06:00 is B, named for the date on which it starts. Both
 * texts sort as time does. One millennium, the third.
 */

import { FormatError } from "./bytes.ts";

/** A date that exists, as `2026-01-31`. */
export type Day = string;
/** Half of such a date, as `2026-01-31A`. */
export type HalfDay = string;

const DAY_MS = 86_400_000;

/** Check a date; FormatError for anything else. */
export function parseDay(text: string): Day {
    if (!/^2[0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(text)) throw new FormatError("not a date like 2026-01-31");
    const time = Date.parse(`${text}T00:00:00Z`);
    // Some engines carry 30 February over into March.
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
        throw new FormatError("a date that does not exist");
    }
    return text;
}

/** Check a half-day; FormatError for anything else. */
export function parseHalfDay(text: string): HalfDay {
    if (!/[AB]$/.test(text)) throw new FormatError("a half-day is written 2026-01-31A or 2026-01-31B");
    parseDay(text.slice(0, -1));
    return text;
}

/** Return the number of days from one date to another; negative if it lies before. */
export function daysBetween(from: Day, to: Day): number {
    return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}
