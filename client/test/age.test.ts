import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import "./setup.ts";
import { armor, Decrypter } from "age-encryption";
import { HybridIdentity } from "age-encryption/recipients.js";
import * as vectors from "cctv-age";
import { type Random, WbsError } from "../src/bytes.ts";
import { Ahead, PART, reporterIdentity, seal, sealedSize } from "../src/seal.ts";
import { type CipherMaker, inBrowser, inScript } from "../src/stream.ts";
import { TEXT_SIZE } from "../src/tarball.ts";

const random: Random = (n) => webcrypto.getRandomValues(new Uint8Array(n));

/** A vector's fields, and its file. */
function read(data: Uint8Array): { all(key: string): string[]; file: Uint8Array } {
    const end = Buffer.from(data).indexOf("\n\n");
    const fields = Buffer.from(data.subarray(0, end))
        .toString()
        .split("\n")
        .map((line) => line.split(": ", 2) as [string, string]);
    const all = (key: string): string[] => fields.filter(([name]) => name === key).map(([, value]) => value);
    const file = data.subarray(end + 2);
    return { all, file: all("compressed").length ? inflateSync(file) : file };
}

async function open(vector: ReturnType<typeof read>): Promise<Uint8Array> {
    const decrypter = new Decrypter();
    for (const each of vector.all("identity")) decrypter.addIdentity(each);
    for (const each of vector.all("passphrase")) decrypter.addPassphrase(each);
    const armored = vector.all("armored").length > 0;
    return decrypter.decrypt(armored ? armor.decode(Buffer.from(vector.file).toString()) : vector.file);
}

test("every vector is there", () => assert.equal(Object.keys(vectors).length, 143));

for (const [name, data] of Object.entries(vectors)) {
    test(`vector ${name}`, async () => {
        const vector = read(data as unknown as Uint8Array);
        const [expected] = vector.all("expect");
        if (expected === "success") {
            const digest = createHash("sha256").update(await open(vector));
            assert.deepEqual([digest.digest("hex")], vector.all("payload"));
        } else if (expected === "no match") await assert.rejects(open(vector), /no identity matched/);
        else if (expected === "HMAC failure") await assert.rejects(open(vector), /invalid header HMAC/);
        else await assert.rejects(open(vector));
    });
}

async function identities(count: number): Promise<{ identity: string; recipient: string }[]> {
    return Promise.all(
        Array.from({ length: count }, (_, at) => reporterIdentity(new Uint8Array(32).fill(at + 1))),
    );
}

async function gather(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
    const all = [];
    for await (const part of parts) all.push(part);
    return all;
}

/** A plaintext in pieces of odd sizes. */
function* pieces(data: Uint8Array): Generator<Uint8Array> {
    for (let at = 0, size = 1; at < data.length; at += size, size = (size * 7) % 70_001) {
        yield data.subarray(at, at + size);
    }
}

const SIZES = [
    0,
    1,
    65_536,
    65_537,
    131_072,
    16 * 65_536,
    16 * 65_536 + 1,
    17 * 65_536,
    5 << 20,
    (8 << 20) + 3,
];

for (const size of SIZES) {
    test(`what is sealed opens: ${size} bytes`, async () => {
        const plain = new Uint8Array(size).map((_, at) => at * 31 + (at >> 8));
        const [one, other] = await identities(2);
        const parts = await gather(seal(pieces(plain), size, [one!.recipient, other!.recipient], random));
        assert.deepEqual(
            parts.slice(0, -1).map((part) => part.length),
            parts.slice(0, -1).map(() => PART),
        );
        const sealed = Buffer.concat(parts);
        assert.equal(sealed.length, sealedSize(size));
        assert.equal(sealed.toString("latin1").split("\n-> mlkem768x25519 ").length - 1, 8);
        for (const { identity } of [one!, other!]) {
            const decrypter = new Decrypter();
            decrypter.addIdentity(identity);
            assert.ok(Buffer.from(plain).equals(await decrypter.decrypt(sealed)));
        }
        const [, , stranger] = await identities(3);
        const decrypter = new Decrypter();
        decrypter.addIdentity(stranger!.identity);
        await assert.rejects(decrypter.decrypt(sealed), /no identity matched/);
    });
}

test("a letter without files has one size", () => assert.equal(sealedSize(TEXT_SIZE), 78_094));

test("stanzas stand in random order", async () => {
    const [reader] = await identities(1);
    const places = new Set<number>();
    for (let turn = 0; turn < 40 && places.size < 4; turn++) {
        const asked: string[] = [];
        const [part] = await gather(seal([], 0, [reader!.recipient], random));
        const stanzas = Buffer.from(part!).toString("latin1").split("\n-> ").slice(1);
        for (const [place, stanza] of stanzas.entries()) {
            const share = stanza.split("\n", 1)[0]!;
            if (await opensAlone(Buffer.from(part!).toString("latin1"), share, reader!.identity))
                places.add(place);
            asked.push(share);
        }
        assert.equal(new Set(asked).size, 8);
    }
    assert.ok(places.size >= 4);
});

