import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import "./setup.ts";
import { type Random, WbsError } from "../src/bytes.ts";
import { selfTest } from "../src/selftest.ts";

const random: Random = (n) => webcrypto.getRandomValues(new Uint8Array(n));

test("this engine does the arithmetic right", () => selfTest(random));

test("an engine that does not is found out", async () => {
    const wrong: [object, PropertyKey, unknown][] = [
        [Math, "imul", (a: number, b: number) => a * b],
        [JSON, "stringify", (value: unknown) => `"${String(value)}"`],
        [BigInt, "asUintN", (_bits: number, value: bigint) => value & 0xffffn],
    ];
    let found = 0;
    for (const [where, name, bad] of wrong) {
        const good = Object.getOwnPropertyDescriptor(where, name)!;
        Object.defineProperty(where, name, { ...good, value: bad });
        try {
            await selfTest(random);
        } catch (error) {
            assert.ok(error instanceof WbsError && error.code === "selftest");
            found++;
        } finally {
            Object.defineProperty(where, name, good);
        }
    }
    assert.ok(found >= 2, `${found} of ${wrong.length}`);
});
