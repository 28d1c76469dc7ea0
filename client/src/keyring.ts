/**
 * The keyring: who reads, with which keys, until when; signed by the roots that the pin names.
 *
 * `keyring.json` is canonical JSON; beside it stands a .minisig of each root that signed (kind `keyring`). Each
 * keyring names the one before by its SHA-256, so the current one vouches for all that came before. The twin of
 * wbs/letters/keyring.py, without what only roots and desks do.
 */

import { equal, FormatError, hex, Unproven, WbsError } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import {
    array,
    DAY,
    HASH,
    integer,
    line,
    optional,
    RECIPIENT,
    RECIPIENT_HRP,
    record,
    SIGNING_KEY,
    type Codec,
    type Of,
} from "./codec.ts";
import { daysBetween, type Day } from "./halfday.ts";
import { PublicKey } from "./minisign.ts";
import { checkPin, isSorted, MAX_ROOTS, PIN_FIELDS, samePin, type Pin } from "./pin.ts";
import { isCurrent, READER, type Reader } from "./reader.ts";
import { checkSignature, hashOf, type Kind } from "./signed.ts";

const MAX_AGE_DAYS = 400;

const KEY: Codec<string> = {
    read: (value) =>
        (typeof value === "string" && value.startsWith(RECIPIENT_HRP) ? RECIPIENT : SIGNING_KEY).read(value),
    write: RECIPIENT.write,
};

const KEYRING = record(
    {
        ...PIN_FIELDS,
        name: line(200),
        sequence: integer(1, 999_999),
        previous: optional(HASH),
        notBefore: DAY,
        expires: DAY,
        panel: integer(2, 8),
        readers: array(READER, 64, 1),
        revoked: array(KEY, 256),
        settings: HASH,
    },
    { wbs: 1 },
);

/**
 * One keyring as read; `previous` is the SHA-256 of the one before, null in the first only.
 *
 * Fewer intake readers than `panel` is no fault of the format: an office that lost its people must still be able
 * to publish that. Whoever seals asks or refuses.
 */
export type Keyring = Of<typeof KEYRING>;

/** A keyring's bytes and the texts of the .minisig files beside it; nothing is verified yet. */
export interface SignedKeyring {
    readonly json: Uint8Array;
    readonly signatures: readonly string[];
}

/** Why a keyring is refused. */
export type Reason =
    | "malformed"
    | "wrong-instance"
    | "wrong-roots"
    | "too-few-signatures"
    | "not-yet"
    | "expired"
    | "older-than-seen"
    | "broken-chain"
    | "clock";

/** The keyring must not be sealed to; `code` says why. `witnessed`: it would be accepted on the witness's date. */
export class KeyringRefused extends WbsError {
    declare readonly code: Reason;

    constructor(
        reason: Reason,
        detail?: string,
        readonly witnessed = false,
    ) {
        super(reason, detail);
    }
}

/** Return the reader with this id, current or not. */
export function findReader(keyring: Keyring, id: string): Reader | undefined {
    return keyring.readers.find((reader) => reader.id === id);
}

/** Return the readers whose own dates hold today, in the order of the keyring. */
export function currentReaders(keyring: Keyring, today: Day): Reader[] {
    return keyring.readers.filter((reader) => isCurrent(reader, today));
}

/** Read a keyring; FormatError, with what and where, if anything in it is not as it must be. */
export function decode(data: Uint8Array): Keyring {
    const keyring = KEYRING.read(canonical.loads(data));
    const { readers, revoked, roots } = keyring;
    checkPin(keyring);
    if ((keyring.previous === null) !== (keyring.sequence === 1)) {
        throw new FormatError("previous: every keyring but the first names the one before");
    }
    const age = daysBetween(keyring.notBefore, keyring.expires);
    if (age < 0 || age > MAX_AGE_DAYS) {
        throw new FormatError(`expires: not 0 to ${MAX_AGE_DAYS} days after not_before`);
    }
    if (!isSorted(revoked)) throw new FormatError("revoked: not sorted");
    for (const { id, notBefore, expires } of readers) {
        if (expires < notBefore) throw new FormatError(`readers: ${id} expires before the first day`);
    }
    if (!unique(readers.map(({ id }) => id))) throw new FormatError("readers: two have one id");
    // No key twice, whatever it is for: a root that reads, or a revoked key in use, is a mistake.
    // Each key has one spelling, so texts can be compared.
    const keys = readers.flatMap(({ recipient, signingKey }) => [recipient, signingKey]);
    if (!unique([...keys, ...revoked, ...roots])) throw new FormatError("a key stands in the keyring twice");
    return keyring;
}

