/**
 * What a returning reporter is shown: the replies that the code opened, proven or named as unproven.
 *
 * Everything follows from the code, the keyring and the board; the report itself is not at hand. Notes between
 * readers are not either, so whether two people agreed cannot be seen here: the desk sees to it before it signs.
 * The twin of wbs/cases/thread.py.
 */

import { equal, FormatError, hex, Unproven } from "./bytes.ts";
import { daysBetween, type HalfDay } from "./halfday.ts";
import { findReader, type Chain } from "./keyring.ts";
import { peekUnverified, verifyLetter, type Reply } from "./letter.ts";
import { OUTCOMES, reachable, STATES, type Outcome, type State } from "./lifecycle.ts";
import { comparePlaces, type ProvenReply } from "./panel.ts";
import { hashOf, type Signed } from "./signed.ts";

/** How long a reply stays on the board. */
const SLOT_LIFE_DAYS = 60;

/** How many replies a message can name as seen. */
const SEEN_LIMIT = 64;

/**
 * An earlier reply by the same author is missing: `expired`, it has left the board by now in any case; `missing`,
 * it may have, or someone keeps it back.
 */
export type Gap = "expired" | "missing";

/**
 * One proven reply.
 *
 * `title` and `unit` are the author's. `former`: no reader any more. `excluded`: someone who must not read, whose
 * reply decides nothing. `state` is null where this version does not know it. `gap` lies before the reply. `fork`:
 * another reply by this author has the same number.
 */
export interface ThreadItem {
    reply: Reply;
    hash: Uint8Array;
    title: string;
    unit: string;
    state: State | null;
    outcome: Outcome | null;
    former: boolean;
    excluded: boolean;
    fork: boolean;
    gap: Gap | null;
}

/** A case as its reporter knows it: items in the order of the fold, and what follows from them. */
export class Thread {
    constructor(
        readonly items: readonly ThreadItem[],
        readonly unproven: readonly Signed[],
        readonly state: State,
        readonly outcome: Outcome | null,
        readonly excluded: ReadonlySet<string>,
    ) {}

    /** The replies as `panel.followup` takes them. */
    get proven(): ProvenReply[] {
        return this.items.map(({ reply, hash }) => ({ ...reply, digest: hash }));
    }

    /** Hashes for the next message to name: of the newest replies, as many as it can. */
    get seen(): Uint8Array[] {
        return this.items.slice(-SEEN_LIMIT).map(({ hash }) => hash);
    }

    /** The latest half-day up to which a reader says to have counted this reporter's letters. */
    get receivedUntil(): HalfDay | null {
        const told = this.items.filter(({ excluded }) => !excluded).map(({ reply }) => reply.until);
        return told.sort().at(-1) ?? null;
    }
}

/**
 * Sort out what the slots of a case held, in any order, any number of times.
 *
 * `to` is the SHA-256 of the reporter's recipient; `excluded` whom the reporter names today. A reply that is
 * signed by no reader of the chain, or made for another case or recipient, is unproven.
 *
 * The later state wins, unless the graph has no way to it from what was told before: a second desk's late
 * "received" takes nothing back.
 */
export function reporterView(
    replies: Iterable<Signed>,
    chain: Chain,
    ownCase: Uint8Array,
    to: Uint8Array,
    excluded: Iterable<string> = [],
): Thread {
    const proven = new Map<string, Proven>();
    const unproven = new Map<string, Signed>();
    for (const signed of replies) {
        const digest = hashOf(signed);
        const name = hex(digest);
        try {
            proven.set(name, { ...verify(signed, chain, ownCase, to), digest });
        } catch (error) {
            if (!(error instanceof Unproven || error instanceof FormatError)) throw error;
            const before = unproven.get(name);
            if (!before || signed.signature < before.signature) unproven.set(name, signed);
        }
    }
    const out = new Set(excluded);
    for (const { reply } of proven.values()) reply.excluded.forEach((id) => out.add(id));
    const items = itemsOf(proven, chain, out);
    const rest = [...unproven.keys()].filter((name) => !proven.has(name)).sort();
    const { state, outcome } = stateOf(items);
    return new Thread(
        items,
        rest.map((name) => unproven.get(name)!),
        state,
        outcome,
        out,
    );
}

interface Proven {
    reply: Reply;
    former: boolean;
    digest: Uint8Array;
}

function verify(
    signed: Signed,
    chain: Chain,
    ownCase: Uint8Array,
    to: Uint8Array,
): { reply: Reply; former: boolean } {
    const claimed = peekUnverified(signed);
    const { key, former } = chain.authorKey(claimed.author, claimed.keyring, "reply");
    const reply = verifyLetter(signed, "reply", chain.current.instance, key);
    if (!equal(reply.case, ownCase) || !equal(reply.to, to)) {
        throw new Unproven("the reply was made for another case");
    }
    return { reply, former };
}

function itemsOf(
    proven: ReadonlyMap<string, Proven>,
    chain: Chain,
    excluded: ReadonlySet<string>,
): ThreadItem[] {
    const all = [...proven.values()];
    const numbers = all.map(({ reply }) => `${reply.author} ${reply.authorSeq}`);
    const isFork = (number: string): boolean => numbers.indexOf(number) !== numbers.lastIndexOf(number);
    const items = all.map(({ reply, former, digest }, at): ThreadItem => {
        const keyring = chain.bySequence.get(reply.keyring);
        const author = keyring && findReader(keyring, reply.author);
        const isGap = reply.prev !== null && !proven.has(hex(reply.prev));
        const isOld = daysBetween(reply.day, chain.today) > SLOT_LIFE_DAYS;
        return {
            reply,
            hash: digest,
            title: author?.title ?? reply.author,
            unit: author?.unit ?? "",
            state: STATES.find((state) => state === reply.state) ?? null,
            outcome: OUTCOMES.find((outcome) => outcome === reply.outcome) ?? null,
            former,
            excluded: excluded.has(reply.author),
            fork: isFork(numbers[at]!),
            gap: isGap ? (isOld ? "expired" : "missing") : null,
        };
    });
    return items.sort((one, other) =>
        comparePlaces({ ...one.reply, digest: one.hash }, { ...other.reply, digest: other.hash }),
    );
}

function stateOf(items: readonly ThreadItem[]): { state: State; outcome: Outcome | null } {
    let told: { state: State; outcome: Outcome | null } = { state: "TERKIRIM", outcome: null };
    for (const { state, outcome, excluded } of items) {
        if (state === null || excluded) continue;
        if (state === told.state || reachable(told.state, state)) told = { state, outcome };
    }
    return told;
}
