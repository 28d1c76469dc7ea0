/** One reader of the keyring. The twin of wbs/letters/reader.py. */

import { choice, DAY, line, READER_ID, RECIPIENT, record, SIGNING_KEY, type Of } from "./codec.ts";
import type { Day } from "./halfday.ts";

export const READER = record(
    {
        id: READER_ID,
        title: line(100),
        unit: line(100),
        role: choice("intake", "investigator", "outside"),
        recipient: RECIPIENT,
        signingKey: SIGNING_KEY,
        notBefore: DAY,
        expires: DAY,
    },
    {},
);

/**
 * One person who reads: a role for a title, never a name; both public keys as text; days inclusive.
 *
 * The id stands for that person for good: with new keys it stays, for a new person it is new, since letters
 * exclude readers by id.
 */
export type Reader = Of<typeof READER>;

/** Tell whether letters may be sealed to this reader, or by this keyring, on a day. */
export function isCurrent({ notBefore, expires }: Pick<Reader, "notBefore" | "expires">, day: Day): boolean {
    return notBefore <= day && day <= expires;
}
