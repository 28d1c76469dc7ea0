import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cleanName, extension, neutralName } from "../src/names.ts";

interface Vector {
    raw: string;
    number: number;
    clean: string;
    neutral: string;
    extension: string;
}

const VECTORS = new URL("../../../tests/vectors/names.json", import.meta.url);
const { names } = JSON.parse(readFileSync(VECTORS, "utf8")) as { names: Vector[] };

test("names of files are made as the portal makes them", () => {
    assert.ok(names.length > 100);
    for (const vector of names) {
        const units = vector.raw === "" ? [] : vector.raw.split(" ").map((unit) => parseInt(unit, 16));
        const clean = cleanName(String.fromCharCode(...units), vector.number);
        assert.equal(clean, vector.clean, `number ${vector.number}`);
        assert.equal(cleanName(clean, vector.number), clean);
        assert.equal(neutralName(vector.number, clean), vector.neutral);
        assert.equal(extension(clean), vector.extension);
    }
});
