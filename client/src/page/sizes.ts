/** Sizes and counts as the plain pages write them (filter `ukuran`). */

import type { Language } from "./dates.ts";

const LOCALES = { id: "id-ID", en: "en-GB" } as const;

/** Return bytes as `2,4 MB` or `740 KB` (of 2^20 and 2^10 bytes), rounded up. */
export function fileSize(count: number, lang: Language): string {
    if (count < 1 << 20) return `${Math.ceil(count / 2 ** 10)} KB`;
    return `${grouped(Math.ceil((count * 10) / 2 ** 20) / 10, lang)} MB`;
}

/** Return a number as `1.234,5`, or `1,234.5` in English, with one decimal at most. */
export function grouped(count: number, lang: Language): string {
    const tenths = new Intl.NumberFormat(LOCALES[lang], {
        maximumFractionDigits: 1,
        numberingSystem: "latn",
    });
    return tenths.format(count);
}
