/**
 * A cleaned file that takes little memory: what it shares with the file that came stays on the reporter's device.
 *
 * A gallery of large pictures would otherwise be held twice. If the file is changed before it is sent, reading
 * fails where the browser notices; so small ones, for which it hardly matters, are copies.
 */

/** Bytes that must be shared for a file to be worth it. */
const LEAST = 8 << 20;

/** Return a blob of what `after` holds; `before` is what `file` holds. */
export function sharing(
    file: Blob,
    before: Uint8Array,
    after: Uint8Array<ArrayBuffer>,
    type: string,
    least: number = LEAST,
): Blob {
    const most = Math.min(before.length, after.length);
    let head = 0;
    while (head < most && before[head] === after[head]) head++;
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
    if (head + tail < least) return new Blob([after], { type });
    const middle = after.slice(head, after.length - tail);
    return new Blob([file.slice(0, head), middle, file.slice(file.size - tail)], { type });
}
