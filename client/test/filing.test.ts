import assert from "node:assert/strict";
import { test } from "node:test";

import "./setup.ts";
import { dumps } from "../src/canonical.ts";
import { ANSWERS_LIMIT } from "../src/letter.ts";
import { clean } from "../src/page/dom.ts";
import { roomLeft } from "../src/page/filing.ts";

test("what is typed is cleaned as the server cleans it", () => {
    // As in tests/portal/test_filing.py: line ends of Unix, no control characters but line break and tab.
    assert.equal(clean("satu\r\ndua\rtiga\n"), "satu\ndua\ntiga\n");
    assert.equal(clean("a\0b\u0007c\u001bd\u007fe\tf\u000bg\u000ch"), "abcde\tfgh");
    assert.equal(clean("\ufeffawal é 😀 ‮akhir"), "\ufeffawal é 😀 ‮akhir");
});

test("half of a character is replaced, not sealed", () => {
    assert.equal(clean("a\ud83db"), "a\ufffdb");
});

test("the room left is what the letter has left", () => {
    const exactly = (answers: Record<string, string>): number => ANSWERS_LIMIT - dumps(answers).length;
    for (const length of [0, 1, 40_000, 46_000, 49_000, 49_141, 49_142, 60_000]) {
        for (const letter of ["a", "\n", '"', "é", "😀"]) {
            const answers = { what: letter.repeat(length / letter.length), ongoing: "yes" };
            const said = roomLeft(answers);
            // Far from the limit nothing is said, and nothing need be counted.
            if (said === ANSWERS_LIMIT) assert.ok(exactly(answers) > 3_000, `${length} of ${letter}`);
            else assert.equal(said, exactly(answers));
        }
    }
});

test("a report that just fits has no room left, and one letter more is too long", () => {
    const rest = roomLeft({ what: "a".repeat(49_000) });
    assert.equal(roomLeft({ what: "a".repeat(49_000 + rest) }), 0);
    assert.equal(roomLeft({ what: "a".repeat(49_001 + rest) }), -1);
});