/**
 * The current keyring, and the earlier ones that it vouches for, by sequence (itself included).
 *
 * Made by `build`, for one day.
 */
export class Chain {
    readonly #revoked: ReadonlySet<string>;

    private constructor(
        readonly current: Keyring,
        readonly bySequence: ReadonlyMap<number, Keyring>,
        readonly today: Day,
    ) {
        this.#revoked = new Set(current.revoked);
    }

    /**
     * Take the newest keyring that letters may be sealed by today, and link the older ones to it.
     *
     * `newestSeen` is the highest sequence ever accepted here, for those who remember. `witness` is a date from
     * elsewhere (the server's): where it would have a keyring current and ours does not, the reason is the clock,
     * as it is where today lies more than 400 days before the keyring.
     *
     * A keyring is refused for the first reason that holds, in the order: malformed, wrong-instance, wrong-roots,
     * too-few-signatures, older-than-seen, clock, not-yet, expired. A refused one stands for nothing as long as
     * another is accepted; if none is, KeyringRefused says why the newest was not (not-yet only where that is
     * all there is to say). broken-chain: there is an older one that `previous` does not lead to, or there are
     * two newest ones. clock, too: the witness would have a newer one accepted than today does.
     */
    static build(
        keyrings: readonly SignedKeyring[],
        pin: Pin,
        today: Day,
        newestSeen: number | null,
        witness: Day | null = null,
    ): Chain {
        const all = keyrings.map(read);
        const current = newest(all, pin, today, newestSeen, witness);
        const older = new Map<string, Keyring>();
        for (const { signed, keyring } of all) {
            if (keyring && keyring.sequence < current.sequence) older.set(hex(hashOf(signed)), keyring);
        }
        const linked = new Map([[current.sequence, current]]);
        for (let oldest = current; oldest.previous; ) {
            const hash = hex(oldest.previous);
            const before = older.get(hash);
            if (!before) break;
            older.delete(hash);
            if (!equal(before.instance, current.instance) || before.sequence !== oldest.sequence - 1) {
                throw new KeyringRefused("broken-chain", `keyring ${oldest.sequence} does not follow`);
            }
            linked.set(before.sequence, before);
            oldest = before;
        }
        if (older.size > 0) throw new KeyringRefused("broken-chain", "nothing leads to an older keyring");
        return new Chain(current, linked, today);
    }

    /**
     * Return the key that the author signs with under a keyring, and whether they have left since.
     *
     * Unproven: no such keyring in the chain, no such reader on it, or the current keyring revokes the key; or,
     * for kinds other than `reply`, the author is no current reader any more.
     */
    authorKey(author: string, sequence: number, kind: Kind): { key: PublicKey; former: boolean } {
        const keyring = this.bySequence.get(sequence);
        const reader = keyring && findReader(keyring, author);
        if (!reader) throw new Unproven(`no such reader on keyring ${sequence}`);
        if (this.#revoked.has(reader.signingKey)) {
            throw new Unproven(`the key of ${author} on keyring ${sequence} is revoked`);
        }
        const now = findReader(this.current, author);
        const former = !now || !isCurrent(now, this.today);
        // A reply is still heard after its author has left; everything else speaks for the office today.
        if (former && kind !== "reply") throw new Unproven(`${author} is no current reader`);
        return { key: PublicKey.parse(reader.signingKey), former };
    }
}

