import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, type Item, isSigned, largest, left, pick, used } from "../src/page/batch.ts";
import type { Examined } from "../src/page/scrub.ts";
import { fileSize, grouped } from "../src/page/sizes.ts";

const PLAIN: Examined = {
    format: "",
    type: "text/plain",
    found: [],
    removed: [],
    warning: "",
    content: null,
};
const CLEANED = new Blob(["clean"]);
const PHOTO: Examined = {
    format: "jpeg",
    type: "image/jpeg",
    found: ["place", "profile"],
    removed: ["place"],
    warning: "",
    content: CLEANED,
};

// Node 18 has no File of its own.
const file = (size: number, name = "a.jpg"): File =>
    Object.assign(new Blob([new Uint8Array(size)]), { name }) as unknown as File;
const item = (number: number, name: string, examined: Examined, size = 10): Item => ({
    number,
    name,
    file: file(size, name),
    examined,
});
const NONE = { asIs: false, neutral: false, unsign: new Set<number>() };

test("empty and unreadable files are left out by name, and the others keep their order and their numbers", async () => {
    const gone = file(5, "hilang.pdf");
    gone.slice = () =>
        ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotFoundError")) }) as never;
    const picked = await pick([
        file(0, "x/kosong.txt"),
        file(3, "b\u202e.jpg"),
        gone,
        file(4, "/"),
        file(0, "kosong.txt"),
    ]);
    assert.deepEqual(
        picked.files.map(({ number, name, file: { size } }) => [number, name, size]),
        [
            [1, "b.jpg", 3],
            [2, "berkas-2.bin", 4],
        ],
    );
    assert.deepEqual(picked.empty, ["kosong.txt"]);
    assert.deepEqual(picked.unreadable, ["hilang.pdf"]);
});

test("files take whole blocks and a header each, the larger way", () => {
    assert.equal(used([1, 512, 513]), 3 * 512 + 512 + 512 + 1024);
    const grown = { ...PHOTO, content: new Blob([new Uint8Array(2000)]) };
    assert.equal(
        largest([item(1, "a.jpg", grown, 10), item(2, "b.jpg", PHOTO, 3000)]),
        512 + 2048 + 512 + 3072,
    );
});

test("what is cleaned is sent clean, under its name", () => {
    const [first, second] = choose([item(1, "a.jpg", PHOTO), item(2, "b.txt", PLAIN)], NONE);
    assert.equal(first?.file, CLEANED);
    assert.deepEqual(
        [first?.name, first?.type, first?.removed, first?.left, first?.cleaned],
        ["a.jpg", "image/jpeg", ["place"], ["profile"], true],
    );
    assert.deepEqual(
        [second?.file.size, second?.removed, second?.left, second?.cleaned],
        [10, [], [], false],
    );
});

test("as it is, nothing is removed and all that was found stays", () => {
    const only = item(1, "a.jpg", PHOTO);
    const [sent] = choose([only], { ...NONE, asIs: true });
    assert.equal(sent?.file, only.file);
    assert.deepEqual([sent?.removed, sent?.left, sent?.cleaned], [[], ["place", "profile"], false]);
});

test("neutral names count from one and keep the extension", () => {
    const items = [item(1, "Rapat Budi.JPG", PHOTO), item(2, "catatan", PLAIN)];
    assert.deepEqual(
        choose(items, { ...NONE, neutral: true }).map((each) => each.name),
        ["berkas-1.jpg", "berkas-2.bin"],
    );
});

test("a signed file is cleaned only where that was asked for, and never as it is", () => {
    const signed = { ...PHOTO, format: "ooxml", warning: "signed" };
    const items = [item(1, "a.docx", signed), item(2, "b.docx", signed)];
    assert.ok(items.every(isSigned));
    assert.ok(!isSigned(item(3, "c.pdf", { ...PLAIN, warning: "signed" })));
    assert.deepEqual(
        choose(items, { ...NONE, unsign: new Set([2]) }).map((each) => each.cleaned),
        [false, true],
    );
    assert.ok(choose(items, { ...NONE, asIs: true, unsign: new Set([2]) }).every((each) => !each.cleaned));
    assert.deepEqual(left(items[0]!), ["profile"]);
});

test("sizes are written as the plain pages write them", () => {
    assert.deepEqual(
        [0, 1, 1024, 1025, (1 << 20) - 1].map((size) => fileSize(size, "id")),
        ["0 KB", "1 KB", "1 KB", "2 KB", "1024 KB"],
    );
    assert.equal(fileSize(1 << 20, "id"), "1 MB");
    assert.equal(fileSize((1 << 20) + 1, "id"), "1,1 MB");
    assert.equal(fileSize((1 << 20) + 1, "en"), "1.1 MB");
    assert.equal(fileSize(1234 << 20, "id"), "1.234 MB");
    assert.equal(fileSize(1234 << 20, "en"), "1,234 MB");
    assert.deepEqual(
        [2, 999, 1234, 49_152].map((count) => grouped(count, "id")),
        ["2", "999", "1.234", "49.152"],
    );
    assert.equal(grouped(1234, "en"), "1,234");
});
