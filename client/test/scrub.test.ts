import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { WbsError } from "../src/bytes.ts";
import { FAILED, PATIENCE, Scrubber } from "../src/page/scrub.ts";

type Name = "images" | "documents";
type Answer = (name: string, argument: unknown) => Promise<unknown>;

const GIF = { format: "", type: "image/gif", found: [], removed: [], warning: "unknown", content: null };
const JPEG = {
    format: "jpeg",
    type: "image/jpeg",
    found: ["place", "device"],
    removed: ["place"],
    warning: "",
    content: new Blob(["clean"]),
};

/** Workers that answer as told; counts how many were started, and how many ended. */
class Workers {
    readonly started: Name[] = [];
    ended = 0;
    readonly scrubber: Scrubber;

    constructor(answer: Answer, scripts: Name[] = ["images", "documents"]) {
        this.scrubber = new Scrubber(
            async (name) => {
                this.started.push(name);
                let die: () => void = () => {};
                const dead = new Promise<never>((_, reject) => (die = () => reject(new WbsError("dead"))));
                dead.catch(() => undefined);
                return {
                    call: <Result>(call: string, argument?: unknown) =>
                        Promise.race([answer(call, argument), dead]) as Promise<Result>,
                    die: () => {
                        this.ended++;
                        die();
                    },
                };
            },
            (name) => scripts.includes(name),
        );
    }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("one worker examines file after file", async () => {
    const asked: unknown[] = [];
    const workers = new Workers(async (call, argument) => (asked.push([call, argument]), JPEG));
    const files = [new Blob(["one"]), new Blob(["two"])];
    for (const file of files) assert.deepEqual(await workers.scrubber.examine(file), JPEG);
    assert.deepEqual(workers.started, ["images"]);
    assert.deepEqual(asked, [
        ["scrub", files[0]],
        ["scrub", files[1]],
    ]);
    workers.scrubber.end();
    await turn();
    assert.equal(workers.ended, 1);
});

test("archives go to the other worker, where there is one", async () => {
    const files: [BlobPart, Name][] = [
        ["PK\x03\x04rest", "documents"],
        ["PK\x05\x06", "documents"],
        ["%PDF-1.7", "images"],
        ["PK\x01\x02", "images"],
        ["\x89PNG", "images"],
        ["", "images"],
    ];
    for (const [content, name] of files) {
        const workers = new Workers(async () => GIF);
        await workers.scrubber.examine(new Blob([content]));
        assert.deepEqual(workers.started, [name]);
        const alone = new Workers(async () => GIF, ["images"]);
        await alone.scrubber.examine(new Blob([content]));
        assert.deepEqual(alone.started, ["images"]);
    }
});

test("a worker that says nothing in time is ended, and the next file gets another", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
        let silent = true;
        const workers = new Workers(() => (silent ? new Promise(() => undefined) : Promise.resolve(GIF)));
        const examined = workers.scrubber.examine(new Blob(["bomb"]));
        await turn();
        await turn();
        mock.timers.tick(PATIENCE - 1);
        await turn();
        assert.equal(workers.ended, 0);
        mock.timers.tick(1);
        assert.deepEqual(await examined, FAILED);
        silent = false;
        assert.deepEqual(await workers.scrubber.examine(new Blob(["gif"])), GIF);
        assert.deepEqual(workers.started, ["images", "images"]);
        // In time: nobody ends it later.
        mock.timers.tick(2 * PATIENCE);
        const before = workers.ended;
        await turn();
        assert.equal(workers.ended, before);
    } finally {
        mock.timers.reset();
    }
});

test("a worker that fails, or cannot be started, is a file that failed", async () => {
    const failing = new Workers(() => Promise.reject(new WbsError("failed")));
    assert.deepEqual(await failing.scrubber.examine(new Blob(["x"])), FAILED);
    const blocked = new Scrubber(
        () => Promise.reject(new WbsError("changed")),
        () => false,
    );
    assert.deepEqual(await blocked.examine(new Blob(["x"])), FAILED);
    assert.deepEqual(await blocked.examine(new Blob(["x"])), FAILED);
});

test("ending while a file is examined is a file that failed", async () => {
    const workers = new Workers(() => new Promise(() => undefined));
    const examined = workers.scrubber.examine(new Blob(["x"]));
    await turn();
    await turn();
    workers.scrubber.end();
    assert.deepEqual(await examined, FAILED);
});

test("nothing that cannot be so is believed", async () => {
    const lies: unknown[] = [
        null,
        "jpeg",
        {},
        { ...JPEG, format: "gif" },
        { ...JPEG, type: "text/html; charset=x" },
        { ...JPEG, type: 7 },
        { ...JPEG, warning: "fine" },
        { ...JPEG, found: ["device", "place"] },
        { ...JPEG, found: ["place", "place"] },
        { ...JPEG, found: ["place", "soul"] },
        { ...JPEG, found: "place" },
        { ...JPEG, removed: ["author"] },
        { ...JPEG, content: null },
        { ...JPEG, content: "clean" },
        { ...JPEG, content: { size: 5 } },
        { ...JPEG, content: undefined },
        { ...JPEG, content: hugeBlob() },
    ];
    for (const lie of lies) {
        const workers = new Workers(async () => lie);
        assert.deepEqual(await workers.scrubber.examine(new Blob(["x"])), FAILED, JSON.stringify(lie));
        await turn();
        assert.equal(workers.ended, 1);
    }
    const more = new Workers(async () => ({ ...JPEG, extra: "Sari" }));
    assert.deepEqual(await more.scrubber.examine(new Blob(["x"])), JPEG);
});

/** A blob of more than 64 MiB that takes no memory of its own. */
function hugeBlob(): Blob {
    const piece = new Blob([new Uint8Array(1 << 20)]);
    return new Blob(Array.from({ length: 65 }, () => piece));
}
