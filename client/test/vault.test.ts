import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { WbsError } from "../src/bytes.ts";
import type { Config } from "../src/config.ts";
import { Receipt } from "../src/receipt.ts";
import { PART, sealedSize } from "../src/seal.ts";
import { type MessageDraft, readCode, type Vault, VaultError } from "../src/vault.ts";
import { VaultWorker } from "../src/vaultworker.ts";
import { paired, random } from "./pair.ts";
import { vectors } from "./vectors.ts";

interface Keyrings {
    pins: Record<string, { json: string }>;
    keyrings: Record<string, { json: string; signatures: string[] }>;
    accept: { keyring: string; pin: string; today: string; verdict: string }[];
}

const KEYRINGS = vectors<Keyrings>("keyrings");
const ACCEPTED = KEYRINGS.accept.find(({ verdict }) => verdict === "accepted")!;
const { instance, roots, threshold } = JSON.parse(KEYRINGS.pins[ACCEPTED.pin]!.json);
const CONFIG = {
    instance,
    pin: { roots, threshold },
    today: ACCEPTED.today,
    offset: 420,
} as Config;
const PUBLISHED = { keyrings: [KEYRINGS.keyrings[ACCEPTED.keyring]], collected: [] };
const NOW = (): number => Date.parse(`${ACCEPTED.today}T05:00:00Z`);
const WORDS = Receipt.fromPacked(new Uint8Array(11).fill(9)).words as string[];

async function trusting<T>(use: (vault: Vault) => Promise<T>): Promise<T> {
    const vault = await paired(CONFIG, { now: NOW });
    try {
        await vault.trust(PUBLISHED);
        return await use(vault);
    } finally {
        vault.terminate();
    }
}

function draft(shown: string, files: Blob[]): MessageDraft {
    return {
        letterId: "00".repeat(16),
        text: "Ada saksi lain.",
        excluded: [],
        confirmed: true,
        shown,
        files: files.map((file) => ({ file, name: "a.pdf", type: "application/pdf", removed: [] })),
    };
}

test("parts come one by one, and none after the last or after cancelling", () =>
    trusting(async (vault) => {
        await vault.useCode(WORDS);
        const { shown } = await vault.openBoard(null, []);
        const files = [new Blob([new Uint8Array(5 << 20)])];
        const sealing = await vault.sealMessage(draft(shown, files));
        assert.equal(sealing.size, sealedSize(8 << 20));
        const sizes: number[] = [];
        for (let part = await sealing.next(); part; part = await sealing.next()) sizes.push(part.length);
        assert.deepEqual(sizes, [PART, PART, sealing.size - 2 * PART]);
        assert.equal(await sealing.next(), null);
        const cancelled = await vault.sealMessage(draft(shown, files));
        assert.equal((await cancelled.next())!.length, PART);
        cancelled.cancel();
        assert.equal(await cancelled.next(), null);
        // Two at once do not touch each other.
        const two = await Promise.all(
            [draft(shown, files), draft(shown, [])].map((each) => vault.sealMessage(each)),
        );
        assert.deepEqual(
            (await Promise.all(two.map((each) => each.next()))).map((part) => part!.length),
            [PART, sealedSize(65_536)],
        );
    }));

test("a page that stays open seals by today's keyring", async () => {
    let now = NOW();
    const later = (day: string): void => void (now = Date.parse(`${day}T05:00:00Z`));
    const { expires } = JSON.parse(KEYRINGS.keyrings[ACCEPTED.keyring]!.json);
    const vault = await paired(CONFIG, { now: () => now });
    try {
        await vault.trust(PUBLISHED);
        await vault.useCode(WORDS);
        const { shown } = await vault.openBoard(null, []);
        const report = { answers: { what: "Uji." }, excluded: [], language: "id", confirmed: true };
        later(expires);
        assert.ok(await vault.sealReport(report));
        assert.ok(await vault.sealMessage(draft(shown, [])));
        later("2028-01-01");
        // The office's date in the page is that of its coming: it is no sign of a wrong clock.
        for (const sealing of [() => vault.sealReport(report), () => vault.sealMessage(draft(shown, []))])
            await assert.rejects(sealing, { code: "keyring_expired" });
        await assert.rejects(vault.trust(PUBLISHED), { code: "keyring_expired" });
    } finally {
        vault.terminate();
    }
});

