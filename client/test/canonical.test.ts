import assert from "node:assert/strict";
import { describe, it } from "node:test";
import "./setup.ts";
import {
    base64,
    compare,
    equal,
    FormatError,
    hex,
    unbase64,
    unhex,
    unutf8,
    utf8,
    WbsError,
} from "../src/bytes.ts";
import { DEPTH, dumps, loads, type Value } from "../src/canonical.ts";
import * as codec from "../src/codec.ts";
import { daysBetween, parseDay, parseHalfDay } from "../src/halfday.ts";
import { vectors } from "./vectors.ts";

const { canonical, refused } = vectors<{ canonical: string[]; refused: string[] }>("letters-canonical");

/** Assert a refusal with this code. */
function refuses(code: string, action: () => unknown): void {
    assert.throws(action, (error) => error instanceof WbsError && error.code === code);
}

describe("canonical JSON", () => {
    for (const text of canonical) {
        it(`comes back: ${JSON.stringify(text)}`, () => {
            assert.equal(unutf8(dumps(loads(utf8(text)))), text);
        });
    }
    for (const text of refused) {
        const data = unbase64(text);
        it(`is not ${JSON.stringify(Buffer.from(data).toString())}`, () => {
            assert.throws(() => loads(data), FormatError);
        });
    }
    it("has no other values", () => {
        for (const value of [
            null,
            undefined,
            true,
            1.5,
            NaN,
            2 ** 53,
            1n,
            () => 1,
            [null],
            { a: undefined },
        ]) {
            refuses("format", () => dumps(value as unknown as Value));
        }
    });
    it("nests as deep as it may and no deeper", () => {
        const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
        assert.equal(unutf8(dumps(loads(utf8(nested(DEPTH))))), nested(DEPTH));
        refuses("format", () => loads(utf8(nested(DEPTH + 1))));
        refuses("format", () => loads(utf8(nested(100_000))));
    });
    it("refuses halves of surrogate pairs, in keys too", () => {
        for (const value of ["\ud800", "a\udc00", { "\udfff": 1 }]) refuses("unwritable", () => dumps(value));
        assert.equal(unutf8(dumps("\ud83d\ude00")), '"\ud83d\ude00"');
    });
    it("refuses what JSON.parse merges, rounds or hides", () => {
        for (const text of [
            '{"a":1,"a":1}',
            "9007199254740993",
            "1e0",
            "-0",
            "1E400",
            '{"__proto__":1,"a":1}',
        ]) {
            if (text.startsWith('{"__proto__')) assert.equal(unutf8(dumps(loads(utf8(text)))), text);
            else refuses("format", () => loads(utf8(text)));
        }
    });
    it("is read up to a limit", () => {
        assert.equal(loads(utf8('"1234"'), 6), "1234");
        refuses("too_long", () => loads(utf8('"12345"'), 6));
    });
});

describe("bytes", () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);

    it("are spelled in one way", () => {
        for (let length = 0; length < 8; length++) {
            const data = all.slice(250 - length, 250);
            assert.equal(hex(data), Buffer.from(data).toString("hex"));
            assert.equal(base64(data), Buffer.from(data).toString("base64"));
            assert.deepEqual(unhex(hex(data)), data);
            assert.deepEqual(unbase64(base64(data)), data);
        }
        assert.deepEqual(unbase64(base64(all)), all);
        for (const text of ["0", "0G", "AB", " 00", "00\n", "0x"]) refuses("format", () => unhex(text));
        for (const text of ["A", "AA", "AB==", "AA=", "AA==\n", "A A=", "AA-_", "====", "AAA=AAA="]) {
            refuses("format", () => unbase64(text));
        }
    });
    it("are compared as numbers, then by length", () => {
        assert.ok(compare(unhex("00ff"), unhex("0100")) < 0);
        assert.ok(compare(unhex("80"), unhex("7f")) > 0);
        assert.ok(compare(unhex("00"), unhex("0000")) < 0);
        assert.equal(compare(unhex("0102"), unhex("0102")), 0);
        assert.ok(equal(unhex("0102"), unhex("0102")));
        for (const other of ["", "01", "0103", "010200"]) assert.ok(!equal(unhex("0102"), unhex(other)));
    });
    it("are UTF-8 in its one form", () => {
        assert.equal(unutf8(utf8("\ufeffé\u2028")), "\ufeffé\u2028");
        for (const wrong of ["ff", "c080", "eda080", "f4908080", "e2"])
            refuses("format", () => unutf8(unhex(wrong)));
    });
});

