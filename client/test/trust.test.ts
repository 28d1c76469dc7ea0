/** What the server publishes, and what the page makes of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./setup.ts";
import { utf8, WbsError } from "../src/bytes.ts";
import * as canonical from "../src/canonical.ts";
import { readPin, type Pin } from "../src/pin.ts";
import { Trust } from "../src/trust.ts";
import { vectors } from "./vectors.ts";

interface Keyring {
    json: string;
    signatures: string[];
}

const THREAD = vectors<{
    pin: string;
    words: Record<string, string[]>;
    keyrings: Record<string, Keyring>;
    statements: Record<string, { json: string; signature: string }>;
}>("thread");
const RINGS = vectors<{ keyrings: Record<string, Keyring>; pins: Record<string, { json: string }> }>(
    "keyrings",
);
const DAY = "2026-01-31";

function pin(json: string): Pin {
    return readPin(canonical.loads(utf8(json)));
}

const PIN = pin(THREAD.pin);

function published(name: string, statements: Record<string, unknown> = {}): unknown {
    return { keyrings: [THREAD.keyrings[name]], collected: [], ...statements };
}

function statements(...names: string[]): unknown[] {
    return names.map((name) => THREAD.statements[name]);
}

/** Return the trouble's code. */
function trouble(
    given: unknown,
    today = DAY,
    seen: number | null = null,
    witness: string | null = null,
): string {
    try {
        Trust.establish(given, PIN, today, seen, witness);
    } catch (error) {
        assert(error instanceof WbsError);
        return error.code;
    }
    return "";
}

test("the page is told of the keyring, its readers and their words", () => {
    const { trusted } = Trust.establish(published("first"), PIN, DAY, null, DAY);
    const { readers, ...rest } = trusted;
    assert.deepEqual(rest, {
        sequence: 1,
        panel: 3,
        warning: "",
        collectedUntil: null,
        expires: "2027-02-05",
    });
    assert.deepEqual(Object.fromEntries(readers.map(({ id, words }) => [id, words])), THREAD.words);
    assert.deepEqual(readers[0], {
        id: "verifikator-1",
        title: "Verifikator 1",
        unit: "Inspektorat Jenderal",
        role: "intake",
        words: THREAD.words["verifikator-1"],
        current: true,
        isNew: false,
    });
});

test("readers whose time is over are not among the current ones", () => {
    const ids = (today: string): string[] =>
        Trust.establish(published("expired"), PIN, today, null, null).trusted.readers.map(({ id }) => id);
    assert.equal(ids("2026-02-09").includes("verifikator-1"), true);
    assert.equal(ids("2026-02-10").includes("verifikator-1"), false);
});

test("a report goes to the panel, less whom it excludes", () => {
    const trust = Trust.establish(published("first"), PIN, DAY, null, null);
    const thread = new Uint8Array(32);
    const [first, ...rest] = trust.readers(thread, []);
    assert.deepEqual(trust.readers(thread, [first!.id]).slice(0, 2), rest);
    assert.deepEqual(trust.readers(thread, Object.keys(THREAD.words)), []);
});

test("every refusal is a trouble with a name", () => {
    assert.equal(trouble(published("first")), "");
    assert.equal(trouble({ keyrings: [], collected: [] }), "keyring_missing");
    assert.equal(trouble(published("first"), "2025-12-31"), "keyring_missing");
    assert.equal(trouble(published("first"), "2027-02-06"), "keyring_expired");
    assert.equal(trouble(published("first"), "2027-02-06", null, "2027-02-05"), "clock");
    assert.equal(trouble(published("first"), "2025-12-31", null, DAY), "clock");
    assert.equal(trouble(published("first"), "1970-01-01"), "clock");
    assert.equal(trouble(published("first"), DAY, 2), "keyring_old");
    for (const name of [
        "one-signature",
        "one-and-a-stranger",
        "signed-as-an-outbox",
        "new-roots",
        "spaced",
        "malformed: no reader",
    ]) {
        assert.equal(trouble({ keyrings: [RINGS.keyrings[name]], collected: [] }), "keyring_untrusted", name);
    }
    const torn = [RINGS.keyrings["second"], RINGS.keyrings["other-first"]];
    assert.equal(trouble({ keyrings: torn, collected: [] }), "keyring_untrusted");
    for (const name of ["other-portal", "other-threshold", "fewer-roots"]) {
        const other = pin(RINGS.pins[name]!.json);
        assert.throws(() => Trust.establish(published("first"), other, DAY, null, null), {
            code: "keyring_untrusted",
        });
    }
});