/** A published keyring and what it reads as; where it is none, what is wrong with it. */
interface Read {
    signed: SignedKeyring;
    keyring: Keyring | null;
    fault?: string;
}

function read(signed: SignedKeyring): Read {
    try {
        return { signed, keyring: decode(signed.json) };
    } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        return { signed, keyring: null, fault: error.message };
    }
}

function newest(
    all: readonly Read[],
    pin: Pin,
    today: Day,
    newestSeen: number | null,
    witness: Day | null,
): Keyring {
    let found: Read | undefined;
    let why = { rank: -1, refusal: new KeyringRefused("malformed", "there is no keyring") };
    let slow: { sequence: number; refusal: KeyringRefused } | undefined;
    // What lies below the first that is accepted need not be judged.
    for (const each of [...all].sort((one, other) => sequenceOf(other) - sequenceOf(one))) {
        const sequence = sequenceOf(each);
        if (found && sequence !== sequenceOf(found)) break;
        const verdict = judge(each, pin, today, newestSeen, witness);
        if (!(verdict instanceof KeyringRefused)) {
            if (found && !equal(found.signed.json, each.signed.json)) {
                throw new KeyringRefused("broken-chain", `there are two keyrings ${sequence}`);
            }
            found = each;
        } else {
            const hard = verdict.code === "not-yet" ? 0 : 1_000_000;
            const rank = hard + (verdict.code === "malformed" ? 0 : sequence);
            if (rank > why.rank) why = { rank, refusal: verdict };
            if (verdict.witnessed) slow ??= { sequence, refusal: verdict };
        }
    }
    if (!found?.keyring) throw why.refusal;
    // Sealing by the older one would perhaps reach someone who has left since, because a clock is slow.
    if (slow && slow.sequence > found.keyring.sequence) throw slow.refusal;
    return found.keyring;
}

/** Return the keyring if letters may be sealed by it today, or the first reason why not. */
function judge(
    { signed, keyring, fault }: Read,
    pin: Pin,
    today: Day,
    newestSeen: number | null,
    witness: Day | null,
): Keyring | KeyringRefused {
    // A root change carries the signatures of both sets.
    if (signed.signatures.length > 2 * MAX_ROOTS) {
        return new KeyringRefused("malformed", "more signatures than there can be roots");
    }
    if (!keyring) return new KeyringRefused("malformed", fault);
    if (!equal(keyring.instance, pin.instance)) return new KeyringRefused("wrong-instance");
    if (!samePin(keyring, pin)) return new KeyringRefused("wrong-roots");
    const count = pin.roots.filter((root) => signedBy(signed, PublicKey.parse(root), pin.instance)).length;
    if (count < pin.threshold) {
        return new KeyringRefused("too-few-signatures", `${count} of ${pin.threshold}`);
    }
    const { sequence, notBefore, expires } = keyring;
    if (newestSeen !== null && sequence < newestSeen) {
        return new KeyringRefused("older-than-seen", `${sequence} after ${newestSeen}`);
    }
    if (isCurrent(keyring, today)) return keyring;
    if (witness !== null && isCurrent(keyring, witness)) {
        return new KeyringRefused("clock", `today would be ${today}, elsewhere it is ${witness}`, true);
    }
    if (today > expires) return new KeyringRefused("expired", `since ${expires}`);
    const far = daysBetween(today, notBefore) > MAX_AGE_DAYS;
    return new KeyringRefused(far ? "clock" : "not-yet", `from ${notBefore}`);
}

function sequenceOf(each: Read): number {
    return each.keyring?.sequence ?? 0;
}

function signedBy(signed: SignedKeyring, key: PublicKey, instance: Uint8Array): boolean {
    return signed.signatures.some((signature) => {
        try {
            checkSignature("keyring", instance, { json: signed.json, signature }, key);
            return true;
        } catch (error) {
            if (!(error instanceof Unproven)) throw error;
            return false;
        }
    });
}

function unique(texts: readonly string[]): boolean {
    return new Set(texts).size === texts.length;
}
