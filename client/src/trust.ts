/**
 * Whom to trust today: what the server publishes, checked against the pin, and what follows for one reporter.
 *
 * The twin of wbs/portal/reporter/readership.py, and of the case in visit.py. Pure: bytes come in, views for the
 * page and readers to seal to come out.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { FormatError, hex, Unproven, utf8, WbsError } from "./bytes.ts";
import { recipientBytes } from "./codec.ts";
import { isStale, verifyStatement, type Collected, type Statements } from "./freshness.ts";
import type { Day, HalfDay } from "./halfday.ts";
import { Chain, currentReaders, KeyringRefused, type Reason, type SignedKeyring } from "./keyring.ts";
import { followup, panel } from "./panel.ts";
import type { Pin } from "./pin.ts";
import { isCurrent, type Reader } from "./reader.ts";
import { spell, type ReporterKeys } from "./receipt.ts";
import type { Signed } from "./signed.ts";
import { reporterView, type Thread } from "./thread.ts";
import type { Case, ReaderView, Trusted } from "./vault.ts";

const TROUBLES: Record<Reason, string> = {
    malformed: "keyring_untrusted",
    "wrong-instance": "keyring_untrusted",
    "wrong-roots": "keyring_untrusted",
    "too-few-signatures": "keyring_untrusted",
    "broken-chain": "keyring_untrusted",
    "not-yet": "keyring_missing",
    expired: "keyring_expired",
    "older-than-seen": "keyring_old",
    clock: "clock",
};

/** A keyring that letters may be sealed by today, those before it, and what readers say in public. */
export class Trust {
    readonly #freshDay: Day;
    readonly #collected: readonly Collected[];

    private constructor(
        readonly chain: Chain,
        { freshness, collected }: Published,
    ) {
        const began = chain.current.notBefore;
        const vouched = proven("freshness", freshness, chain).filter(
            ({ sequence }) => sequence === chain.current.sequence,
        );
        const days = vouched.map(({ day }) => day);
        this.#freshDay = [began, ...days].sort().at(-1)!;
        this.#collected = proven("collected", collected, chain);
    }

    /**
     * Check what `/keyrings.json` holds, parsed. `newestSeen` and `witness` as in `Chain.build`.
     *
     * WbsError keyring_missing, keyring_untrusted, keyring_expired, keyring_old or clock.
     */
    static establish(
        published: unknown,
        pin: Pin,
        today: Day,
        newestSeen: number | null,
        witness: Day | null,
    ): Trust {
        const read = readPublished(published);
        if (!read.keyrings.length) throw new WbsError("keyring_missing");
        try {
            return new Trust(Chain.build(read.keyrings, pin, today, newestSeen, witness), read);
        } catch (error) {
            if (!(error instanceof KeyringRefused)) throw error;
            throw new WbsError(TROUBLES[error.code], error.message);
        }
    }

