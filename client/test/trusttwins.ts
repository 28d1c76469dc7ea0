/**
 * Tells what the client makes of each story, so that tests/client/test_trust_twins.py can compare it with Python.
 *
 * Standard input: an array of stories; standard output: of each the reason for refusal, or the case as told.
 */

import { readFileSync } from "node:fs";
import "./setup.ts";
import { hex, unhex, utf8 } from "../src/bytes.ts";
import * as canonical from "../src/canonical.ts";
import { Chain, KeyringRefused } from "../src/keyring.ts";
import { followup } from "../src/panel.ts";
import { readPin } from "../src/pin.ts";
import { hashOf } from "../src/signed.ts";
import { reporterView } from "../src/thread.ts";

interface Story {
    pin: string;
    today: string;
    newest_seen: number | null;
    witness: string | null;
    keyrings: { json: string; signatures: string[] }[];
    replies: { json: string; signature: string }[];
    thread: string;
    case: string;
    to: string;
    excluded: string[];
}

function told(story: Story): unknown {
    const pin = readPin(canonical.loads(utf8(story.pin)));
    const keyrings = story.keyrings.map(({ json, signatures }) => ({ json: utf8(json), signatures }));
    let chain: Chain;
    try {
        chain = Chain.build(keyrings, pin, story.today, story.newest_seen, story.witness);
    } catch (error) {
        if (!(error instanceof KeyringRefused)) throw error;
        return error.code;
    }
    const replies = story.replies.map(({ json, signature }) => ({ json: utf8(json), signature }));
    const thread = reporterView(replies, chain, unhex(story.case), unhex(story.to), story.excluded);
    const next = followup(chain.current, unhex(story.thread), thread.proven, thread.excluded, chain.today);
    return {
        sequences: [...chain.bySequence.keys()].sort(),
        items: thread.items.map(({ hash, title, state, outcome, former, excluded, fork, gap }) => {
            return [hex(hash), title, state, outcome, former, excluded, fork, gap];
        }),
        unproven: thread.unproven.map((each) => [hex(hashOf(each)), each.signature]),
        state: [thread.state, thread.outcome],
        excluded: [...thread.excluded].sort(),
        until: thread.receivedUntil,
        readers: next.readers.map(({ id }) => id),
        new: [...next.isNew].sort(),
    };
}

const stories = JSON.parse(readFileSync(0, "utf8")) as Story[];
process.stdout.write(JSON.stringify(stories.map(told)));
