/** The vectors of tests/vectors, which every implementation passes. */

import { readFileSync } from "node:fs";
import { unbase64 } from "../src/bytes.ts";

/** Return what a file of tests/vectors holds; tests are bundled into client/build/test. */
export function vectors<T>(name: string): T {
    return JSON.parse(
        readFileSync(new URL(`../../../tests/vectors/${name}.json`, import.meta.url), "utf8"),
    ) as T;
}

/** A letter of letters.json. */
export interface LetterVector {
    name: string;
    kind: "report" | "message" | "reply" | "note";
    key: string;
    json: string;
    hash: string;
    signature: string;
    attachments: string[];
    tar_size: number;
    tar_sha256: string;
}

/** The contents of letters.json. */
export interface LettersVectors {
    instance: string;
    keys: Record<string, { seed: string; public: string }>;
    letters: LetterVector[];
    refused: {
        name: string;
        error: "format" | "unproven";
        kind: string;
        key: string;
        json: string;
        signature: string;
    }[];
    refused_tars: { name: string; of: string; cut?: number; patch?: [number, string][]; zeros?: number }[];
}

/** The attachments of a letter, as files. */
export function filesOf(vector: LetterVector): Blob[] {
    return vector.attachments.map((content) => new Blob([unbase64(content)]));
}
