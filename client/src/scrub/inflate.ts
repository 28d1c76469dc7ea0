/**
 * Unpacking what zlib packed (RFC 1950, 1951), as far as wanted: a stream that just ends is read to there.
 *
 * As Python's zlib.decompressobj does it, so that both tell the same of the same stream: a fault counts only
 * where it comes before the next byte that would be written. The browser's own DecompressionStream neither
 * answers at once nor says what came before an end that is missing.
 */

import { Damaged } from "./edit.ts";
import { big } from "./octets.ts";

/** `ended`: the end of the stream was met, and its sum is right; behind it `read` bytes of the packed ones. */
export interface Inflated {
    readonly output: Uint8Array<ArrayBuffer>;
    readonly ended: boolean;
    readonly read: number;
}

const LENGTHS = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145, 8193, 12289, 16385, 24577,
];
/** In which order the lengths of the codes for lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END_OF_BLOCK = 256;

const FAST_BITS = 9;
const MOST_BITS = 15;
const MOST_SYMBOLS = 288;
const FIRST_OUTPUT = 1 << 14;

/** Thrown where the input ends, or the output is all that is wanted. */
class Enough extends Error {}

/** A Huffman code, made anew for every block in the same memory. */
class Code {
    /** For codes of up to FAST_BITS: the symbol in the upper bits, the code's length in the lower four. */
    readonly fast = new Uint16Array(1 << FAST_BITS);
    /** How many codes of each length there are, and their symbols in the order of the codes. */
    readonly counts = new Uint16Array(MOST_BITS + 1);
    readonly symbols = new Uint16Array(MOST_SYMBOLS);
    /** How many symbols have a code. */
    size = 0;
    readonly #places = new Uint16Array(MOST_BITS + 2);
    readonly #codes = new Uint16Array(MOST_BITS + 2);

    /**
     * Takes the codes' lengths by symbol; Damaged if they make no code.
     *
     * `lone`: whether a single code of one bit may be there, as it may for distances.
     */
    make(lengths: Uint8Array, lone: boolean): this {
        this.fast.fill(0);
        this.counts.fill(0);
        this.#places[1] = this.#codes[1] = 0;
        for (let symbol = 0; symbol < lengths.length; symbol++) this.counts[lengths[symbol]!]!++;
        this.counts[0] = 0;
        let left = 1;
        let longest = 0;
        for (let length = 1; length <= MOST_BITS; length++) {
            const count = this.counts[length]!;
            left = left * 2 - count;
            if (left < 0) throw new Damaged();
            if (count) longest = length;
            this.#places[length + 1] = this.#places[length]! + count;
            this.#codes[length + 1] = (this.#codes[length]! + count) << 1;
        }
        if (left > 0 && longest > 0 && !(lone && longest === 1)) throw new Damaged();
        this.size = this.#places[MOST_BITS + 1]!;
        for (let symbol = 0; symbol < lengths.length; symbol++)
            if (lengths[symbol]) this.#add(symbol, lengths[symbol]!);
        return this;
    }

    #add(symbol: number, length: number): void {
        this.symbols[this.#places[length]!++] = symbol;
        const code = this.#codes[length]!++;
        if (length > FAST_BITS) return;
        const step = 1 << length;
        for (let at = reversed(code, length); at < 1 << FAST_BITS; at += step)
            this.fast[at] = (symbol << 4) | length;
    }
}

function reversed(code: number, length: number): number {
    let turned = 0;
    for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
    return turned;
}

let fixed: [Code, Code] | undefined;

/** RFC 1951, 3.2.6. Symbols 286 and 287, distances 30 and 31 have codes and no meaning. */
function fixedCodes(): [Code, Code] {
    if (fixed) return fixed;
    const lengths = Uint8Array.from({ length: MOST_SYMBOLS }, (_, symbol) =>
        symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
    );
    return (fixed = [new Code().make(lengths, true), new Code().make(new Uint8Array(32).fill(5), true)]);
}

class Inflater {
    output: Uint8Array<ArrayBuffer>;
    size = 0;
    #at = 0;
    #hold = 0;
    #count = 0;
    readonly #packed: Uint8Array;
    readonly #most: number;
    // Of the block that is read: lengths of the codes for lengths, lengths, codes.
    readonly #short = new Uint8Array(19);
    readonly #lengths = new Uint8Array(286 + 30);
    readonly #symbols = new Code();
    readonly #distances = new Code();

    constructor(packed: Uint8Array, most: number) {
        this.#packed = packed;
        this.#most = most;
        this.output = new Uint8Array(Math.min(most, FIRST_OUTPUT));
    }

    get read(): number {
        return this.#at - (this.#count >> 3);
    }

    head(): void {
        const head = this.#bits(16);
        const [method, flags] = [head & 0xff, head >> 8];
        const dictionary = flags & 0x20;
        if ((method * 256 + flags) % 31 || (method & 15) !== 8 || method >> 4 > 7 || dictionary)
            throw new Damaged();
    }

    blocks(): void {
        for (let last = 0; !last; ) {
            const head = this.#bits(3);
            last = head & 1;
            if (head >> 1 === 0) this.#stored();
            else if (head >> 1 === 1) this.#coded(...fixedCodes());
            else if (head >> 1 === 2) this.#coded(...this.#codes());
            else throw new Damaged();
        }
        this.#toByte();
    }

    sum(): void {
        const [low, high] = [this.#bits(16), this.#bits(16)];
        const told = Uint8Array.of(low, low >> 8, high, high >> 8);
        if (big(told, 0, 4) !== adler32(this.output.subarray(0, this.size))) throw new Damaged();
    }

    /** Takes in what there is, at least 17 bits until the input ends. */
    #fill(): void {
        while (this.#count <= 16 && this.#at < this.#packed.length) {
            this.#hold |= this.#packed[this.#at++]! << this.#count;
            this.#count += 8;
        }
    }

