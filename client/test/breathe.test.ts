import assert from "node:assert/strict";
import { test } from "node:test";
import "./setup.ts";
import { argon2idAsync } from "@noble/hashes/argon2.js";
import { breathe, breatheEverywhere } from "../src/breathe.ts";

test("what waits has its turn before the computation goes on", async () => {
    const order: string[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => order.push("message");
    port2.postMessage(null);
    for (let turn = 0; turn < 5 && !order.length; turn++) await breathe();
    order.push("computation");
    assert.deepEqual(order, ["message", "computation"]);
    port1.close();
});

test("stretching lets messages in", async () => {
    breatheEverywhere();
    let heard = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
        heard++;
        port2.postMessage(null);
    };
    port2.postMessage(null);
    const salt = new Uint8Array(16);
    await argon2idAsync(salt, salt, { t: 1, m: 256, p: 1, dkLen: 32, asyncTick: 0 });
    port1.close();
    assert.ok(heard > 20, String(heard));
});