test("a file that changed under way ends the sealing, not the vault", () =>
    trusting(async (vault) => {
        await vault.useCode(WORDS);
        const { shown } = await vault.openBoard(null, []);
        const file = new Blob([new Uint8Array(100)]);
        const sealing = await vault.sealMessage(draft(shown, [file]));
        const gone = mock.method(Blob.prototype, "arrayBuffer", () => Promise.reject(new Error("gone")));
        try {
            await assert.rejects(
                sealing.next(),
                (error) => error instanceof VaultError && error.code === "file_changed",
            );
        } finally {
            gone.mock.restore();
        }
        assert.equal(await sealing.next(), null);
        assert.ok(await (await vault.sealMessage(draft(shown, [file]))).next());
    }));

test("another code takes the place of the first, whose stretching ends", () =>
    trusting(async (vault) => {
        const first = vault.newCode();
        const stretched = first.then(() => vault.stretched());
        await first;
        const words = await vault.newCode();
        assert.notDeepEqual(words, await first);
        await assert.rejects(stretched, { code: "given_up" });
        await vault.stretched();
        const readers = await vault.readers([]);
        assert.ok(readers.length >= 2);
        assert.ok(readers.every(({ words: spelled }) => spelled.length === 4));
    }));

test("keys are overwritten when the code is forgotten", async () => {
    const worker = new VaultWorker(CONFIG, { random, now: NOW });
    worker.trust(PUBLISHED);
    worker.useCode(WORDS);
    await worker.stretched(() => undefined);
    const made = await worker.sealReport({
        answers: { what: "Uji." },
        excluded: [],
        language: "id",
        confirmed: true,
    });
    assert.equal(made.sealed.length, sealedSize(65_536));
    const filled: number[] = [];
    const fill = mock.method(Uint8Array.prototype, "fill", function (this: Uint8Array, value: number) {
        filled.push(this.length);
        for (let at = 0; at < this.length; at++) this[at] = value;
        return this;
    });
    try {
        worker.forget();
        await new Promise((resolve) => setTimeout(resolve, 0));
    } finally {
        fill.mock.restore();
    }
    // The next letter's file key; seeds of identity and signature, T, case, report's id, recipient, and the signing
    // key's own reference. Stanzas for the next letter may be under way behind them.
    assert.deepEqual(filled.slice(0, 8), [16, 32, 32, 32, 32, 16, 1216, 32]);
    await assert.rejects(worker.readers([]), { code: "code_missing" });
});

test("a configuration whose pin is none ends the vault at its start", async () => {
    await assert.rejects(paired({ ...CONFIG, instance: "00" }), { code: "format" });
});

test("a terminated vault is dead", async () => {
    const vault = await paired(CONFIG, { now: NOW });
    const waiting = vault.trust(PUBLISHED);
    vault.terminate();
    await assert.rejects(waiting, (error) => error instanceof VaultError && error.code === "dead");
    await assert.rejects(vault.newCode(), { code: "dead" });
});

test("a code is read as people type it", () => {
    const typed = WORDS.join(" ");
    assert.deepEqual(readCode(typed.toUpperCase().replaceAll(" ", "-")), { words: WORDS, correction: null });
    const wrong = ["salah", ...WORDS.slice(1)].join("\n");
    assert.deepEqual(readCode(wrong), {
        words: WORDS,
        correction: { position: 0, typed: "salah", word: WORDS[0] },
    });
    assert.throws(
        () => readCode("satu dua"),
        (error: WbsError & { count?: number }) => {
            return error instanceof WbsError && error.code === "code_count" && error.count === 2;
        },
    );
});
