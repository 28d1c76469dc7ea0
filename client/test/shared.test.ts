import assert from "node:assert/strict";
import { test } from "node:test";
import { sharing } from "../src/scrub/shared.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

test("a cleaned file holds what it should, however much of it is shared", async () => {
    const pairs: [string, string][] = [
        ["head EXIF tail", "head tail"],
        ["head EXIF", "head"],
        ["EXIF tail", "tail"],
        ["EXIF", ""],
        ["aaaa", "aa"],
        ["aa", "aaaa"],
        ["abab", "ab"],
        ["same", "same"],
        ["a1b2c3d", "abcd"],
        ["", "new"],
        ["old", "quite new"],
    ];
    for (const [before, after] of pairs) {
        for (const least of [0, 3, 100]) {
            const file = new Blob([before]);
            const made = sharing(file, bytes(before), bytes(after), "image/jpeg", least);
            assert.equal(await made.text(), after);
            assert.equal(made.type, "image/jpeg");
        }
    }
});

test("what is shared is the file's own", async () => {
    // A file that says otherwise when it is read again tells which bytes are its own.
    const file = new Blob(["HEAD exif TAIL"]);
    const made = sharing(file, bytes("head exif tail"), bytes("head! tail"), "image/png", 9);
    assert.equal(await made.text(), "HEAD! TAIL");
    const copied = sharing(file, bytes("head exif tail"), bytes("head! tail"), "image/png", 10);
    assert.equal(await copied.text(), "head! tail");
});