test("what is no publication is not trusted, whatever it is", () => {
    const first = THREAD.keyrings["first"]!;
    for (const given of [
        null,
        undefined,
        "",
        0,
        [],
        {},
        { keyrings: [first] },
        { keyrings: first, collected: [] },
        { keyrings: [null], collected: [] },
        { keyrings: [{ json: first.json }], collected: [] },
        { keyrings: [{ ...first, json: {} }], collected: [] },
        { keyrings: [{ ...first, json: "\ud800" }], collected: [] },
        { keyrings: [{ ...first, signatures: [1] }], collected: [] },
        { keyrings: [first], collected: {} },
        { keyrings: [first], collected: ["x"] },
        { keyrings: [first], collected: [], freshness: null },
        { keyrings: [first], collected: [], freshness: { json: "{}" } },
    ]) {
        assert.equal(trouble(given), "keyring_untrusted", JSON.stringify(given));
    }
});

test("nobody vouching for the keyring for 35 days is a warning", () => {
    const warning = (today: string, freshness?: unknown): string => {
        const given = published("first", freshness === undefined ? {} : { freshness });
        return Trust.establish(given, PIN, today, null, null).trusted.warning;
    };
    assert.equal(warning("2026-02-05"), "");
    assert.equal(warning("2026-02-06"), "freshness");
    const [fresh, forged] = statements("freshness", "forged");
    assert.equal(warning("2026-03-07", fresh), "");
    assert.equal(warning("2026-03-08", fresh), "freshness");
    assert.equal(warning("2026-02-06", forged), "freshness");
    assert.equal(warning("2026-02-06", { json: "", signature: "" }), "freshness");
    // Of 31 January, under a keyring that begins a day later.
    const later = {
        keyrings: [RINGS.keyrings["first"], RINGS.keyrings["ahead"]],
        collected: [],
        freshness: fresh,
    };
    assert.equal(Trust.establish(later, PIN, "2026-03-08", null, null).trusted.warning, "");
    assert.equal(Trust.establish(later, PIN, "2026-03-09", null, null).trusted.warning, "freshness");
});

test("who vouched for an earlier keyring has not vouched for this one", () => {
    const [freshness] = statements("freshness");
    const warning = (...names: string[]): string => {
        const keyrings = names.map((name) => THREAD.keyrings[name]);
        const given = { keyrings, collected: [], freshness };
        return Trust.establish(given, PIN, "2026-02-06", null, null).trusted.warning;
    };
    assert.equal(warning("first"), "");
    assert.equal(warning("first", "renewed"), "freshness");
});

test("letters are collected until the earliest half-day that any of the readers asked about states", () => {
    const collected = statements("collected", "collected by an outside reader", "freshness", "forged");
    const trust = Trust.establish(published("first", { collected }), PIN, DAY, null, null);
    const readers = trust.chain.current.readers;
    const of = (...ids: string[]): string | null =>
        trust.collectedUntil(readers.filter(({ id }) => ids.includes(id)));
    assert.equal(of("verifikator-2", "verifikator-1"), "2026-01-31B");
    assert.equal(of("verifikator-2", "luar-1"), "2026-01-30A");
    assert.equal(of("verifikator-1"), null);
    assert.equal(of(), null);
    assert.equal(trust.trusted.collectedUntil, "2026-01-31B");
});
