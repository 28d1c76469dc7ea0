import assert from "node:assert/strict";
import { test } from "node:test";

import { FormatError } from "../src/bytes.ts";
import { fullDate, halfDayEnd } from "../src/page/dates.ts";

test("a date reads as the server writes it", () => {
    assert.equal(fullDate("2026-11-22", "id"), "22 November 2026");
    assert.equal(fullDate("2026-11-22", "en"), "22 November 2026");
    assert.equal(fullDate("2026-08-01", "id"), "1 Agustus 2026");
    assert.equal(fullDate("2026-08-01", "en"), "1 August 2026");
    assert.equal(fullDate("2028-02-29", "id"), "29 Februari 2028");
});

test("a half-day is told by the boundary that closes it", () => {
    assert.deepEqual(halfDayEnd("2026-01-31A", "id"), { date: "31 Januari 2026", time: "18.00" });
    assert.deepEqual(halfDayEnd("2026-01-31B", "id"), { date: "1 Februari 2026", time: "06.00" });
    assert.deepEqual(halfDayEnd("2026-12-31B", "en"), { date: "1 January 2027", time: "06:00" });
});

test("what is no date is refused", () => {
    for (const day of ["", "2026-1-31", "2026-02-30", "2026-13-01", "22 November 2026", "2026-01-31A"]) {
        assert.throws(() => fullDate(day, "id"), isMalformed, day);
    }
    for (const halfDay of ["", "2026-01-31", "2026-01-31C", "2026-02-30A", "2026-02-30B", "2026-13-01B"]) {
        assert.throws(() => halfDayEnd(halfDay, "id"), isMalformed, halfDay);
    }
});

function isMalformed(error: unknown): boolean {
    return error instanceof FormatError;
}
