/** What a returning reporter is shown: every vector, in any order. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import "./setup.ts";
import { FormatError, hex, unhex, Unproven, utf8 } from "../src/bytes.ts";
import * as canonical from "../src/canonical.ts";
import { isStale, verifyStatement, type Statements } from "../src/freshness.ts";
import { OUTCOMES, reachable, STATES } from "../src/lifecycle.ts";
import { SigningKey } from "../src/minisign.ts";
import { readPin } from "../src/pin.ts";
import { hashOf, sign, type Signed } from "../src/signed.ts";
import { openCase, Trust, type OpenedCase } from "../src/trust.ts";
import { shuffled } from "./shuffled.ts";
import { vectors } from "./vectors.ts";

interface SignedText {
    json: string;
    signature: string;
}

interface CaseVector {
    name: string;
    keyrings: string[];
    today: string;
    excluded_by_reporter: string[];
    replies: string[];
    items: Record<string, unknown>[];
    unproven: string[];
    state: string;
    outcome: string | null;
    excluded: string[];
    seen: string[];
    received_until: string | null;
    readers: string[];
    new: string[];
    shown: string;
    excludable: string[];
}

interface StatementVector {
    statement: string;
    keyrings: string[];
    today: string;
    kind: keyof Statements;
    refused?: "unproven" | "format";
    author?: string;
    day?: string;
    stale?: boolean;
    until?: string;
}

interface Document {
    instance: string;
    pin: string;
    thread: string;
    case: string;
    to: string;
    keyrings: Record<string, { json: string; signatures: string[] }>;
    outcomes: string[];
    reachable: Record<string, string[]>;
    words: Record<string, string[]>;
    letters: Record<string, SignedText & { hash: string }>;
    cases: CaseVector[];
    statements: Record<string, SignedText>;
    verified: StatementVector[];
}

const DOCUMENT = vectors<Document>("thread");
const PIN = readPin(canonical.loads(utf8(DOCUMENT.pin)));
const KEYS = { thread: unhex(DOCUMENT.thread), case: unhex(DOCUMENT.case) };

function signed({ json, signature }: SignedText): Signed {
    return { json: utf8(json), signature };
}

function trust(keyrings: string[], today: string, statements: Record<string, unknown> = {}): Trust {
    const published = { keyrings: keyrings.map((name) => DOCUMENT.keyrings[name]), collected: [] };
    return Trust.establish({ ...published, ...statements }, PIN, today, null, null);
}

function open(by: Trust, replies: readonly Signed[], excluded: string[]): OpenedCase {
    return openCase(by, KEYS, unhex(DOCUMENT.to), replies, excluded);
}

for (const [number, vector] of DOCUMENT.cases.entries()) {
    test(vector.name, () => {
        const by = trust(vector.keyrings, vector.today);
        const replies = vector.replies.map((name) => signed(DOCUMENT.letters[name]!));
        const { thread, readers, seen, view } = open(by, replies, vector.excluded_by_reporter);
        const items = thread.items.map(({ reply, hash, ...rest }) => {
            return { ...rest, hash: hex(hash), day: reply.day, text: reply.text };
        });
        assert.deepEqual(items, vector.items);
        assert.deepEqual(
            thread.unproven.map((each) => hex(hashOf(each))),
            vector.unproven,
        );
        assert.deepEqual([...thread.excluded].sort(), vector.excluded);
        assert.equal(thread.receivedUntil, vector.received_until);
        assert.deepEqual(seen.map(hex), vector.seen);
        assert.deepEqual(
            readers.map(({ id }) => id),
            vector.readers,
        );

        assert.deepEqual(
            view.items,
            vector.items.map(({ hash: _, excluded: __, ...shown }) => shown),
        );
        assert.deepEqual([view.state, view.outcome], [vector.state, vector.outcome]);
        assert.deepEqual([view.unproven, view.hasReply], [vector.unproven.length, vector.items.length > 0]);
        assert.deepEqual(
            view.readers.map(({ id }) => id),
            vector.readers,
        );
        const isNew = view.readers.filter((reader) => reader.isNew).map(({ id }) => id);
        assert.deepEqual(isNew.sort(), vector.new);
        assert.equal(view.shown, vector.shown);
        assert.deepEqual(
            view.excludable.map(({ id }) => id),
            vector.excludable,
        );
        for (const { id, words, current } of [...view.readers, ...view.excludable]) {
            assert.deepEqual([words, current], [DOCUMENT.words[id], true]);
        }

        for (const seed of [number, number + 100]) {
            const again = shuffled([...replies, ...shuffled(replies, seed).slice(0, 3)], seed);
            const other = open(by, again, vector.excluded_by_reporter);
            assert.deepEqual(other.view, view);
            assert.deepEqual(other.thread, thread);
        }
    });
}

test("every letter of the vectors is told of", () => {
    const told = DOCUMENT.cases.flatMap(({ items, unproven }) => [
        ...items.map(({ hash }) => hash),
        ...unproven,
    ]);
    const hashes = Object.values(DOCUMENT.letters).map(({ json, hash }) => {
        assert.equal(hex(hashOf({ json: utf8(json) })), hash);
        return hash;
    });
    assert.deepEqual(new Set(told), new Set(hashes));
});

test("the graph of states is the portal's", () => {
    assert.deepEqual(OUTCOMES, DOCUMENT.outcomes);
    const found = STATES.map((state) => [state, STATES.filter((to) => reachable(state, to))]);
    assert.deepEqual(Object.fromEntries(found), DOCUMENT.reachable);
});

for (const vector of DOCUMENT.verified) {
    const { statement, keyrings, today, kind, refused, ...told } = vector;
    test(`${statement} as ${kind} under ${keyrings.join(", ")} on ${today}: ${refused ?? "proven"}`, () => {
        const { chain } = trust(keyrings, today);
        const verify = (): Statements[typeof kind] =>
            verifyStatement(kind, signed(DOCUMENT.statements[statement]!), chain);
        if (refused) {
            assert.throws(verify, refused === "format" ? FormatError : Unproven);
            return;
        }
        const made = verify();
        const said =
            "until" in made ? { until: made.until } : { day: made.day, stale: isStale(made.day, today) };
        assert.deepEqual({ author: made.author, ...said }, told);
    });
}

test("a message names the newest replies, no more than it can", () => {
    const seed = createHash("shake256", { outputLength: 32 }).update("sign verifikator-1").digest();
    const key = new SigningKey(Uint8Array.from(seed));
    const value = JSON.parse(DOCUMENT.letters["received"]!.json) as Record<string, canonical.Value>;
    const replies = Array.from({ length: 66 }, (_, at) =>
        sign("reply", PIN.instance, { ...value, author_seq: at + 1 }, key),
    );
    const { seen, thread } = open(trust(["first"], "2026-02-12"), replies, []);
    assert.equal(thread.items.length, 66);
    assert.deepEqual(seen, replies.slice(2).map(hashOf));
});

test("an unproven reply of two signatures is the same one in either order", () => {
    const pair = ["forged", "forged otherwise"].map((name) => signed(DOCUMENT.letters[name]!));
    const by = trust(["first"], "2026-02-12");
    const [one, other] = [pair, [...pair].reverse()].map((each) => open(by, each, []).thread.unproven);
    assert.equal(one!.length, 1);
    assert.deepEqual(one, other);
});
