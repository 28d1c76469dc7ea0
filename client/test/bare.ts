/**
 * For bench/browser.py: a page with a vault whose worker also does the bare work that the vault is compared with.
 *
 * One file in two roles, as the client is. The page gives `globalThis.bench`, an object of what can be asked for;
 * every answer is in milliseconds.
 */

import { Encrypter } from "age-encryption";
import type { Config } from "../src/config.ts";
import { answer, Remote } from "../src/rpc.ts";
import { reporterIdentity, seal, STANZAS } from "../src/seal.ts";
import { cipherMaker, inScript } from "../src/stream.ts";
import { TEXT_SIZE } from "../src/tarball.ts";
import { Vault } from "../src/vault.ts";
import { vaultHandlers } from "../src/vaultworker.ts";

/** Bytes of a file that are read at once. */
const PIECE = 1 << 20;

const random = (n: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(n));

function work(): void {
    let recipients: string[] = [];
    let buffer = new Uint8Array();

    async function timed(act: () => Promise<unknown>): Promise<number> {
        const start = performance.now();
        await act();
        return performance.now() - start;
    }

    function bare(plain: Uint8Array): Promise<Uint8Array> {
        const encrypter = new Encrypter();
        for (const each of recipients) encrypter.addRecipient(each);
        return encrypter.encrypt(plain);
    }

    function* pieces(): Generator<Uint8Array> {
        for (let at = 0; at < buffer.length; at += PIECE) yield buffer.subarray(at, at + PIECE);
    }

    async function ours(maker: typeof inScript): Promise<void> {
        for await (const part of seal(pieces(), buffer.length, recipients, random, undefined, maker))
            void part;
    }

    answer(self as unknown as Parameters<typeof answer>[0], {
        ...vaultHandlers(),
        prepare: async (size: number) => {
            recipients = [];
            while (recipients.length < STANZAS)
                recipients.push((await reporterIdentity(random(32))).recipient);
            buffer = new Uint8Array(size).fill(37);
            return (await cipherMaker()) !== inScript;
        },
        bareText: () => timed(() => bare(new Uint8Array(TEXT_SIZE))),
        bare: () => timed(() => bare(buffer)),
        script: () => timed(() => ours(inScript)),
        browser: async () => timed(async () => ours(await cipherMaker())),
    });
}

class Bench {
    #remote: Remote | undefined;
    #vault: Vault | undefined;
    #file = new Blob();

    /** Starts a vault anew and stretches a new code. */
    async stretch(): Promise<number> {
        const asked = await fetch("/asked");
        const { config, published } = (await asked.json()) as { config: Config; published: unknown };
        const worker = new Worker("/bare.js");
        this.#remote = new Remote(worker, () => worker.terminate());
        this.#vault = await Vault.over(this.#remote, config);
        await this.#vault.trust(published);
        const start = performance.now();
        await this.#vault.newCode();
        await this.#vault.stretched();
        return performance.now() - start;
    }

    /** Makes a file of so many bytes; whether the browser has the cipher. */
    async prepare(size: number): Promise<boolean> {
        const block = new Uint8Array(PIECE).fill(37);
        // A piece less: with what stands around it, the file must not be filled up to twice its size.
        this.#file = new Blob(Array.from({ length: size / PIECE - 1 }, () => block));
        return this.#remote!.call("prepare", size);
    }

    /** Sealing that many bytes: "bare", "script" or "browser"; "bareText": as many as a letter of text has. */
    seal(how: string): Promise<number> {
        return this.#remote!.call(how);
    }

    /** The client's whole way with the file: hashed, packed, sealed, and the parts handed to the page. */
    async whole(): Promise<number> {
        const { shown } = await this.#vault!.openBoard(null, []);
        const attached = { file: this.#file, name: "video.mp4", type: "video/mp4", removed: [] };
        const common = { letterId: "0".repeat(32), text: "", excluded: [], confirmed: true };
        const start = performance.now();
        const sealing = await this.#vault!.sealMessage({ ...common, shown, files: [attached] });
        while (await sealing.next());
        return performance.now() - start;
    }
}

if (typeof document === "undefined") work();
else Object.assign(globalThis, { bench: new Bench() });
