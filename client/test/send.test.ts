import assert from "node:assert/strict";
import { test } from "node:test";
import { WbsError } from "../src/bytes.ts";
import { type Means, PART, PAUSES, type Progress, sendDrop, STALL } from "../src/page/send.ts";

const CONFIG = { links: { drop: "/surat" } };
const STORED = JSON.stringify({ readable: "2026-11-23", return_by: "2026-12-06" });
const DATES = { readable: "2026-11-23", returnBy: "2026-12-06" };
const UPLOAD = "07".repeat(16);

/** What a request meets: an answer, a line that breaks, or one on which nothing moves. */
type Fate = [status: number, text: string] | "broken" | "stalled";

const FINE: Fate = [204, ""];
const trouble = (code: string, status = 503): Fate => [status, JSON.stringify({ trouble: code })];

interface Asked {
    address: string;
    bytes: Uint8Array;
    fate: Fate;
}

/** Stands in for the browser: a portal that answers as told, and time that passes at once. */
class Browser implements Means {
    readonly asked: Asked[] = [];
    readonly waited: number[] = [];
    #fates: Fate[];

    constructor(...fates: Fate[]) {
        this.#fates = fates;
    }

    random = (n: number): Uint8Array => new Uint8Array(n).fill(7);

    later = (act: () => void, milliseconds: number): (() => void) => {
        const pauses = PAUSES.includes(milliseconds);
        if (pauses) this.waited.push(milliseconds);
        // A stall is told by the request that stalls.
        const timer = pauses ? setImmediate(act) : undefined;
        if (milliseconds === STALL) this.#stall = act;
        return () => clearImmediate(timer);
    };

    #stall: () => void = () => {};

    request = (): XMLHttpRequest => {
        const made = {
            status: 0,
            responseText: "",
            upload: { onprogress: (_event: { loaded: number }) => {} },
            onloadend: () => {},
            address: "",
            open: (method: string, address: string) => {
                assert.equal(method, "POST");
                made.address = address;
            },
            setRequestHeader: (name: string, value: string) =>
                assert.deepEqual([name, value], ["Content-Type", "application/octet-stream"]),
            send: (body: Uint8Array | null) => {
                const fate = this.#fates.shift();
                assert.ok(fate !== undefined, `nothing answers ${made.address}`);
                const bytes = body ?? new Uint8Array();
                this.asked.push({ address: made.address, bytes: bytes.slice(), fate });
                made.upload.onprogress({ loaded: Math.floor(bytes.length / 2) });
                if (fate === "stalled") return setImmediate(this.#stall);
                [made.status, made.responseText] = fate === "broken" ? [0, ""] : fate;
                return setImmediate(() => made.onloadend());
            },
            abort: () => {
                [made.status, made.responseText] = [0, ""];
                made.onloadend();
            },
        };
        return made as unknown as XMLHttpRequest;
    };
}

/** A drop of three parts, the last one short; counts what was sealed. */
class Drop {
    readonly size = 2 * PART + 1000;
    sealed = 0;

