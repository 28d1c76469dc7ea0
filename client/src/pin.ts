/** The pin: what a verifier trusts beforehand, in the page's own configuration. The twin of wbs/letters/pin.py. */

import { FormatError } from "./bytes.ts";
import type { Value } from "./canonical.ts";
import { array, hexBytes, integer, record, SIGNING_KEY, type Of } from "./codec.ts";

export const MAX_ROOTS = 16;

/** The members of a pin, which stand in a keyring too. */
export const PIN_FIELDS = {
    instance: hexBytes(16),
    roots: array(SIGNING_KEY, MAX_ROOTS, 1),
    threshold: integer(1, MAX_ROOTS),
};

const PIN = record(PIN_FIELDS, { wbs: 1 });

/** One portal, its roots in sorted order, and how many of them must sign a keyring. */
export type Pin = Pick<Of<typeof PIN>, "instance" | "roots" | "threshold">;

/** Read a pin from its JSON; FormatError if it is not one. */
export function readPin(value: Value): Pin {
    const pin = PIN.read(value);
    checkPin(pin);
    return pin;
}

/** Throw FormatError unless the roots are sorted and can reach the threshold. */
export function checkPin({ roots, threshold }: Pin): void {
    if (!isSorted(roots)) throw new FormatError("roots: not sorted");
    if (threshold > roots.length) throw new FormatError("threshold: more than there are roots");
}

/** Tell whether two pins of one portal trust the same. */
export function samePin(one: Pin, other: Pin): boolean {
    return one.roots.join() === other.roots.join() && one.threshold === other.threshold;
}

/** Tell whether texts of ASCII stand in order. */
export function isSorted(texts: readonly string[]): boolean {
    return texts.every((text, at) => at === 0 || texts[at - 1]! <= text);
}