describe("dates", () => {
    it("are those of the calendar", () => {
        for (const day of ["2026-01-31", "2024-02-29", "2999-12-31"]) assert.equal(parseDay(day), day);
        for (const day of [
            "2026-02-29",
            "2026-02-30",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "1999-01-01",
        ]) {
            refuses("format", () => parseDay(day));
        }
        for (const day of ["2026-1-31", "2026-01-31 ", "2026-01-31\n", "٢٠٢٦-01-31", ""]) {
            refuses("format", () => parseDay(day));
        }
    });
    it("are halved", () => {
        for (const half of ["2026-01-31A", "2026-01-31B"]) assert.equal(parseHalfDay(half), half);
        for (const half of ["2026-01-31", "2026-01-31C", "2026-02-30A", "2026-01-31AB", "2026-01-31a", "A"]) {
            refuses("format", () => parseHalfDay(half));
        }
    });
    it("sort as time does", () => {
        // Which half-day a moment falls into is for the portal to say: the client only reads what it wrote.
        const moments = vectors<{ half_day: string; start: string }[]>("letters-halfdays");
        for (const zone of new Set(moments.map(({ start }) => start.slice(-6)))) {
            const there = moments.filter(({ start }) => start.endsWith(zone));
            const byTime = there.sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
            const halves = byTime.map(({ half_day }) => parseHalfDay(half_day));
            assert.deepEqual(halves, [...halves].sort());
        }
    });
    it("have days between them", () => {
        assert.equal(daysBetween("2026-01-31", "2026-03-01"), 29);
        assert.equal(daysBetween("2026-03-01", "2026-01-31"), -29);
        assert.equal(daysBetween("2026-01-31", "2026-01-31"), 0);
    });
});

describe("fields", () => {
    it("are blank as Python sees it", () => {
        const blanks = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000";
        assert.ok(codec.blank(blanks));
        for (const character of blanks) assert.ok(codec.blank(character));
        for (const text of ["x", "\ufeff", "\u200b", " . ", "\u180e"]) assert.ok(!codec.blank(text));
    });
    it("count characters, not halves of pairs", () => {
        const two = codec.line(2);
        assert.equal(two.read("\u{1f600}\u{1f600}"), "\u{1f600}\u{1f600}");
        for (const text of ["", "abc", "  ", "a\n", "\x7f", "\x9f", 1])
            refuses("format", () => two.read(text));
    });
    it("say why a text cannot be written", () => {
        const four = codec.prose(4);
        assert.equal(four.read("ab"), "ab");
        refuses("too_long", () => four.read("abc"));
        refuses("too_long", () => four.read("é\n"));
        refuses("blank", () => four.read(" "));
        refuses("unwritable", () => four.read("\0"));
        refuses("unwritable", () => four.read("\udc00"));
        assert.equal(codec.prose(4, true).read(""), "");
    });
    it("name the member and keep the code", () => {
        const list = codec.record({ someTexts: codec.array(codec.prose(4), 2) }, { wbs: 1 });
        assert.throws(() => list.read({ wbs: 1, some_texts: ["a", ""] }), {
            code: "blank",
            message: "some_texts: [1]: blank",
        });
        assert.deepEqual(list.read({ wbs: 1, some_texts: ["a", "b"] }), { wbs: 1, someTexts: ["a", "b"] });
        assert.deepEqual(list.write({ wbs: 1, someTexts: ["a"] }), { wbs: 1, some_texts: ["a"] });
        for (const value of [
            1,
            "",
            [],
            {},
            { wbs: 1 },
            { wbs: 2, some_texts: [] },
            { wbs: 1, some_texts: [], x: 1 },
        ]) {
            refuses("format", () => list.read(value));
        }
        for (const texts of [["a", "a"], ["a", "b", "c"], {}]) {
            refuses("format", () => list.read({ wbs: 1, some_texts: texts }));
        }
    });
    it("are there or absent, never null", () => {
        const maybe = codec.record({ name: codec.optional(codec.CODE) }, {});
        assert.deepEqual(maybe.read({}), { name: null });
        assert.deepEqual(maybe.write({ name: null }), {});
        assert.deepEqual(maybe.write(maybe.read({ name: "a" })), { name: "a" });
        refuses("format", () => maybe.read({ name: null } as unknown as Value));
    });
    it("take nothing from the prototype", () => {
        const inherits = codec.record({ toString: codec.optional(codec.CODE) as codec.Codec<any> }, {});
        assert.deepEqual({ ...inherits.read({}) }, { toString: null });
        const tagged = codec.tagged("kind", { a: codec.record({}, { kind: "a" }) });
        for (const kind of ["toString", "constructor", "b", 1])
            refuses("format", () => tagged.read({ kind }));
        assert.deepEqual(tagged.read({ kind: "a" }), { kind: "a" });
    });
    it("hold whole texts", () => {
        for (const id of ["reporter", "", "A", "a\n", "x".repeat(33)])
            refuses("format", () => codec.READER_ID.read(id));
        for (const id of ["reporter-1", "a", "-"]) assert.equal(codec.READER_ID.read(id), id);
        for (const key of ["", "age1pq1", "AGE1PQ1", "age1qqqq"])
            refuses("format", () => codec.RECIPIENT.read(key));
        refuses("format", () =>
            codec.SIGNING_KEY.read("RWQAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        );
        for (const number of [0, 3, 1.5, "1", []]) refuses("format", () => codec.integer(1, 2).read(number));
    });
});