    /** The next `size` bits (at most 16), the first one lowest. */
    #bits(size: number): number {
        this.#fill();
        if (size > this.#count) throw new Enough();
        const bits = this.#hold & ((1 << size) - 1);
        this.#hold >>>= size;
        this.#count -= size;
        return bits;
    }

    #toByte(): void {
        this.#bits(this.#count & 7);
    }

    #symbol(code: Code): number {
        this.#fill();
        const entry = code.fast[this.#hold & ((1 << FAST_BITS) - 1)]!;
        if (entry) {
            this.#bits(entry & 15);
            return entry >> 4;
        }
        let value = 0;
        let first = 0;
        let index = 0;
        for (let length = 1; length <= MOST_BITS; length++) {
            if (length > this.#count) throw new Enough();
            value |= (this.#hold >> (length - 1)) & 1;
            const count = code.counts[length]!;
            if (value - first < count) {
                this.#bits(length);
                return code.symbols[index + value - first]!;
            }
            index += count;
            first = (first + count) << 1;
            value <<= 1;
            // Of a code that lacks some no more bits are asked for than of the longest.
            if (index === code.size) break;
        }
        throw new Damaged();
    }

    #write(byte: number): void {
        if (this.size === this.output.length) this.#grow(this.size + 1);
        this.output[this.size++] = byte;
    }

    #grow(size: number): void {
        if (this.size === this.#most) throw new Enough();
        const larger = new Uint8Array(Math.min(this.#most, Math.max(size, 2 * this.output.length)));
        larger.set(this.output);
        this.output = larger;
    }

    #stored(): void {
        this.#toByte();
        const size = this.#bits(16);
        // Both numbers are there, or neither is looked at.
        if ((this.#bits(16) ^ 0xffff) !== size) throw new Damaged();
        // Whole bytes only are held now; they are given back.
        this.#at = this.read;
        this.#hold = this.#count = 0;
        const part = this.#packed.subarray(this.#at, this.#at + size);
        const fits = Math.min(part.length, this.#most - this.size);
        if (this.size + fits > this.output.length) this.#grow(this.size + fits);
        this.output.set(part.subarray(0, fits), this.size);
        this.size += fits;
        this.#at += fits;
        if (fits < size) throw new Enough();
    }

    #codes(): [Code, Code] {
        const sizes = this.#bits(14);
        const many = 257 + (sizes & 31);
        const whole = many + 1 + ((sizes >> 5) & 31);
        if (many > 286 || whole - many > 30) throw new Damaged();
        this.#short.fill(0);
        for (let place = 0; place < 4 + (sizes >> 10); place++) this.#short[ORDER[place]!] = this.#bits(3);
        const code = this.#symbols.make(this.#short, false);
        const lengths = this.#lengths;
        for (let at = 0; at < whole; ) {
            // A code of nothing is no fault yet: each bit stands for a length of zero.
            const symbol = code.size ? this.#symbol(code) : 0 & this.#bits(1);
            if (symbol < 16) {
                lengths[at++] = symbol;
                continue;
            }
            const extra = symbol === 18 ? 7 : symbol - 14;
            const times = (symbol === 18 ? 11 : 3) + this.#bits(extra);
            if ((symbol === 16 && !at) || at + times > whole) throw new Damaged();
            lengths.fill(symbol === 16 ? lengths[at - 1]! : 0, at, at + times);
            at += times;
        }
        if (!lengths[END_OF_BLOCK]) throw new Damaged();
        this.#symbols.make(lengths.subarray(0, many), true);
        this.#distances.make(lengths.subarray(many, whole), true);
        return [this.#symbols, this.#distances];
    }

    #coded(symbols: Code, distances: Code): void {
        for (;;) {
            const symbol = this.#symbol(symbols);
            if (symbol < END_OF_BLOCK) {
                this.#write(symbol);
                continue;
            }
            if (symbol === END_OF_BLOCK) return;
            const length = LENGTHS[symbol - END_OF_BLOCK - 1];
            if (length === undefined) throw new Damaged();
            const size = length + this.#bits(LENGTH_BITS[symbol - END_OF_BLOCK - 1]!);
            const far = this.#symbol(distances);
            const least = DISTANCES[far];
            if (least === undefined) throw new Damaged();
            const distance = least + this.#bits(far < 4 ? 0 : (far >> 1) - 1);
            if (this.size === this.#most) throw new Enough();
            if (distance > this.size) throw new Damaged();
            for (let left = size; left; left--) this.#write(this.output[this.size - distance]!);
        }
    }
}

/**
 * At most the first `most` bytes of a stream; with `wrapped` of zlib's, without of deflate alone.
 *
 * Damaged: it is none, or has a fault before its end and before those bytes are full.
 */
export function inflate(packed: Uint8Array, most: number, wrapped = true): Inflated {
    const inflater = new Inflater(packed, most);
    let ended = false;
    try {
        if (wrapped) inflater.head();
        inflater.blocks();
        if (wrapped) inflater.sum();
        ended = true;
    } catch (error) {
        if (!(error instanceof Enough)) throw error;
    }
    return { output: inflater.output.subarray(0, inflater.size), ended, read: inflater.read };
}

/** RFC 1950, 8.2. */
export function adler32(data: Uint8Array): number {
    let [low, high] = [1, 0];
    // So many bytes fit before the sums must be cut down.
    for (let at = 0; at < data.length; at += 3800) {
        for (const byte of data.subarray(at, at + 3800)) {
            low += byte;
            high += low;
        }
        low %= 65521;
        high %= 65521;
    }
    return high * 65536 + low;
}
