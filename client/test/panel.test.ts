/** Who reads a letter, and who is new among them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./setup.ts";
import { unhex } from "../src/bytes.ts";
import type { Keyring } from "../src/keyring.ts";
import { followup, order, panel } from "../src/panel.ts";
import type { Reader } from "../src/reader.ts";
import { shuffled } from "./shuffled.ts";
import { vectors } from "./vectors.ts";

interface Document {
    today: string;
    panel: number;
    readers: { id: string; role: Reader["role"]; not_before: string; expires: string }[];
    panels: { thread: string; order: string[]; excluded: string[]; panel: string[] }[];
    followups: {
        thread: string;
        replies: {
            day: string;
            author: string;
            author_seq: number;
            digest: string;
            readers: string[];
            excluded: string[];
        }[];
        excluded: string[];
        readers: string[];
        new: string[];
    }[];
}

const DOCUMENT = vectors<Document>("panel");
const READERS = DOCUMENT.readers.map(({ not_before: notBefore, ...rest }): Reader => {
    return { ...rest, notBefore, title: "", unit: "", recipient: "", signingKey: "" };
});
const RING: Keyring = {
    wbs: 1,
    instance: new Uint8Array(16),
    roots: [],
    threshold: 1,
    name: "",
    sequence: 1,
    previous: null,
    notBefore: DOCUMENT.today,
    expires: DOCUMENT.today,
    panel: DOCUMENT.panel,
    readers: READERS,
    revoked: [],
    settings: new Uint8Array(32),
};

test("the panel of every vector", () => {
    assert(DOCUMENT.panels.length > 0);
    for (const vector of DOCUMENT.panels) {
        const thread = unhex(vector.thread);
        assert.deepEqual(order(thread, [...vector.order].sort()), vector.order);
        const found = panel(RING, thread, new Set(vector.excluded), DOCUMENT.today);
        assert.deepEqual(
            found.map(({ id }) => id),
            vector.panel,
        );
    }
});

test("the follow-up of every vector, whatever the order of the replies and however often they come", () => {
    assert(DOCUMENT.followups.length > 0);
    for (const [at, vector] of DOCUMENT.followups.entries()) {
        const replies = vector.replies.map(({ author_seq: authorSeq, digest, ...rest }) => {
            return { ...rest, authorSeq, digest: unhex(digest) };
        });
        for (const given of [replies, shuffled([...replies, ...replies], at)]) {
            const made = followup(RING, unhex(vector.thread), given, vector.excluded, DOCUMENT.today);
            assert.deepEqual(
                made.readers.map(({ id }) => id),
                vector.readers,
            );
            assert.deepEqual([...made.isNew].sort(), vector.new);
        }
    }
});
