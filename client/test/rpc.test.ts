import assert from "node:assert/strict";
import { mock, test } from "node:test";
import "./setup.ts";
import { WbsError } from "../src/bytes.ts";
import { answer, type Handler, Moved, Remote, scriptPolicy, startWorker } from "../src/rpc.ts";

/** One end of a line whose other end is in the test's hands. */
class Line {
    onmessage: ((event: MessageEvent) => void) | null = null;
    readonly sent: unknown[] = [];
    ended = false;

    postMessage(message: unknown): void {
        this.sent.push(message);
    }

    hear(data: unknown): void {
        this.onmessage?.({ data } as MessageEvent);
    }
}

function remoteOn(line: Line): Remote {
    return new Remote(line, () => (line.ended = true));
}

async function connected<T>(
    handlers: Record<string, Handler>,
    use: (remote: Remote) => Promise<T>,
): Promise<T> {
    const { port1, port2 } = new MessageChannel();
    answer(port2, handlers);
    const remote = new Remote(port1, () => (port1.close(), port2.close()));
    try {
        return await use(remote);
    } finally {
        remote.die();
    }
}

test("answers find their requests, whatever their order", () =>
    connected(
        {
            later: async (n: number) => {
                await new Promise((resolve) => setTimeout(resolve, n));
                return n;
            },
        },
        async (remote) => {
            const order: number[] = [];
            await Promise.all(
                [30, 1, 10].map(async (n) => {
                    assert.equal(await remote.call("later", n), n);
                    order.push(n);
                }),
            );
            assert.deepEqual(order, [1, 10, 30]);
        },
    ));

test("progress is told before the answer", () =>
    connected(
        {
            count(n: number, progress) {
                for (let at = 1; at <= n; at++) progress(at / n);
                return "done";
            },
        },
        async (remote) => {
            const parts: number[] = [];
            assert.equal(await remote.call("count", 4, (part) => parts.push(part)), "done");
            assert.deepEqual(parts, [0.25, 0.5, 0.75, 1]);
        },
    ));

test("buffers move in both directions", () =>
    connected(
        { turn: (data: Uint8Array<ArrayBuffer>) => new Moved(data.reverse(), [data.buffer]) },
        async (remote) => {
            const data = Uint8Array.of(1, 2, 3);
            const turned = remote.call<Uint8Array>("turn", data, undefined, [data.buffer]);
            assert.equal(data.length, 0);
            assert.deepEqual(await turned, Uint8Array.of(3, 2, 1));
        },
    ));

test("an error keeps its code and what it tells, a foreign one says nothing", () =>
    connected(
        {
            ours() {
                throw Object.assign(new WbsError("code_count", "nine words"), { count: 9 });
            },
            foreign() {
                throw new Error("a secret");
            },
        },
        async (remote) => {
            await assert.rejects(remote.call("ours"), (error: WbsError & { count?: number }) => {
                return error instanceof WbsError && error.code === "code_count" && error.count === 9;
            });
            for (const name of ["foreign", "unknown"])
                await assert.rejects(remote.call(name), (error: WbsError) => {
                    return error.code === "failed" && !`${error}${JSON.stringify(error)}`.includes("secret");
                });
        },
    ));

test("what is asked of a dead worker is refused, also what was asked before", async () => {
    const line = new Line();
    const remote = remoteOn(line);
    const waiting = remote.call("anything");
    remote.die();
    await assert.rejects(waiting, { code: "dead" });
    await assert.rejects(remote.call("anything"), { code: "dead" });
    assert.ok(line.ended);
    // What still arrives disturbs nobody.
    line.hear({ id: 0, result: 1 });
});

test("a worker that is silent while something is asked of it is dead after a minute", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    try {
        const line = new Line();
        const remote = remoteOn(line);
        const waiting = remote.call("anything");
        waiting.catch(() => undefined);
        for (let beat = 0; beat < 11; beat++) mock.timers.tick(5_000);
        assert.equal(line.sent.filter((each) => "ping" in (each as object)).length, 11);
        line.hear({ pong: true });
        for (let beat = 0; beat < 12; beat++) mock.timers.tick(5_000);
        assert.ok(!line.ended);
        mock.timers.tick(5_000);
        assert.ok(line.ended);
        await assert.rejects(waiting, { code: "dead" });
    } finally {
        mock.timers.reset();
    }
});

