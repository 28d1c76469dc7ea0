import assert from "node:assert/strict";
import { test } from "node:test";

import { roomLeft } from "../src/page/message.ts";

const LIMIT = 49_152;

test("the room left counts what a text takes as JSON", () => {
    // Two quotation marks stand around it.
    assert.equal(roomLeft("a".repeat(LIMIT - 2)), 0);
    assert.equal(roomLeft("a".repeat(LIMIT)), -2);
    assert.equal(roomLeft("\n".repeat(LIMIT / 2)), -2);
    assert.equal(roomLeft("é".repeat(LIMIT / 2 - 1)), 0);
    assert.equal(roomLeft('"'.repeat(LIMIT / 2 - 1)), 0);
    assert.equal(roomLeft("…".repeat(16_383)), 1);
});

test("what sending takes away takes no room", () => {
    assert.equal(roomLeft("a\r\n".repeat(16_000)), roomLeft("a\n".repeat(16_000)));
    assert.equal(roomLeft("\u0000".repeat(20_000)), LIMIT - 2);
});

test("a text far from the limit is not measured", () => {
    assert.ok(roomLeft("") >= LIMIT - 2);
    assert.ok(roomLeft("a".repeat(10_000)) > 2_000);
    assert.ok(roomLeft("\u2028".repeat(15_000)) > 2_000);
});