    next = async (): Promise<Uint8Array | null> => {
        const number = this.sealed++;
        return number > 2 ? null : new Uint8Array(number < 2 ? PART : 1000).fill(number);
    };
}

const code =
    (wanted: string) =>
    (error: unknown): boolean =>
        error instanceof WbsError && error.code === wanted;

const quiet: Progress = () => {};
const never = (): AbortSignal => new AbortController().signal;
const address = (number: number): string => `/surat/${UPLOAD}/${number}?size=${2 * PART + 1000}`;
const FINISH = `/surat/${UPLOAD}?size=${2 * PART + 1000}`;

test("a small drop goes in one request", async () => {
    const browser = new Browser([201, STORED]);
    const bytes = new Uint8Array(78_094).fill(9);
    const told: unknown[] = [];
    const dates = await sendDrop(bytes, CONFIG, (...each) => told.push(each), never(), browser);
    assert.deepEqual(dates, DATES);
    assert.deepEqual(
        browser.asked.map((each) => each.address),
        ["/surat"],
    );
    assert.deepEqual(browser.asked[0]?.bytes, bytes);
    assert.deepEqual(told, [[39_047, 78_094, false]]);
});

test("a small drop may come from a sealing", async () => {
    const browser = new Browser([201, STORED]);
    let asked = 0;
    const drop = { size: 5, next: async () => (asked++, new Uint8Array(5)) };
    assert.deepEqual(await sendDrop(drop, CONFIG, quiet, never(), browser), DATES);
    assert.equal(asked, 1);
});

test("a large drop goes in parts, in order, each with its number and the size of the whole", async () => {
    const browser = new Browser(FINE, FINE, FINE, [201, STORED]);
    assert.deepEqual(await sendDrop(new Drop(), CONFIG, quiet, never(), browser), DATES);
    assert.deepEqual(
        browser.asked.map((each) => [each.address, each.bytes.length, each.bytes[0]]),
        [
            [address(0), PART, 0],
            [address(1), PART, 1],
            [address(2), 1000, 2],
            [FINISH, 0, undefined],
        ],
    );
});

test("progress never goes back but where a part is sent again, and says so", async () => {
    const browser = new Browser(FINE, "broken", FINE, FINE, [201, STORED]);
    const told: [number, number, boolean][] = [];
    const drop = new Drop();
    await sendDrop(drop, CONFIG, (...each) => told.push(each), never(), browser);
    assert.deepEqual(told, [
        [PART / 2, drop.size, false],
        [PART * 1.5, drop.size, false],
        [PART, drop.size, true],
        [PART * 1.5, drop.size, false],
        [PART * 2 + 500, drop.size, false],
        [drop.size, drop.size, false],
    ]);
});

test("a broken line sends the same part again, after a pause, as often as there are pauses", async () => {
    const browser = new Browser(FINE, ...PAUSES.map((): Fate => "broken"), FINE, "broken", FINE, "broken", [
        201,
        STORED,
    ]);
    const drop = new Drop();
    assert.deepEqual(await sendDrop(drop, CONFIG, quiet, never(), browser), DATES);
    const again = browser.asked.filter((each) => each.address === address(1));
    assert.equal(again.length, PAUSES.length + 1);
    assert.ok(again.every((each) => each.bytes.length === PART && each.bytes.every((byte) => byte === 1)));
    assert.deepEqual(browser.waited, [...PAUSES, 1000, 1000]);
    assert.equal(drop.sealed, 3);
});

test("a line that stays broken is told, and the same drop goes on where it stopped", async () => {
    const broken = [...PAUSES, 0].map((): Fate => "broken");
    const browser = new Browser(FINE, ...broken, FINE, FINE, ...broken, [201, STORED]);
    const drop = new Drop();
    await assert.rejects(sendDrop(drop, CONFIG, quiet, never(), browser), code("net"));
    await assert.rejects(sendDrop(drop, CONFIG, quiet, never(), browser), code("net"));
    assert.deepEqual(await sendDrop(drop, CONFIG, quiet, never(), browser), DATES);
    assert.equal(drop.sealed, 3);
    assert.equal(browser.asked.filter((each) => each.address === address(0)).length, 1);
    assert.equal(browser.asked.at(-1)?.address, FINISH);
});

test("a small drop that was not taken is sent again as it was", async () => {
    const broken = [...PAUSES, 0].map((): Fate => "broken");
    const browser = new Browser(...broken, [201, STORED]);
    const bytes = new Uint8Array(10);
    await assert.rejects(sendDrop(bytes, CONFIG, quiet, never(), browser), code("net"));
    assert.deepEqual(await sendDrop(bytes, CONFIG, quiet, never(), browser), DATES);
});

test("a line on which nothing moves is a broken one", async () => {
    const browser = new Browser("stalled", [201, STORED]);
    assert.deepEqual(await sendDrop(new Uint8Array(10), CONFIG, quiet, never(), browser), DATES);
    assert.deepEqual(browser.waited, [1000]);
});

test("every trouble of the portal is told at once, by its code alone", async () => {
    const codes: [string, number][] = [
        ["full", 503],
        ["failed", 500],
        ["files_full", 503],
        ["files_busy", 503],
        ["files_large", 413],
        ["shape", 400],
        ["other_origin", 403],
    ];
    for (const [name, status] of codes) {
        const browser: Browser = new Browser(FINE, trouble(name, status), FINE, FINE, [201, STORED]);
        const drop = new Drop();
        await assert.rejects(sendDrop(drop, CONFIG, quiet, never(), browser), (error) => {
            assert.ok(error instanceof WbsError);
            assert.equal(error.code, name);
            assert.equal(error.message, name);
            return true;
        });
        assert.equal(browser.asked.length, 2);
        assert.deepEqual(await sendDrop(drop, CONFIG, quiet, never(), browser), DATES);
    }
});

test("an answer that is not the portal's is a broken line, a refusal that is not, a failure", async () => {
    for (const fate of [
        [200, "<h1>Log in to this network</h1>"],
        [200, STORED],
        [502, "Bad gateway"],
        [503, JSON.stringify({ trouble: "Sari Wulandari" })],
        [503, JSON.stringify({ trouble: 7 })],
        [500, "null"],
    ] as Fate[]) {
        const browser = new Browser(fate, [201, STORED]);
        assert.deepEqual(await sendDrop(new Uint8Array(1), CONFIG, quiet, never(), browser), DATES);
        assert.deepEqual(browser.waited, [1000]);
    }
    for (const fate of [
        [404, "Not found"],
        [413, "<h1>Too large</h1>"],
        [201, JSON.stringify({ readable: "soon", return_by: "2026-12-06" })],
        [201, JSON.stringify({ readable: "2026-11-23" })],
        [204, ""],
    ] as Fate[]) {
        const browser = new Browser(fate);
        await assert.rejects(sendDrop(new Uint8Array(1), CONFIG, quiet, never(), browser), code("failed"));
    }
});

test("parts that the portal lost cannot be sent again, and nothing more is tried", async () => {
    const lost: Fate = [409, JSON.stringify({ trouble: "parts_missing", missing: [0] })];
    const browser = new Browser(FINE, FINE, FINE, lost);
    const drop = new Drop();
    await assert.rejects(sendDrop(drop, CONFIG, quiet, never(), browser), code("parts_missing"));
    await assert.rejects(sendDrop(drop, CONFIG, quiet, never(), browser), code("parts_missing"));
    assert.equal(browser.asked.length, 4);
});

test("a drop can be cancelled before, while it is sent, and while it waits", async () => {
    const before = new AbortController();
    before.abort();
    const untouched = new Browser();
    await assert.rejects(
        sendDrop(new Uint8Array(1), CONFIG, quiet, before.signal, untouched),
        code("cancelled"),
    );
    assert.equal(untouched.asked.length, 0);

    const during = new AbortController();
    const sending = new Browser("stalled");
    const stop: Progress = () => during.abort();
    await assert.rejects(sendDrop(new Drop(), CONFIG, stop, during.signal, sending), code("cancelled"));
    assert.equal(sending.asked.length, 1);

    const between = new AbortController();
    const waiting = new Browser("broken");
    const broken: Progress = (_sent, _size, isBroken) => isBroken && between.abort();
    await assert.rejects(sendDrop(new Drop(), CONFIG, broken, between.signal, waiting), code("cancelled"));
    assert.equal(waiting.asked.length, 1);
});

test("a cancel does not wait for the sealing, which a later try still gets", async () => {
    const stop = new AbortController();
    const browser = new Browser([201, STORED]);
    let finish: (part: Uint8Array) => void = () => {};
    let asked = 0;
    const drop = { size: 5, next: () => (asked++, new Promise<Uint8Array>((resolve) => (finish = resolve))) };
    const sending = sendDrop(drop, CONFIG, quiet, stop.signal, browser);
    stop.abort();
    await assert.rejects(sending, code("cancelled"));
    const again = sendDrop(drop, CONFIG, quiet, never(), browser);
    finish(new Uint8Array(5).fill(3));
    assert.deepEqual(await again, DATES);
    assert.deepEqual([asked, browser.asked[0]?.bytes[4]], [1, 3]);
});

test("what sealing fails with passes on, and a drop that ends early is not sent as whole", async () => {
    const browser = new Browser(FINE);
    const dead = { size: 2 * PART, next: () => Promise.reject(new WbsError("dead")) };
    await assert.rejects(sendDrop(dead, CONFIG, quiet, never(), browser), code("dead"));
    const short = {
        size: 2 * PART,
        parts: 0,
        next: async () => (short.parts++ ? null : new Uint8Array(PART)),
    };
    await assert.rejects(sendDrop(short, CONFIG, quiet, never(), browser), code("failed"));
    assert.equal(browser.asked.length, 1);
});