    /** The same as the page shows it. */
    get trusted(): Trusted {
        const { current, today } = this.chain;
        const readers = currentReaders(current, today);
        return {
            sequence: current.sequence,
            panel: current.panel,
            readers: readers.map((reader) => this.view(reader)),
            warning: isStale(this.#freshDay, today) ? "freshness" : "",
            collectedUntil: this.collectedUntil(readers.filter(({ role }) => role === "intake")),
            expires: current.expires,
        };
    }

    /** Return a reader as reporters see one; its words are four of the recipient's fingerprint. */
    view(reader: Reader, isNew = false): ReaderView {
        const { id, title, unit, role, recipient } = reader;
        const words = spell(sha256(recipientBytes(recipient)), 4);
        return { id, title, unit, role, words, current: isCurrent(reader, this.chain.today), isNew };
    }

    /** Return the readers of a report that excludes these, in the order of the panel. */
    readers(thread: Uint8Array, excluded: Iterable<string>): Reader[] {
        return panel(this.chain.current, thread, new Set(excluded), this.chain.today);
    }

    /**
     * Return up to which half-day all of these readers who have said anything have opened letters.
     *
     * The earliest: a letter from before it was opened by whichever of them it was sealed to.
     */
    collectedUntil(readers: readonly Reader[]): HalfDay | null {
        const ids = new Set(readers.map(({ id }) => id));
        const stated = this.#collected.filter(({ author }) => ids.has(author));
        return stated.map(({ until }) => until).sort()[0] ?? null;
    }
}

/**
 * A code's case as it stands now.
 *
 * `readers` would read the next message; `view.shown` is the hash of who they are; `seen`: hashes of replies that
 * the next message names.
 */
export interface OpenedCase {
    thread: Thread;
    readers: Reader[];
    seen: Uint8Array[];
    view: Case;
}

/**
 * Fold what the slots of a case held, in any order, any number of times.
 *
 * `to` is the SHA-256 of the reporter's recipient; `excluded` whom the reporter names today.
 */
export function openCase(
    trust: Trust,
    keys: Pick<ReporterKeys, "thread" | "case">,
    to: Uint8Array,
    replies: Iterable<Signed>,
    excluded: Iterable<string>,
): OpenedCase {
    const { chain } = trust;
    const thread = reporterView(replies, chain, keys.case, to, excluded);
    const { readers, isNew } = followup(
        chain.current,
        keys.thread,
        thread.proven,
        thread.excluded,
        chain.today,
    );
    const view: Case = {
        items: thread.items.map(({ reply, state, outcome, title, unit, former, fork, gap }) => {
            return { day: reply.day, state, outcome, text: reply.text, title, unit, former, fork, gap };
        }),
        unproven: thread.unproven.length,
        state: thread.state,
        outcome: thread.outcome,
        hasReply: thread.items.length > 0,
        readers: readers.map((reader) => trust.view(reader, isNew.has(reader.id))),
        excludable: currentReaders(chain.current, chain.today).map((reader) => trust.view(reader)),
        shown: shownHash(readers),
        collectedUntil: trust.collectedUntil(readers),
    };
    return { thread, readers, seen: thread.seen, view };
}

/** Return what a page that names these readers has shown, as hex. */
function shownHash(readers: readonly Reader[]): string {
    const ids = readers.map(({ id }) => id).sort();
    return hex(sha256(utf8(ids.join(","))));
}

/** What the server publishes, in its types; nothing in it is verified. */
interface Published {
    keyrings: SignedKeyring[];
    freshness: Signed[];
    collected: Signed[];
}

/** Read `/keyrings.json`, parsed; WbsError keyring_untrusted for anything else. */
function readPublished(value: unknown): Published {
    try {
        const { keyrings, freshness, collected } = object(value);
        return {
            keyrings: array(keyrings).map((each) => {
                const { json, signatures } = object(each);
                return { json: utf8(text(json)), signatures: array(signatures).map(text) };
            }),
            freshness: freshness === undefined ? [] : [readSigned(freshness)],
            collected: array(collected).map(readSigned),
        };
    } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        throw new WbsError("keyring_untrusted", error.message);
    }
}

function readSigned(value: unknown): Signed {
    const { json, signature } = object(value);
    return { json: utf8(text(json)), signature: text(signature) };
}

function object(value: unknown): Record<string, unknown> {
    if (typeof value !== "object" || value === null) throw new FormatError("not an object");
    return value as Record<string, unknown>;
}

function array(value: unknown): unknown[] {
    if (!Array.isArray(value)) throw new FormatError("not an array");
    return value;
}

function text(value: unknown): string {
    if (typeof value !== "string") throw new FormatError("not a string");
    return value;
}

/** Return those of the statements that are proven; the others say nothing. */
function proven<K extends keyof Statements>(
    kind: K,
    signed: readonly Signed[],
    chain: Chain,
): Statements[K][] {
    return signed.flatMap((each) => {
        try {
            return [verifyStatement(kind, each, chain)];
        } catch (error) {
            if (!(error instanceof Unproven || error instanceof FormatError)) throw error;
            return [];
        }
    });
}