test("nobody listens for a worker of whom nothing is asked", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    try {
        const line = new Line();
        const remote = remoteOn(line);
        const waiting = remote.call("anything");
        line.hear({ id: 0, result: 7 });
        assert.equal(await waiting, 7);
        for (let beat = 0; beat < 40; beat++) mock.timers.tick(5_000);
        assert.deepEqual(line.sent.slice(1), []);
        assert.ok(!line.ended);
    } finally {
        mock.timers.reset();
    }
});

test("a ping is answered while a request is worked on", () => {
    const line = new Line();
    answer(line, { never: () => new Promise(() => undefined) });
    line.hear({ id: 0, call: "never" });
    line.hear({ ping: true });
    assert.deepEqual(line.sent, [{ pong: true }]);
});

/** A browser's Worker, whose script is what the test says. */
class FakeWorker {
    static made: FakeWorker[] = [];
    onmessage: ((event: MessageEvent) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;
    onmessageerror: ((event: Event) => void) | null = null;
    ended = false;

    constructor(readonly address: unknown) {
        if (address === "/refused.js") throw new Error("the policy forbids it");
        FakeWorker.made.push(this);
    }

    postMessage(): void {}

    terminate(): void {
        this.ended = true;
    }
}

async function withWorker<T>(act: () => Promise<T>): Promise<T> {
    Object.assign(globalThis, { Worker: FakeWorker });
    FakeWorker.made = [];
    try {
        return await act();
    } finally {
        Reflect.deleteProperty(globalThis, "Worker");
    }
}

const POLICY = scriptPolicy(["/wbs.js", "/refused.js"]);
const HASH = "sha384-AAAA";

function start(act: (worker: FakeWorker) => void, address = "/wbs.js"): Promise<Remote> {
    return withWorker(async () => {
        const started = startWorker(address, HASH, POLICY);
        started.catch(() => undefined);
        FakeWorker.made.forEach(act);
        return started;
    });
}

function told(data: unknown): (worker: FakeWorker) => void {
    return (worker) => worker.onmessage?.({ data } as MessageEvent);
}

function failed(worker: FakeWorker): void {
    worker.onerror?.(new Event("error"));
}

test("a worker is used once it has told the hash that its page expects", async () => {
    const remote = await start(told({ hash: HASH }));
    const [worker] = FakeWorker.made as [FakeWorker];
    assert.ok(!worker.ended);
    failed(worker);
    assert.ok(worker.ended);
    await assert.rejects(remote.call("anything"), { code: "dead" });
});

test("a worker with another hash, none, or no start is ended before anything is given to it", async () => {
    await assert.rejects(start(told({ hash: "sha384-BBBB" })), { code: "changed" });
    assert.ok(FakeWorker.made[0]!.ended);
    await assert.rejects(start(told({ hash: null })), { code: "blocked" });
    assert.ok(FakeWorker.made[0]!.ended);
    await assert.rejects(start(told({ id: 0, result: "" })), { code: "changed" });
    await assert.rejects(start(failed), { code: "blocked" });
    assert.ok(FakeWorker.made[0]!.ended);
    await assert.rejects(start(failed, "/refused.js"), { code: "blocked" });
    await assert.rejects(start(failed, "/elsewhere.js"), { code: "blocked" });
    assert.deepEqual(FakeWorker.made, []);
});

test("a worker that says nothing for half a minute is blocked", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
        const started = start(() => undefined);
        mock.timers.tick(30_000);
        await assert.rejects(started, { code: "blocked" });
    } finally {
        mock.timers.reset();
    }
});

test("the page's one policy lets through what it was made for", () => {
    const made: string[] = [];
    Object.assign(globalThis, {
        trustedTypes: {
            createPolicy(name: string, rules: object) {
                made.push(name);
                return rules;
            },
        },
    });
    try {
        const policy = scriptPolicy(["/a.js", "/b.js"]);
        assert.equal(policy.createScriptURL("/b.js"), "/b.js");
        for (const bad of ["/c.js", "/a.js?", "https://elsewhere.example/a.js", ""])
            assert.throws(() => policy.createScriptURL(bad), TypeError);
        assert.deepEqual(made, ["wbs"]);
    } finally {
        Reflect.deleteProperty(globalThis, "trustedTypes");
    }
});
