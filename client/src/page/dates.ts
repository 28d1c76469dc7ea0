/**
 * Dates and half-days as the plain pages write them (filters `tanggal` and `setengah_hari`): the office's days,
 * whatever zone and language the device is set to.
 */

import { type Day, type HalfDay, parseDay, parseHalfDay } from "../halfday.ts";

export type Language = "id" | "en";

const DAY_MS = 86_400_000;
// "en" alone would be American: the day comes before the month here.
const LOCALES = { id: "id-ID", en: "en-GB" } as const;

/** Return `22 November 2026` for `2026-11-22`; FormatError for anything else. */
export function fullDate(day: Day, lang: Language): string {
    return written(Date.parse(parseDay(day)), lang);
}

/**
 * Return the boundary that closes a half-day: its date, and its time in the office's zone, `18.00` or `18:00`.
 * FormatError for anything else.
 */
export function halfDayEnd(halfDay: HalfDay, lang: Language): { date: string; time: string } {
    const start = Date.parse(parseHalfDay(halfDay).slice(0, -1));
    const [end, hour] = halfDay.endsWith("A") ? [start, "18"] : [start + DAY_MS, "06"];
    return { date: written(end, lang), time: `${hour}${lang === "en" ? ":" : "."}00` };
}

/** `midnight`: of a date in UTC, so that no zone comes in. */
function written(midnight: number, lang: Language): string {
    return new Intl.DateTimeFormat(LOCALES[lang], {
        calendar: "gregory",
        day: "numeric",
        month: "long",
        numberingSystem: "latn",
        timeZone: "UTC",
        year: "numeric",
    }).format(midnight);
}
