/** Keyrings: which are accepted, which are refused and why, whose key counts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./setup.ts";
import { hex, Unproven, utf8 } from "../src/bytes.ts";
import * as canonical from "../src/canonical.ts";
import { Chain, KeyringRefused, type SignedKeyring } from "../src/keyring.ts";
import { readPin, type Pin } from "../src/pin.ts";
import { hashOf, type Kind } from "../src/signed.ts";
import { vectors } from "./vectors.ts";

interface Judged {
    pin: string;
    today: string;
    newest_seen: number | null;
    witness: string | null;
    verdict: string;
}

interface Author {
    author: string;
    sequence: number;
    kind: Kind;
    key: string | null;
    former?: boolean;
}

interface Linked extends Judged {
    keyrings: string[];
    current: number;
    sequences: number[];
    authors: Author[];
}

interface Document {
    pins: Record<string, { json: string }>;
    keyrings: Record<string, { json: string; sha256: string; signatures: string[] }>;
    accept: (Judged & { keyring: string })[];
    chain: Linked[];
}

const DOCUMENT = vectors<Document>("keyrings");

function keyring(name: string): SignedKeyring {
    const { json, signatures } = DOCUMENT.keyrings[name]!;
    return { json: utf8(json), signatures };
}

function pin(name: string): Pin {
    return readPin(canonical.loads(utf8(DOCUMENT.pins[name]!.json)));
}

/** Return the chain, or why there is none. */
function build(names: string[], judged: Judged): Chain | string {
    const { today, newest_seen, witness } = judged;
    try {
        return Chain.build(names.map(keyring), pin(judged.pin), today, newest_seen, witness);
    } catch (error) {
        assert(error instanceof KeyringRefused);
        return error.code;
    }
}

test("every reason for refusal has a vector", () => {
    const verdicts = new Set([...DOCUMENT.accept, ...DOCUMENT.chain].map(({ verdict }) => verdict));
    assert.deepEqual([...verdicts].sort(), [
        "accepted",
        "broken-chain",
        "clock",
        "expired",
        "malformed",
        "not-yet",
        "older-than-seen",
        "too-few-signatures",
        "wrong-instance",
        "wrong-roots",
    ]);
});

for (const vector of DOCUMENT.accept) {
    const { keyring, today, witness, newest_seen, verdict } = vector;
    test(`${keyring} under ${vector.pin} on ${today}, ${witness}, ${newest_seen}: ${verdict}`, () => {
        const made = build([keyring], vector);
        assert.equal(made instanceof Chain ? "accepted" : made, verdict);
    });
}

for (const vector of DOCUMENT.chain) {
    const { today, witness, verdict } = vector;
    test(`chain of ${vector.keyrings.join(", ")} on ${today}, ${witness}: ${verdict}`, () => {
        for (const names of [vector.keyrings, [...vector.keyrings].reverse()]) {
            const chain = build(names, vector);
            if (!(chain instanceof Chain)) {
                assert.equal(chain, vector.verdict);
                continue;
            }
            assert.equal(vector.verdict, "accepted");
            assert.equal(chain.current.sequence, vector.current);
            assert.deepEqual([...chain.bySequence.keys()].sort(), vector.sequences);
            for (const { author, sequence, kind, key, former } of vector.authors) {
                const ask = (): [string, boolean] => {
                    const found = chain.authorKey(author, sequence, kind);
                    return [String(found.key), found.former];
                };
                if (key === null) assert.throws(ask, Unproven);
                else assert.deepEqual(ask(), [key, former]);
            }
        }
    });
}

test("keyrings are named by their hash", () => {
    for (const [name, { sha256 }] of Object.entries(DOCUMENT.keyrings)) {
        assert.equal(hex(hashOf(keyring(name))), sha256);
    }
});

test("one keyring twice is one, and refused ones beside an accepted one say nothing", () => {
    const judged = { pin: "pin", today: "2026-01-31", newest_seen: null, witness: null, verdict: "" };
    const malformed = Object.keys(DOCUMENT.keyrings).filter((name) => name.startsWith("malformed"));
    const chain = build(["first", ...malformed, "new-roots", "first", "one-signature"], judged);
    assert(chain instanceof Chain);
    assert.deepEqual([...chain.bySequence.keys()], [1]);
});

test("more signatures than there can be roots are not looked at", () => {
    const { json, signatures } = keyring("first");
    const many = { json, signatures: Array.from({ length: 33 }, () => signatures[0]!) };
    assert.throws(
        () => Chain.build([many], pin("pin"), "2026-01-31", null),
        (error: KeyringRefused) => error.code === "malformed",
    );
});

test("a pin whose roots cannot reach the threshold, or stand in no order, is none", () => {
    const value = JSON.parse(DOCUMENT.pins["pin"]!.json) as { roots: string[] };
    assert.throws(() => readPin({ ...value, threshold: 4 }), /threshold/);
    assert.throws(() => readPin({ ...value, roots: [...value.roots].reverse() }), /roots: not sorted/);
    assert.throws(() => readPin({ ...value, instance: "00" }), /instance/);
});
