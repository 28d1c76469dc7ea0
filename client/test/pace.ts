/** For bench/scrub.py: `node pace.mjs PHOTO SINK` copies and cleans a photo in turns, and tells the milliseconds. */

import { readFileSync, writeFileSync } from "node:fs";
import { scrub } from "../src/scrub/files.ts";

const RUNS = 9;
const TURNS = 10;

const [photo, sink] = process.argv.slice(2) as [string, string];
const read = (): Uint8Array => new Uint8Array(readFileSync(photo));
const cases = {
    copy: () => writeFileSync(sink, read()),
    edit: () => writeFileSync(sink, scrub(read()).content!),
};
const told: { copy: number[]; edit: number[] } = { copy: [], edit: [] };
for (let run = 0; run < RUNS; run++) {
    const taken = { copy: 0, edit: 0 };
    for (let turn = 0; turn < TURNS; turn++)
        for (const name of turn % 2 ? (["edit", "copy"] as const) : (["copy", "edit"] as const)) {
            const start = performance.now();
            cases[name]();
            taken[name] += performance.now() - start;
        }
    told.copy.push(taken.copy);
    told.edit.push(taken.edit);
}
console.log(JSON.stringify(told));
