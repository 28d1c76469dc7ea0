/**
 * Scrubs many documents for tests/client/test_documents.py: `node cleaning.mjs FOLDER`.
 *
 * FOLDER/files holds them end to end, FOLDER/index.json the size of each. FOLDER/answers.json is written, and
 * FOLDER/contents, where what was made of them stands end to end.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scrubFile } from "../src/scrub/documents/files.ts";

const folder = process.argv[2]!;
const files = readFileSync(join(folder, "files"));
const sizes = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as number[];
const answers: object[] = [];
const contents: Uint8Array[] = [];
let at = 0;
for (const size of sizes) {
    const file = new Blob([Uint8Array.from(files.subarray(at, at + size))]);
    at += size;
    const before = process.cpuUsage();
    const { content, ...told } = await scrubFile(file);
    const { user, system } = process.cpuUsage(before);
    if (content) contents.push(new Uint8Array(await content.arrayBuffer()));
    answers.push({ ...told, size: content && content.size, seconds: (user + system) / 1e6 });
}
writeFileSync(join(folder, "answers.json"), JSON.stringify(answers));
writeFileSync(join(folder, "contents"), Buffer.concat(contents));
