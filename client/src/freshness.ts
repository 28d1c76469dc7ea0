/**
 * What a reader states in public: that a keyring is the newest, and what has been collected.
 *
 * Each is canonical JSON with a signature of its own kind by a reader who is current when it is read, under the
 * keyring named by `sequence`. The twin of wbs/letters/freshness.py.
 */

import { equal, Unproven } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import { DAY, HALF_DAY, hexBytes, integer, READER_ID, record, type Codec, type Of } from "./codec.ts";
import { daysBetween, type Day } from "./halfday.ts";
import type { Chain } from "./keyring.ts";
import { checkSignature, type Signed } from "./signed.ts";

const STALE_AFTER_DAYS = 35;

const FIELDS = { instance: hexBytes(16), author: READER_ID, sequence: integer(1, 999_999) };

const FRESHNESS = record({ ...FIELDS, day: DAY }, { wbs: 1 });
const COLLECTED = record({ ...FIELDS, until: HALF_DAY }, { wbs: 1 });

/** On that day the author's desk knew of no keyring newer than `sequence`. */
export type Freshness = Of<typeof FRESHNESS>;

/** The author's desk has imported every letter released up to the half-day of arrival `until`. */
export type Collected = Of<typeof COLLECTED>;

/** Statements by the kind that they are signed as. */
export interface Statements {
    freshness: Freshness;
    collected: Collected;
}

const CODECS: { readonly [K in keyof Statements]: Codec<Statements[K]> } = {
    freshness: FRESHNESS,
    collected: COLLECTED,
};

/** Return the statement if a current reader signed it; Unproven or FormatError otherwise. */
export function verifyStatement<K extends keyof Statements>(
    kind: K,
    signed: Signed,
    chain: Chain,
): Statements[K] {
    // Unverified until its signature is: it says whose key to take.
    const claimed = CODECS[kind].read(canonical.loads(signed.json));
    const { key } = chain.authorKey(claimed.author, claimed.sequence, kind);
    checkSignature(kind, chain.current.instance, signed, key);
    if (!equal(claimed.instance, chain.current.instance)) {
        throw new Unproven("the statement and its signature name different portals");
    }
    return claimed;
}

/** Tell whether a freshness of that day is older than 35 days: the form then warns, and never closes. */
export function isStale(day: Day, today: Day): boolean {
    return daysBetween(day, today) > STALE_AFTER_DAYS;
}
