/**
 * The files of one message: as they came, what was found in each, and what of them is sent.
 *
 * The twin of wbs/portal/reporter/batch.py; here the files stay where they are, on the reporter's device.
 */

import { cleanName, neutralName } from "../names.ts";
import type { Outgoing } from "../vault.ts";
import type { Examined } from "./scrub.ts";

const BLOCK = 512;

/** A chosen file; numbers count from 1. */
export interface Item {
    readonly number: number;
    readonly name: string;
    readonly file: File;
    readonly examined: Examined;
}

/** What the reporter decides; `unsign`: numbers of the signed files that are to be cleaned all the same. */
export interface Choices {
    readonly asIs: boolean;
    readonly neutral: boolean;
    readonly unsign: ReadonlySet<number>;
}

/** A file as it is sent; `left` is what is known to be in it still. */
export interface Chosen extends Outgoing {
    readonly cleaned: boolean;
    readonly left: string[];
    readonly warning: string;
}

/** Files to be examined, in their order, and the names of those that are not sent. */
export interface Picked {
    readonly files: readonly { number: number; name: string; file: File }[];
    readonly empty: readonly string[];
    readonly unreadable: readonly string[];
}

/** Tell files from what cannot be sent: empty ones, folders, and what has gone since it was chosen. */
export async function pick(files: readonly File[]): Promise<Picked> {
    const picked: { number: number; name: string; file: File }[] = [];
    const empty: string[] = [];
    const unreadable: string[] = [];
    for (const file of files) {
        const number = picked.length + 1;
        const name = cleanName(file.name, number);
        if (!(await readable(file))) unreadable.push(name);
        else if (file.size === 0) empty.push(name);
        else picked.push({ number, name, file });
    }
    return { files: picked, empty: [...new Set(empty)], unreadable: [...new Set(unreadable)] };
}

/** Return the bytes that files of these sizes take in a letter, their headers included. */
export function used(sizes: readonly number[]): number {
    return sizes.reduce((sum, size) => sum + BLOCK + Math.ceil(size / BLOCK) * BLOCK, 0);
}

/** Return the bytes that items may take: cleaning may make a file larger, and a letter must hold it either way. */
export function largest(items: readonly Item[]): number {
    return used(items.map(({ file, examined }) => Math.max(file.size, examined.content?.size ?? 0)));
}

/** Tell whether cleaning breaks a signature, so that the reporter has to ask for it. */
export function isSigned({ examined }: Item): boolean {
    return examined.warning === "signed" && examined.content !== null;
}

/** Return what stays in a file even where it is cleaned. */
export function left({ examined }: Item): string[] {
    return examined.found.filter((kind) => !examined.removed.includes(kind));
}

/** Return what is to be sent. */
export function choose(items: readonly Item[], { asIs, neutral, unsign }: Choices): Chosen[] {
    return items.map((item) => {
        const { number, name, file, examined } = item;
        const clean = !asIs && (!isSigned(item) || unsign.has(number)) ? examined.content : null;
        return {
            file: clean ?? file,
            name: neutral ? neutralName(number, name) : name,
            type: examined.type,
            removed: clean ? [...examined.removed] : [],
            cleaned: clean !== null,
            left: clean ? left(item) : [...examined.found],
            warning: examined.warning,
        };
    });
}

async function readable(file: File): Promise<boolean> {
    try {
        await file.slice(0, 1).arrayBuffer();
        return true;
    } catch {
        return false;
    }
}