test("what is made ahead goes into one letter only", async () => {
    const [one, other, excluded] = await identities(3);
    const drawn: number[] = [];
    const counting: Random = (n) => {
        drawn.push(n);
        return random(n);
    };
    const seeds = (): number => drawn.filter((n) => n === 32).length;
    const ahead = new Ahead(counting);
    await ahead.prepare([one!.recipient, other!.recipient, excluded!.recipient]);
    assert.equal(seeds(), 7);
    const shares: string[] = [];
    const fileKeys: string[] = [];
    for (const made of [7, 12]) {
        const [part] = await gather(seal([], 0, [other!.recipient, one!.recipient], counting, ahead));
        // Each takes six of the seven that were made, and the second makes what it lacks.
        assert.equal(seeds(), made);
        const file = Buffer.from(part!).toString("latin1");
        shares.push(...[...file.matchAll(/^-> mlkem768x25519 (.*)$/gm)].map((match) => match[1]!));
        for (const { identity } of [one!, other!]) {
            const decrypter = new Decrypter();
            decrypter.addIdentity(identity);
            assert.equal((await decrypter.decrypt(part!)).length, 0);
            fileKeys.push(Buffer.from(await decrypter.decryptHeader(part!)).toString("hex"));
        }
        const out = new Decrypter();
        out.addIdentity(excluded!.identity);
        await assert.rejects(out.decrypt(part!), /no identity matched/);
    }
    assert.equal(new Set(shares).size, 16);
    assert.equal(new Set(fileKeys).size, 2);
});

test("what is made ahead is forgotten with the code", async () => {
    const [reader] = await identities(1);
    const handed: Uint8Array[] = [];
    const kept: Random = (n) => {
        const made = random(n);
        if (n === 16) handed.push(made);
        return made;
    };
    const ahead = new Ahead(kept);
    await ahead.prepare([reader!.recipient]);
    const [first] = handed;
    ahead.forget();
    assert.deepEqual(first, new Uint8Array(16));
    const { fileKey, stanzas } = await ahead.take([reader!.recipient]);
    const [own] = stanzas;
    assert.deepEqual(new HybridIdentity(reader!.identity).unwrapFileKey([own!]), fileKey);
    assert.notDeepEqual(fileKey, first);
});

/** Whether the stanza with this share gives the reader a file key: every other one made somebody else's. */
async function opensAlone(file: string, share: string, identity: string): Promise<boolean> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const header = file.slice(0, file.indexOf("\n---"));
    const others = header.split("\n-> ").filter((stanza, at) => at === 0 || stanza.startsWith(share));
    try {
        await decrypter.decryptHeader(
            Buffer.from(`${others.join("\n-> ")}\n--- ${"A".repeat(43)}\n`, "latin1"),
        );
    } catch (error) {
        return /HMAC/.test(String(error));
    }
    return true;
}

test("the browser's own cipher gives the same file", async () => {
    const [reader] = await identities(1);
    const plain = new Uint8Array(200_000).fill(7);
    const aged = (maker: CipherMaker): Promise<Uint8Array[]> =>
        gather(
            seal(
                pieces(plain),
                plain.length,
                [reader!.recipient],
                (n) => new Uint8Array(n).fill(3),
                undefined,
                maker,
            ),
        );
    // Node.js 20 has no such cipher: one that behaves as the browser's stands in for it.
    const { subtle } = webcrypto;
    const key = new Map<unknown, Uint8Array<ArrayBuffer>>();
    const stand: Partial<SubtleCrypto> = {
        importKey: (async (format: string, raw: Uint8Array<ArrayBuffer>, name: string) => {
            assert.deepEqual([format, name, raw.length], ["raw-secret", "ChaCha20-Poly1305", 32]);
            const held = {};
            key.set(held, raw.slice());
            return held;
        }) as unknown as SubtleCrypto["importKey"],
        encrypt: (async (
            { name, iv, tagLength }: { name: string; iv: Uint8Array<ArrayBuffer>; tagLength: number },
            held: unknown,
            data: Uint8Array<ArrayBuffer>,
        ) => {
            assert.deepEqual([name, tagLength], ["ChaCha20-Poly1305", 128]);
            const sealed = new Uint8Array(data.length + 16);
            await (
                await inScript(key.get(held)!)
            )(iv, data, sealed);
            return sealed.buffer;
        }) as unknown as SubtleCrypto["encrypt"],
    };
    const parts = [];
    for (const maker of [inScript, inBrowser]) {
        Object.defineProperty(webcrypto, "subtle", {
            value: maker === inBrowser ? stand : subtle,
            configurable: true,
        });
        try {
            const opened = new Decrypter();
            opened.addIdentity(reader!.identity);
            parts.push(Buffer.from(await opened.decrypt(Buffer.concat(await aged(maker)))));
        } finally {
            Object.defineProperty(webcrypto, "subtle", { value: subtle, configurable: true });
        }
    }
    assert.ok(parts.every((part) => part.equals(plain)));
});

test("recipients of other kinds, twice the same, none or too many are refused", async () => {
    const many = (await identities(9)).map(({ recipient }) => recipient);
    const classic = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    for (const bad of [
        [],
        many,
        [many[0]!, many[0]!],
        [classic],
        [many[0]!, classic],
        [`${many[0]!.slice(0, -1)}q`],
    ])
        await assert.rejects(gather(seal([], 0, bad, random)), isTrouble("recipients"));
});

test("pieces of another size than was said are refused", async () => {
    const [reader] = await identities(1);
    for (const size of [9, 11])
        await assert.rejects(
            gather(seal([new Uint8Array(10)], size, [reader!.recipient], random)),
            isTrouble("size"),
        );
});

test("a seed has 32 bytes", () => assert.rejects(reporterIdentity(new Uint8Array(31)), isTrouble("seed")));

function isTrouble(code: string): (error: unknown) => boolean {
    return (error) => error instanceof WbsError && error.code === code;
}
