/**
 * Scrubs many files for tests/client/test_pictures.py: `node scrubbing.mjs FOLDER`.
 *
 * FOLDER/files holds them end to end, FOLDER/index.json a line of `[what, size]` for each. `what` is "file", the
 * name of one kind of metadata, or how many bytes of a zlib stream are wanted. FOLDER/answers.json is written.
 */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Damaged } from "../src/scrub/edit.ts";
import * as exif from "../src/scrub/exif.ts";
import { look, scrubFile } from "../src/scrub/files.ts";
import { inflate } from "../src/scrub/inflate.ts";
import * as iptc from "../src/scrub/iptc.ts";
import { inOrder, type Kind, type Scrubbed } from "../src/scrub/scrubbed.ts";
import { HEAD } from "../src/scrub/sniff.ts";
import * as xmp from "../src/scrub/xmp.ts";

const KINDS: Readonly<Record<string, (data: Uint8Array) => ReadonlySet<Kind>>> = {
    exif: exif.kinds,
    iptc: iptc.kinds,
    resources: iptc.resourceKinds,
    xmp: xmp.kinds,
};

/** A Scrubbed with its content's hash. */
async function told({ content, ...rest }: Scrubbed<Blob>): Promise<object> {
    return { ...rest, content: content && sha256(new Uint8Array(await content.arrayBuffer())) };
}

function sha256(data: Uint8Array): string {
    return createHash("sha256").update(data).digest("hex");
}

async function answer(what: string | number, file: Uint8Array<ArrayBuffer>): Promise<object> {
    if (typeof what === "number") return unpacked(file, what);
    const kinds = KINDS[what];
    if (kinds) return inOrder(kinds(file));
    const before = process.cpuUsage();
    const scrubbed = await scrubFile(new Blob([file]));
    const { user, system } = process.cpuUsage(before);
    return {
        scrubbed: await told(scrubbed),
        again: scrubbed.content && (await told(await scrubFile(scrubbed.content))),
        glance: await told(look(file.subarray(0, HEAD))),
        seconds: (user + system) / 1e6,
    };
}

function unpacked(packed: Uint8Array, most: number): object {
    try {
        const { output, ended, read } = inflate(packed, most);
        return { output: sha256(output), ended, read };
    } catch (error) {
        if (error instanceof Damaged) return { output: null };
        throw error;
    }
}

const folder = process.argv[2]!;
const files = readFileSync(join(folder, "files"));
const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as [string | number, number][];
const answers: object[] = [];
let at = 0;
for (const [what, size] of index) {
    answers.push(await answer(what, Uint8Array.from(files.subarray(at, at + size))));
    at += size;
}
writeFileSync(join(folder, "answers.json"), JSON.stringify(answers));
