/** Bytes as the formats write them: names in ASCII, numbers in both orders, spans that end with the data. */

/** Bytes of a text of characters up to U+00FF, each one byte. */
export function octets(text: string): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Each byte as the character of its number; the inverse of octets. */
export function latin1(data: Uint8Array): string {
    let text = "";
    for (let at = 0; at < data.length; at += 4096)
        text += String.fromCharCode(...data.subarray(at, at + 4096));
    return text;
}

/** The four bytes of a name from `at`, fewer at the end. */
export function nameAt(data: Uint8Array, at: number): string {
    return latin1(data.subarray(at, at + 4));
}

/** Whether `text` (as in octets) stands at `at`. */
export function begins(data: Uint8Array, text: string, at = 0): boolean {
    if (at + text.length > data.length) return false;
    for (let place = 0; place < text.length; place++)
        if (data[at + place] !== text.charCodeAt(place)) return false;
    return true;
}

/** Where `text` stands first, from `from` on; -1 if nowhere. */
export function find(data: Uint8Array, text: string, from = 0): number {
    const first = text.charCodeAt(0);
    let at = data.indexOf(first, from);
    while (at >= 0 && !begins(data, text, at)) at = data.indexOf(first, at + 1);
    return at;
}

/** Without `text` at its beginning. */
export function without(data: Uint8Array, text: string): Uint8Array {
    return begins(data, text) ? data.subarray(text.length) : data;
}

/** What stands before the first zero and behind it; all and nothing if there is none. */
export function atZero(data: Uint8Array): [Uint8Array, Uint8Array] {
    const zero = data.indexOf(0);
    return zero < 0 ? [data, data.subarray(data.length)] : [data.subarray(0, zero), data.subarray(zero + 1)];
}

/** Whether all are the same bytes. */
export function same(one: Uint8Array, other: Uint8Array): boolean {
    if (one.length !== other.length) return false;
    for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
    return true;
}

/** Whether nothing but zeros and blanks is there. */
export function isBlank(data: Uint8Array): boolean {
    for (let at = 0; at < data.length; at++) if (data[at] !== 0 && data[at] !== 0x20) return false;
    return true;
}

/** One array of all parts, of which there may be more than a call takes arguments. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

/** The number of `size` bytes (at most 4) at `at`, of fewer at the end of the data. */
export function big(data: Uint8Array, at: number, size: number): number {
    let number = 0;
    for (let place = at; place < Math.min(at + size, data.length); place++)
        number = number * 256 + data[place]!;
    return number;
}

/** As `big`, the lowest byte first. */
export function little(data: Uint8Array, at: number, size: number): number {
    let number = 0;
    for (let place = Math.min(at + size, data.length) - 1; place >= at; place--)
        number = number * 256 + data[place]!;
    return number;
}

export function bigBytes(number: number, size: 2 | 4): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, number);
    return bytes.subarray(4 - size);
}

export function littleBytes(number: number, size: 2 | 4): Uint8Array<ArrayBuffer> {
    return bigBytes(number, 4).reverse().subarray(0, size);
}
