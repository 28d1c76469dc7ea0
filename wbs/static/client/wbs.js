"use strict";
(() => {
  // src/breathe.ts
  function breathe() {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  }
  function breatheEverywhere() {
    Object.defineProperty(globalThis, "scheduler", { value: { yield: breathe }, configurable: true });
  }

  // src/bytes.ts
  var WbsError = class extends Error {
    code;
    constructor(code, message = code) {
      super(message);
      this.name = new.target.name;
      this.code = code;
    }
  };
  var FormatError = class extends WbsError {
    constructor(message, code = "format") {
      super(code, message);
    }
  };
  var Unproven = class extends WbsError {
    constructor(message) {
      super("unproven", message);
    }
  };
  var UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  function concat(...pieces3) {
    const whole = new Uint8Array(pieces3.reduce((sum, piece) => sum + piece.length, 0));
    let at2 = 0;
    for (const piece of pieces3) {
      whole.set(piece, at2);
      at2 += piece.length;
    }
    return whole;
  }
  function equal(a, b) {
    let difference = a.length ^ b.length;
    for (let i = 0; i < Math.min(a.length, b.length); i++) difference |= a[i] ^ b[i];
    return difference === 0;
  }
  function compare(a, b) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] !== b[i]) return a[i] - b[i];
    }
    return a.length - b.length;
  }
  function hex(data) {
    return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  function unhex(text4) {
    if (!/^(?:[0-9a-f]{2})*$/.test(text4)) throw new FormatError("not lower-case hex");
    return Uint8Array.from({ length: text4.length / 2 }, (_, i) => parseInt(text4.slice(2 * i, 2 * i + 2), 16));
  }
  function base64(data) {
    return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
  }
  function unbase64(text4) {
    const refusal = new FormatError("not canonical base64");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text4) || text4.length % 4) throw refusal;
    const data = Uint8Array.from(atob(text4), (character) => character.charCodeAt(0));
    if (base64(data) !== text4) throw refusal;
    return data;
  }
  function wellFormed(text4) {
    if (/\p{Surrogate}/u.test(text4)) throw new FormatError("half of a surrogate pair", "unwritable");
    return text4;
  }
  function utf8(text4) {
    return new TextEncoder().encode(wellFormed(text4));
  }
  function unutf8(data) {
    try {
      return UTF8.decode(data);
    } catch {
      throw new FormatError("not UTF-8");
    }
  }

  // src/rpc.ts
  var Moved = class {
    constructor(result, buffers) {
      this.result = result;
      this.buffers = buffers;
    }
    result;
    buffers;
  };
  var SILENT_BEATS = 12;
  var BEAT_MS = 5e3;
  var START_MS = 3e4;
  function scriptPolicy(addresses) {
    const createScriptURL = (address) => {
      if (!addresses.includes(address)) throw new TypeError("not a script of this page");
      return address;
    };
    const factory = globalThis.trustedTypes;
    return factory ? factory.createPolicy("wbs", { createScriptURL }) : { createScriptURL };
  }
  async function startWorker(address, integrity, policy) {
    let worker;
    try {
      worker = new Worker(policy.createScriptURL(address));
    } catch {
      throw new WbsError("blocked");
    }
    return new Promise((resolve, reject) => {
      const refuse = (code) => {
        clearTimeout(timer);
        worker.terminate();
        reject(new WbsError(code));
      };
      const timer = setTimeout(() => refuse("blocked"), START_MS);
      const failed = (end) => (event) => {
        event.preventDefault();
        end();
      };
      worker.onerror = worker.onmessageerror = failed(() => refuse("blocked"));
      worker.onmessage = ({ data }) => {
        if (data.hash !== integrity) return refuse(data.hash === null ? "blocked" : "changed");
        clearTimeout(timer);
        const remote = new Remote(worker, () => worker.terminate());
        worker.onerror = worker.onmessageerror = failed(() => remote.die());
        resolve(remote);
      };
    });
  }
  var Remote = class {
    #line;
    #end;
    #waiting = /* @__PURE__ */ new Map();
    #next = 0;
    #silence = 0;
    #beat;
    #dead = false;
    constructor(line2, end) {
      this.#line = line2;
      this.#end = end;
      line2.onmessage = ({ data }) => this.#hear(data);
    }
    /**
     * Asks for one thing; rejects with a WbsError of the worker's code, or "dead".
     *
     * `moved`: buffers of the argument that the worker is to own from now on.
     */
    call(name, argument, progress, moved = []) {
      if (this.#dead) return Promise.reject(new WbsError("dead"));
      return new Promise((resolve, reject) => {
        const id = this.#next++;
        this.#line.postMessage({ id, call: name, argument }, moved);
        this.#waiting.set(id, { resolve, reject, progress });
        this.#beat ??= setInterval(() => this.#listen(), BEAT_MS);
      });
    }
    /** False once the worker is known to be dead. */
    get alive() {
      return !this.#dead;
    }
    /** Ends the worker; whatever is asked of it, now or later, is "dead". */
    die() {
      this.#dead = true;
      this.#rest();
      this.#end();
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const each of waiting) each.reject(new WbsError("dead"));
    }
    #rest() {
      clearInterval(this.#beat);
      this.#beat = void 0;
      this.#silence = 0;
    }
    /** Beats are counted, not time: a device that slept has heard nothing, and nothing is wrong. */
    #listen() {
      if (++this.#silence > SILENT_BEATS) this.die();
      else this.#line.postMessage({ ping: true }, []);
    }
    #hear(data) {
      this.#silence = 0;
      const waiting = data.id === void 0 ? void 0 : this.#waiting.get(data.id);
      if (data.id === void 0 || !waiting) return;
      if (data.part !== void 0) {
        waiting.progress?.(data.part);
        return;
      }
      this.#waiting.delete(data.id);
      if (!this.#waiting.size) this.#rest();
      if (data.trouble === void 0) waiting.resolve(data.result);
      else waiting.reject(Object.assign(new WbsError(data.trouble), data.values));
    }
  };
  function answer(line2, handlers, failed = "failed") {
    line2.onmessage = ({ data }) => {
      const { id, call, argument } = data;
      if (id === void 0) line2.postMessage({ pong: true }, []);
      else void respond(line2, handlers, failed, id, call ?? "", argument);
    };
  }
  async function respond(line2, handlers, failed, id, call, argument) {
    try {
      const handler = handlers[call];
      if (!handler) throw new TypeError(`nothing answers ${call}`);
      const result = await handler(
        argument,
        (part) => line2.postMessage({ id, part }, [])
      );
      if (result instanceof Moved) line2.postMessage({ id, result: result.result }, result.buffers);
      else line2.postMessage({ id, result }, []);
    } catch (error) {
      const { code, name, ...values } = error instanceof WbsError ? error : { code: failed, name: "" };
      line2.postMessage({ id, trouble: code, values }, []);
    }
  }
  async function serve(handlers) {
    const line2 = self;
    answer(line2, handlers);
    line2.postMessage({ hash: await ownHash() }, []);
  }
  async function ownHash() {
    try {
      const response = await fetch(self.location.href, { credentials: "omit", redirect: "error" });
      if (!response.ok) return null;
      const digest2 = await crypto.subtle.digest("SHA-384", await response.arrayBuffer());
      return `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest2)))}`;
    } catch {
      return null;
    }
  }

  // node_modules/@noble/hashes/utils.js
  function isBytes(a) {
    return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
  }
  var atitle = (title) => title ? `"${title}" ` : "";
  function anumber(n, title = "") {
    if (typeof n !== "number")
      throw new TypeError(atitle(title) + "expected number, got " + typeof n);
    if (!Number.isSafeInteger(n) || n < 0)
      throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
    return n;
  }
  function abool(value, title = "") {
    if (typeof value !== "boolean")
      throw new TypeError(atitle(title) + "expected boolean, got type=" + typeof value);
    return value;
  }
  function abytes(value, length, title = "") {
    if (isBytes(value) && (length === void 0 || value.length === length))
      return value;
    if (length !== void 0)
      anumber(length, "length");
    const bytes = isBytes(value);
    const ofLen = length !== void 0 ? ` of length ${length}` : "";
    const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
    const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
    if (!bytes)
      throw new TypeError(message);
    throw new RangeError(message);
  }
  function copyBytes(bytes) {
    return Uint8Array.from(abytes(bytes));
  }
  function ahash(h) {
    if (typeof h !== "function" || typeof h.create !== "function")
      throw new TypeError("expected hash wrapped by utils.createHasher");
    anumber(h.outputLen);
    anumber(h.blockLen);
    if (h.outputLen < 1 || h.blockLen < 1)
      throw new Error("hash blockLen / outputLen must be >= 1");
  }
  var aobject = (value, label) => {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
  };
  var aopts = (value, label) => {
    aobject(value, label);
    const proto = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null)
      throw new TypeError(`"${label}" expected plain object`);
    if (Object.hasOwn(value, "__proto__"))
      throw new TypeError(`"${label}.__proto__" is not allowed`);
  };
  function aexists(instance, checkFinished = true) {
    if (instance.destroyed)
      throw new Error("hash was destroyed");
    if (checkFinished && instance.finished)
      throw new Error("digest() was already called");
  }
  function aoutput(out, instance) {
    abytes(out, void 0, "output");
    const min = instance.outputLen;
    if (!(out.length >= min)) {
      throw new RangeError('"output" expected length >= ' + min);
    }
  }
  function u8(arr) {
    return new Uint8Array(arr.buffer, arr.byteOffset, arr.byteLength);
  }
  function u32(arr) {
    return new Uint32Array(arr.buffer, arr.byteOffset, Math.floor(arr.byteLength / 4));
  }
  function clean(...arrays) {
    for (let i = 0; i < arrays.length; i++) {
      arrays[i].fill(0);
    }
  }
  function createView(arr) {
    return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
  }
  function rotr(word, shift) {
    return word << 32 - shift | word >>> shift;
  }
  var isLE = /* @__PURE__ */ (() => new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68)();
  function byteSwap(word) {
    return word << 24 & 4278190080 | word << 8 & 16711680 | word >>> 8 & 65280 | word >>> 24 & 255;
  }
  var swap8IfBE = isLE ? (n) => n : (n) => byteSwap(n) >>> 0;
  function byteSwap32(arr) {
    for (let i = 0; i < arr.length; i++) {
      arr[i] = byteSwap(arr[i]);
    }
    return arr;
  }
  var swap32IfBE = isLE ? (u) => u : byteSwap32;
  var hasHexBuiltin = /* @__PURE__ */ (() => (
    // @ts-ignore
    typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
  ))();
  var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
  function bytesToHex(bytes) {
    abytes(bytes);
    if (hasHexBuiltin)
      return bytes.toHex();
    let hex2 = "";
    for (let i = 0; i < bytes.length; i++) {
      hex2 += hexes[bytes[i]];
    }
    return hex2;
  }
  function asciiToBase16(ch) {
    return ch >= 48 && ch <= 57 ? ch - 48 : ch >= 65 && ch <= 70 ? ch - (65 - 10) : ch >= 97 && ch <= 102 ? ch - (97 - 10) : void 0;
  }
  function hexToBytes(hex2) {
    if (typeof hex2 !== "string")
      throw new TypeError("hex string expected, got " + typeof hex2);
    if (hasHexBuiltin) {
      try {
        return Uint8Array.fromHex(hex2);
      } catch (error) {
        if (error instanceof SyntaxError)
          throw new RangeError(error.message);
        throw error;
      }
    }
    const hl = hex2.length;
    const al = hl / 2;
    if (hl % 2)
      throw new RangeError("hex string expected, got unpadded hex of length " + hl);
    const array3 = new Uint8Array(al);
    for (let ai = 0, hi = 0; ai < al; ai++, hi += 2) {
      const n1 = asciiToBase16(hex2.charCodeAt(hi));
      const n2 = asciiToBase16(hex2.charCodeAt(hi + 1));
      if (n1 === void 0 || n2 === void 0) {
        const char = hex2[hi] + hex2[hi + 1];
        throw new RangeError('hex string expected, got non-hex character "' + char + '" at index ' + hi);
      }
      array3[ai] = n1 * 16 + n2;
    }
    return array3;
  }
  function nextTick(onReject) {
    const host = globalThis;
    if (typeof host.scheduler?.yield === "function") {
      const promise = host.scheduler.yield();
      if (onReject)
        promise.catch(onReject);
      return promise;
    }
    return new Promise((resolve) => host.setTimeout(resolve, 0));
  }
  function utf8ToBytes(str) {
    if (typeof str !== "string")
      throw new TypeError("string expected");
    const encoded = new TextEncoder().encode(str);
    try {
      return new Uint8Array(encoded);
    } finally {
      clean(encoded);
    }
  }
  function kdfInputToBytes(data, errorTitle = "") {
    if (typeof data === "string")
      return utf8ToBytes(data);
    return abytes(data, void 0, errorTitle);
  }
  function concatBytes(...arrays) {
    let sum = 0;
    for (let i = 0; i < arrays.length; i++) {
      const a = arrays[i];
      abytes(a);
      sum += a.length;
    }
    const res = new Uint8Array(sum);
    for (let i = 0, pad = 0; i < arrays.length; i++) {
      const a = arrays[i];
      res.set(a, pad);
      pad += a.length;
    }
    return res;
  }
  function checkOpts(defaults, opts2, title = "opts") {
    aopts(defaults, "defaults");
    if (opts2 !== void 0)
      aopts(opts2, title);
    const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts2);
    return merged;
  }
  function createHasher(hashCons, info = {}) {
    if (typeof hashCons !== "function")
      throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
    info = checkOpts({}, info, "info");
    const hashC = (msg, opts2) => hashCons(opts2).update(msg).digest();
    const tmp = hashCons(void 0);
    hashC.outputLen = tmp.outputLen;
    hashC.blockLen = tmp.blockLen;
    hashC.canXOF = tmp.canXOF;
    hashC.create = (opts2) => hashCons(opts2);
    Object.assign(hashC, info);
    return Object.freeze(hashC);
  }
  function randomBytes(bytesLength = 32) {
    anumber(bytesLength, "bytesLength");
    const cr = typeof globalThis === "object" ? globalThis.crypto : null;
    if (typeof cr?.getRandomValues !== "function")
      throw new Error("crypto.getRandomValues must be defined");
    if (bytesLength > 65536)
      throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
    return cr.getRandomValues(new Uint8Array(bytesLength));
  }
  var oidNist = (suffix) => ({
    // Current NIST hashAlgs suffixes used here fit in one DER subidentifier octet.
    // Larger suffix values would need base-128 OID encoding and a different length byte.
    oid: Uint8Array.from([6, 9, 96, 134, 72, 1, 101, 3, 4, 2, suffix])
  });

  // node_modules/@noble/hashes/_blake.js
  var BSIGMA = /* @__PURE__ */ Uint8Array.from([
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    14,
    10,
    4,
    8,
    9,
    15,
    13,
    6,
    1,
    12,
    0,
    2,
    11,
    7,
    5,
    3,
    11,
    8,
    12,
    0,
    5,
    2,
    15,
    13,
    10,
    14,
    3,
    6,
    7,
    1,
    9,
    4,
    7,
    9,
    3,
    1,
    13,
    12,
    11,
    14,
    2,
    6,
    5,
    10,
    4,
    0,
    15,
    8,
    9,
    0,
    5,
    7,
    2,
    4,
    10,
    15,
    14,
    1,
    11,
    12,
    6,
    8,
    3,
    13,
    2,
    12,
    6,
    10,
    0,
    11,
    8,
    3,
    4,
    13,
    7,
    5,
    15,
    14,
    1,
    9,
    12,
    5,
    1,
    15,
    14,
    13,
    4,
    10,
    0,
    7,
    6,
    3,
    9,
    2,
    8,
    11,
    13,
    11,
    7,
    14,
    12,
    1,
    3,
    9,
    5,
    0,
    15,
    4,
    8,
    6,
    2,
    10,
    6,
    15,
    14,
    9,
    11,
    3,
    0,
    8,
    12,
    2,
    13,
    7,
    1,
    4,
    10,
    5,
    10,
    2,
    8,
    4,
    7,
    6,
    1,
    5,
    15,
    11,
    9,
    14,
    3,
    12,
    13,
    0,
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    14,
    10,
    4,
    8,
    9,
    15,
    13,
    6,
    1,
    12,
    0,
    2,
    11,
    7,
    5,
    3,
    // Blake1, unused in others
    11,
    8,
    12,
    0,
    5,
    2,
    15,
    13,
    10,
    14,
    3,
    6,
    7,
    1,
    9,
    4,
    7,
    9,
    3,
    1,
    13,
    12,
    11,
    14,
    2,
    6,
    5,
    10,
    4,
    0,
    15,
    8,
    9,
    0,
    5,
    7,
    2,
    4,
    10,
    15,
    14,
    1,
    11,
    12,
    6,
    8,
    3,
    13,
    2,
    12,
    6,
    10,
    0,
    11,
    8,
    3,
    4,
    13,
    7,
    5,
    15,
    14,
    1,
    9
  ]);

  // node_modules/@noble/hashes/_u64.js
  var U32_MASK64 = /* @__PURE__ */ (() => BigInt(2 ** 32 - 1))();
  var _32n = /* @__PURE__ */ BigInt(32);
  function fromBig(n, le = false) {
    if (le)
      return { h: Number(n & U32_MASK64), l: Number(n >> _32n & U32_MASK64) };
    return { h: Number(n >> _32n & U32_MASK64) | 0, l: Number(n & U32_MASK64) | 0 };
  }
  function split(lst, le = false) {
    const len = lst.length;
    let Ah = new Uint32Array(len);
    let Al = new Uint32Array(len);
    for (let i = 0; i < len; i++) {
      const { h, l } = fromBig(lst[i], le);
      [Ah[i], Al[i]] = [h, l];
    }
    return [Ah, Al];
  }
  var fromNumH = (n) => n / 2 ** 32 | 0;
  var fromNumL = (n) => n >>> 0;
  function setU64FromNum(view, byteOffset, n, isLE3) {
    const h = fromNumH(n);
    const l = fromNumL(n);
    view.setUint32(byteOffset, isLE3 ? l : h, isLE3);
    view.setUint32(byteOffset + 4, isLE3 ? h : l, isLE3);
  }
  var shrSH = (h, _l, s) => h >>> s;
  var shrSL = (h, l, s) => h << 32 - s | l >>> s;
  var rotrSH = (h, l, s) => h >>> s | l << 32 - s;
  var rotrSL = (h, l, s) => h << 32 - s | l >>> s;
  var rotrBH = (h, l, s) => h << 64 - s | l >>> s - 32;
  var rotrBL = (h, l, s) => h >>> s - 32 | l << 64 - s;
  var rotr32H = (_h, l) => l;
  var rotr32L = (h, _l) => h;
  function add(Ah, Al, Bh, Bl) {
    const l = (Al >>> 0) + (Bl >>> 0);
    return { h: Ah + Bh + (l / 2 ** 32 | 0) | 0, l: l | 0 };
  }
  var add3L = (Al, Bl, Cl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0);
  var add3H = (low, Ah, Bh, Ch) => Ah + Bh + Ch + (low / 2 ** 32 | 0) | 0;
  var add4L = (Al, Bl, Cl, Dl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0);
  var add4H = (low, Ah, Bh, Ch, Dh) => Ah + Bh + Ch + Dh + (low / 2 ** 32 | 0) | 0;
  var add5L = (Al, Bl, Cl, Dl, El) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0) + (El >>> 0);
  var add5H = (low, Ah, Bh, Ch, Dh, Eh) => Ah + Bh + Ch + Dh + Eh + (low / 2 ** 32 | 0) | 0;

  // node_modules/@noble/hashes/_md.js
  function Chi(a, b, c) {
    return a & b ^ ~a & c;
  }
  function Maj(a, b, c) {
    return a & b ^ a & c ^ b & c;
  }
  var HashMD = class {
    blockLen;
    outputLen;
    canXOF = false;
    padOffset;
    isLE;
    // For partial updates less than block size
    buffer;
    view;
    finished = false;
    length = 0;
    pos = 0;
    destroyed = false;
    constructor(blockLen, outputLen, padOffset, isLE3) {
      this.blockLen = blockLen;
      this.outputLen = outputLen;
      this.padOffset = padOffset;
      this.isLE = isLE3;
      this.buffer = new Uint8Array(blockLen);
      this.view = createView(this.buffer);
    }
    update(data) {
      aexists(this);
      abytes(data);
      const { view, buffer, blockLen } = this;
      const len = data.length;
      let processed = false;
      for (let pos = 0; pos < len; ) {
        const take = Math.min(blockLen - this.pos, len - pos);
        if (take === blockLen) {
          const dataView = createView(data);
          for (; blockLen <= len - pos; pos += blockLen)
            this.process(dataView, pos);
          processed = true;
          continue;
        }
        buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
        this.pos += take;
        pos += take;
        if (this.pos === blockLen) {
          this.process(view, 0);
          this.pos = 0;
          processed = true;
        }
      }
      this.length += data.length;
      if (processed)
        this.roundClean();
      return this;
    }
    digestInto(out) {
      aexists(this);
      aoutput(out, this);
      this.finished = true;
      const { buffer, view, blockLen, isLE: isLE3 } = this;
      let { pos } = this;
      buffer[pos++] = 128;
      buffer.fill(0, pos);
      if (this.padOffset > blockLen - pos) {
        this.process(view, 0);
        buffer.fill(0);
      }
      setU64FromNum(view, blockLen - 8, this.length * 8, isLE3);
      this.process(view, 0);
      this.roundClean();
      const oview = out === buffer ? view : createView(out);
      const len = this.outputLen;
      const outLen = len / 4;
      const state = this.get();
      if (len % 4 || outLen > state.length)
        throw new Error("invalid outputLen");
      for (let i = 0; i < outLen; i++)
        oview.setUint32(4 * i, state[i], isLE3);
    }
    digest() {
      const { buffer, outputLen } = this;
      this.digestInto(buffer);
      const res = buffer.slice(0, outputLen);
      this.destroy();
      return res;
    }
    _cloneIntoMeta(to) {
      const { buffer, length, finished, destroyed, pos } = this;
      to.destroyed = destroyed;
      to.finished = finished;
      to.length = length;
      to.pos = pos;
      if (pos)
        to.buffer.set(buffer);
      return to;
    }
    clone() {
      return this._cloneInto();
    }
  };
  var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
    1779033703,
    3144134277,
    1013904242,
    2773480762,
    1359893119,
    2600822924,
    528734635,
    1541459225
  ]);
  var SHA512_IV = /* @__PURE__ */ Uint32Array.from([
    1779033703,
    4089235720,
    3144134277,
    2227873595,
    1013904242,
    4271175723,
    2773480762,
    1595750129,
    1359893119,
    2917565137,
    2600822924,
    725511199,
    528734635,
    4215389547,
    1541459225,
    327033209
  ]);

  // node_modules/@noble/hashes/blake2.js
  var B2B_IV = /* @__PURE__ */ Uint32Array.from([
    4089235720,
    1779033703,
    2227873595,
    3144134277,
    4271175723,
    1013904242,
    1595750129,
    2773480762,
    2917565137,
    1359893119,
    725511199,
    2600822924,
    4215389547,
    528734635,
    327033209,
    1541459225
  ]);
  var BBUF = /* @__PURE__ */ new Uint32Array(32);
  function G1b(a, b, c, d, msg, x) {
    const Xl = msg[x], Xh = msg[x + 1];
    let Al = BBUF[2 * a], Ah = BBUF[2 * a + 1];
    let Bl = BBUF[2 * b], Bh = BBUF[2 * b + 1];
    let Cl = BBUF[2 * c], Ch = BBUF[2 * c + 1];
    let Dl = BBUF[2 * d], Dh = BBUF[2 * d + 1];
    const ll = add3L(Al, Bl, Xl);
    Ah = add3H(ll, Ah, Bh, Xh);
    Al = ll | 0;
    let xh = Dh ^ Ah, xl = Dl ^ Al;
    Dh = rotr32H(xh, xl);
    Dl = rotr32L(xh, xl);
    ({ h: Ch, l: Cl } = add(Ch, Cl, Dh, Dl));
    xh = Bh ^ Ch;
    xl = Bl ^ Cl;
    Bh = rotrSH(xh, xl, 24);
    Bl = rotrSL(xh, xl, 24);
    BBUF[2 * a] = Al;
    BBUF[2 * a + 1] = Ah;
    BBUF[2 * b] = Bl;
    BBUF[2 * b + 1] = Bh;
    BBUF[2 * c] = Cl;
    BBUF[2 * c + 1] = Ch;
    BBUF[2 * d] = Dl;
    BBUF[2 * d + 1] = Dh;
  }
  function G2b(a, b, c, d, msg, x) {
    const Xl = msg[x], Xh = msg[x + 1];
    let Al = BBUF[2 * a], Ah = BBUF[2 * a + 1];
    let Bl = BBUF[2 * b], Bh = BBUF[2 * b + 1];
    let Cl = BBUF[2 * c], Ch = BBUF[2 * c + 1];
    let Dl = BBUF[2 * d], Dh = BBUF[2 * d + 1];
    const ll = add3L(Al, Bl, Xl);
    Ah = add3H(ll, Ah, Bh, Xh);
    Al = ll | 0;
    let xh = Dh ^ Ah, xl = Dl ^ Al;
    Dh = rotrSH(xh, xl, 16);
    Dl = rotrSL(xh, xl, 16);
    ({ h: Ch, l: Cl } = add(Ch, Cl, Dh, Dl));
    xh = Bh ^ Ch;
    xl = Bl ^ Cl;
    Bh = rotrBH(xh, xl, 63);
    Bl = rotrBL(xh, xl, 63);
    BBUF[2 * a] = Al;
    BBUF[2 * a + 1] = Ah;
    BBUF[2 * b] = Bl;
    BBUF[2 * b + 1] = Bh;
    BBUF[2 * c] = Cl;
    BBUF[2 * c + 1] = Ch;
    BBUF[2 * d] = Dl;
    BBUF[2 * d + 1] = Dh;
  }
  function checkBlake2Opts(outputLen, opts2 = {}, keyLen, saltLen, persLen) {
    anumber(keyLen);
    if (outputLen <= 0 || outputLen > keyLen)
      throw new Error('"dkLen" must be 1..' + keyLen + ", got " + outputLen);
    const { key, salt, personalization } = opts2;
    if (key !== void 0 && (key.length < 1 || key.length > keyLen))
      throw new Error('"key" expected to be undefined or of length=1..' + keyLen);
    if (salt !== void 0)
      abytes(salt, saltLen, "salt");
    if (personalization !== void 0)
      abytes(personalization, persLen, "personalization");
  }
  var _BLAKE2 = class {
    buffer;
    buffer32;
    finished = false;
    destroyed = false;
    length = 0;
    pos = 0;
    blockLen;
    outputLen;
    canXOF = false;
    constructor(blockLen, outputLen) {
      anumber(blockLen);
      anumber(outputLen);
      this.blockLen = blockLen;
      this.outputLen = outputLen;
      this.buffer = new Uint8Array(blockLen);
      this.buffer32 = u32(this.buffer);
    }
    update(data) {
      aexists(this);
      abytes(data);
      const { blockLen, buffer, buffer32 } = this;
      const len = data.length;
      const offset = data.byteOffset;
      const buf = data.buffer;
      for (let pos = 0; pos < len; ) {
        if (this.pos === blockLen) {
          swap32IfBE(buffer32);
          this.compress(buffer32, 0, false);
          swap32IfBE(buffer32);
          this.pos = 0;
        }
        const take = Math.min(blockLen - this.pos, len - pos);
        const dataOffset = offset + pos;
        if (take === blockLen && !(dataOffset % 4) && pos + take < len) {
          const data32 = new Uint32Array(buf, dataOffset, Math.floor((len - pos) / 4));
          swap32IfBE(data32);
          for (let pos32 = 0; pos + blockLen < len; pos32 += buffer32.length, pos += blockLen) {
            this.length += blockLen;
            this.compress(data32, pos32, false);
          }
          swap32IfBE(data32);
          continue;
        }
        buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
        this.pos += take;
        this.length += take;
        pos += take;
      }
      return this;
    }
    digestInto(out) {
      aexists(this);
      aoutput(out, this);
      if (out.byteOffset & 3)
        throw new RangeError('"output" expected 4-byte aligned byteOffset, got ' + out.byteOffset);
      const { pos, buffer32 } = this;
      this.finished = true;
      this.buffer.fill(0, pos);
      swap32IfBE(buffer32);
      this.compress(buffer32, 0, true);
      swap32IfBE(buffer32);
      const state = this.get();
      const out32 = out === this.buffer ? buffer32 : u32(out);
      const full = Math.floor(this.outputLen / 4);
      for (let i = 0; i < full; i++)
        out32[i] = swap8IfBE(state[i]);
      const tail = this.outputLen % 4;
      if (!tail)
        return;
      const off = full * 4;
      const word = state[full];
      for (let i = 0; i < tail; i++)
        out[off + i] = word >>> 8 * i;
    }
    digest() {
      const { buffer, outputLen } = this;
      this.digestInto(buffer);
      const res = buffer.slice(0, outputLen);
      this.destroy();
      return res;
    }
    _cloneInto(to) {
      const { buffer, length, finished, destroyed, outputLen, pos } = this;
      to ||= new this.constructor({ dkLen: outputLen });
      to.set(...this.get());
      to.buffer.set(buffer);
      to.destroyed = destroyed;
      to.finished = finished;
      to.length = length;
      to.pos = pos;
      to.outputLen = outputLen;
      return to;
    }
    clone() {
      return this._cloneInto();
    }
  };
  var _BLAKE2b = class extends _BLAKE2 {
    // Same IV words as SHA-512 / BLAKE2b, encoded as LE u32 low/high halves.
    v0l = B2B_IV[0] | 0;
    v0h = B2B_IV[1] | 0;
    v1l = B2B_IV[2] | 0;
    v1h = B2B_IV[3] | 0;
    v2l = B2B_IV[4] | 0;
    v2h = B2B_IV[5] | 0;
    v3l = B2B_IV[6] | 0;
    v3h = B2B_IV[7] | 0;
    v4l = B2B_IV[8] | 0;
    v4h = B2B_IV[9] | 0;
    v5l = B2B_IV[10] | 0;
    v5h = B2B_IV[11] | 0;
    v6l = B2B_IV[12] | 0;
    v6h = B2B_IV[13] | 0;
    v7l = B2B_IV[14] | 0;
    v7h = B2B_IV[15] | 0;
    constructor(opts2 = {}) {
      opts2 = checkOpts({}, opts2);
      const olen = opts2.dkLen === void 0 ? 64 : opts2.dkLen;
      super(128, olen);
      checkBlake2Opts(olen, opts2, 64, 16, 16);
      let { key, personalization, salt } = opts2;
      let keyLength = 0;
      if (key !== void 0) {
        abytes(key, void 0, "key");
        keyLength = key.length;
      }
      this.v0l ^= this.outputLen | keyLength << 8 | 1 << 16 | 1 << 24;
      if (salt !== void 0) {
        abytes(salt, void 0, "salt");
        const slt = u32(copyBytes(salt));
        this.v4l ^= swap8IfBE(slt[0]);
        this.v4h ^= swap8IfBE(slt[1]);
        this.v5l ^= swap8IfBE(slt[2]);
        this.v5h ^= swap8IfBE(slt[3]);
      }
      if (personalization !== void 0) {
        abytes(personalization, void 0, "personalization");
        const pers = u32(copyBytes(personalization));
        this.v6l ^= swap8IfBE(pers[0]);
        this.v6h ^= swap8IfBE(pers[1]);
        this.v7l ^= swap8IfBE(pers[2]);
        this.v7h ^= swap8IfBE(pers[3]);
      }
      if (key !== void 0) {
        const tmp = new Uint8Array(this.blockLen);
        tmp.set(key);
        this.update(tmp);
        clean(tmp);
      }
    }
    // prettier-ignore
    get() {
      let { v0l, v0h, v1l, v1h, v2l, v2h, v3l, v3h, v4l, v4h, v5l, v5h, v6l, v6h, v7l, v7h } = this;
      return [v0l, v0h, v1l, v1h, v2l, v2h, v3l, v3h, v4l, v4h, v5l, v5h, v6l, v6h, v7l, v7h];
    }
    // prettier-ignore
    set(v0l, v0h, v1l, v1h, v2l, v2h, v3l, v3h, v4l, v4h, v5l, v5h, v6l, v6h, v7l, v7h) {
      this.v0l = v0l | 0;
      this.v0h = v0h | 0;
      this.v1l = v1l | 0;
      this.v1h = v1h | 0;
      this.v2l = v2l | 0;
      this.v2h = v2h | 0;
      this.v3l = v3l | 0;
      this.v3h = v3h | 0;
      this.v4l = v4l | 0;
      this.v4h = v4h | 0;
      this.v5l = v5l | 0;
      this.v5h = v5h | 0;
      this.v6l = v6l | 0;
      this.v6h = v6h | 0;
      this.v7l = v7l | 0;
      this.v7h = v7h | 0;
    }
    compress(msg, offset, isLast) {
      const { v0l, v0h, v1l, v1h, v2l, v2h, v3l, v3h, v4l, v4h, v5l, v5h, v6l, v6h, v7l, v7h } = this;
      {
        BBUF[0] = v0l;
        BBUF[1] = v0h;
        BBUF[2] = v1l;
        BBUF[3] = v1h;
        BBUF[4] = v2l;
        BBUF[5] = v2h;
        BBUF[6] = v3l;
        BBUF[7] = v3h;
        BBUF[8] = v4l;
        BBUF[9] = v4h;
        BBUF[10] = v5l;
        BBUF[11] = v5h;
        BBUF[12] = v6l;
        BBUF[13] = v6h;
        BBUF[14] = v7l;
        BBUF[15] = v7h;
      }
      BBUF.set(B2B_IV, 16);
      const l = fromNumL(this.length);
      const h = fromNumH(this.length);
      BBUF[24] = B2B_IV[8] ^ l;
      BBUF[25] = B2B_IV[9] ^ h;
      if (isLast) {
        BBUF[28] = ~BBUF[28];
        BBUF[29] = ~BBUF[29];
      }
      let j = 0;
      const s = BSIGMA;
      for (let i = 0; i < 12; i++) {
        G1b(0, 4, 8, 12, msg, offset + 2 * s[j++]);
        G2b(0, 4, 8, 12, msg, offset + 2 * s[j++]);
        G1b(1, 5, 9, 13, msg, offset + 2 * s[j++]);
        G2b(1, 5, 9, 13, msg, offset + 2 * s[j++]);
        G1b(2, 6, 10, 14, msg, offset + 2 * s[j++]);
        G2b(2, 6, 10, 14, msg, offset + 2 * s[j++]);
        G1b(3, 7, 11, 15, msg, offset + 2 * s[j++]);
        G2b(3, 7, 11, 15, msg, offset + 2 * s[j++]);
        G1b(0, 5, 10, 15, msg, offset + 2 * s[j++]);
        G2b(0, 5, 10, 15, msg, offset + 2 * s[j++]);
        G1b(1, 6, 11, 12, msg, offset + 2 * s[j++]);
        G2b(1, 6, 11, 12, msg, offset + 2 * s[j++]);
        G1b(2, 7, 8, 13, msg, offset + 2 * s[j++]);
        G2b(2, 7, 8, 13, msg, offset + 2 * s[j++]);
        G1b(3, 4, 9, 14, msg, offset + 2 * s[j++]);
        G2b(3, 4, 9, 14, msg, offset + 2 * s[j++]);
      }
      this.v0l ^= BBUF[0] ^ BBUF[16];
      this.v0h ^= BBUF[1] ^ BBUF[17];
      this.v1l ^= BBUF[2] ^ BBUF[18];
      this.v1h ^= BBUF[3] ^ BBUF[19];
      this.v2l ^= BBUF[4] ^ BBUF[20];
      this.v2h ^= BBUF[5] ^ BBUF[21];
      this.v3l ^= BBUF[6] ^ BBUF[22];
      this.v3h ^= BBUF[7] ^ BBUF[23];
      this.v4l ^= BBUF[8] ^ BBUF[24];
      this.v4h ^= BBUF[9] ^ BBUF[25];
      this.v5l ^= BBUF[10] ^ BBUF[26];
      this.v5h ^= BBUF[11] ^ BBUF[27];
      this.v6l ^= BBUF[12] ^ BBUF[28];
      this.v6h ^= BBUF[13] ^ BBUF[29];
      this.v7l ^= BBUF[14] ^ BBUF[30];
      this.v7h ^= BBUF[15] ^ BBUF[31];
      clean(BBUF);
    }
    destroy() {
      this.destroyed = true;
      clean(this.buffer32);
      this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  };
  var blake2b = /* @__PURE__ */ createHasher((opts2) => new _BLAKE2b(opts2));

  // node_modules/@noble/hashes/argon2.js
  var AT = { Argon2d: 0, Argon2i: 1, Argon2id: 2 };
  var ARGON2_SYNC_POINTS = 4;
  var abytesOrZero = (buf, errorTitle = "") => {
    if (buf === void 0)
      return Uint8Array.of();
    return kdfInputToBytes(buf, errorTitle);
  };
  var A2_BUF = new Uint32Array(256);
  function G(a, b, c, d) {
    let Al = A2_BUF[2 * a], Ah = A2_BUF[2 * a + 1];
    let Bl = A2_BUF[2 * b], Bh = A2_BUF[2 * b + 1];
    let Cl = A2_BUF[2 * c], Ch = A2_BUF[2 * c + 1];
    let Dl = A2_BUF[2 * d], Dh = A2_BUF[2 * d + 1];
    let ml = 0, mh = 0, rl = 0, xh = 0, xl = 0;
    ml = Math.imul(Al, Bl);
    mh = ((Al >>> 0) * (Bl >>> 0) - (ml >>> 0)) / 4294967296 + 0.5 | 0;
    rl = (Al >>> 0) + (Bl >>> 0) + (ml << 1 >>> 0);
    Ah = Ah + Bh + (mh << 1 | ml >>> 31) + (rl / 4294967296 | 0) | 0;
    Al = rl | 0;
    xh = Dh ^ Ah;
    xl = Dl ^ Al;
    Dh = xl;
    Dl = xh;
    ml = Math.imul(Cl, Dl);
    mh = ((Cl >>> 0) * (Dl >>> 0) - (ml >>> 0)) / 4294967296 + 0.5 | 0;
    rl = (Cl >>> 0) + (Dl >>> 0) + (ml << 1 >>> 0);
    Ch = Ch + Dh + (mh << 1 | ml >>> 31) + (rl / 4294967296 | 0) | 0;
    Cl = rl | 0;
    xh = Bh ^ Ch;
    xl = Bl ^ Cl;
    Bh = xh >>> 24 | xl << 8;
    Bl = xh << 8 | xl >>> 24;
    ml = Math.imul(Al, Bl);
    mh = ((Al >>> 0) * (Bl >>> 0) - (ml >>> 0)) / 4294967296 + 0.5 | 0;
    rl = (Al >>> 0) + (Bl >>> 0) + (ml << 1 >>> 0);
    Ah = Ah + Bh + (mh << 1 | ml >>> 31) + (rl / 4294967296 | 0) | 0;
    Al = rl | 0;
    xh = Dh ^ Ah;
    xl = Dl ^ Al;
    Dh = xh >>> 16 | xl << 16;
    Dl = xh << 16 | xl >>> 16;
    ml = Math.imul(Cl, Dl);
    mh = ((Cl >>> 0) * (Dl >>> 0) - (ml >>> 0)) / 4294967296 + 0.5 | 0;
    rl = (Cl >>> 0) + (Dl >>> 0) + (ml << 1 >>> 0);
    Ch = Ch + Dh + (mh << 1 | ml >>> 31) + (rl / 4294967296 | 0) | 0;
    Cl = rl | 0;
    xh = Bh ^ Ch;
    xl = Bl ^ Cl;
    Bh = xh << 1 | xl >>> 31;
    Bl = xh >>> 31 | xl << 1;
    A2_BUF[2 * a] = Al, A2_BUF[2 * a + 1] = Ah;
    A2_BUF[2 * b] = Bl, A2_BUF[2 * b + 1] = Bh;
    A2_BUF[2 * c] = Cl, A2_BUF[2 * c + 1] = Ch;
    A2_BUF[2 * d] = Dl, A2_BUF[2 * d + 1] = Dh;
  }
  function P(v00, v01, v02, v03, v04, v05, v06, v07, v08, v09, v10, v11, v12, v13, v14, v15) {
    G(v00, v04, v08, v12);
    G(v01, v05, v09, v13);
    G(v02, v06, v10, v14);
    G(v03, v07, v11, v15);
    G(v00, v05, v10, v15);
    G(v01, v06, v11, v12);
    G(v02, v07, v08, v13);
    G(v03, v04, v09, v14);
  }
  function block(x, xPos, yPos, outPos, needXor) {
    if (needXor) {
      for (let i = 0; i < 256; i++) {
        const r = x[xPos + i] ^ x[yPos + i];
        A2_BUF[i] = r;
        x[outPos + i] ^= r;
      }
    } else {
      for (let i = 0; i < 256; i++) {
        const r = x[xPos + i] ^ x[yPos + i];
        A2_BUF[i] = r;
        x[outPos + i] = r;
      }
    }
    for (let i = 0; i < 128; i += 16) {
      P(i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, i + 8, i + 9, i + 10, i + 11, i + 12, i + 13, i + 14, i + 15);
    }
    for (let i = 0; i < 16; i += 2) {
      P(i, i + 1, i + 16, i + 17, i + 32, i + 33, i + 48, i + 49, i + 64, i + 65, i + 80, i + 81, i + 96, i + 97, i + 112, i + 113);
    }
    for (let i = 0; i < 256; i++)
      x[outPos + i] ^= A2_BUF[i];
    clean(A2_BUF);
  }
  function Hp(A, dkLen) {
    const A8 = u8(A);
    const T = new Uint32Array(1);
    const T8 = u8(T);
    T[0] = swap8IfBE(dkLen);
    if (dkLen <= 64)
      return blake2b.create({ dkLen }).update(T8).update(A8).digest();
    const out = new Uint8Array(dkLen);
    let V = blake2b.create({}).update(T8).update(A8).digest();
    let pos = 0;
    out.set(V.subarray(0, 32));
    pos += 32;
    for (; dkLen - pos > 64; pos += 32) {
      const Vh = blake2b.create({}).update(V);
      Vh.digestInto(V);
      Vh.destroy();
      out.set(V.subarray(0, 32), pos);
    }
    out.set(blake2b(V, { dkLen: dkLen - pos }), pos);
    clean(V, T);
    return out;
  }
  function indexAlpha(r, s, laneLen, segmentLen, index, randL, sameLane = false) {
    let area;
    if (r === 0) {
      if (s === 0)
        area = index - 1;
      else if (sameLane)
        area = s * segmentLen + index - 1;
      else
        area = s * segmentLen + (index == 0 ? -1 : 0);
    } else if (sameLane)
      area = laneLen - segmentLen + index - 1;
    else
      area = laneLen - segmentLen + (index == 0 ? -1 : 0);
    const startPos = r !== 0 && s !== ARGON2_SYNC_POINTS - 1 ? (s + 1) * segmentLen : 0;
    const randLow = Math.imul(randL, randL);
    const randHigh = ((randL >>> 0) * (randL >>> 0) - (randLow >>> 0)) / 4294967296 + 0.5 | 0;
    const areaLow = Math.imul(area, randHigh);
    const areaHigh = ((area >>> 0) * (randHigh >>> 0) - (areaLow >>> 0)) / 4294967296 + 0.5 | 0;
    const rel = area - 1 - areaHigh;
    return (startPos + rel) % laneLen;
  }
  var maxUint32 = Math.pow(2, 32);
  var ARGON2_DEFAULT_MEMORY = 1024 ** 2;
  var ARGON2_DEFAULT_MAXMEM = ARGON2_DEFAULT_MEMORY * 1024;
  function isU32(num) {
    return Number.isSafeInteger(num) && num >= 0 && num < maxUint32;
  }
  function argon2Opts(opts2 = {}) {
    opts2 = checkOpts({}, opts2);
    const merged = {
      t: 3,
      m: ARGON2_DEFAULT_MEMORY,
      p: 1,
      version: 19,
      dkLen: 32,
      maxmem: ARGON2_DEFAULT_MAXMEM,
      asyncTick: 10
    };
    for (let [k, v] of Object.entries(opts2))
      if (v !== void 0)
        merged[k] = v;
    const { dkLen, p, m, t, version, onProgress, asyncTick } = merged;
    if (!isU32(dkLen) || dkLen < 4)
      throw new Error('"dkLen" must be 4..');
    if (!isU32(p) || p < 1 || p >= Math.pow(2, 24))
      throw new Error('"p" must be 1..2^24');
    if (!isU32(m))
      throw new Error('"m" must be 0..2^32');
    if (!isU32(t) || t < 1)
      throw new Error('"t" (iterations) must be 1..2^32');
    if (onProgress !== void 0 && typeof onProgress !== "function")
      throw new Error('"onProgress" must be a function');
    anumber(asyncTick, "asyncTick");
    if (!isU32(m) || m < 8 * p)
      throw new Error('"m" (memory) must be at least 8*p bytes');
    if (version !== 16 && version !== 19)
      throw new Error('"version" must be 0x10 or 0x13, got ' + version);
    return merged;
  }
  function argon2InitialHash(password, salt, type, opts2) {
    const ownedInputs = [];
    const BUF = new Uint32Array(1);
    const BUF8 = u8(BUF);
    let h;
    let H0;
    let succeeded = false;
    const rememberOwned = (input, bytes) => {
      if (typeof input === "string")
        ownedInputs.push(bytes);
      return bytes;
    };
    try {
      const passwordBytes = rememberOwned(password, kdfInputToBytes(password, "password"));
      const saltBytes = rememberOwned(salt, kdfInputToBytes(salt, "salt"));
      if (!isU32(passwordBytes.length))
        throw new Error('"password" must be less of length 1..4Gb');
      if (!isU32(saltBytes.length) || saltBytes.length < 8)
        throw new Error('"salt" must be of length 8..4Gb');
      if (!Object.values(AT).includes(type))
        throw new Error('"type" was invalid');
      let { p, dkLen, m, t, version, key, personalization, maxmem, onProgress, asyncTick } = argon2Opts(opts2);
      const keyInput = key;
      key = rememberOwned(keyInput, abytesOrZero(keyInput, "key"));
      const personalizationInput = personalization;
      personalization = rememberOwned(personalizationInput, abytesOrZero(personalizationInput, "personalization"));
      h = blake2b.create();
      for (let item of [p, dkLen, m, t, version, type]) {
        BUF[0] = swap8IfBE(item);
        h.update(BUF8);
      }
      for (let i of [passwordBytes, saltBytes, key, personalization]) {
        BUF[0] = swap8IfBE(i.length);
        h.update(BUF8).update(i);
      }
      H0 = new Uint32Array(18);
      h.digestInto(u8(H0));
      succeeded = true;
      return { H0, p, dkLen, m, t, version, maxmem, onProgress, asyncTick };
    } finally {
      if (h)
        h.destroy();
      clean(BUF, ...ownedInputs);
      if (!succeeded && H0)
        clean(H0);
    }
  }
  function argon2Init(password, salt, type, opts2) {
    const { H0, p, dkLen, m, t, version, maxmem, onProgress, asyncTick } = argon2InitialHash(password, salt, type, opts2);
    try {
      const lanes = p;
      const mP = 4 * p * Math.floor(m / (ARGON2_SYNC_POINTS * p));
      const laneLen = Math.floor(mP / p);
      const segmentLen = Math.floor(laneLen / ARGON2_SYNC_POINTS);
      const memUsed = mP * 1024;
      if (!isU32(maxmem))
        throw new Error('"maxmem" expected <2**32, got ' + maxmem);
      if (memUsed > maxmem)
        throw new Error('"maxmem" limit was hit: memUsed(mP*1024)=' + memUsed + ", maxmem=" + maxmem);
      const B2 = new Uint32Array(memUsed / 4);
      for (let l = 0; l < p; l++) {
        const i = 256 * laneLen * l;
        H0[17] = swap8IfBE(l);
        H0[16] = swap8IfBE(0);
        B2.set(swap32IfBE(u32(Hp(H0, 1024))), i);
        H0[16] = swap8IfBE(1);
        B2.set(swap32IfBE(u32(Hp(H0, 1024))), i + 256);
      }
      let perBlock = () => {
      };
      if (onProgress) {
        const totalBlock = t * ARGON2_SYNC_POINTS * p * segmentLen - 2 * p;
        const callbackPer = Math.max(Math.floor(totalBlock / 1e4), 1);
        let blockCnt = 0;
        perBlock = () => {
          blockCnt++;
          if (onProgress && (!(blockCnt % callbackPer) || blockCnt === totalBlock))
            onProgress(blockCnt / totalBlock);
        };
      }
      return { type, mP, p, t, version, B: B2, laneLen, lanes, segmentLen, dkLen, perBlock, asyncTick };
    } finally {
      clean(H0);
    }
  }
  function argon2Output(B2, p, laneLen, dkLen) {
    const B_final = new Uint32Array(256);
    for (let l = 0; l < p; l++)
      for (let j = 0; j < 256; j++)
        B_final[j] ^= B2[256 * (laneLen * l + laneLen - 1) + j];
    const res = Hp(swap32IfBE(B_final), dkLen);
    clean(B2, B_final);
    return res;
  }
  function* argon2Blocks(ctx, address) {
    const { type, mP, p, t, version, B: B2, laneLen, lanes, segmentLen, perBlock } = ctx;
    address[256 + 6] = mP;
    address[256 + 8] = t;
    address[256 + 10] = type;
    for (let r = 0; r < t; r++) {
      const needXor = r !== 0 && version === 19;
      address[256 + 0] = r;
      for (let s = 0; s < ARGON2_SYNC_POINTS; s++) {
        address[256 + 4] = s;
        const dataIndependent = type == AT.Argon2i || type == AT.Argon2id && r === 0 && s < 2;
        for (let l = 0; l < p; l++) {
          address[256 + 2] = l;
          address[256 + 12] = 0;
          let startPos = 0;
          if (r === 0 && s === 0) {
            startPos = 2;
            if (dataIndependent) {
              address[256 + 12]++;
              block(address, 256, 2 * 256, 0, false);
              block(address, 0, 2 * 256, 0, false);
            }
          }
          let offset = l * laneLen + s * segmentLen + startPos;
          for (let index = startPos; index < segmentLen; index++, offset++) {
            perBlock();
            const prev = offset % laneLen ? offset - 1 : offset + laneLen - 1;
            let randL, randH;
            if (dataIndependent) {
              let i128 = index % 128;
              if (i128 === 0) {
                address[256 + 12]++;
                block(address, 256, 2 * 256, 0, false);
                block(address, 0, 2 * 256, 0, false);
              }
              randL = address[2 * i128];
              randH = address[2 * i128 + 1];
            } else {
              const T = 256 * prev;
              randL = B2[T];
              randH = B2[T + 1];
            }
            const refLane = r === 0 && s === 0 ? l : randH % lanes;
            const refPos = indexAlpha(r, s, laneLen, segmentLen, index, randL, refLane == l);
            const refBlock = laneLen * refLane + refPos;
            block(B2, 256 * prev, 256 * refBlock, offset * 256, needXor);
            yield;
          }
        }
      }
    }
    clean(address);
  }
  function argon2(type, password, salt, opts2) {
    const ctx = argon2Init(password, salt, type, opts2);
    const blocks = argon2Blocks(ctx, new Uint32Array(3 * 256));
    while (!blocks.next().done) {
    }
    return argon2Output(ctx.B, ctx.p, ctx.laneLen, ctx.dkLen);
  }
  var argon2id = (password, salt, opts2 = {}) => argon2(AT.Argon2id, password, salt, opts2);
  async function argon2Async(type, password, salt, opts2) {
    const ctx = argon2Init(password, salt, type, opts2);
    const address = new Uint32Array(3 * 256);
    const blocks = argon2Blocks(ctx, address);
    const abort = () => clean(address, ctx.B);
    let ts = Date.now();
    while (!blocks.next().done) {
      const diff = Date.now() - ts;
      if (diff >= 0 && diff < ctx.asyncTick)
        continue;
      await nextTick(abort);
      ts = Date.now();
    }
    return argon2Output(ctx.B, ctx.p, ctx.laneLen, ctx.dkLen);
  }
  var argon2idAsync = (password, salt, opts2 = {}) => argon2Async(AT.Argon2id, password, salt, opts2);

  // node_modules/@noble/hashes/hmac.js
  var _HMAC = class {
    oHash;
    iHash;
    blockLen;
    outputLen;
    canXOF = false;
    finished = false;
    destroyed = false;
    constructor(hash, key) {
      ahash(hash);
      abytes(key, void 0, "key");
      this.iHash = hash.create();
      if (typeof this.iHash.update !== "function")
        throw new Error("expected Hash instance");
      this.blockLen = this.iHash.blockLen;
      this.outputLen = this.iHash.outputLen;
      const blockLen = this.blockLen;
      const pad = new Uint8Array(blockLen);
      pad.set(key.length > blockLen ? hash.create().update(key).digest() : key);
      for (let i = 0; i < pad.length; i++)
        pad[i] ^= 54;
      this.iHash.update(pad);
      this.oHash = hash.create();
      for (let i = 0; i < pad.length; i++)
        pad[i] ^= 54 ^ 92;
      this.oHash.update(pad);
      clean(pad);
    }
    update(buf) {
      aexists(this);
      this.iHash.update(buf);
      return this;
    }
    digestInto(out) {
      aexists(this);
      aoutput(out, this);
      this.finished = true;
      const buf = out.subarray(0, this.outputLen);
      this.iHash.digestInto(buf);
      this.oHash.update(buf);
      this.oHash.digestInto(buf);
      this.destroy();
    }
    digest() {
      const out = new Uint8Array(this.oHash.outputLen);
      this.digestInto(out);
      return out;
    }
    _cloneInto(to) {
      to ||= Object.create(Object.getPrototypeOf(this), {});
      const { oHash, iHash, finished, destroyed, blockLen, outputLen, canXOF } = this;
      to = to;
      to.finished = finished;
      to.destroyed = destroyed;
      to.blockLen = blockLen;
      to.outputLen = outputLen;
      to.canXOF = canXOF;
      to.oHash = oHash._cloneInto(to.oHash);
      to.iHash = iHash._cloneInto(to.iHash);
      return to;
    }
    clone() {
      return this._cloneInto();
    }
    destroy() {
      this.destroyed = true;
      this.oHash.destroy();
      this.iHash.destroy();
    }
  };
  var hmac = /* @__PURE__ */ (() => {
    const hmac_ = ((hash, key, message) => new _HMAC(hash, key).update(message).digest());
    hmac_.create = (hash, key) => new _HMAC(hash, key);
    return hmac_;
  })();

  // node_modules/@noble/hashes/hkdf.js
  function extract(hash, ikm, salt) {
    ahash(hash);
    if (salt === void 0)
      salt = new Uint8Array(hash.outputLen);
    return hmac(hash, salt, ikm);
  }
  var HKDF_COUNTER = /* @__PURE__ */ Uint8Array.of(0);
  var EMPTY_BUFFER = /* @__PURE__ */ Uint8Array.of();
  function expand(hash, prk, info, length = 32, _recycled) {
    ahash(hash);
    anumber(length, "length");
    abytes(prk, void 0, "prk");
    const olen = hash.outputLen;
    if (prk.length < olen)
      throw new Error('"prk" must be at least HashLen octets');
    if (length > 255 * olen)
      throw new Error("Length must be <= 255*HashLen");
    const blocks = Math.ceil(length / olen);
    if (info === void 0)
      info = EMPTY_BUFFER;
    else
      abytes(info, void 0, "info");
    if (!blocks) {
      if (_recycled)
        clean(prk);
      return new Uint8Array();
    }
    const okm = _recycled && blocks === 1 ? prk : new Uint8Array(blocks * olen);
    const { iHash, oHash } = hmac.create(hash, prk);
    const T = _recycled ? prk : new Uint8Array(olen);
    const worker = blocks > 1 ? _recycled?.iHash || hash.create() : void 0;
    for (let counter = 0; counter < blocks - 1; counter++) {
      HKDF_COUNTER[0] = counter + 1;
      const iWork = iHash._cloneInto(worker);
      if (counter)
        iWork.update(T);
      iWork.update(info).update(HKDF_COUNTER).digestInto(T);
      oHash._cloneInto(worker).update(T).digestInto(T);
      okm.set(T, olen * counter);
    }
    HKDF_COUNTER[0] = blocks;
    if (blocks > 1)
      iHash.update(T);
    iHash.update(info).update(HKDF_COUNTER).digestInto(T);
    oHash.update(T).digestInto(T);
    okm.set(T, olen * (blocks - 1));
    iHash.destroy();
    oHash.destroy();
    worker?.destroy();
    if (T !== okm)
      clean(T);
    clean(HKDF_COUNTER);
    if (length === okm.length)
      return okm;
    const res = okm.slice(0, length);
    clean(okm);
    return res;
  }
  var hkdf = (hash, ikm, salt, info, length) => {
    ahash(hash);
    if (salt === void 0)
      salt = new Uint8Array(hash.outputLen);
    const HMAC = hmac.create(hash, salt).update(ikm);
    return expand(hash, HMAC.digest(), info, length, HMAC);
  };

  // node_modules/@noble/hashes/sha2.js
  var SHA256_K = /* @__PURE__ */ Uint32Array.from([
    1116352408,
    1899447441,
    3049323471,
    3921009573,
    961987163,
    1508970993,
    2453635748,
    2870763221,
    3624381080,
    310598401,
    607225278,
    1426881987,
    1925078388,
    2162078206,
    2614888103,
    3248222580,
    3835390401,
    4022224774,
    264347078,
    604807628,
    770255983,
    1249150122,
    1555081692,
    1996064986,
    2554220882,
    2821834349,
    2952996808,
    3210313671,
    3336571891,
    3584528711,
    113926993,
    338241895,
    666307205,
    773529912,
    1294757372,
    1396182291,
    1695183700,
    1986661051,
    2177026350,
    2456956037,
    2730485921,
    2820302411,
    3259730800,
    3345764771,
    3516065817,
    3600352804,
    4094571909,
    275423344,
    430227734,
    506948616,
    659060556,
    883997877,
    958139571,
    1322822218,
    1537002063,
    1747873779,
    1955562222,
    2024104815,
    2227730452,
    2361852424,
    2428436474,
    2756734187,
    3204031479,
    3329325298
  ]);
  var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
  var SHA2_32B = class extends HashMD {
    // We cannot use array here since array allows indexing by variable
    // which means optimizer/compiler cannot use registers.
    // Numeric initializers matter: starting the fields as `undefined` changes
    // V8's field representation and makes sha256 3x slower (measured).
    A = 0;
    B = 0;
    C = 0;
    D = 0;
    E = 0;
    F = 0;
    G = 0;
    H = 0;
    constructor(outputLen, IV) {
      super(64, outputLen, 8, false);
      this.A = IV[0] | 0;
      this.B = IV[1] | 0;
      this.C = IV[2] | 0;
      this.D = IV[3] | 0;
      this.E = IV[4] | 0;
      this.F = IV[5] | 0;
      this.G = IV[6] | 0;
      this.H = IV[7] | 0;
    }
    get() {
      const { A, B: B2, C, D, E, F: F2, G: G2, H } = this;
      return [A, B2, C, D, E, F2, G2, H];
    }
    // prettier-ignore
    set(A, B2, C, D, E, F2, G2, H) {
      this.A = A | 0;
      this.B = B2 | 0;
      this.C = C | 0;
      this.D = D | 0;
      this.E = E | 0;
      this.F = F2 | 0;
      this.G = G2 | 0;
      this.H = H | 0;
    }
    _cloneInto(to) {
      (to ||= new this.constructor()).set(...this.get());
      return this._cloneIntoMeta(to);
    }
    process(view, offset) {
      for (let i = 0; i < 16; i++, offset += 4)
        SHA256_W[i] = view.getUint32(offset, false);
      for (let i = 16; i < 64; i++) {
        const W15 = SHA256_W[i - 15];
        const W2 = SHA256_W[i - 2];
        const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
        const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
        SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
      }
      let { A, B: B2, C, D, E, F: F2, G: G2, H } = this;
      for (let i = 0; i < 64; i++) {
        const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
        const T1 = H + sigma1 + Chi(E, F2, G2) + SHA256_K[i] + SHA256_W[i] | 0;
        const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
        const T2 = sigma0 + Maj(A, B2, C) | 0;
        H = G2;
        G2 = F2;
        F2 = E;
        E = D + T1 | 0;
        D = C;
        C = B2;
        B2 = A;
        A = T1 + T2 | 0;
      }
      A = A + this.A | 0;
      B2 = B2 + this.B | 0;
      C = C + this.C | 0;
      D = D + this.D | 0;
      E = E + this.E | 0;
      F2 = F2 + this.F | 0;
      G2 = G2 + this.G | 0;
      H = H + this.H | 0;
      this.set(A, B2, C, D, E, F2, G2, H);
    }
    roundClean() {
      clean(SHA256_W);
    }
    destroy() {
      this.destroyed = true;
      this.set(0, 0, 0, 0, 0, 0, 0, 0);
      clean(this.buffer);
    }
  };
  var _SHA256 = class extends SHA2_32B {
    constructor() {
      super(32, SHA256_IV);
    }
  };
  var K512 = /* @__PURE__ */ (() => split([
    "0x428a2f98d728ae22",
    "0x7137449123ef65cd",
    "0xb5c0fbcfec4d3b2f",
    "0xe9b5dba58189dbbc",
    "0x3956c25bf348b538",
    "0x59f111f1b605d019",
    "0x923f82a4af194f9b",
    "0xab1c5ed5da6d8118",
    "0xd807aa98a3030242",
    "0x12835b0145706fbe",
    "0x243185be4ee4b28c",
    "0x550c7dc3d5ffb4e2",
    "0x72be5d74f27b896f",
    "0x80deb1fe3b1696b1",
    "0x9bdc06a725c71235",
    "0xc19bf174cf692694",
    "0xe49b69c19ef14ad2",
    "0xefbe4786384f25e3",
    "0x0fc19dc68b8cd5b5",
    "0x240ca1cc77ac9c65",
    "0x2de92c6f592b0275",
    "0x4a7484aa6ea6e483",
    "0x5cb0a9dcbd41fbd4",
    "0x76f988da831153b5",
    "0x983e5152ee66dfab",
    "0xa831c66d2db43210",
    "0xb00327c898fb213f",
    "0xbf597fc7beef0ee4",
    "0xc6e00bf33da88fc2",
    "0xd5a79147930aa725",
    "0x06ca6351e003826f",
    "0x142929670a0e6e70",
    "0x27b70a8546d22ffc",
    "0x2e1b21385c26c926",
    "0x4d2c6dfc5ac42aed",
    "0x53380d139d95b3df",
    "0x650a73548baf63de",
    "0x766a0abb3c77b2a8",
    "0x81c2c92e47edaee6",
    "0x92722c851482353b",
    "0xa2bfe8a14cf10364",
    "0xa81a664bbc423001",
    "0xc24b8b70d0f89791",
    "0xc76c51a30654be30",
    "0xd192e819d6ef5218",
    "0xd69906245565a910",
    "0xf40e35855771202a",
    "0x106aa07032bbd1b8",
    "0x19a4c116b8d2d0c8",
    "0x1e376c085141ab53",
    "0x2748774cdf8eeb99",
    "0x34b0bcb5e19b48a8",
    "0x391c0cb3c5c95a63",
    "0x4ed8aa4ae3418acb",
    "0x5b9cca4f7763e373",
    "0x682e6ff3d6b2b8a3",
    "0x748f82ee5defb2fc",
    "0x78a5636f43172f60",
    "0x84c87814a1f0ab72",
    "0x8cc702081a6439ec",
    "0x90befffa23631e28",
    "0xa4506cebde82bde9",
    "0xbef9a3f7b2c67915",
    "0xc67178f2e372532b",
    "0xca273eceea26619c",
    "0xd186b8c721c0c207",
    "0xeada7dd6cde0eb1e",
    "0xf57d4f7fee6ed178",
    "0x06f067aa72176fba",
    "0x0a637dc5a2c898a6",
    "0x113f9804bef90dae",
    "0x1b710b35131c471b",
    "0x28db77f523047d84",
    "0x32caab7b40c72493",
    "0x3c9ebe0a15c9bebc",
    "0x431d67c49c100d4c",
    "0x4cc5d4becb3e42b6",
    "0x597f299cfc657e2a",
    "0x5fcb6fab3ad6faec",
    "0x6c44198c4a475817"
  ].map((n) => BigInt(n))))();
  var SHA512_Kh = /* @__PURE__ */ (() => K512[0])();
  var SHA512_Kl = /* @__PURE__ */ (() => K512[1])();
  var SHA512_W_H = /* @__PURE__ */ new Uint32Array(80);
  var SHA512_W_L = /* @__PURE__ */ new Uint32Array(80);
  var SHA2_64B = class extends HashMD {
    // We cannot use array here since array allows indexing by variable
    // which means optimizer/compiler cannot use registers.
    // h -- high 32 bits, l -- low 32 bits
    // Numeric initializers matter: starting the fields as `undefined` changes
    // V8's field representation and slows hashing down (measured on sha256).
    Ah = 0;
    Al = 0;
    Bh = 0;
    Bl = 0;
    Ch = 0;
    Cl = 0;
    Dh = 0;
    Dl = 0;
    Eh = 0;
    El = 0;
    Fh = 0;
    Fl = 0;
    Gh = 0;
    Gl = 0;
    Hh = 0;
    Hl = 0;
    constructor(outputLen, IV) {
      super(128, outputLen, 16, false);
      this.Ah = IV[0] | 0;
      this.Al = IV[1] | 0;
      this.Bh = IV[2] | 0;
      this.Bl = IV[3] | 0;
      this.Ch = IV[4] | 0;
      this.Cl = IV[5] | 0;
      this.Dh = IV[6] | 0;
      this.Dl = IV[7] | 0;
      this.Eh = IV[8] | 0;
      this.El = IV[9] | 0;
      this.Fh = IV[10] | 0;
      this.Fl = IV[11] | 0;
      this.Gh = IV[12] | 0;
      this.Gl = IV[13] | 0;
      this.Hh = IV[14] | 0;
      this.Hl = IV[15] | 0;
    }
    // prettier-ignore
    get() {
      const { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
      return [Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl];
    }
    // prettier-ignore
    set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl) {
      this.Ah = Ah | 0;
      this.Al = Al | 0;
      this.Bh = Bh | 0;
      this.Bl = Bl | 0;
      this.Ch = Ch | 0;
      this.Cl = Cl | 0;
      this.Dh = Dh | 0;
      this.Dl = Dl | 0;
      this.Eh = Eh | 0;
      this.El = El | 0;
      this.Fh = Fh | 0;
      this.Fl = Fl | 0;
      this.Gh = Gh | 0;
      this.Gl = Gl | 0;
      this.Hh = Hh | 0;
      this.Hl = Hl | 0;
    }
    _cloneInto(to) {
      (to ||= new this.constructor()).set(...this.get());
      return this._cloneIntoMeta(to);
    }
    process(view, offset) {
      for (let i = 0; i < 16; i++, offset += 4) {
        SHA512_W_H[i] = view.getUint32(offset);
        SHA512_W_L[i] = view.getUint32(offset += 4);
      }
      for (let i = 16; i < 80; i++) {
        const W15h = SHA512_W_H[i - 15] | 0;
        const W15l = SHA512_W_L[i - 15] | 0;
        const s0h = rotrSH(W15h, W15l, 1) ^ rotrSH(W15h, W15l, 8) ^ shrSH(W15h, W15l, 7);
        const s0l = rotrSL(W15h, W15l, 1) ^ rotrSL(W15h, W15l, 8) ^ shrSL(W15h, W15l, 7);
        const W2h = SHA512_W_H[i - 2] | 0;
        const W2l = SHA512_W_L[i - 2] | 0;
        const s1h = rotrSH(W2h, W2l, 19) ^ rotrBH(W2h, W2l, 61) ^ shrSH(W2h, W2l, 6);
        const s1l = rotrSL(W2h, W2l, 19) ^ rotrBL(W2h, W2l, 61) ^ shrSL(W2h, W2l, 6);
        const SUMl = add4L(s0l, s1l, SHA512_W_L[i - 7], SHA512_W_L[i - 16]);
        const SUMh = add4H(SUMl, s0h, s1h, SHA512_W_H[i - 7], SHA512_W_H[i - 16]);
        SHA512_W_H[i] = SUMh | 0;
        SHA512_W_L[i] = SUMl | 0;
      }
      let { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
      for (let i = 0; i < 80; i++) {
        const sigma1h = rotrSH(Eh, El, 14) ^ rotrSH(Eh, El, 18) ^ rotrBH(Eh, El, 41);
        const sigma1l = rotrSL(Eh, El, 14) ^ rotrSL(Eh, El, 18) ^ rotrBL(Eh, El, 41);
        const CHIh = Eh & Fh ^ ~Eh & Gh;
        const CHIl = El & Fl ^ ~El & Gl;
        const T1ll = add5L(Hl, sigma1l, CHIl, SHA512_Kl[i], SHA512_W_L[i]);
        const T1h = add5H(T1ll, Hh, sigma1h, CHIh, SHA512_Kh[i], SHA512_W_H[i]);
        const T1l = T1ll | 0;
        const sigma0h = rotrSH(Ah, Al, 28) ^ rotrBH(Ah, Al, 34) ^ rotrBH(Ah, Al, 39);
        const sigma0l = rotrSL(Ah, Al, 28) ^ rotrBL(Ah, Al, 34) ^ rotrBL(Ah, Al, 39);
        const MAJh = Ah & Bh ^ Ah & Ch ^ Bh & Ch;
        const MAJl = Al & Bl ^ Al & Cl ^ Bl & Cl;
        Hh = Gh | 0;
        Hl = Gl | 0;
        Gh = Fh | 0;
        Gl = Fl | 0;
        Fh = Eh | 0;
        Fl = El | 0;
        ({ h: Eh, l: El } = add(Dh | 0, Dl | 0, T1h | 0, T1l | 0));
        Dh = Ch | 0;
        Dl = Cl | 0;
        Ch = Bh | 0;
        Cl = Bl | 0;
        Bh = Ah | 0;
        Bl = Al | 0;
        const All = add3L(T1l, sigma0l, MAJl);
        Ah = add3H(All, T1h, sigma0h, MAJh);
        Al = All | 0;
      }
      ({ h: Ah, l: Al } = add(this.Ah | 0, this.Al | 0, Ah | 0, Al | 0));
      ({ h: Bh, l: Bl } = add(this.Bh | 0, this.Bl | 0, Bh | 0, Bl | 0));
      ({ h: Ch, l: Cl } = add(this.Ch | 0, this.Cl | 0, Ch | 0, Cl | 0));
      ({ h: Dh, l: Dl } = add(this.Dh | 0, this.Dl | 0, Dh | 0, Dl | 0));
      ({ h: Eh, l: El } = add(this.Eh | 0, this.El | 0, Eh | 0, El | 0));
      ({ h: Fh, l: Fl } = add(this.Fh | 0, this.Fl | 0, Fh | 0, Fl | 0));
      ({ h: Gh, l: Gl } = add(this.Gh | 0, this.Gl | 0, Gh | 0, Gl | 0));
      ({ h: Hh, l: Hl } = add(this.Hh | 0, this.Hl | 0, Hh | 0, Hl | 0));
      this.set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl);
    }
    roundClean() {
      clean(SHA512_W_H, SHA512_W_L);
    }
    destroy() {
      this.destroyed = true;
      clean(this.buffer);
      this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  };
  var _SHA512 = class extends SHA2_64B {
    constructor() {
      super(64, SHA512_IV);
    }
  };
  var sha256 = /* @__PURE__ */ createHasher(
    () => new _SHA256(),
    /* @__PURE__ */ oidNist(1)
  );
  var sha512 = /* @__PURE__ */ createHasher(
    () => new _SHA512(),
    /* @__PURE__ */ oidNist(3)
  );

  // node_modules/@noble/curves/utils.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  function aarray(item, title, inner = () => {
  }) {
    if (!Array.isArray(item))
      throw new TypeError(`"${title}" expected array, got type=${typeof item}`);
    for (let i = 0; i < item.length; i++)
      inner(item[i], `${title}[${i}]`);
    return item;
  }
  var abytes2 = (value, length, title) => abytes(value, length, title);
  var anumber2 = anumber;
  function aobject2(value, title = "object") {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
    return value;
  }
  function afunction(value, title) {
    if (typeof value !== "function")
      throw new TypeError(`"${title}" is invalid: expected function, got ${typeof value}`);
    return value;
  }
  var bytesToHex2 = bytesToHex;
  var concatBytes2 = (...arrays) => concatBytes(...arrays);
  var hexToBytes2 = (hex2) => hexToBytes(hex2);
  var isBytes2 = isBytes;
  var randomBytes2 = (bytesLength) => randomBytes(bytesLength);
  var _0n = /* @__PURE__ */ BigInt(0);
  var _1n = /* @__PURE__ */ BigInt(1);
  var atitle2 = (title) => title ? `"${title}" ` : "";
  function abool2(value, title = "") {
    if (typeof value !== "boolean")
      throw new TypeError(atitle2(title) + "expected boolean, got type=" + typeof value);
    return value;
  }
  function abignumber(n) {
    if (typeof n === "bigint") {
      if (!isPosBig(n))
        throw new RangeError("positive bigint expected, got " + n);
    } else
      anumber2(n);
    return n;
  }
  function asafenumber(value, title = "") {
    if (typeof value !== "number") {
      const prefix = title && `"${title}" `;
      throw new TypeError(prefix + "expected number, got type=" + typeof value);
    }
    if (!Number.isSafeInteger(value)) {
      const prefix = title && `"${title}" `;
      throw new RangeError(prefix + "expected safe integer, got " + value);
    }
  }
  function hexToNumber(hex2) {
    if (typeof hex2 !== "string")
      throw new TypeError("hex string expected, got " + typeof hex2);
    return hex2 === "" ? _0n : BigInt("0x" + hex2);
  }
  function bytesToNumberBE(bytes) {
    return hexToNumber(bytesToHex(bytes));
  }
  function bytesToNumberLE(bytes) {
    return hexToNumber(bytesToHex(copyBytes2(abytes(bytes)).reverse()));
  }
  function numberToBytesBE(n, len) {
    anumber(len);
    if (len === 0)
      throw new Error("zero output length is invalid");
    n = abignumber(n);
    const expectedLen = len * 2;
    const hex2 = n.toString(16);
    if (hex2.length > expectedLen)
      throw new RangeError("number is too large");
    return hexToBytes(hex2.padStart(expectedLen, "0"));
  }
  function numberToBytesLE(n, len) {
    return numberToBytesBE(n, len).reverse();
  }
  function copyBytes2(bytes) {
    return Uint8Array.from(abytes2(bytes));
  }
  function asciiToBytes(ascii) {
    if (typeof ascii !== "string")
      throw new TypeError("ascii string expected, got " + typeof ascii);
    return Uint8Array.from(ascii, (c, i) => {
      const charCode = c.charCodeAt(0);
      if (c.length !== 1 || charCode > 127) {
        throw new RangeError(`string contains non-ASCII character "${ascii[i]}" with code ${charCode} at position ${i}`);
      }
      return charCode;
    });
  }
  function isPosBig(n) {
    return typeof n === "bigint" && _0n <= n;
  }
  function inRange(n, min, max) {
    return isPosBig(n) && isPosBig(min) && isPosBig(max) && min <= n && n < max;
  }
  function aInRange(title, n, min, max) {
    if (!inRange(n, min, max))
      throw new RangeError("expected valid " + title + ": " + min + " <= n < " + max + ", got " + n);
  }
  function bitLen(n) {
    if (n < _0n)
      throw new Error("expected non-negative bigint, got " + n);
    return n === _0n ? 0 : n.toString(2).length;
  }
  var bitMask = (n) => {
    asafenumber(n, "n");
    return (_1n << BigInt(n)) - _1n;
  };
  function validateObject(object2, fields = {}, optFields = {}, title = "object") {
    aobject2(object2, title);
    aobject2(fields, "fields");
    aobject2(optFields, "optFields");
    function checkField(fieldName, expectedType, isOpt) {
      const label = title === "object" ? `param "${String(fieldName)}"` : `"${title}.${String(fieldName)}"`;
      const val = object2[fieldName];
      if (!Object.hasOwn(object2, fieldName) && (isOpt ? val !== void 0 : expectedType !== "function")) {
        throw new TypeError(`${label} is invalid: expected own property`);
      }
      if (isOpt && val === void 0)
        return;
      const current = typeof val;
      if (current !== expectedType || val === null)
        throw new TypeError(`${label} is invalid: expected ${expectedType}, got ${current}`);
    }
    const iter = (f, isOpt) => Object.entries(f).forEach(([k, v]) => checkField(k, v, isOpt));
    iter(fields, false);
    iter(optFields, true);
  }

  // node_modules/@noble/curves/abstract/modular.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n2 = /* @__PURE__ */ BigInt(0);
  var _1n2 = /* @__PURE__ */ BigInt(1);
  var _2n = /* @__PURE__ */ BigInt(2);
  var _3n = /* @__PURE__ */ BigInt(3);
  var _4n = /* @__PURE__ */ BigInt(4);
  var _5n = /* @__PURE__ */ BigInt(5);
  var _7n = /* @__PURE__ */ BigInt(7);
  var _8n = /* @__PURE__ */ BigInt(8);
  var _9n = /* @__PURE__ */ BigInt(9);
  var _15n = /* @__PURE__ */ BigInt(15);
  var _16n = /* @__PURE__ */ BigInt(16);
  var POW_WINDOWED_MIN = /* @__PURE__ */ BigInt("0x10000000000000000");
  function mod(a, b) {
    if (b <= _0n2)
      throw new Error("mod: expected positive modulus, got " + b);
    const result = a % b;
    return result >= _0n2 ? result : b + result;
  }
  function pow(num, power, modulo) {
    if (modulo <= _1n2)
      throw new Error("pow: expected modulus > 1, got " + modulo);
    if (typeof power !== "bigint")
      throw new TypeError("invalid exponent: expected bigint, got " + typeof power);
    if (power < _0n2)
      throw new Error("invalid exponent, negatives unsupported");
    if (power === _0n2)
      return _1n2;
    if (power === _1n2)
      return num;
    let d = num % modulo;
    if (d < _0n2)
      d += modulo;
    if (power < POW_WINDOWED_MIN) {
      let p2 = _1n2;
      while (power > _0n2) {
        if (power & _1n2)
          p2 = p2 * d % modulo;
        d = d * d % modulo;
        power >>= _1n2;
      }
      return p2;
    }
    const digits = [];
    while (power > _0n2) {
      digits.push(Number(power & _15n));
      power >>= _4n;
    }
    const table = new Array(16);
    table[0] = _1n2;
    table[1] = d;
    for (let i = 2; i < 16; i++)
      table[i] = table[i - 1] * d % modulo;
    let p = table[digits[digits.length - 1]];
    for (let w = digits.length - 2; w >= 0; w--) {
      p = p * p % modulo;
      p = p * p % modulo;
      p = p * p % modulo;
      p = p * p % modulo;
      const digit = digits[w];
      if (digit !== 0)
        p = p * table[digit] % modulo;
    }
    return p;
  }
  function pow2(x, power, modulo) {
    if (modulo <= _1n2)
      throw new Error("pow2: expected modulus > 1, got " + modulo);
    if (power < _0n2)
      throw new Error("pow2: expected non-negative exponent, got " + power);
    let res = x;
    while (power-- > _0n2) {
      res *= res;
      res %= modulo;
    }
    return res;
  }
  function invert(number, modulo) {
    if (number === _0n2)
      throw new Error("invert: expected non-zero number");
    if (modulo <= _1n2)
      throw new Error("invert: expected modulus > 1, got " + modulo);
    let a = mod(number, modulo);
    let b = modulo;
    let x = _0n2, u = _1n2;
    while (a !== _0n2) {
      const q = b / a;
      const r = b - a * q;
      const m = x - u * q;
      b = a, a = r, x = u, u = m;
    }
    const gcd = b;
    if (gcd !== _1n2)
      throw new Error("invert: does not exist");
    return mod(x, modulo);
  }
  function assertIsSquare(Fp2, root, n) {
    const F2 = Fp2;
    if (!F2.eql(F2.sqr(root), n))
      throw new Error("Cannot find square root");
  }
  function aoddModulus(order2, fnName) {
    if ((order2 & _1n2) === _0n2)
      throw new Error(fnName + ": expected odd modulus, got " + order2);
  }
  function sqrt3mod4(Fp2, n) {
    const F2 = Fp2;
    const p1div4 = (F2.ORDER + _1n2) / _4n;
    const root = F2.pow(n, p1div4);
    assertIsSquare(F2, root, n);
    return root;
  }
  function sqrt5mod8(Fp2, n) {
    const F2 = Fp2;
    const p5div8 = (F2.ORDER - _5n) / _8n;
    const n2 = F2.mul(n, _2n);
    const v = F2.pow(n2, p5div8);
    const nv = F2.mul(n, v);
    const i = F2.mul(F2.mul(nv, _2n), v);
    const root = F2.mul(nv, F2.sub(i, F2.ONE));
    assertIsSquare(F2, root, n);
    return root;
  }
  function sqrt9mod16(P3) {
    const Fp_ = Field(P3);
    const tn = tonelliShanks(P3);
    const c1 = tn(Fp_, Fp_.neg(Fp_.ONE));
    const c2 = tn(Fp_, c1);
    const c3 = tn(Fp_, Fp_.neg(c1));
    const c4 = (P3 + _7n) / _16n;
    return ((Fp2, n) => {
      const F2 = Fp2;
      let tv1 = F2.pow(n, c4);
      let tv2 = F2.mul(tv1, c1);
      const tv3 = F2.mul(tv1, c2);
      const tv4 = F2.mul(tv1, c3);
      const e1 = F2.eql(F2.sqr(tv2), n);
      const e2 = F2.eql(F2.sqr(tv3), n);
      tv1 = F2.cmov(tv1, tv2, e1);
      tv2 = F2.cmov(tv4, tv3, e2);
      const e3 = F2.eql(F2.sqr(tv2), n);
      const root = F2.cmov(tv1, tv2, e3);
      assertIsSquare(F2, root, n);
      return root;
    });
  }
  function tonelliShanks(P3) {
    if (P3 < _3n)
      throw new Error("sqrt is not defined for small field");
    aoddModulus(P3, "tonelliShanks");
    let Q2 = P3 - _1n2;
    let S = 0;
    while (Q2 % _2n === _0n2) {
      Q2 /= _2n;
      S++;
    }
    let Z = _2n;
    const _Fp = Field(P3);
    while (FpLegendre(_Fp, Z) === 1) {
      if (Z++ > 1e3)
        throw new Error("Cannot find square root: probably non-prime P");
    }
    if (S === 1)
      return sqrt3mod4;
    let cc = _Fp.pow(Z, Q2);
    const Q1div2 = (Q2 + _1n2) / _2n;
    return function tonelliSlow(Fp2, n) {
      const F2 = Fp2;
      if (F2.is0(n))
        return n;
      if (FpLegendre(F2, n) !== 1)
        throw new Error("Cannot find square root");
      let M = S;
      let c = F2.mul(F2.ONE, cc);
      let t = F2.pow(n, Q2);
      let R2 = F2.pow(n, Q1div2);
      while (!F2.eql(t, F2.ONE)) {
        if (F2.is0(t))
          throw new Error("Cannot find square root: probably non-prime P");
        let i = 1;
        let t_tmp = F2.sqr(t);
        while (!F2.eql(t_tmp, F2.ONE)) {
          i++;
          t_tmp = F2.sqr(t_tmp);
          if (i === M)
            throw new Error("Cannot find square root");
        }
        const exponent = _1n2 << BigInt(M - i - 1);
        const b = F2.pow(c, exponent);
        M = i;
        c = F2.sqr(b);
        t = F2.mul(t, c);
        R2 = F2.mul(R2, b);
      }
      return R2;
    };
  }
  function FpSqrt(P3) {
    aoddModulus(P3, "Fp.sqrt");
    if (P3 % _4n === _3n)
      return sqrt3mod4;
    if (P3 % _8n === _5n)
      return sqrt5mod8;
    if (P3 % _16n === _9n)
      return sqrt9mod16(P3);
    return tonelliShanks(P3);
  }
  var isNegativeLE = (num, modulo) => (mod(num, modulo) & _1n2) === _1n2;
  var FIELD_FIELDS = [
    "create",
    "isValid",
    "is0",
    "neg",
    "inv",
    "sqrt",
    "sqr",
    "eql",
    "add",
    "sub",
    "mul",
    "pow",
    "div",
    "addN",
    "subN",
    "mulN",
    "sqrN"
  ];
  function validateField(field) {
    aobject2(field, "field");
    if (typeof field.ORDER !== "bigint")
      throw new TypeError('param "ORDER" is invalid: expected bigint, got ' + typeof field.ORDER);
    asafenumber(field.BYTES, "BYTES");
    asafenumber(field.BITS, "BITS");
    for (const name of FIELD_FIELDS)
      afunction(field[name], "field." + name);
    if (field.BYTES < 1 || field.BITS < 1)
      throw new Error("invalid field: expected BYTES/BITS > 0");
    if (field.ORDER <= _1n2)
      throw new Error("invalid field: expected ORDER > 1, got " + field.ORDER);
    return field;
  }
  function FpInvertBatch(Fp2, nums, passZero = false) {
    validateField(Fp2);
    aarray(nums, "nums");
    abool2(passZero, "passZero");
    const F2 = Fp2;
    const inverted = new Array(nums.length).fill(passZero ? F2.ZERO : void 0);
    const multipliedAcc = nums.reduce((acc, num, i) => {
      if (F2.is0(num))
        return acc;
      inverted[i] = acc;
      return F2.mul(acc, num);
    }, F2.ONE);
    const invertedAcc = F2.inv(multipliedAcc);
    nums.reduceRight((acc, num, i) => {
      if (F2.is0(num))
        return acc;
      inverted[i] = F2.mul(acc, inverted[i]);
      return F2.mul(acc, num);
    }, invertedAcc);
    return inverted;
  }
  function FpLegendre(Fp2, n) {
    validateField(Fp2);
    const F2 = Fp2;
    aoddModulus(F2.ORDER, "FpLegendre");
    const p1mod2 = (F2.ORDER - _1n2) / _2n;
    const powered = F2.pow(n, p1mod2);
    const yes = F2.eql(powered, F2.ONE);
    const zero = F2.eql(powered, F2.ZERO);
    const no = F2.eql(powered, F2.neg(F2.ONE));
    if (!yes && !zero && !no)
      throw new Error("invalid Legendre symbol result");
    return yes ? 1 : zero ? 0 : -1;
  }
  function nLength(n, nBitLength) {
    if (nBitLength !== void 0)
      anumber2(nBitLength);
    if (n <= _0n2)
      throw new Error("invalid n length: expected positive n, got " + n);
    if (nBitLength !== void 0 && nBitLength < 1)
      throw new Error("invalid n length: expected positive bit length, got " + nBitLength);
    const bits = bitLen(n);
    if (nBitLength !== void 0 && nBitLength < bits)
      throw new Error(`invalid n length: expected nBitLength (${nBitLength}) >= bitLen(n) (${bits})`);
    const _nBitLength = nBitLength !== void 0 ? nBitLength : bits;
    const nByteLength = Math.ceil(_nBitLength / 8);
    return { nBitLength: _nBitLength, nByteLength };
  }
  var FIELD_SQRT = /* @__PURE__ */ new WeakMap();
  var _Field = class {
    ORDER;
    BITS;
    BYTES;
    isLE;
    ZERO = _0n2;
    ONE = _1n2;
    _lengths;
    _mod;
    constructor(ORDER2, opts2 = {}) {
      if (ORDER2 <= _1n2)
        throw new Error("invalid field: expected ORDER > 1, got " + ORDER2);
      let _nbitLength = void 0;
      this.isLE = false;
      if (opts2 != null && typeof opts2 === "object") {
        if (typeof opts2.BITS === "number")
          _nbitLength = opts2.BITS;
        if (typeof opts2.sqrt === "function")
          Object.defineProperty(this, "sqrt", { value: opts2.sqrt, enumerable: true });
        if (typeof opts2.isLE === "boolean")
          this.isLE = opts2.isLE;
        if (opts2.allowedLengths)
          this._lengths = Object.freeze(opts2.allowedLengths.slice());
        if (typeof opts2.modFromBytes === "boolean")
          this._mod = opts2.modFromBytes;
      }
      const { nBitLength, nByteLength } = nLength(ORDER2, _nbitLength);
      if (nByteLength > 2048)
        throw new Error("invalid field: expected ORDER of <= 2048 bytes");
      this.ORDER = ORDER2;
      this.BITS = nBitLength;
      this.BYTES = nByteLength;
      Object.freeze(this);
    }
    create(num) {
      return mod(num, this.ORDER);
    }
    isValid(num) {
      if (typeof num !== "bigint")
        throw new TypeError("invalid field element: expected bigint, got " + typeof num);
      return _0n2 <= num && num < this.ORDER;
    }
    is0(num) {
      return num === _0n2;
    }
    // is valid and invertible
    isValidNot0(num) {
      return !this.is0(num) && this.isValid(num);
    }
    isOdd(num) {
      return (num & _1n2) === _1n2;
    }
    neg(num) {
      return mod(-num, this.ORDER);
    }
    eql(lhs, rhs) {
      return lhs === rhs;
    }
    sqr(num) {
      return mod(num * num, this.ORDER);
    }
    add(lhs, rhs) {
      return mod(lhs + rhs, this.ORDER);
    }
    sub(lhs, rhs) {
      return mod(lhs - rhs, this.ORDER);
    }
    mul(lhs, rhs) {
      return mod(lhs * rhs, this.ORDER);
    }
    pow(num, power) {
      return pow(num, power, this.ORDER);
    }
    div(lhs, rhs) {
      return mod(lhs * invert(rhs, this.ORDER), this.ORDER);
    }
    // Same as above, but doesn't normalize
    sqrN(num) {
      return num * num;
    }
    addN(lhs, rhs) {
      return lhs + rhs;
    }
    subN(lhs, rhs) {
      return lhs - rhs;
    }
    mulN(lhs, rhs) {
      return lhs * rhs;
    }
    inv(num) {
      return invert(num, this.ORDER);
    }
    sqrt(num) {
      let sqrt = FIELD_SQRT.get(this);
      if (!sqrt)
        FIELD_SQRT.set(this, sqrt = FpSqrt(this.ORDER));
      return sqrt(this, num);
    }
    toBytes(num) {
      return this.isLE ? numberToBytesLE(num, this.BYTES) : numberToBytesBE(num, this.BYTES);
    }
    fromBytes(bytes, skipValidation = false) {
      abytes2(bytes);
      const { _lengths: allowedLengths, BYTES, isLE: isLE3, ORDER: ORDER2, _mod: modFromBytes } = this;
      if (allowedLengths) {
        if (bytes.length < 1 || !allowedLengths.includes(bytes.length) || bytes.length > BYTES) {
          throw new Error("Field.fromBytes: expected " + allowedLengths + " bytes, got " + bytes.length);
        }
        const padded = new Uint8Array(BYTES);
        padded.set(bytes, isLE3 ? 0 : padded.length - bytes.length);
        bytes = padded;
      }
      if (bytes.length !== BYTES)
        throw new Error("Field.fromBytes: expected " + BYTES + " bytes, got " + bytes.length);
      let scalar = isLE3 ? bytesToNumberLE(bytes) : bytesToNumberBE(bytes);
      if (modFromBytes)
        scalar = mod(scalar, ORDER2);
      if (!skipValidation) {
        if (!this.isValid(scalar))
          throw new Error("invalid field element: outside of range 0..ORDER");
      }
      return scalar;
    }
    // TODO: we don't need it here, move out to separate fn
    invertBatch(lst) {
      return FpInvertBatch(this, lst, true);
    }
    // We can't move this out because Fp6, Fp12 implement it
    // and it's unclear what to return in there.
    cmov(a, b, condition) {
      abool2(condition, "condition");
      return condition ? b : a;
    }
  };
  function Field(ORDER2, opts2 = {}) {
    Object.freeze(_Field.prototype);
    return new _Field(ORDER2, opts2);
  }

  // node_modules/@noble/curves/abstract/curve.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n3 = /* @__PURE__ */ BigInt(0);
  var _1n3 = /* @__PURE__ */ BigInt(1);
  var _4n2 = /* @__PURE__ */ BigInt(4);
  var BLIND_BYTES = 16;
  var BLIND_BITS = 128;
  var FW_WINDOW = 5;
  var TABLE_BYTES_MAX = /* @__PURE__ */ (() => 2 ** 31)();
  function validatePointCons(Point2) {
    const pc = Point2;
    if (typeof pc !== "function")
      throw new TypeError('"Point" expected constructor, got type=' + typeof Point2);
    afunction(pc.fromAffine, "Point.fromAffine");
    afunction(pc.fromBytes, "Point.fromBytes");
    afunction(pc.fromHex, "Point.fromHex");
    aobject2(pc.BASE, "Point.BASE");
    aobject2(pc.ZERO, "Point.ZERO");
    validateField(pc.Fp);
    validateField(pc.Fn);
  }
  function normalizeZ(c, points) {
    validatePointCons(c);
    validateMSMPoints(points, c);
    const invertedZs = FpInvertBatch(c.Fp, points.map((p) => p.Z));
    return points.map((p, i) => c.fromAffine(p.toAffine(invertedZs[i])));
  }
  function validateW(W, bits, min = 1) {
    if (!Number.isSafeInteger(W) || W < min || W > bits)
      throw new Error("invalid window size, expected [" + min + ".." + bits + "], got W=" + W);
  }
  function validateTableBytes(numPoints, fpBytes) {
    const bytes = numPoints * (4 * fpBytes + 128);
    if (bytes > TABLE_BYTES_MAX)
      throw new Error("invalid window size: table would need ~" + Math.ceil(bytes / 2 ** 20) + " MiB, max " + TABLE_BYTES_MAX / 2 ** 20 + " MiB");
  }
  function probeRandomBytes(randomBytes5, length) {
    if (randomBytes5 === void 0)
      return void 0;
    afunction(randomBytes5, "randomBytes");
    try {
      const probe = randomBytes5(length);
      if (!isBytes2(probe) || probe.length !== length)
        return void 0;
    } catch {
      return void 0;
    }
    return randomBytes5;
  }
  function validateMSMPoints(points, c) {
    aarray(points, "points");
    points.forEach((p, i) => {
      if (!(p instanceof c))
        throw new Error("invalid point at index " + i);
    });
  }
  function validateMSMScalars(scalars, field, maxScalar) {
    if (!Array.isArray(scalars))
      throw new Error("array of scalars expected");
    scalars.forEach((s, i) => {
      const ok = maxScalar === void 0 ? field.isValid(s) : isPosBig(s) && s < maxScalar;
      if (!ok)
        throw new Error("invalid scalar at index " + i);
    });
  }
  var pointWindowSizes = /* @__PURE__ */ new WeakMap();
  function getWindowSize(P3) {
    return pointWindowSizes.get(P3) || 1;
  }
  function oddMultiples(p, size) {
    const dbl = p.double();
    const t = [p];
    for (let j = 1; j < size; j++)
      t.push(t[j - 1].add(dbl));
    return t;
  }
  function wnafDigits(n, W) {
    const size = 2 ** W;
    const half = size / 2;
    const mask = BigInt(size - 1);
    const d = [];
    while (n > _0n3) {
      let w = 0;
      if (n & _1n3) {
        w = Number(n & mask);
        if (w >= half)
          w -= size;
        n -= BigInt(w);
      }
      d.push(w);
      n >>= _1n3;
    }
    return d;
  }
  function signedWindowDigits(n, W, windows) {
    const size = 2 ** W;
    const half = size / 2;
    const mask = BigInt(size - 1);
    const shiftBy = BigInt(W);
    const d = [];
    for (let w = 0; w < windows; w++) {
      let v = Number(n & mask);
      n >>= shiftBy;
      if (v > half) {
        v -= size;
        n += _1n3;
      }
      d.push(v);
    }
    if (n !== _0n3)
      throw new Error("invalid wnaf");
    return d;
  }
  function wnafWalk(zero, tables, digits) {
    let max = 0;
    for (const d of digits)
      max = Math.max(max, d.length);
    let acc = zero;
    for (let bit = max - 1; bit >= 0; bit--) {
      if (bit !== max - 1)
        acc = acc.double();
      for (let i = 0; i < digits.length; i++) {
        const w = digits[i][bit];
        if (w) {
          const item = tables[i][Math.abs(w) - 1 >> 1];
          acc = acc.add(w < 0 ? item.negate() : item);
        }
      }
    }
    return acc;
  }
  var ScalarMultiplier = class {
    Point;
    BASE;
    ZERO;
    randomBytes;
    wnafPrecomputes = /* @__PURE__ */ new WeakMap();
    baseCanBeBlinded;
    bits;
    // Parametrized with a given Point class (not individual point)
    constructor(Point2, randomBytes5) {
      validatePointCons(Point2);
      this.randomBytes = probeRandomBytes(randomBytes5, BLIND_BYTES);
      this.Point = Point2;
      this.BASE = Point2.BASE;
      this.ZERO = Point2.ZERO;
      this.bits = Point2.Fn.BITS;
    }
    /**
     * Creates a signed fixed-window wNAF precomputation table: for every window w, the
     * multiples `[1..2^(W−1)]⋅2^(w⋅W)⋅P`, flattened. All doublings are baked into the table,
     * so cached multiplication is additions-only. `windows = ceil(bits/W) + 1`: the extra
     * window absorbs the final carry of signed-digit recoding.
     * For a 256-bit curve and W=6, the table is 44⋅32 = 1408 points.
     * @param point - Point instance
     * @param W - window size
     * @param bits - scalar bitlength the table must cover
     */
    buildWnafTable(point, W, bits) {
      const windows = Math.ceil(bits / W) + 1;
      const half = 2 ** (W - 1);
      const comp = [];
      let base = point;
      for (let w = 0; w < windows; w++) {
        let acc = base;
        for (let i = 0; i < half; i++) {
          comp.push(acc);
          acc = acc.add(base);
        }
        base = comp[comp.length - 1].double();
      }
      return { W, bits, windows, comp };
    }
    /**
     * Implements ec multiplication using precomputed signed fixed-window wNAF tables.
     * Constant-time: fixed window count with one table addition per window — zero digits feed
     * the fake accumulator — and no doublings; the lookup scans the whole window slice.
     * Scalar bounds are validated by the public entry points ({@link ScalarMultiplier.mulCT},
     * {@link ScalarMultiplier.mulCTBlinded}, {@link ScalarMultiplier.mulUnsafe});
     * signedWindowDigits throws if `n` exceeds the table.
     * @returns real and fake (for const-time) points
     */
    wnafCachedCT(precomputes, n) {
      const { W, windows, comp } = precomputes;
      const half = 2 ** (W - 1);
      const digits = signedWindowDigits(n, W, windows);
      let p = this.ZERO;
      let f = this.BASE;
      for (let w = 0; w < windows; w++) {
        const digit = digits[w];
        const start4 = w * half;
        const idx = Math.abs(digit) - 1;
        let sel = comp[start4];
        for (let i = 1; i < half; i++)
          sel = i === idx ? comp[start4 + i] : sel;
        const neg = sel.negate();
        if (digit === 0)
          f = f.add(comp[start4]);
        else
          p = p.add(digit < 0 ? neg : sel);
      }
      return { p, f };
    }
    // Cache key is point identity plus (W, bits); at most two entries exist per point (public-width
    // `Fn.BITS` and blinded `Fn.BITS + BLIND_BITS`). Callers must not reuse the same point with
    // incompatible `transform(...)` layouts and expect a separate cache entry.
    getWnafPrecomputes(W, point, bits, transform) {
      let entries = this.wnafPrecomputes.get(point);
      let comp = entries?.find((entry) => entry.W === W && entry.bits === bits);
      if (!comp) {
        comp = this.buildWnafTable(point, W, bits);
        if (typeof transform === "function")
          comp = { ...comp, comp: transform(comp.comp) };
        if (!entries) {
          entries = [];
          this.wnafPrecomputes.set(point, entries);
        }
        entries.push(comp);
      }
      return comp;
    }
    assertPoint(point) {
      if (!(point instanceof this.Point))
        throw new TypeError('"point" expected Point instance, got type=' + typeof point);
    }
    // Shared prologue of the constant-time entry points. Rejects scalar 0: in key/signature-style
    // callers a zero scalar means broken upstream plumbing, and concrete Points already reject it.
    // Uses inRange instead of Fn.isValidNot0: validateField() only certifies the arithmetic subset.
    validateMulInput(point, scalar) {
      this.assertPoint(point);
      if (!inRange(scalar, _1n3, this.Point.Fn.ORDER))
        throw new Error("invalid scalar");
    }
    // Constant-time dispatch shared by mulCT / mulCTBlinded. Un-precomputed points (W===1, e.g.
    // ECDH peer keys) skip building a throwaway cached table in favor of a small fixed-window
    // multiply. `n` must be < 2^bits.
    runCT(point, n, bits, transform) {
      const W = getWindowSize(point);
      if (W === 1)
        return this.fixedWindowCT(point, n, bits);
      return this.wnafCachedCT(this.getWnafPrecomputes(W, point, bits, transform), n);
    }
    mulCT(point, scalar, transform) {
      this.validateMulInput(point, scalar);
      return this.runCT(point, scalar, this.bits, transform);
    }
    mulCTBlinded(point, scalar, transform) {
      this.validateMulInput(point, scalar);
      if (this.randomBytes === void 0)
        throw new Error("randomBytes is required for scalar blinding");
      const bits = this.Point.Fn.BITS + BLIND_BITS;
      const blind = this.randomBytes(BLIND_BYTES);
      if (!isBytes2(blind) || blind.length !== BLIND_BYTES)
        throw new Error("randomBytes returned invalid byte array");
      blind[0] = blind[0] & 63 | 128;
      const n = scalar + bytesToNumberBE(blind) * this.Point.Fn.ORDER;
      return this.runCT(point, n, bits, transform);
    }
    /**
     * Constant-time multiplication `n*point` for an un-precomputed point, via a small fixed window.
     * A cached wNAF table only pays off when reused; a flat 2^FW_WINDOW table (`size-1` adds) is
     * far cheaper to build for a single use. The point-operation sequence is independent of `n`:
     * build the table, then per window exactly FW_WINDOW doublings, a data-oblivious scan over
     * every table entry, and one addition (adds the identity when the window digit is 0 — never
     * skipped).
     *
     * `n` must be `< 2^bits`. Assumes complete addition (adding the identity costs the same as any
     * add), which holds for the Weierstrass/Edwards point types used here. The table is left in
     * projective form (no normalizeZ): normalizing this small a table costs more than the
     * mixed-add savings it would buy for a single multiply.
     * @returns real point `p`; `f` duplicates it only to match {@link wnafCachedCT}'s return shape
     * (this path needs no fake accumulator — its op-count is already scalar-independent).
     */
    fixedWindowCT(point, n, bits) {
      const W = FW_WINDOW;
      const size = 1 << W;
      const mask = bitMask(W);
      const table = new Array(size);
      table[0] = this.ZERO;
      for (let i = 1; i < size; i++)
        table[i] = table[i - 1].add(point);
      const windows = Math.ceil(bits / W);
      let acc = this.ZERO;
      for (let window = windows - 1; window >= 0; window--) {
        if (window !== windows - 1)
          for (let d = 0; d < W; d++)
            acc = acc.double();
        const digit = Number(n >> BigInt(window * W) & mask);
        let sel = table[0];
        for (let i = 1; i < size; i++)
          sel = i === digit ? table[i] : sel;
        acc = acc.add(sel);
      }
      return { p: acc, f: acc };
    }
    shouldBlind(point, cofactor) {
      if (this.randomBytes === void 0)
        return false;
      if (cofactor === _1n3)
        return true;
      if (point !== this.BASE)
        return false;
      if (this.baseCanBeBlinded === void 0)
        this.baseCanBeBlinded = this.mulUnsafe(this.BASE, this.Point.Fn.ORDER).is0();
      return this.baseCanBeBlinded;
    }
    mulSecret(point, scalar, cofactor, transform) {
      return this.shouldBlind(point, cofactor) ? this.mulCTBlinded(point, scalar, transform) : this.mulCT(point, scalar, transform);
    }
    mulUnsafe(point, scalar, transform) {
      this.assertPoint(point);
      if (!isPosBig(scalar))
        throw new Error("invalid scalar");
      const W = getWindowSize(point);
      if (W === 1 || scalar >= this.Point.Fn.ORDER)
        return mulAddUnsafe(this.Point, [point], [scalar], true);
      const precomputes = this.getWnafPrecomputes(W, point, this.bits, transform);
      return this.wnafCachedCT(precomputes, scalar).p;
    }
    // Remembers the window size used for precomputed wNAF multiplication of the given point
    // and drops any previously built tables. Usually only the base point is precomputed.
    // W=1 resets the point to the un-precomputed (table-less) paths.
    // W is additionally capped so tables stay under ~2 GiB ({@link TABLE_BYTES_MAX}).
    setWindowSize(point, W) {
      this.assertPoint(point);
      validateW(W, this.bits);
      const windows = Math.ceil((this.bits + BLIND_BITS) / W) + 1;
      validateTableBytes(windows * 2 ** (W - 1), this.Point.Fp.BYTES);
      pointWindowSizes.set(point, W);
      this.wnafPrecomputes.delete(point);
    }
    // True when a window size is set: tables themselves are built lazily on first multiply.
    hasWindowSize(point) {
      return getWindowSize(point) !== 1;
    }
  };
  function mulAddUnsafe(c, points, scalars, allowOversized = false) {
    validatePointCons(c);
    validateMSMPoints(points, c);
    abool2(allowOversized, "allowOversized");
    validateMSMScalars(scalars, c.Fn, allowOversized ? c.Fn.ORDER ** _4n2 : void 0);
    if (points.length !== scalars.length)
      throw new Error("arrays of points and scalars must have equal length");
    const tables = points.map((p) => oddMultiples(p, 4));
    const digits = scalars.map((n) => wnafDigits(n, 4));
    return wnafWalk(c.ZERO, tables, digits);
  }
  function createField(order2, field, isLE3) {
    if (field) {
      if (field.ORDER !== order2)
        throw new Error("Field.ORDER must match order: Fp == p, Fn == n");
      validateField(field);
      return field;
    } else {
      return Field(order2, { isLE: isLE3 });
    }
  }
  function createCurveFields(type, CURVE, curveOpts = {}, FpFnLE) {
    if (type !== "weierstrass" && type !== "edwards")
      throw new Error('expected curve type "weierstrass" or "edwards"');
    if (FpFnLE === void 0)
      FpFnLE = type === "edwards";
    if (!CURVE || typeof CURVE !== "object")
      throw new Error(`expected valid ${type} CURVE object`);
    validateObject(curveOpts);
    for (const p of ["p", "n", "h"]) {
      const val = CURVE[p];
      if (!(isPosBig(val) && val !== _0n3))
        throw new Error(`CURVE.${p} must be positive bigint`);
    }
    const Fp2 = createField(CURVE.p, curveOpts.Fp, FpFnLE);
    const Fn = createField(CURVE.n, curveOpts.Fn, FpFnLE);
    const _b = type === "weierstrass" ? "b" : "d";
    const params = ["Gx", "Gy", "a", _b];
    for (const p of params) {
      if (!Fp2.isValid(CURVE[p]))
        throw new Error(`CURVE.${p} must be valid field element of CURVE.Fp`);
    }
    CURVE = Object.freeze(Object.assign({}, CURVE));
    return { CURVE, Fp: Fp2, Fn };
  }
  function createKeygen(randomSecretKey, getPublicKey) {
    return function keygen(seed) {
      const secretKey = randomSecretKey(seed);
      return { secretKey, publicKey: getPublicKey(secretKey) };
    };
  }

  // node_modules/@noble/curves/abstract/edwards.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n4 = /* @__PURE__ */ BigInt(0);
  var _1n4 = /* @__PURE__ */ BigInt(1);
  var _2n2 = /* @__PURE__ */ BigInt(2);
  var _4n3 = /* @__PURE__ */ BigInt(4);
  var _8n2 = /* @__PURE__ */ BigInt(8);
  function isEdValidXY(Fp2, CURVE, x, y) {
    const x2 = Fp2.sqr(x);
    const y2 = Fp2.sqr(y);
    const left2 = Fp2.add(Fp2.mul(CURVE.a, x2), y2);
    const right = Fp2.add(Fp2.ONE, Fp2.mul(CURVE.d, Fp2.mul(x2, y2)));
    return Fp2.eql(left2, right);
  }
  function edwards(params, extraOpts = {}) {
    validateObject(extraOpts, {}, {}, "extraOpts");
    const opts2 = extraOpts;
    const validated = createCurveFields("edwards", params, opts2, opts2.FpFnLE);
    const { Fp: Fp2, Fn } = validated;
    let CURVE = validated.CURVE;
    const { h: cofactor } = CURVE;
    if (FpLegendre(Fp2, CURVE.a) !== 1)
      throw new Error("edwards: CURVE.a must be a square in Fp for complete addition formulas");
    if (FpLegendre(Fp2, CURVE.d) !== -1)
      throw new Error("edwards: CURVE.d must be a non-square in Fp for complete addition formulas");
    validateObject(opts2, {}, { uvRatio: "function", randomBytes: "function" });
    const randomBytes5 = opts2.randomBytes === void 0 ? randomBytes2 : opts2.randomBytes;
    const MASK = _2n2 << BigInt(Fp2.BYTES * 8) - _1n4;
    function isOdd(n) {
      if (!Fp2.isOdd)
        throw new Error("Field does not have .isOdd()");
      return Fp2.isOdd(n);
    }
    const uvRatio2 = opts2.uvRatio === void 0 ? (u, v) => {
      try {
        return { isValid: true, value: Fp2.sqrt(Fp2.div(u, v)) };
      } catch (e) {
        return { isValid: false, value: _0n4 };
      }
    } : opts2.uvRatio;
    if (!isEdValidXY(Fp2, CURVE, CURVE.Gx, CURVE.Gy))
      throw new Error("bad curve params: generator point");
    const mulA = Fp2.eql(CURVE.a, Fp2.neg(Fp2.ONE)) ? (x) => Fp2.neg(x) : Fp2.eql(CURVE.a, Fp2.ONE) ? (x) => x : (x) => Fp2.mul(CURVE.a, x);
    function acoord(title, n, banZero = false) {
      const min = banZero ? _1n4 : _0n4;
      aInRange("coordinate " + title, n, min, MASK);
      return n;
    }
    function aedpoint(other) {
      if (!(other instanceof Point2))
        throw new Error("EdwardsPoint expected");
    }
    class Point2 {
      static BASE = new Point2(CURVE.Gx, CURVE.Gy, Fp2.ONE, Fp2.mul(CURVE.Gx, CURVE.Gy));
      static ZERO = new Point2(Fp2.ZERO, Fp2.ONE, Fp2.ONE, Fp2.ZERO);
      static Fp = Fp2;
      static Fn = Fn;
      X;
      Y;
      Z;
      T;
      constructor(X, Y, Z, T) {
        this.X = acoord("x", X);
        this.Y = acoord("y", Y);
        this.Z = acoord("z", Z, true);
        this.T = acoord("t", T);
        Object.freeze(this);
      }
      static CURVE() {
        return CURVE;
      }
      /**
       * Create one extended Edwards point from affine coordinates.
       * Does NOT validate that the point is on-curve or torsion-free.
       * Use `.assertValidity()` on adversarial inputs.
       */
      static fromAffine(p) {
        if (p instanceof Point2)
          throw new Error("extended point not allowed");
        const { x, y } = p || {};
        acoord("x", x);
        acoord("y", y);
        return new Point2(x, y, Fp2.ONE, Fp2.mul(x, y));
      }
      // Uses algo from RFC8032 5.1.3.
      static fromBytes(bytes, zip215 = false) {
        const len = Fp2.BYTES;
        const { a, d } = CURVE;
        bytes = copyBytes2(abytes2(bytes, len, "point"));
        abool2(zip215, "zip215");
        const normed = copyBytes2(bytes);
        const lastByte = bytes[len - 1];
        normed[len - 1] = lastByte & ~128;
        const y = bytesToNumberLE(normed);
        const max = zip215 ? MASK : Fp2.ORDER;
        aInRange("point.y", y, _0n4, max);
        const y2 = Fp2.sqr(y);
        const u = Fp2.sub(y2, Fp2.ONE);
        const v = Fp2.sub(Fp2.mulN(d, y2), a);
        let { isValid, value: x } = uvRatio2(u, v);
        if (!isValid)
          throw new Error("bad point: invalid y coordinate");
        const isXOdd = isOdd(x);
        const isLastByteOdd = (lastByte & 128) !== 0;
        if (!zip215 && Fp2.is0(x) && isLastByteOdd)
          throw new Error("bad point: x=0 and x_0=1");
        if (isLastByteOdd !== isXOdd)
          x = Fp2.neg(x);
        return Point2.fromAffine({ x, y });
      }
      static fromHex(hex2, zip215 = false) {
        return Point2.fromBytes(hexToBytes2(hex2), zip215);
      }
      get x() {
        return this.toAffine().x;
      }
      get y() {
        return this.toAffine().y;
      }
      precompute(windowSize = 6, isLazy = true) {
        wnaf.setWindowSize(this, windowSize);
        if (!isLazy)
          this.multiply(_2n2);
        return this;
      }
      // Useful in fromAffine() - not for fromBytes(), which always created valid points.
      assertValidity() {
        const p = this;
        const { a, d } = CURVE;
        if (p.is0())
          throw new Error("bad point: ZERO");
        const { X, Y, Z, T } = p;
        const X2 = Fp2.sqr(X);
        const Y2 = Fp2.sqr(Y);
        const Z2 = Fp2.sqr(Z);
        const Z4 = Fp2.sqr(Z2);
        const aX2 = Fp2.mul(X2, a);
        const left2 = Fp2.mul(Fp2.add(aX2, Y2), Z2);
        const right = Fp2.add(Z4, Fp2.mul(d, Fp2.mul(X2, Y2)));
        if (!Fp2.eql(left2, right))
          throw new Error("bad point: equation left != right (1)");
        const XY = Fp2.mul(X, Y);
        const ZT = Fp2.mul(Z, T);
        if (!Fp2.eql(XY, ZT))
          throw new Error("bad point: equation left != right (2)");
      }
      // Compare one point to another.
      equals(other) {
        aedpoint(other);
        const { X: X1, Y: Y1, Z: Z1 } = this;
        const { X: X2, Y: Y2, Z: Z2 } = other;
        const X1Z2 = Fp2.mul(X1, Z2);
        const X2Z1 = Fp2.mul(X2, Z1);
        const Y1Z2 = Fp2.mul(Y1, Z2);
        const Y2Z1 = Fp2.mul(Y2, Z1);
        return Fp2.eql(X1Z2, X2Z1) && Fp2.eql(Y1Z2, Y2Z1);
      }
      is0() {
        return this.equals(Point2.ZERO);
      }
      negate() {
        return new Point2(Fp2.neg(this.X), this.Y, this.Z, Fp2.neg(this.T));
      }
      // Fast algo for doubling Extended Point.
      // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#doubling-dbl-2008-hwcd
      // Cost: 4M + 4S + 1*a + 6add + 1*2.
      double() {
        const { X: X1, Y: Y1, Z: Z1 } = this;
        const A = Fp2.sqr(X1);
        const B2 = Fp2.sqr(Y1);
        const C = Fp2.mul(Fp2.sqr(Z1), _2n2);
        const D = mulA(A);
        const x1y1 = Fp2.addN(X1, Y1);
        const E = Fp2.sub(Fp2.subN(Fp2.sqr(x1y1), A), B2);
        const G2 = Fp2.addN(D, B2);
        const F2 = Fp2.subN(G2, C);
        const H = Fp2.subN(D, B2);
        const X3 = Fp2.mul(E, F2);
        const Y3 = Fp2.mul(G2, H);
        const T3 = Fp2.mul(E, H);
        const Z3 = Fp2.mul(F2, G2);
        return new Point2(X3, Y3, Z3, T3);
      }
      // Fast algo for adding 2 Extended Points.
      // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#addition-add-2008-hwcd
      // Cost: 9M + 1*a + 1*d + 7add.
      add(other) {
        aedpoint(other);
        const { d } = CURVE;
        const { X: X1, Y: Y1, Z: Z1, T: T1 } = this;
        const { X: X2, Y: Y2, Z: Z2, T: T2 } = other;
        const A = Fp2.mul(X1, X2);
        const B2 = Fp2.mul(Y1, Y2);
        const C = Fp2.mul(Fp2.mulN(T1, d), T2);
        const D = Fp2.mul(Z1, Z2);
        const E = Fp2.sub(Fp2.subN(Fp2.mulN(Fp2.addN(X1, Y1), Fp2.addN(X2, Y2)), A), B2);
        const F2 = Fp2.subN(D, C);
        const G2 = Fp2.addN(D, C);
        const H = Fp2.sub(B2, mulA(A));
        const X3 = Fp2.mul(E, F2);
        const Y3 = Fp2.mul(G2, H);
        const T3 = Fp2.mul(E, H);
        const Z3 = Fp2.mul(F2, G2);
        return new Point2(X3, Y3, Z3, T3);
      }
      subtract(other) {
        aedpoint(other);
        return this.add(other.negate());
      }
      // Constant-time multiplication.
      multiply(scalar) {
        if (!Fn.isValidNot0(scalar))
          throw new RangeError("invalid scalar: expected 1 <= sc < curve.n");
        const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
        return normalize([p, f])[0];
      }
      // Non-constant-time multiplication. Uses double-and-add algorithm.
      // It's faster, but should only be used when you don't care about
      // an exposed private key e.g. sig verification.
      // Keeps the same subgroup-scalar contract: 0 is allowed for public-scalar callers, but
      // n and larger values are rejected instead of being reduced mod n to the identity point.
      multiplyUnsafe(scalar) {
        if (!Fn.isValid(scalar))
          throw new RangeError("invalid scalar: expected 0 <= sc < curve.n");
        if (scalar === _0n4)
          return Point2.ZERO;
        if (this.is0() || scalar === _1n4)
          return this;
        return wnaf.mulUnsafe(this, scalar, normalize);
      }
      // Checks if point is of small order.
      // If you add something to small order point, you will have "dirty"
      // point with torsion component.
      // Clears cofactor and checks if the result is 0.
      isSmallOrder() {
        return this.clearCofactor().is0();
      }
      // Multiplies point by curve order and checks if the result is 0.
      // Returns `false` is the point is dirty.
      isTorsionFree() {
        return wnaf.mulUnsafe(this, CURVE.n).is0();
      }
      // Converts Extended point to default (x, y) coordinates.
      // Can accept precomputed Z^-1 - for example, from invertBatch.
      toAffine(invertedZ) {
        const p = this;
        let iz = invertedZ;
        if (iz != null && typeof iz !== "bigint")
          throw new TypeError('"invertedZ" expected bigint, got type=' + typeof iz);
        const { X, Y, Z } = p;
        const is0 = p.is0();
        if (iz == null)
          iz = is0 ? Fp2.create(_8n2) : Fp2.inv(Z);
        const x = Fp2.mul(X, iz);
        const y = Fp2.mul(Y, iz);
        const zz = Fp2.mul(Z, iz);
        if (is0)
          return { x: Fp2.ZERO, y: Fp2.ONE };
        if (!Fp2.eql(zz, Fp2.ONE))
          throw new Error("invZ was invalid");
        return { x, y };
      }
      clearCofactor() {
        if (cofactor === _1n4)
          return this;
        if (cofactor === _2n2)
          return this.double();
        if (cofactor === _4n3)
          return this.double().double();
        if (cofactor === _8n2)
          return this.double().double().double();
        return this.multiplyUnsafe(cofactor);
      }
      toBytes() {
        const { x, y } = this.toAffine();
        const bytes = Fp2.toBytes(y);
        bytes[bytes.length - 1] |= isOdd(x) ? 128 : 0;
        return bytes;
      }
      toHex() {
        return bytesToHex2(this.toBytes());
      }
      toString() {
        return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
      }
    }
    const normalize = (points) => normalizeZ(Point2, points);
    const wnaf = new ScalarMultiplier(Point2, randomBytes5);
    if (wnaf.bits >= 6)
      Point2.BASE.precompute(6);
    Object.freeze(Point2.prototype);
    Object.freeze(Point2);
    return Point2;
  }
  function eddsa(Point2, cHash, eddsaOpts = {}) {
    validatePointCons(Point2);
    if (typeof cHash !== "function")
      throw new Error('"hash" function param is required');
    const hash = cHash;
    const opts2 = eddsaOpts;
    validateObject(opts2, {}, {
      adjustScalarBytes: "function",
      randomBytes: "function",
      domain: "function",
      prehash: "function",
      zip215: "boolean",
      mapToCurve: "function",
      toMontgomery: "function",
      toMontgomerySecret: "function"
    });
    const { prehash } = opts2;
    const { BASE, Fp: Fp2, Fn } = Point2;
    const outputLen = hash.outputLen;
    const expectedLen = 2 * Fp2.BYTES;
    if (outputLen !== void 0) {
      asafenumber(outputLen, "hash.outputLen");
      if (outputLen !== expectedLen)
        throw new Error(`hash.outputLen must be ${expectedLen}, got ${outputLen}`);
    }
    const randomBytes5 = opts2.randomBytes === void 0 ? randomBytes2 : opts2.randomBytes;
    const toMontgomery2 = opts2.toMontgomery;
    const toMontgomerySecret2 = opts2.toMontgomerySecret;
    const adjustScalarBytes2 = opts2.adjustScalarBytes === void 0 ? (bytes) => bytes : opts2.adjustScalarBytes;
    const domain = opts2.domain === void 0 ? (data, ctx, phflag) => {
      abool2(phflag, "phflag");
      if (ctx.length || phflag)
        throw new Error("Contexts/pre-hash are not supported");
      return data;
    } : opts2.domain;
    function modN_LE(hash2) {
      return Fn.create(bytesToNumberLE(hash2));
    }
    function getPrivateScalar(key) {
      const len = lengths.secretKey;
      abytes2(key, lengths.secretKey, "secretKey");
      const hashed = abytes2(hash(key), 2 * len, "hashedSecretKey");
      const head = adjustScalarBytes2(hashed.slice(0, len));
      const prefix = hashed.slice(len, 2 * len);
      const scalar = modN_LE(head);
      return { head, prefix, scalar };
    }
    function getExtendedPublicKey(secretKey) {
      const { head, prefix, scalar } = getPrivateScalar(secretKey);
      const point = BASE.multiply(scalar);
      const pointBytes = point.toBytes();
      return { head, prefix, scalar, point, pointBytes };
    }
    function getPublicKey(secretKey) {
      return getExtendedPublicKey(secretKey).pointBytes;
    }
    function hashDomainToScalar(context = Uint8Array.of(), ...msgs) {
      const msg = concatBytes2(...msgs);
      return modN_LE(hash(domain(msg, abytes2(context, void 0, "context"), !!prehash)));
    }
    function sign3(msg, secretKey, options = {}) {
      validateObject(options, {}, {}, "options");
      msg = copyBytes2(abytes2(msg, void 0, "message"));
      if (prehash)
        msg = prehash(msg);
      const { prefix, scalar, pointBytes } = getExtendedPublicKey(secretKey);
      const r = hashDomainToScalar(options.context, prefix, msg);
      const R2 = BASE.multiply(r).toBytes();
      const k = hashDomainToScalar(options.context, R2, pointBytes, msg);
      const s = Fn.create(r + k * scalar);
      if (!Fn.isValid(s))
        throw new Error("sign failed: invalid s");
      const rs = concatBytes2(R2, Fn.toBytes(s));
      return abytes2(rs, lengths.signature, "result");
    }
    const verifyOpts = {
      zip215: opts2.zip215
    };
    function verify3(sig, msg, publicKey, options = verifyOpts) {
      validateObject(options);
      const { context } = options;
      const zip215 = options.zip215 === void 0 ? !!verifyOpts.zip215 : options.zip215;
      const len = lengths.signature;
      sig = abytes2(sig, len, "signature");
      msg = abytes2(msg, void 0, "message");
      publicKey = abytes2(publicKey, lengths.publicKey, "publicKey");
      if (zip215 !== void 0)
        abool2(zip215, "zip215");
      if (prehash)
        msg = prehash(msg);
      const mid = len / 2;
      const r = sig.subarray(0, mid);
      const s = bytesToNumberLE(sig.subarray(mid, len));
      let A, R2, SB;
      try {
        A = Point2.fromBytes(publicKey, zip215);
        R2 = Point2.fromBytes(r, zip215);
        SB = BASE.multiplyUnsafe(s);
      } catch (error) {
        return false;
      }
      if (!zip215 && A.isSmallOrder())
        return false;
      const k = hashDomainToScalar(context, r, publicKey, msg);
      const RkA = R2.add(A.multiplyUnsafe(k));
      return RkA.subtract(SB).clearCofactor().is0();
    }
    const _size = Fp2.BYTES;
    const lengths = {
      secretKey: _size,
      publicKey: _size,
      signature: 2 * _size,
      seed: _size
    };
    function randomSecretKey(seed) {
      seed = seed === void 0 ? randomBytes5(lengths.seed) : seed;
      return abytes2(seed, lengths.seed, "seed");
    }
    function isValidSecretKey(key) {
      return isBytes2(key) && key.length === lengths.secretKey;
    }
    function isValidPublicKey(key, zip215) {
      try {
        return !!Point2.fromBytes(key, zip215 === void 0 ? verifyOpts.zip215 : zip215);
      } catch (error) {
        return false;
      }
    }
    const utils = {
      getExtendedPublicKey,
      randomSecretKey,
      isValidSecretKey,
      isValidPublicKey,
      /** Converts an Edwards public key to a companion Montgomery public key. */
      toMontgomery(publicKey) {
        if (toMontgomery2 === void 0)
          throw new Error("Montgomery conversion is not supported for this curve");
        return toMontgomery2(Point2.fromBytes(publicKey));
      },
      toMontgomerySecret(secretKey) {
        if (toMontgomerySecret2 === void 0)
          throw new Error("Montgomery conversion is not supported for this curve");
        return toMontgomerySecret2(secretKey);
      }
    };
    Object.freeze(lengths);
    Object.freeze(utils);
    return Object.freeze({
      keygen: createKeygen(randomSecretKey, getPublicKey),
      getPublicKey,
      sign: sign3,
      verify: verify3,
      utils,
      Point: Point2,
      lengths
    });
  }

  // node_modules/@noble/curves/abstract/fft.js
  function checkU32(n, title = "n") {
    if (typeof n !== "number")
      throw new TypeError(`wrong u32 integer "${title}": expected number, got type=${typeof n}`);
    if (!Number.isSafeInteger(n) || n < 0 || n > 4294967295)
      throw new RangeError(`wrong u32 integer "${title}": expected 0..4294967295, got ${n}`);
    return n;
  }
  function isPowerOfTwo(x) {
    checkU32(x, "x");
    return (x & x - 1) === 0 && x !== 0;
  }
  function reverseBits(n, bits) {
    checkU32(n);
    if (typeof bits !== "number")
      throw new TypeError('"bits" expected number, got type=' + typeof bits);
    if (!Number.isSafeInteger(bits) || bits < 0 || bits > 32)
      throw new Error(`expected integer 0 <= bits <= 32, got ${bits}`);
    let reversed = 0;
    for (let i = 0; i < bits; i++, n >>>= 1)
      reversed = reversed << 1 | n & 1;
    return reversed >>> 0;
  }
  function log2(n) {
    checkU32(n);
    return 31 - Math.clz32(n);
  }
  function bitReversalInplace(values) {
    if (!values || typeof values !== "object" || typeof values.length !== "number")
      throw new TypeError('"values" expected array-like, got type=' + typeof values);
    const n = values.length;
    if (!isPowerOfTwo(n))
      throw new Error("expected positive power-of-two length, got " + n);
    const bits = log2(n);
    for (let i = 0; i < n; i++) {
      const j = reverseBits(i, bits);
      if (i < j) {
        const tmp = values[i];
        values[i] = values[j];
        values[j] = tmp;
      }
    }
    return values;
  }
  var FFTCore = (F2, coreOpts) => {
    validateObject(coreOpts, { N: "number", roots: "object", dit: "boolean" }, { invertButterflies: "boolean", skipStages: "number", brp: "boolean" }, "coreOpts");
    const { N: N2, roots, dit, invertButterflies = false, skipStages = 0, brp = true } = coreOpts;
    checkU32(N2, "coreOpts.N");
    const bits = log2(N2);
    if (!isPowerOfTwo(N2))
      throw new Error("FFT: Polynomial size should be power of two");
    checkU32(skipStages, "coreOpts.skipStages");
    const maxSkipStages = bits === 0 ? 0 : bits - 1;
    if (skipStages > maxSkipStages)
      throw new Error(`FFT: wrong skipStages: expected 0 <= skipStages <= ${maxSkipStages}`);
    if (roots.length !== N2)
      throw new Error(`FFT: wrong roots length: expected ${N2}, got ${roots.length}`);
    const isDit = dit !== invertButterflies;
    return (values) => {
      if (values.length !== N2)
        throw new Error("FFT: wrong Polynomial length");
      if (dit && brp)
        bitReversalInplace(values);
      for (let i = 0, g = 1; i < bits - skipStages; i++) {
        const s = dit ? i + 1 + skipStages : bits - i;
        const m = 1 << s;
        const m2 = m >> 1;
        const stride = N2 >> s;
        for (let k = 0; k < N2; k += m) {
          for (let j = 0, grp = g++; j < m2; j++) {
            const rootPos = invertButterflies ? dit ? N2 - grp : grp : j * stride;
            const i0 = k + j;
            const i1 = k + j + m2;
            const omega = roots[rootPos];
            const b = values[i1];
            const a = values[i0];
            if (isDit) {
              const t = F2.mul(b, omega);
              values[i0] = F2.add(a, t);
              values[i1] = F2.sub(a, t);
            } else if (invertButterflies) {
              values[i0] = F2.add(b, a);
              values[i1] = F2.mul(F2.sub(b, a), omega);
            } else {
              values[i0] = F2.add(a, b);
              values[i1] = F2.mul(F2.sub(a, b), omega);
            }
          }
        }
      }
      if (!dit && brp)
        bitReversalInplace(values);
      return values;
    };
  };

  // node_modules/@noble/curves/abstract/montgomery.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n5 = /* @__PURE__ */ BigInt(0);
  var _1n5 = /* @__PURE__ */ BigInt(1);
  var _2n3 = /* @__PURE__ */ BigInt(2);
  function cmask(P3, swap) {
    return P3 + swap - (swap >> _1n5 << _1n5);
  }
  function cswap(P3) {
    const offset = BigInt(6) * P3;
    return (mask, x_2, x_3) => {
      const sum = x_2 + x_3;
      const d = offset + x_3 - x_2;
      const a = (d * mask + x_2) % P3;
      return { x_2: a, x_3: sum - a };
    };
  }
  function validateOpts(curve) {
    validateObject(curve, {
      P: "bigint",
      type: "string",
      adjustScalarBytes: "function",
      powPminus2: "function"
    }, {
      randomBytes: "function",
      scalarMultBase: "function"
    });
    return Object.freeze({ ...curve });
  }
  function montgomery(curveDef) {
    const CURVE = validateOpts(curveDef);
    const { P: P3, type, adjustScalarBytes: adjustScalarBytes2, powPminus2, randomBytes: rand } = CURVE;
    const mulBaseHook = CURVE.scalarMultBase;
    const is25519 = type === "x25519";
    if (!is25519 && type !== "x448")
      throw new Error("invalid type");
    const randomBytes_ = rand === void 0 ? randomBytes2 : rand;
    const montgomeryBits = is25519 ? 255 : 448;
    const swap = cswap(P3);
    const fieldLen = is25519 ? 32 : 56;
    const Gu = is25519 ? BigInt(9) : BigInt(5);
    const a24 = is25519 ? BigInt(121665) : BigInt(39081);
    const minScalar = is25519 ? _2n3 ** BigInt(254) : _2n3 ** BigInt(447);
    const maxAdded = is25519 ? BigInt(8) * (_2n3 ** BigInt(251) - _1n5) : BigInt(4) * (_2n3 ** BigInt(445) - _1n5);
    const maxScalar = minScalar + maxAdded + _1n5;
    const modP = (n) => mod(n, P3);
    const GuBytes = encodeU(Gu);
    function encodeU(u) {
      return numberToBytesLE(modP(u), fieldLen);
    }
    function decodeU(u) {
      const _u = copyBytes2(abytes2(u, fieldLen, "uCoordinate"));
      if (is25519)
        _u[31] &= 127;
      return modP(bytesToNumberLE(_u));
    }
    function decodeScalar(scalar) {
      return bytesToNumberLE(adjustScalarBytes2(copyBytes2(abytes2(scalar, fieldLen, "scalar"))));
    }
    const lowOrderU = new Set(is25519 ? [
      _0n5,
      _1n5,
      P3 - _1n5,
      BigInt("325606250916557431795983626356110631294008115727848805560023387167927233504"),
      BigInt("39382357235489614581723060781553021112529911719440698176882885853963445705823")
    ] : [_0n5, _1n5, P3 - _1n5]);
    function scalarMult2(scalar, u) {
      const pointU = decodeU(u);
      if (lowOrderU.has(pointU))
        throw new Error("invalid private or public key received");
      const pu = montgomeryLadder(pointU, decodeScalar(scalar));
      if (pu === _0n5)
        throw new Error("invalid private or public key received");
      return encodeU(pu);
    }
    function scalarMultBase2(scalar) {
      if (mulBaseHook === void 0)
        return scalarMult2(scalar, GuBytes);
      const k = decodeScalar(scalar);
      aInRange("scalar", k, minScalar, maxScalar);
      const pu = modP(mulBaseHook(k));
      if (pu === _0n5)
        throw new Error("invalid private or public key received");
      return encodeU(pu);
    }
    const getPublicKey = scalarMultBase2;
    const getSharedSecret = scalarMult2;
    function montgomeryLadder(u, scalar) {
      aInRange("u", u, _0n5, P3);
      aInRange("scalar", scalar, minScalar, maxScalar);
      const k = scalar;
      const x_1 = u;
      let x_2 = _1n5;
      let z_2 = _0n5;
      let x_3 = u;
      let z_3 = _1n5;
      const kx = k ^ k >> _1n5;
      for (let t = BigInt(montgomeryBits - 1); t >= _0n5; t--) {
        const mask2 = cmask(P3, kx >> t);
        ({ x_2, x_3 } = swap(mask2, x_2, x_3));
        ({ x_2: z_2, x_3: z_3 } = swap(mask2, z_2, z_3));
        const A = x_2 + z_2;
        const AA = modP(A * A);
        const B2 = x_2 - z_2;
        const BB = modP(B2 * B2);
        const E = AA - BB;
        const C = x_3 + z_3;
        const D = x_3 - z_3;
        const DA = modP(D * A);
        const CB = modP(C * B2);
        const dacb = DA + CB;
        const da_cb = DA - CB;
        x_3 = modP(dacb * dacb);
        z_3 = modP(x_1 * modP(da_cb * da_cb));
        x_2 = modP(AA * BB);
        z_2 = modP(E * (AA + modP(a24 * E)));
      }
      const mask = cmask(P3, k);
      ({ x_2, x_3 } = swap(mask, x_2, x_3));
      ({ x_2: z_2, x_3: z_3 } = swap(mask, z_2, z_3));
      const z2 = powPminus2(z_2);
      return modP(x_2 * z2);
    }
    const lengths = {
      secretKey: fieldLen,
      publicKey: fieldLen,
      seed: fieldLen
    };
    const randomSecretKey = (seed) => {
      seed = seed === void 0 ? randomBytes_(fieldLen) : seed;
      abytes2(seed, lengths.seed, "seed");
      return seed;
    };
    const utils = { randomSecretKey };
    Object.freeze(lengths);
    Object.freeze(utils);
    return Object.freeze({
      keygen: createKeygen(randomSecretKey, getPublicKey),
      getSharedSecret,
      getPublicKey,
      scalarMult: scalarMult2,
      scalarMultBase: scalarMultBase2,
      utils,
      GuBytes: GuBytes.slice(),
      lengths
    });
  }

  // node_modules/@noble/curves/ed25519.js
  /*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var _0n6 = /* @__PURE__ */ BigInt(0);
  var _1n6 = /* @__PURE__ */ BigInt(1);
  var _2n4 = /* @__PURE__ */ BigInt(2);
  var _3n2 = /* @__PURE__ */ BigInt(3);
  var _5n2 = /* @__PURE__ */ BigInt(5);
  var _8n3 = /* @__PURE__ */ BigInt(8);
  var ed25519_CURVE_p = /* @__PURE__ */ BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
  var ed25519_CURVE = /* @__PURE__ */ (() => ({
    p: ed25519_CURVE_p,
    n: BigInt("0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
    h: _8n3,
    a: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
    d: BigInt("0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"),
    Gx: BigInt("0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
    Gy: BigInt("0x6666666666666666666666666666666666666666666666666666666666666658")
  }))();
  function ed25519_pow_2_252_3(x) {
    const _10n = BigInt(10), _20n = BigInt(20), _40n = BigInt(40), _80n = BigInt(80);
    const P3 = ed25519_CURVE_p;
    const x2 = x * x % P3;
    const b2 = x2 * x % P3;
    const b4 = pow2(b2, _2n4, P3) * b2 % P3;
    const b5 = pow2(b4, _1n6, P3) * x % P3;
    const b10 = pow2(b5, _5n2, P3) * b5 % P3;
    const b20 = pow2(b10, _10n, P3) * b10 % P3;
    const b40 = pow2(b20, _20n, P3) * b20 % P3;
    const b80 = pow2(b40, _40n, P3) * b40 % P3;
    const b160 = pow2(b80, _80n, P3) * b80 % P3;
    const b240 = pow2(b160, _80n, P3) * b80 % P3;
    const b250 = pow2(b240, _10n, P3) * b10 % P3;
    const pow_p_5_8 = pow2(b250, _2n4, P3) * x % P3;
    return { pow_p_5_8, b2 };
  }
  function adjustScalarBytes(bytes) {
    bytes[0] &= 248;
    bytes[31] &= 127;
    bytes[31] |= 64;
    return bytes;
  }
  var ED25519_SQRT_M1 = /* @__PURE__ */ BigInt("19681161376707505956807079304988542015446066515923890162744021073123829784752");
  function uvRatio(u, v) {
    const P3 = ed25519_CURVE_p;
    const v3 = mod(v * v * v, P3);
    const v7 = mod(v3 * v3 * v, P3);
    const pow3 = ed25519_pow_2_252_3(u * v7).pow_p_5_8;
    let x = mod(u * v3 * pow3, P3);
    const vx2 = mod(v * x * x, P3);
    const root1 = x;
    const root2 = mod(x * ED25519_SQRT_M1, P3);
    const useRoot1 = vx2 === u;
    const useRoot2 = vx2 === mod(-u, P3);
    const noRoot = vx2 === mod(-u * ED25519_SQRT_M1, P3);
    if (useRoot1)
      x = root1;
    if (useRoot2 || noRoot)
      x = root2;
    if (isNegativeLE(x, P3))
      x = mod(-x, P3);
    return { isValid: useRoot1 || useRoot2, value: x };
  }
  var ed25519_Point = /* @__PURE__ */ edwards(ed25519_CURVE, { uvRatio });
  var Fp = /* @__PURE__ */ (() => ed25519_Point.Fp)();
  function toMontgomery(point) {
    const { y } = point;
    return Fp.toBytes(Fp.div(_1n6 + y, _1n6 - y));
  }
  function toMontgomerySecret(secretKey) {
    const size = ed25519_Point.Fp.BYTES;
    abytes(secretKey, size);
    return adjustScalarBytes(sha512(secretKey.subarray(0, size))).subarray(0, size);
  }
  function ed(opts2) {
    return eddsa(ed25519_Point, sha512, Object.assign({ adjustScalarBytes, toMontgomery, toMontgomerySecret, zip215: true }, opts2));
  }
  var ed25519 = /* @__PURE__ */ ed({});
  var x25519 = /* @__PURE__ */ (() => {
    const P3 = ed25519_CURVE_p;
    const powPminus2 = (x) => {
      const { pow_p_5_8, b2 } = ed25519_pow_2_252_3(x);
      return mod(pow2(pow_p_5_8, _3n2, P3) * b2, P3);
    };
    return montgomery({
      P: P3,
      type: "x25519",
      powPminus2,
      adjustScalarBytes,
      // ~3x faster fixed-base: [k]B on the birationally-equivalent Edwards curve using cached
      // base tables, mapped back via u = (1+y)/(1-y) = (Z+Y)/(Z-Y) with one Fermat inversion.
      // Same construction as libsodium's crypto_scalarmult_curve25519_base.
      scalarMultBase: (k) => {
        const kn = mod(k, ed25519_Point.Fn.ORDER);
        if (kn === _0n6)
          return _0n6;
        const p = ed25519_Point.BASE.multiply(kn);
        return mod((p.Z + p.Y) * powPminus2(mod(p.Z - p.Y, P3)), P3);
      }
    });
  })();

  // src/minisign.ts
  var UNTRUSTED = "untrusted comment: ";
  var TRUSTED = "trusted comment: ";
  var UNTRUSTED_MAX = 1024;
  var TRUSTED_MAX = 8192;
  var KIND_OF_KEY = utf8("Ed");
  var KIND_OF_SIGNATURE = utf8("ED");
  var { Point } = ed25519;
  var P2 = 2n ** 255n - 19n;
  var Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
  var SMALL_ORDER_Y = /* @__PURE__ */ new Set([0n, 1n, Y8, P2 - Y8, P2 - 1n, P2, P2 + 1n]);
  var KeyFormatError = class extends WbsError {
    constructor(message) {
      super("key", message);
    }
  };
  var SignatureError = class extends WbsError {
    constructor(message) {
      super("signature", message);
    }
  };
  var PublicKey = class _PublicKey {
    raw;
    keyId;
    /** KeyFormatError for wrong lengths, or a key under which anybody can sign. */
    constructor(raw, keyId = sha256(raw).slice(0, 8)) {
      if (raw.length !== 32 || keyId.length !== 8) {
        throw new KeyFormatError("a minisign public key has 32 bytes and a key id of 8");
      }
      if (smallOrder(raw)) throw new KeyFormatError("the public key is a point of small order");
      this.raw = raw;
      this.keyId = keyId;
    }
    /** Read the base64 line, or a whole .pub file; KeyFormatError if it is neither. */
    static parse(text4) {
      const lines = text4.replace(/\n$/, "").split("\n");
      if (lines.length > 2 || lines.length === 2 && !lines[0].startsWith(UNTRUSTED)) {
        throw new KeyFormatError("a minisign key is one base64 line, in a file after one comment line");
      }
      const data = decode(lines.at(-1), 42, KeyFormatError);
      if (!equal(data.subarray(0, 2), KIND_OF_KEY))
        throw new KeyFormatError("the key is not of minisign's kind");
      return new _PublicKey(data.slice(10), data.slice(2, 10));
    }
    /** Return the base64 line: `RW` and 54 characters more. */
    toString() {
      return base64(concat(KIND_OF_KEY, this.keyId, this.raw));
    }
  };
  var SigningKey = class {
    seed;
    public;
    /** KeyFormatError for wrong lengths. */
    constructor(seed, keyId) {
      if (seed.length !== 32) throw new KeyFormatError("a minisign seed has 32 bytes");
      this.seed = seed;
      this.public = new PublicKey(ed25519.getPublicKey(seed), keyId);
    }
    /** Return the whole text of a .minisig file; SignatureError for a comment that cannot stand there. */
    sign(message, trustedComment, untrustedComment) {
      checkComment(UNTRUSTED + untrustedComment, UNTRUSTED, UNTRUSTED_MAX);
      checkComment(TRUSTED + trustedComment, TRUSTED, TRUSTED_MAX);
      const signature = ed25519.sign(blake2b(message), this.seed);
      const bound = ed25519.sign(concat(signature, utf8(trustedComment)), this.seed);
      const named2 = base64(concat(KIND_OF_SIGNATURE, this.public.keyId, signature));
      return `${UNTRUSTED}${untrustedComment}
${named2}
${TRUSTED}${trustedComment}
${base64(bound)}
`;
    }
  };
  function verify(message, signature, key) {
    const lines = signature.split("\n");
    if (lines.length !== 5 || lines[4]) {
      throw new SignatureError("a signature has four lines, each ended by a line feed");
    }
    checkComment(lines[0], UNTRUSTED, UNTRUSTED_MAX);
    const trustedComment = checkComment(lines[2], TRUSTED, TRUSTED_MAX);
    const data = decode(lines[1], 74, SignatureError);
    const bound = decode(lines[3], 64, SignatureError);
    if (!equal(data.subarray(0, 2), KIND_OF_SIGNATURE)) {
      throw new SignatureError("the signature is not of the prehashed kind");
    }
    if (!equal(data.subarray(2, 10), key.keyId)) throw new SignatureError("the signature names another key");
    const made = data.subarray(10);
    if (!fits(made, blake2b(message), key.raw) || !fits(bound, concat(made, utf8(trustedComment)), key.raw)) {
      throw new SignatureError("the signature does not fit");
    }
    return trustedComment;
  }
  function fits(signature, message, publicKey) {
    const r = signature.subarray(0, 32);
    const s = bytesToNumberLE(signature.subarray(32));
    if (s >= Point.Fn.ORDER || smallOrder(r)) return false;
    const k = Point.Fn.create(bytesToNumberLE(sha512(concat(r, publicKey, message))));
    let a;
    try {
      a = Point.fromBytes(publicKey, true);
    } catch {
      return false;
    }
    return equal(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r);
  }
  function decode(text4, length, refusal) {
    if (text4.length !== Math.ceil(length / 3) * 4) {
      throw new refusal(`a line of base64 does not stand for ${length} bytes`);
    }
    let data;
    try {
      data = unbase64(text4);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new refusal("a line is not canonical base64");
    }
    if (data.length !== length) throw new refusal(`a line of base64 does not stand for ${length} bytes`);
    return data;
  }
  function checkComment(line2, prefix, limit) {
    const comment = line2.slice(prefix.length);
    if (!line2.startsWith(prefix) || !/^(?:[ \t]|[^\p{C}\p{Z}])*$/u.test(comment)) {
      throw new SignatureError("a comment line is missing or holds unprintable characters");
    }
    if (utf8(line2).length >= limit) throw new SignatureError("a comment is too long");
    return comment;
  }
  function smallOrder(point) {
    return SMALL_ORDER_Y.has(bytesToNumberLE(point) & 2n ** 255n - 1n);
  }

  // src/words.ts
  /**
   * The 2,048 words of receipt codes and fingerprints, made by `python -m tools.clientwords`.
   *
   * @license CC BY-SA 4.0, as far as the list is protected: chosen by the Indonesian frequencies of
   * wordfreq 3.1.1 by Robyn Speer, https://doi.org/10.5281/zenodo.7199437; see crypto/NOTICE.
   */
  var WORDS = `
abadi abang abjad abon absolut abstrak adalah adapun adegan adil adonan adopsi aduh aerobik agak ahli ajaib
akademi akar akasia akhir akibat akordeon akrab akrobat aksara aksen aksi aktif aktor aktual akuarium akun
akurat akustik alami alangkah alarm alas album alfabet alih aliran aljabar alkisah almanak alumni alur amat
ambil ampas ampela ampun analisis anatomi andai andong aneh aneka anggap angin angkasa angsa animasi anjungan
anoa antara antena anting antre antusias anugerah anyar anyelir apabila apakah apalagi apel apik aplikasi
apotek apung arah arbei area argumen arloji aroma arsitek arti arus arwana asap asbak aset asing asmara aspal
aspek asrama asri asteroid astronom asuhan atau atlet atmosfer atom atraksi atribut audio aula aurora awal
ayam ayunan baca badan badut bagasi bagian bagus bahasa bahkan bahtera bahwa bait bajigur baju bakat bakiak
bakmi bakpia bakso bakteri bakul bakwan balai balet balik balkon balsam balutan bandara bangun banjir bank
bantal banyak bapak barbel bareng baris barter basah baskom batas baterai batin batuk bawang bayar bayi beban
beberapa becak bedah begadang begitu begonia bejana bekas bekicot beku belajar belerang beliau belum bemo
bendera bengkel benih bensin bentuk benua berani berbeda bercanda berdua beres berfoto bergerak berhasil beri
berjalan berkat berlian bermain bernama beroda berpikir bersih bertahan beruang berwarna besar besok betapa
betis beton betul biar biasa bibir bicara bidang bihun bijak biji bikin bilah bimbing bina bingung bintang
biodata biografi biologi bioskop biru bisbol bising biskuit bisnis bison bistik blender blok blus bocah bocor
bohlam boks boling bolpoin bolu bonang bonceng bondong boneka bongkar bonsai bonus bordir bosan botani botol
brankas brokoli bros buah bubar budaya budidaya bufet bugenvil bujang bujuk bukan bukit buklet bulat buldoser
bulir bumbu bumerang bumi bumper buncis bundar bunga buntu bunyi burung busana busur butik buyut cabai cacing
cadangan cahaya cair cakap cakram cakupan calon camilan campur canda canggih cantik capit cara carik catat
catur cawan cekatan cekung celana celengan celoteh celup cemara cempaka cendol centang cepat cerah cerdas
cerita cermin cerna cerobong cerpen cetak cicit cilok cilukba cincin cipta coba cobek cocok contoh corak coret
cuaca cubit cuci cuek cukup cuma cungkil cuplikan curam daerah daftar daging dahan dahi dahlia dahulu dakon
dalam dampak danau dandan dangkal dansa dapat dapur daratan daripada dasar daster datang daun dawai dawet
dayung debar debit debu dedaunan degup dekat dekorasi delima delman delta demi denah dendeng dengar denting
denyut depan depot derajat deret dering dermaga desa detail detergen detik dewasa diagram dialog diam didik
diesel diet digital dikte dimensi dinamo dinding dingin diorama diploma diri diskon dobel dodol dokar dokter
domino dompet donat dongeng dorong dosen dosis drama dribel drum duduk dukung dunia duplikat durasi durian
dusun duta edisi editor edukasi efek efisien egrang ejaan ekologi ekonomi ekor eksotis ekspor ekstra ekuator
elang elastis elegan elemen emas ember emblem embun emosi empang empuk enak encer endapan energi enggan engkau
engsel entah enteng enzim episode erat esai estafet etalase fakta fakultas fantasi fauna favorit fenomena
festival figur fiksi film filsafat filter final firasat fisik flamingo flanel flora fokus formasi forum fosfor
fosil foto fungsi furnitur gabung gadis gagal gajah galak galeri gambar gamelan gampang gandum ganjil ganteng
gapai gapura garam garing garmen garpu garuk gaul gaya gebrakan gedung gejala gelar geleng geli gema gembira
gemilang gemuruh genap gencar gendang generasi genggam genius gentong geografi geologi geometri gerai gerbong
gergaji gerhana gerimis gerobak gersang gesek gesit gesper getah getir getuk gigit giliran gincu ginjal
ginseng girang gitar gizi global golek gondrong gong gorden goreng gorila grafik granit gratis grosir grup
gubahan gudang gudeg gugus gulai guling gulungan gumpalan guna guncang gundukan gunting gunung gurau gurih
gurun gusi guyonan habis hadiah halaman halo halte haluan hambat hampa handuk hangus hanya hapus harap harga
harimau harmoni hasil hati hebat heboh hektare helai helium helm hendak hening henti herba hewan hias hibur
hidangan hidrogen hidup hijau hikayat hilang hilir himpunan hindar hinggap hitam hitung hobi hologram horizon
hormon hotel hubung hulu humoris huni huruf hutan ialah ibarat ibunda idaman ideal identik idola iglo ijuk
ikal ikatan iklan iklim ikon ikrar ikut ilmiah ilmu ilusi imbang imbuhan impian inap indah indigo industri
info ingat injak inovasi insinyur instan inti ipar irigasi iringan iris iseng isian isolasi istilah istri
isyarat itik iuran jadwal jago jagung jahe jahit jaja jalan jamak jambul jamin jamu jangan janji jantung janur
jarang jari jarum jasmani jauh jawab jebol jeda jejak jelajah jelita jemari jembatan jemput jemur jenaka
jendela jenggot jenis jenjang jepit jepret jerami jeriken jernih jeruk jikalau jilid jinak jingga jinjing
jintan jitu jiwa jodoh joget joging jongkok joran jual jubah judul juga jujur julukan jumbo jumlah jumpa
jungkat junior juntai jurnal juru justru kabel kabin kabut kacamata kadang kado kafe kaget kail kakao kakek
kaktus kalau kalender kalimat kalkun kalori kalsium kalung kamar kambing kamera kami kampung kamus kanan
kancing kandung kangen kantong kanvas kapal kapok kapri kapsul karaoke karbon karcis kardus karena kargo
karnaval karpet kartu karya kasih kastel kasur katalog kategori katrol katun kaum kawat kayak kayu keahlian
kebaikan kebun kecapi kecil kecuali kedai kedelai kedip keemasan kegiatan kehendak keibuan kejar kejutan kekal
kekuatan kelas kelenjar keliling kelompok keluarga kemarin kembali kemeja kemiri kemoceng kemudian kenari
kencur kendali kental kenyang keong kepada kepiting kepung kerap kerbau kereta keringat kerlip kernet kertas
kerupuk kesan keset kesukaan ketat ketel ketika ketoprak ketupat keunikan keutuhan khas khusus kian kicau
kidal kijang kikuk kilat kilogram kimia kimono kincir kios kipas kiper kirim kisah kisi kismis kita klaim
klakson klarinet klasik klien klinik klorofil kloset klub knalpot koala kobar koboi kode kodok koin kokoh
kolam koleksi kolibri koloni komentar komik komodo komputer kondisi konsep kontes konvoi konyol koperasi kopi
kopra kopyor koral korek koridor kosakata kosmetik kosong kostum kotak kram krayon kreatif kredit kristal
kroket kuaci kuadrat kualitas kuat kucing kuda kuintal kuku kuliah kulkas kuman kumbang kumis kumpul kumur
kuncup kunjung kuno kuntum kunyit kuota kupon kurang kurcaci kurir kurma kursi kurus kusam kusut kutip labirin
laci lada laguna lahap lahir lain lajur laksana laku lalat lamaran lambang lampu lancar landas langsung lanjut
lantang lapang lapis laptop lapuk laron larva laser latar latih laut lawak layan lazim lebih lebur legenda
legit leher lekuk lelaki lele leluhur lemah lembut lemon lempar lengkap lenong lensa lentera lepas lereng
lesehan lestari lesu level lewat lidah lidi lift liga lihat lilin limau limbah limpahan lincah lindung lingkup
lintas liontin lipstik liputan lirik lisan listrik liter liuk lobak lobster lodeh logam logika logo lokasi
loket lolos lomba lompat loncat longgar lontong loteng lotus luar lubang lubuk lucu ludes luhur lukis lulus
lumayan lumbung lumpur lunak lunglai luntur lupa lusin lusuh lutut maaf macam macet madu magma magnet mahal
mahkota mahoni mainan majalah majemuk makaroni makin makmur makna makro maksud mamalia mampir mancung mandi
manfaat mangga manis manjur manset mantan manusia mapan maraton margarin markisa marmer martabat masa masinis
masker masuk matahari materi matoa matras mawar mayones medali media meja mekanik melati melewati melihat
melon melukis memang membantu memeluk memiliki memori memuat menara mencari mendung menerima mengerti menit
menjadi menonton mentega menu menyebut merak merdu mereka meriah merpati mertua merumput mesin meskipun mesra
mesti meter metode mewah meyakini mikrofon mikser milenium milik mimpi minat mineral minggu minum minyak mirip
misal misteri mitra mobil modal modern momen momongan monitor montir monumen motivasi motor moyang mudik
mujair muka mulia mulut mumpuni muncul mundur mungkin murah murbei murid murni museum musim mustahil mutakhir
mutiara mutu nabati nadi naik nalar nama nampan namun nangka nanti nasabah nasib naskah natural naungan
navigasi negeri nektar nelayan nenek neon netral ngarai ngengat niaga niat nikel nikmat nilai nilon nira nomor
normal notes novel nurani nuri nutrisi nyali nyaman nyanyi nyaris nyata nyenyak nyiur nyonya oasis obat obeng
oblong obor obral obrolan ocehan ojek oksigen oktaf olahraga oleh olesan ombak oncom onggok ongkos opak opelet
opera opini optimal orang orbit organ origami orisinal orkestra ornamen otomatis otot oval oven ozon pabrik
pacar padahal paduan pagi paham pajang pakai paket pakis palem paling palu paman pamer pamflet pamit panas
panci pandang panel panggil panjat panorama pantai panutan paprika parade parfum parkir parodi partner parut
pasfoto pasien paspor pasti patah patung paviliun pecah pecel pedas pedesaan pedoman peduli pegal pekan
pekerti pelatih pelbagai pelepah pelihara pelosok peluang pemandu pembuat pemilik pemotong pempek pemuda pena
pencak pendek penemuan pengaruh peniti penjual penolong pensil pentas penuh penyu pepatah pepes perahu
perbaiki percaya perenang pergi periode perkasa perlu permisi pernah peron persen perunggu pesawat peserta
pesisir pesona pesta pesulap petang peternak peti petunjuk pewarna peyek piagam piala piano piawai pigmen
pigura pihak pijat pikap pikir piknik pikul pilar pilih pilot pinggir pinjam pinset pintu pinus pion pipa
pipit piramida piring pisang plafon planet plastik plester podium pohon pokok pola poles polkadot pompa pondok
populer pori poros porselen portal pose posisi poster potensi potlot potong potret praktik pramuka prasasti
prediksi prestasi pria pribadi prinsip prisma privasi produk profil program proses protein psikolog pualam
puas publik pudel puding puisi puitis pujangga pujian pulang pulpen pulsa pundak punggung punya pupil pupuk
purba purnama pusat pustaka putar putih puyuh racikan radio rafia raflesia ragam ragu rahang raih rajawali
rajin rajut rakit raksasa ramai rambut ramping ramuan rancang randu rangkap ransel rantau ranum rapi rapor
rapuh rasberi rasional rata rayap reaksi rebana rebus redup refleks reguler rekam rekreasi rela relung remaja
rembulan remeh rempah rencana rendam renggang renik renovasi rentan renungan renyah reog replika resep resor
respons restoran reuni revisi reyot riak ribut rica rileks rilis rimba rimpang rinai rindang ringkas rintik
riset ritme riuh riwayat robot roda roman rombong rompi rongga rontok roti ruang rubrik rugi rujak rukun rumah
rumbai rumit rumput rumus runcing rupawan rupiah rusa rusuk rute rutin sabana sablon sabun sadar safari
sahabat sains sajak saji sakura saldo salep salin salju salmon salut sambal sampai samudra sana sandal sangat
santun sapu saran sarden saringan sarjana sasaran sastra satelit satwa saudara saus sawah sawit sawo sayang
sayur seakan searah sebab sebelah sebuah secara secepat sedap sedikit sedot seduh seekor segala segera segi
sehat sehelai seimbang seindah seirama seisi sejati sejenak sejoli sejuk sekarang sekeping sekitar sekolah
sekrup sektor sekuat selalu selesai selimut selokan seluruh semangat sembuh semester seminar semoga sempurna
semua senang sendiri sengaja senior senja sensus sentuh senyum seorang sepatu seperti sepiring sepoi sepupu
seragam serbuk serentak serius seroja serpihan serta seru servis sesama sesekali sesuatu setapak setengah
setia setrika setuju seumur seusia seutas sewa siamang siang siapa siasat sibuk sifat sigap siklus siku
silakan siluet simak simbol simetri simfoni simpan sinar sinema singkat sini sinkron sinyal siput siram sirih
sirkuit sirna sirsak sisir sistem siswa situs siul skala skema skenario sketsa skripsi skuter slogan soal sofa
sohun solar solusi sonata songket sontak sopan sore sorot sosial sosok spageti spasi spesial spidol spiral
spontan stabil stadion stamina standar stapler stasiun status steril stiker stok strategi stroberi struktur
studio suami suara suasana suatu subur sudah sudi sudut suguhan suhu sukar sukses sulap sulit sulung sumber
sumo sumpit sumsum sungguh supaya super suplai surat suruh survei susul sutil suvenir suwir swalayan swasta
sweter taat tablet tabur tagar tahun tajam tajuk takaran takjub takkan takraw taktik talang talenta tali
tamasya tambah tameng tampil tanah tancap tandus tanggal tanjung tanpa tapioka taplak target tarif taruh tatap
tatkala tautan tawa tawon tayangan teater tebak tebing tegas teguh tekad teknik teks telat telepon telinga
telur teman tembok tempat temu tenaga tenda tengah tenor tentu tenun teori tepi tepuk terang terbit tercapai
terdiri terendah terfokus terharu terima terjun terkenal terlihat terminal ternak teropong terpilih tersebut
tertib terus terwujud tesis tetapi tetes tetikus tiada tiap tiba tidak tidur tikar tiket tikungan timah timbul
timun tinggi tinju tinta tipis tirai tiruan tisu titip tiupan toilet tokek toko tolak toleran tolong tomat
tombol tongkat tonjolan tonton topeng topik total tradisi traktir transfer tren trio tripleks trofi trombon
tropis trotoar truk tuan tubuh tudung tujuan tukang tukik tulen tulis tumbuhan tumpah tunas tunduk tunggu
tuntun tupai turbin turnamen turut tutor tutup uban ucapan udara ujar ujung ukiran ukulele ukur ulam ulangan
ulasan ulekan ulet ulin uluran umbi umpan umum undakan unduh unggul ungkap ungu unit unjuk unsur unta untung
upacara uraian urap urutan usaha usang usia usulan usungan utama utuh utusan vaksin vanili variasi vertikal
video violet virtual visa visual vitamin vokal voli volume wadah waduk wahana wajar wajik waktu wangi wanita
warisan warna wartawan warung wasit waspada wastafel watak wawasan wedang wejangan wibawa wilayah windu wisata
wisma wisuda wortel wujud yaitu yakni yang yayasan yoga yoyo zaitun zamrud zebra zona
`.trim().split(/\s+/);

  // src/receipt.ts
  var LENGTH = 10;
  var PACKED_BYTES = 11;
  var BITS = 11;
  var CHECKS = 2;
  var POLYNOMIAL = 2053;
  var ORDER = 2 ** BITS - 1;
  var NUMBER = new Map(WORDS.map((word, number) => [word, number]));
  var PREFIX = new Map(WORDS.map((word) => [word.slice(0, 4), word]));
  var EXP = [1];
  for (let power = 1; power < ORDER; power++) {
    const doubled = EXP[power - 1] << 1;
    EXP.push(doubled >> BITS ? doubled ^ POLYNOMIAL : doubled);
  }
  var LOG = new Map(EXP.map((number, log) => [number, log]));
  var ReceiptError = class extends WbsError {
    constructor(message, code = "code_unreadable") {
      super(code, message);
    }
  };
  var WrongLength = class extends ReceiptError {
    count;
    constructor(count) {
      super(`a receipt code has ${LENGTH} words, this text has ${count}`, "code_count");
      this.count = count;
    }
  };
  var UnknownWords = class extends ReceiptError {
    unknown;
    constructor(unknown) {
      super(`${unknown.length} words are not in the list`);
      this.unknown = unknown;
    }
  };
  var WrongOrder = class extends ReceiptError {
    swap;
    constructor(swap) {
      super("the words are not in the right order", "code_swapped");
      this.swap = swap;
    }
  };
  var Receipt = class _Receipt {
    words;
    /** ReceiptError unless these are ten words of the list that are a code. */
    constructor(words) {
      const numbers = words.map((word) => NUMBER.get(word) ?? -1);
      if (numbers.length !== LENGTH || numbers.includes(-1)) {
        throw new ReceiptError(`a receipt code is ${LENGTH} words of the list`);
      }
      const [s0, s1] = syndromes(numbers);
      if (s0 || s1) throw new ReceiptError("the check words do not fit");
      this.words = [...words];
    }
    /** Make a new code from 11 random bytes. */
    static generate(random) {
      return _Receipt.fromPacked(random(PACKED_BYTES));
    }
    /** Return the code of these 11 bytes; ReceiptError for another length. */
    static fromPacked(packed) {
      if (packed.length !== PACKED_BYTES) {
        throw new ReceiptError(`a packed receipt code has ${PACKED_BYTES} bytes`);
      }
      const numbers = numbersIn(packed, LENGTH - CHECKS);
      const [s0, s1] = syndromes(numbers);
      const w9 = divide(s1 ^ timesPower(s0, 8), EXP[8] ^ EXP[9]);
      return receiptOf([...numbers, s0 ^ w9, w9]);
    }
    /** The 88 bits of the first eight words, 11 bytes. */
    get packed() {
      const packed = new Uint8Array(PACKED_BYTES);
      this.words.slice(0, LENGTH - CHECKS).forEach((word, place) => {
        const number = NUMBER.get(word);
        for (let bit = 0; bit < BITS; bit++) {
          const at2 = place * BITS + bit;
          packed[at2 >> 3] |= (number >> BITS - 1 - bit & 1) << 7 - (at2 & 7);
        }
      });
      return packed;
    }
    /** Return the ten words, one space between. */
    toString() {
      return this.words.join(" ");
    }
  };
  function read(text4) {
    const typed = pieces(text4);
    if (typed.length !== LENGTH) throw new WrongLength(typed.length);
    const words = typed.map((piece) => PREFIX.get(piece.slice(0, 4)));
    const unknown = typed.flatMap((piece, position2) => words[position2] ? [] : [[position2, piece]]);
    if (unknown.length > 1) throw new UnknownWords(unknown);
    const numbers = words.map((word) => word ? NUMBER.get(word) : 0);
    const [s0, s1] = syndromes(numbers);
    let position;
    if (unknown.length) {
      position = unknown[0][0];
      if (s1 !== timesPower(s0, position)) throw new ReceiptError("at least two words are wrong");
    } else if (s0 === 0) {
      if (s1 === 0) return { receipt: receiptOf(numbers), correction: null };
      throw new WrongOrder(onlySwap(numbers, s1));
    } else {
      position = LOG.get(divide(s1, s0)) ?? LENGTH;
      if (position >= LENGTH) throw new ReceiptError("at least two words are wrong");
    }
    numbers[position] ^= s0;
    const receipt = receiptOf(numbers);
    return { receipt, correction: { position, typed: typed[position], word: receipt.words[position] } };
  }
  async function stretch(packed, instance, progress) {
    if (packed.length !== PACKED_BYTES) throw new RangeError(`a packed code has ${PACKED_BYTES} bytes`);
    if (instance.length !== 16) throw new RangeError("an instance has 16 bytes");
    const salt = sha256(concat(utf8("wbs/receipt/v1"), instance)).slice(0, 16);
    return argon2idAsync(packed, salt, {
      t: 2,
      m: 19456,
      p: 1,
      dkLen: 32,
      version: 19,
      asyncTick: 100,
      ...progress && { onProgress: progress }
    });
  }
  function derive(k) {
    const signSeed = labelled(k, "wbs/v1/sign");
    return {
      identitySeed: labelled(k, "wbs/v1/identity"),
      signSeed,
      thread: labelled(k, "wbs/v1/thread"),
      case: sha256(concat(utf8("wbs/v1/case"), new SigningKey(signSeed).public.raw)),
      reportId: labelled(k, "wbs/v1/report").slice(0, 16)
    };
  }
  async function reporterKeys(packed, instance, progress) {
    return derive(await stretch(packed, instance, progress));
  }
  function spell(digest2, count = 12) {
    return numbersIn(digest2, count).map((number) => WORDS[number]);
  }
  function labelled(k, label) {
    return hkdf(sha256, k, void 0, utf8(label), 32);
  }
  function numbersIn(data, count) {
    if (data.length * 8 < count * BITS)
      throw new RangeError(`${data.length} bytes are too few for ${count} words`);
    const numbers = [];
    let held = 0;
    let bits = 0;
    for (const byte of data) {
      held = held << 8 | byte;
      bits += 8;
      if (bits < BITS) continue;
      bits -= BITS;
      numbers.push(held >> bits);
      held &= (1 << bits) - 1;
      if (numbers.length === count) break;
    }
    return numbers;
  }
  function pieces(text4) {
    const kept = text4.normalize("NFKD").replace(/[\p{Mn}\p{Cf}]/gu, "");
    return Array.from(kept.matchAll(/\p{L}+/gu), ([piece]) => piece.toLowerCase());
  }
  function receiptOf(numbers) {
    return new Receipt(numbers.map((number) => WORDS[number]));
  }
  function timesPower(number, power) {
    return number ? EXP[(LOG.get(number) + power) % ORDER] : 0;
  }
  function divide(number, divisor) {
    return timesPower(number, ORDER - LOG.get(divisor));
  }
  function syndromes(numbers) {
    let s0 = 0;
    let s1 = 0;
    numbers.forEach((number, position) => {
      s0 ^= number;
      s1 ^= timesPower(number, position);
    });
    return [s0, s1];
  }
  function onlySwap(numbers, s1) {
    const fits2 = numbers.slice(1).flatMap((next, position) => {
      const sum = numbers[position] ^ next;
      return (timesPower(sum, position) ^ timesPower(sum, position + 1)) === s1 ? [position] : [];
    });
    return fits2.length === 1 ? fits2[0] : null;
  }

  // src/vault.ts
  var VaultError = class extends WbsError {
  };
  var Vault = class _Vault {
    #remote;
    constructor(remote) {
      this.#remote = remote;
    }
    /** Starts the worker and has it try itself; VaultError "blocked", "changed" or "selftest". */
    static async start(config, policy) {
      const { url, integrity } = config.scripts.wbs;
      return _Vault.over(await startWorker(url, integrity, policy).catch(rethrow), config);
    }
    /** The same with a worker that runs already. */
    static async over(remote, config) {
      const vault = new _Vault(remote);
      try {
        await vault.#ask("begin", config);
      } catch (error) {
        vault.terminate();
        throw error instanceof VaultError && error.code === "dead" ? new VaultError("blocked") : error;
      }
      return vault;
    }
    /** Whether the worker can still be asked, as far as is known. */
    get alive() {
      return this.#remote.alive;
    }
    /**
     * Verifies what `/keyrings.json` holds, parsed; to be asked again for newer ones.
     *
     * VaultError keyring_missing, keyring_untrusted, keyring_expired, keyring_old or clock.
     */
    trust(published) {
      return this.#ask("trust", published);
    }
    /** Makes a code and begins to stretch it; its ten words. */
    newCode() {
      return this.#ask("newCode");
    }
    /** Begins to stretch the code of these ten words, as `readCode` returns them. */
    useCode(words) {
      return this.#ask("useCode", words);
    }
    /** Resolves once the code's keys are there. */
    stretched(progress) {
      return this.#ask("stretched", void 0, progress);
    }
    /** The readers of a report that excludes these; needs the keys. */
    readers(excluded) {
      return this.#ask("readers", excluded);
    }
    /** Seals a report; VaultError no_reader, one_reader, too_long or what_missing. */
    sealReport(report2) {
      return this.#ask("sealReport", report2);
    }
    /**
     * Finds and proves the replies on a whole board, which is the worker's from now on; VaultError "failed" if it
     * is none. Null instead of a board: the code was made a moment ago, and nothing can be on it yet.
     */
    openBoard(board, excluded) {
      return this.#ask("openBoard", { board, excluded }, void 0, board ? [board] : []);
    }
    /**
     * Begins to seal a follow-up on the case last opened; `progress` tells of reading the files for their hashes.
     *
     * VaultError readers_changed, no_reader, one_reader, too_long or message_missing; from `next`, file_changed.
     */
    async sealMessage(message, progress) {
      const { sealing, size } = await this.#ask("sealMessage", message);
      return {
        size,
        next: () => this.#ask("next", sealing, progress),
        cancel: () => void this.#ask("cancel", sealing).catch(() => void 0)
      };
    }
    /** Forgets the code, its keys and what was opened. */
    forget() {
      return this.#ask("forget");
    }
    /** Ends the worker with all that it holds. */
    terminate() {
      this.#remote.die();
    }
    #ask(name, argument, progress, moved = []) {
      return this.#remote.call(name, argument, progress, moved).catch(rethrow);
    }
  };
  function readCode(text4) {
    const { receipt, correction } = read(text4);
    return { words: [...receipt.words], correction };
  }
  function rethrow(error) {
    if (!(error instanceof WbsError)) throw error;
    const { code, name, ...values } = error;
    throw Object.assign(new VaultError(code), values);
  }

  // src/page/dom.ts
  var SETTABLE = /* @__PURE__ */ new Set([
    ...["id", "for", "name", "value", "class", "lang", "max", "hidden", "checked"],
    ...["aria-describedby", "aria-label", "aria-invalid"]
  ]);
  var UNPRINTABLE = /[\0-\x08\x0b-\x1f\x7f]/g;
  var Parts = class _Parts {
    constructor(source) {
      this.source = source;
    }
    source;
    /** Fetch them; rejects with a TypeError where they cannot be had whole. */
    static load(address) {
      return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onloadend = () => {
          const page = request.status === 200 ? request.responseXML : null;
          if (page?.querySelector("template#end")) resolve(new _Parts(page));
          else reject(new TypeError("no parts"));
        };
        request.open("GET", address);
        request.responseType = "document";
        request.send();
      });
    }
    /** Tell whether there is a template of this name. */
    has(name) {
      return this.find(name) !== null;
    }
    /** Return a copy of a template, filled in; TypeError if there is none, or a value is missing. */
    piece(name, values = {}) {
      const template = this.find(name);
      if (template === null) throw new TypeError(`no template ${name}`);
      return filled(template, values);
    }
    find(name) {
      return this.source.querySelector(`template#${CSS.escape(name)}`);
    }
  };
  function filled(template, values) {
    const piece = document.importNode(template.content, true);
    for (const element3 of piece.querySelectorAll("[data-if]")) {
      const name = element3.dataset["if"] ?? "";
      const wanted = name.startsWith("!") ? !truthy(values[name.slice(1)]) : truthy(values[name]);
      if (wanted) element3.removeAttribute("data-if");
      else element3.remove();
    }
    for (const each of piece.querySelectorAll("template[data-each]")) {
      const items = given(values, each.dataset["each"] ?? "");
      if (!Array.isArray(items)) throw new TypeError(`no list: ${each.dataset["each"] ?? ""}`);
      each.replaceWith(...items.map((item) => filled(each, { ...values, ...item })));
    }
    for (const element3 of piece.querySelectorAll("[data-fill]")) {
      const name = element3.dataset["fill"] ?? "";
      const value = given(values, name);
      element3.removeAttribute("data-fill");
      if (value instanceof DocumentFragment) element3.replaceChildren(value);
      else if (typeof value === "string" || typeof value === "number") element3.textContent = String(value);
      else throw new TypeError(`no text: ${name}`);
    }
    for (const element3 of piece.querySelectorAll("[data-set]")) {
      for (const pair of (element3.dataset["set"] ?? "").split(" ")) {
        const [attribute = "", name = ""] = pair.split(":");
        if (!SETTABLE.has(attribute)) throw new TypeError(`not to be set: ${attribute}`);
        const value = given(values, name);
        if (typeof value === "boolean") element3.toggleAttribute(attribute, value);
        else element3.setAttribute(attribute, String(value));
      }
      element3.removeAttribute("data-set");
    }
    return piece;
  }
  function truthy(value) {
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  }
  function given(values, name) {
    const value = values[name];
    if (value === void 0) throw new TypeError(`no value: ${name}`);
    return value;
  }
  function show(main, screen, kind = "") {
    main.className = kind;
    main.replaceChildren(screen);
    scrollTo(0, 0);
    focus(main.querySelector("[role=alert]") ?? main.querySelector("h1"));
  }
  function alertIn(main, notice) {
    dismiss(main);
    main.prepend(notice);
    const alert = main.querySelector("[role=alert]");
    alert?.scrollIntoView({ block: "center" });
    focus(alert);
  }
  function dismiss(main) {
    for (const old of main.querySelectorAll(":scope > [role=alert]")) old.remove();
  }
  function focus(element3) {
    if (element3 === null) return;
    if (!element3.matches("a, button, input, textarea, select, summary")) element3.tabIndex = -1;
    element3.focus({ preventScroll: true });
  }
  function bind(root, handlers) {
    let busy = false;
    for (const [name, handler] of Object.entries(handlers)) {
      const found = root.querySelectorAll(`[data-do="${CSS.escape(name)}"]`);
      if (!found.length) throw new TypeError(`nothing to do: ${name}`);
      for (const element3 of found) {
        element3.addEventListener(element3 instanceof HTMLFormElement ? "submit" : "click", (event) => {
          event.preventDefault();
          if (busy) return;
          const pressed = event instanceof SubmitEvent ? event.submitter : element3;
          const done = handler(pressed?.getAttribute("name") ?? "");
          if (!(done instanceof Promise)) return;
          busy = true;
          void done.finally(() => {
            busy = false;
          });
        });
      }
    }
  }
  function element(root, selector, kind) {
    const found = root.querySelector(selector);
    if (!(found instanceof kind)) throw new TypeError(`no ${selector}`);
    return found;
  }
  function text(name, root = document) {
    const field = root.querySelector(
      `textarea[name="${CSS.escape(name)}"], input[name="${CSS.escape(name)}"]`
    );
    if (field === null) throw new TypeError(`no field ${name}`);
    return clean2(field.value);
  }
  function checked(name, root = document) {
    const ticked = root.querySelectorAll(`input[name="${CSS.escape(name)}"]:checked`);
    return [...ticked].map((each) => each.value);
  }
  function clean2(typed) {
    const lines = typed.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(UNPRINTABLE, "");
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(lines));
  }

  // src/canonical.ts
  var LIMIT = 1 << 20;
  var DEPTH = 16;
  function dumps(value) {
    return utf8(text2(value));
  }
  function text2(value) {
    return spelled(value, DEPTH);
  }
  function loads(data, limit = LIMIT) {
    if (data.length > limit) throw new FormatError(`the JSON has more than ${limit} bytes`, "too_long");
    const json = unutf8(data);
    let value;
    try {
      value = JSON.parse(json);
    } catch {
      throw new FormatError("not JSON");
    }
    if (!equal(dumps(value), data)) throw new FormatError("the JSON is not canonical");
    return value;
  }
  function spelled(value, depth) {
    if (typeof value === "string") return JSON.stringify(wellFormed(value));
    if (typeof value === "number") {
      if (!Number.isSafeInteger(value)) throw new FormatError("not an integer of 53 bits");
      return String(value);
    }
    if (typeof value !== "object" || value === null)
      throw new FormatError("canonical JSON has no such value");
    if (depth === 0) throw new FormatError(`values nest deeper than ${DEPTH}`);
    if (Array.isArray(value)) return `[${value.map((item) => spelled(item, depth - 1)).join(",")}]`;
    const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
    return `{${members.map(([key, item]) => `${spelled(key, 0)}:${spelled(item, depth - 1)}`).join(",")}}`;
  }

  // node_modules/@scure/base/index.js
  /*! scure-base - MIT License (c) 2022 Paul Miller (paulmillr.com) */
  var freeze = (fn) => Object.freeze(fn());
  function isBytes3(a) {
    return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
  }
  function abytes3(b) {
    if (!isBytes3(b))
      throw new TypeError("Uint8Array expected");
  }
  function isArrayOf(isString, arr) {
    if (!Array.isArray(arr))
      return false;
    if (arr.length === 0)
      return true;
    if (isString) {
      return arr.every((item) => typeof item === "string");
    } else {
      return arr.every((item) => Number.isSafeInteger(item));
    }
  }
  function afn(input) {
    if (typeof input !== "function")
      throw new TypeError("function expected");
    return true;
  }
  function astr(label, input) {
    if (typeof input !== "string")
      throw new TypeError(`${label}: string expected`);
    return true;
  }
  function anumber3(n, title = "number") {
    if (typeof n !== "number")
      throw new TypeError(`${title}: expected number, got ${typeof n}`);
    if (!Number.isSafeInteger(n))
      throw new RangeError(`${title}: expected safe integer, got ${n}`);
  }
  function anumArr(label, input) {
    if (!isArrayOf(false, input))
      throw new TypeError(`${label}: array of numbers expected`);
  }
  function chain(...args) {
    const id = (a) => a;
    const wrap2 = (a, b) => (c) => a(b(c));
    const encode2 = args.map((x) => x.encode).reduceRight(wrap2, id);
    const decode4 = args.map((x) => x.decode).reduce(wrap2, id);
    return { encode: encode2, decode: decode4 };
  }
  var powers = /* @__PURE__ */ (() => {
    let res = [];
    for (let i = 0; i < 40; i++)
      res.push(2 ** i);
    return res;
  })();
  function u8ToNumArr(u82, len = u82.length) {
    const res = new Array(len);
    for (let i = 0; i < len; i++)
      res[i] = u82[i];
    return res;
  }
  var asciiDecoder = /* @__PURE__ */ (() => {
    try {
      const decoder = new TextDecoder();
      return decoder.decode(Uint8Array.of(65, 48, 43, 127)) === "A0+" ? decoder : void 0;
    } catch (e) {
      return void 0;
    }
  })();
  var B2S_CHUNK = 8192;
  function charcodesToString(codes) {
    const len = codes.length;
    if (asciiDecoder !== void 0 && len >= 12)
      return asciiDecoder.decode(codes);
    if (len <= B2S_CHUNK)
      return String.fromCharCode.apply(null, codes);
    let res = "";
    for (let i = 0; i < len; i += B2S_CHUNK)
      res += String.fromCharCode.apply(null, codes.subarray(i, i + B2S_CHUNK));
    return res;
  }
  function radix2(bits) {
    anumber3(bits);
    if (bits <= 0 || bits > 8)
      throw new RangeError("radix2: bits should be in (0..8]");
    const mask = powers[bits] - 1;
    return {
      encode: (bytes) => {
        abytes3(bytes);
        const len = bytes.length;
        const res = new Uint8Array(Math.ceil(len * 8 / bits));
        let carry = 0;
        let pos = 0;
        let j = 0;
        for (let i = 0; i < len; ) {
          if (i + 2 < len) {
            carry = carry << 24 | bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
            pos += 24;
            i += 3;
          } else {
            carry = (carry << 8 | bytes[i]) & 65535;
            pos += 8;
            i++;
          }
          for (; ; ) {
            pos -= bits;
            res[j++] = carry >> pos & mask;
            if (pos < bits)
              break;
          }
        }
        if (pos > 0)
          res[j] = carry << bits - pos & mask;
        return res;
      },
      decode: (digits) => {
        const len = digits.length;
        const res = new Uint8Array(Math.floor(len * bits / 8));
        let carry = 0;
        let pos = 0;
        let j = 0;
        for (let i = 0; i < len; i++) {
          carry = (carry << bits | digits[i]) & 65535;
          pos += bits;
          for (; pos >= 8; pos -= 8)
            res[j++] = carry >> pos - 8 & 255;
        }
        carry = carry << 8 - pos & 255;
        if (pos >= bits)
          throw new Error("Excess padding");
        if (carry > 0)
          throw new Error(`Non-zero padding: ${carry}`);
        return res;
      }
    };
  }
  function alphabet(letters, aliases) {
    const len = letters.length;
    if (len > 128)
      throw new Error("alphabet: max 128 letters");
    const encTable = new Uint8Array(len);
    const decTable = new Int8Array(128).fill(-1);
    for (let i = 0; i < len; i++) {
      const code = letters.charCodeAt(i);
      if (letters.codePointAt(i) !== code || code > 127)
        throw new Error("alphabet: single-char ASCII letters only");
      encTable[i] = code;
      decTable[code] = i;
    }
    if (aliases !== void 0) {
      for (const alias of Object.keys(aliases)) {
        const code = alias.charCodeAt(0);
        const target = decTable[aliases[alias].charCodeAt(0)];
        if (alias.length !== 1 || code > 127 || target === void 0 || target === -1)
          throw new Error(`alphabet: invalid alias ${alias}`);
        decTable[code] = target;
      }
    }
    return {
      encode: (digits) => {
        const codes = new Uint8Array(digits.length);
        for (let i = 0; i < digits.length; i++) {
          const d = digits[i];
          const code = encTable[d];
          if (code === void 0)
            throw new Error(`alphabet.encode: invalid digit ${d}`);
          codes[i] = code;
        }
        return charcodesToString(codes);
      },
      decode: (input) => {
        astr("decode", input);
        const slen = input.length;
        const digits = new Uint8Array(slen);
        for (let i = 0; i < slen; i++) {
          const code = input.charCodeAt(i);
          const digit = code < 128 ? decTable[code] : -1;
          if (digit === -1)
            throw new Error(`Unknown letter "${input[i]}". Allowed: ${letters}`);
          digits[i] = digit;
        }
        return digits;
      }
    };
  }
  function unsafeWrapper(fn) {
    afn(fn);
    return function(...args) {
      try {
        return fn.apply(null, args);
      } catch (e) {
      }
    };
  }
  var base64nopad = /* @__PURE__ */ freeze(() => chain(radix2(6), alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")));
  var BECH_ALPHABET = /* @__PURE__ */ alphabet("qpzry9x8gf2tvdw0s3jn54khce6mua7l");
  var BECH_UPPERCASE_PRINTABLE = /^[\x21-\x60\x7b-\x7e]+$/;
  function assertBech32Printable(label, value) {
    for (let i = 0; i < value.length; i++) {
      const c = value.charCodeAt(i);
      if (c < 33 || c > 126)
        throw new Error(`${label}: printable ASCII expected`);
    }
  }
  function wordsToU8(words) {
    const len = words.length;
    const res = new Uint8Array(len);
    for (let i = 0; i < len; i++) {
      const w = words[i];
      if (w < 0 || w >= 32)
        throw new Error(`alphabet.encode: invalid digit ${w}`);
      res[i] = w;
    }
    return res;
  }
  var POLYMOD_GENERATORS = [996825010, 642813549, 513874426, 1027748829, 705979059];
  function bech32Polymod(pre) {
    const b = pre >> 25;
    let chk = (pre & 33554431) << 5;
    for (let i = 0; i < POLYMOD_GENERATORS.length; i++) {
      if ((b >> i & 1) === 1)
        chk ^= POLYMOD_GENERATORS[i];
    }
    return chk;
  }
  function bechChecksum(prefix, words, encodingConst = 1) {
    const len = prefix.length;
    let chk = 1;
    for (let i = 0; i < len; i++) {
      const c = prefix.charCodeAt(i);
      if (c < 33 || c > 126)
        throw new Error(`Invalid prefix (${prefix})`);
      chk = bech32Polymod(chk) ^ c >> 5;
    }
    chk = bech32Polymod(chk);
    for (let i = 0; i < len; i++)
      chk = bech32Polymod(chk) ^ prefix.charCodeAt(i) & 31;
    for (let v of words)
      chk = bech32Polymod(chk) ^ v;
    for (let i = 0; i < 6; i++)
      chk = bech32Polymod(chk);
    chk ^= encodingConst;
    const sum = new Uint8Array(6);
    for (let i = 0; i < 6; i++)
      sum[i] = chk >>> 5 * (5 - i) & 31;
    return BECH_ALPHABET.encode(sum);
  }
  function genBech32(encoding) {
    const ENCODING_CONST = encoding === "bech32" ? 1 : 734539939;
    const _words = radix2(5);
    const toWords = (from) => {
      abytes3(from);
      const len = from.length;
      const res = new Array(Math.ceil(len * 8 / 5));
      let carry = 0;
      let pos = 0;
      let j = 0;
      for (let i = 0; i < len; i++) {
        carry = carry << 8 | from[i];
        pos += 8;
        for (; pos >= 5; pos -= 5)
          res[j++] = carry >> pos - 5 & 31;
      }
      if (pos > 0)
        res[j] = carry << 5 - pos & 31;
      return res;
    };
    const fromWords = (to) => {
      anumArr("radix2.decode", to);
      const len = to.length;
      const digits = new Uint8Array(len);
      for (let i = 0; i < len; i++) {
        const w = to[i];
        if (w < 0 || w >= 32)
          throw new Error(`convertRadix2: invalid word=${w}`);
        digits[i] = w;
      }
      return _words.decode(digits);
    };
    const fromWordsUnsafe = unsafeWrapper(fromWords);
    function encode2(prefix, words, limit = 90) {
      astr("bech32.encode prefix", prefix);
      if (limit !== false)
        anumber3(limit, "limit");
      if (isBytes3(words))
        words = u8ToNumArr(words);
      anumArr("bech32.encode", words);
      const plen = prefix.length;
      if (plen === 0)
        throw new TypeError(`Invalid prefix length ${plen}`);
      const actualLength = plen + 7 + words.length;
      if (limit !== false && actualLength > limit)
        throw new TypeError(`Length ${actualLength} exceeds limit ${limit}`);
      assertBech32Printable("bech32.encode prefix", prefix);
      const lowered = prefix.toLowerCase();
      const sum = bechChecksum(lowered, words, ENCODING_CONST);
      return `${lowered}1${BECH_ALPHABET.encode(wordsToU8(words))}${sum}`;
    }
    function decode4(str, limit = 90) {
      astr("bech32.decode input", str);
      if (limit !== false)
        anumber3(limit, "limit");
      const slen = str.length;
      if (slen < 8 || limit !== false && slen > limit)
        throw new TypeError(`invalid string length ${slen}, expected (8..${limit})`);
      const lowered = str.toLowerCase();
      if (str !== lowered) {
        if (!BECH_UPPERCASE_PRINTABLE.test(str)) {
          assertBech32Printable("bech32.decode input", str);
          throw new Error(`mixed-case string not allowed`);
        }
      }
      const sepIndex = lowered.lastIndexOf("1");
      if (sepIndex === 0 || sepIndex === -1)
        throw new Error(`invalid separator "1"`);
      const prefix = lowered.slice(0, sepIndex);
      const data = lowered.slice(sepIndex + 1);
      if (data.length < 6)
        throw new Error("invalid data length");
      const digits = BECH_ALPHABET.decode(data);
      const words = u8ToNumArr(digits, digits.length - 6);
      const sum = bechChecksum(prefix, words, ENCODING_CONST);
      if (!data.endsWith(sum))
        throw new Error(`Invalid checksum in ${str}`);
      return { prefix, words };
    }
    const decodeUnsafe = unsafeWrapper(decode4);
    function decodeToBytes(str, limit = 90) {
      const { prefix, words } = decode4(str, limit);
      return {
        prefix,
        words,
        bytes: fromWords(words)
      };
    }
    function encodeFromBytes(prefix, bytes) {
      return encode2(prefix, toWords(bytes));
    }
    return {
      encode: encode2,
      decode: decode4,
      encodeFromBytes,
      decodeToBytes,
      decodeUnsafe,
      fromWords,
      fromWordsUnsafe,
      toWords
    };
  }
  var bech32 = /* @__PURE__ */ freeze(() => genBech32("bech32"));

  // src/halfday.ts
  var DAY_MS = 864e5;
  function parseDay(text4) {
    if (!/^2[0-9]{3}-[0-9]{2}-[0-9]{2}$/.test(text4)) throw new FormatError("not a date like 2026-01-31");
    const time = Date.parse(`${text4}T00:00:00Z`);
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text4) {
      throw new FormatError("a date that does not exist");
    }
    return text4;
  }
  function parseHalfDay(text4) {
    if (!/[AB]$/.test(text4)) throw new FormatError("a half-day is written 2026-01-31A or 2026-01-31B");
    parseDay(text4.slice(0, -1));
    return text4;
  }
  function daysBetween(from, to) {
    return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
  }

  // src/codec.ts
  var RECIPIENT_HRP = "age1pq";
  var RECIPIENT_SIZE = 1216;
  var BLANK = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;
  function blank(text4) {
    return BLANK.test(text4);
  }
  function pattern(expression, means) {
    return strings((text4) => {
      if (!expression.test(text4)) throw new FormatError(`not ${means}`);
    });
  }
  function prose(limit, empty = false) {
    return strings((text4) => {
      if (text4.includes("\0")) throw new FormatError("holds a NUL", "unwritable");
      if (!empty && blank(text4)) throw new FormatError("blank", "blank");
      if (dumps(text4).length > limit)
        throw new FormatError(`longer than ${limit} bytes`, "too_long");
    });
  }
  function line(limit) {
    return strings((text4) => {
      const length = [...text4].length;
      if (length < 1 || length > limit || blank(text4)) {
        throw new FormatError(`not a line of 1 to ${limit} characters`);
      }
      if (/\p{Cc}/u.test(text4)) throw new FormatError("holds a control character");
    });
  }
  function choice(...options) {
    return strings((text4) => {
      if (!options.some((option) => option === text4))
        throw new FormatError(`not one of ${options.join(", ")}`);
    });
  }
  function integer(least, most) {
    return {
      read(value) {
        if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value > most) {
          throw new FormatError(`not an integer from ${least} to ${most}`);
        }
        return value;
      },
      write: same
    };
  }
  function hexBytes(length) {
    return {
      read(value) {
        if (typeof value !== "string" || value.length !== 2 * length) {
          throw new FormatError(`not ${length} bytes as lower-case hex`);
        }
        return unhex(value);
      },
      write: hex
    };
  }
  function array(item, most, least = 0) {
    return {
      read(value) {
        if (!Array.isArray(value) || value.length < least || value.length > most) {
          throw new FormatError(`not an array of ${least} to ${most}`);
        }
        const items = value.map((each, i) => at(`[${i}]`, item, each));
        const spellings = new Set(items.map((each) => text2(item.write(each))));
        if (spellings.size !== items.length) throw new FormatError("holds something twice");
        return items;
      },
      write: (value) => value.map((each) => item.write(each))
    };
  }
  function optional(codec) {
    return {
      read: (value) => codec.read(value),
      write(value) {
        if (value === null) throw new FormatError("absent");
        return codec.write(value);
      },
      optional: true
    };
  }
  function record(fields, constants) {
    const members = Object.entries(fields).map(([name, codec]) => ({ name, member: snake(name), codec }));
    const known = /* @__PURE__ */ new Set([...Object.keys(constants), ...members.map(({ member: member3 }) => member3)]);
    return {
      read(value) {
        if (!isObject(value)) throw new FormatError("not an object");
        for (const [name, constant] of Object.entries(constants)) {
          if (member(value, name) !== constant) throw new FormatError(`${name}: not ${constant}`);
        }
        for (const name of Object.keys(value)) {
          if (!known.has(name)) throw new FormatError("a member is unknown");
        }
        const read7 = { ...constants };
        for (const { name, member: key, codec } of members) {
          const found = member(value, key);
          if (found === void 0 && !codec.optional) throw new FormatError(`${key}: missing`);
          read7[name] = found === void 0 ? null : at(key, codec, found);
        }
        return read7;
      },
      write(value) {
        const written2 = { ...constants };
        for (const { name, member: key, codec } of members) {
          const field = value[name];
          if (!codec.optional || field !== null) written2[key] = codec.write(field);
        }
        return written2;
      }
    };
  }
  function tagged(tag, codecs) {
    const codecOf = (name) => {
      const codec = typeof name === "string" && Object.hasOwn(codecs, name) ? codecs[name] : void 0;
      if (!codec) throw new FormatError(`${tag}: not one of ${Object.keys(codecs).join(", ")}`);
      return codec;
    };
    return {
      read: (value) => codecOf(isObject(value) ? member(value, tag) : void 0).read(value),
      write: (value) => codecOf(value[tag]).write(value)
    };
  }
  function recipientBytes(text4) {
    try {
      const { prefix, words } = bech32.decode(text4, false);
      const bytes = bech32.fromWords(words);
      if (prefix === RECIPIENT_HRP && bytes.length === RECIPIENT_SIZE && text4 === text4.toLowerCase())
        return bytes;
    } catch {
      throw new FormatError("not a recipient");
    }
    throw new FormatError("not a recipient of the post-quantum kind");
  }
  var DAY = strings(parseDay);
  var HALF_DAY = strings(parseHalfDay);
  var RECIPIENT = strings(recipientBytes);
  var SIGNING_KEY = strings((text4) => {
    let key;
    try {
      key = PublicKey.parse(text4);
    } catch (error) {
      if (!(error instanceof WbsError)) throw error;
      throw new FormatError("not a signing key");
    }
    if (String(new PublicKey(key.raw)) !== text4) throw new FormatError("a signing key with a foreign key id");
  });
  var READER_ID = pattern(/^(?!reporter$)[a-z0-9-]{1,32}$/, "a reader's id");
  var CODE = pattern(/^[a-z0-9][a-z0-9_-]{0,31}$/, "a short code");
  var HASH = hexBytes(32);
  function strings(check4) {
    return {
      read(value) {
        if (typeof value !== "string") throw new FormatError("not a string");
        check4(value);
        return value;
      },
      write: same
    };
  }
  function same(value) {
    return value;
  }
  function isObject(value) {
    return typeof value === "object" && !Array.isArray(value);
  }
  function member(value, name) {
    return Object.hasOwn(value, name) ? value[name] : void 0;
  }
  function snake(name) {
    return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
  function at(name, codec, value) {
    try {
      return codec.read(value);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new FormatError(`${name}: ${error.message}`, error.code);
    }
  }

  // src/signed.ts
  var SIGNATURE_LIMIT = 512;
  var UNTRUSTED2 = "wbs/v1";
  function hashOf(signed) {
    return sha256(signed.json);
  }
  function sign(kind, instance, value, key) {
    const json = dumps(value);
    return { json, signature: key.sign(json, trusted(kind, instance), UNTRUSTED2) };
  }
  function check(kind, instance, signed, key, limit = LIMIT) {
    checkSignature(kind, instance, signed, key);
    return loads(signed.json, limit);
  }
  function checkSignature(kind, instance, signed, key) {
    if (!signed.signature.startsWith(`untrusted comment: ${UNTRUSTED2}
`)) {
      throw new Unproven("the signature is not one of ours");
    }
    let comment;
    try {
      comment = verify(signed.json, signed.signature, key);
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      throw new Unproven("the signature does not fit");
    }
    if (comment !== trusted(kind, instance)) {
      throw new Unproven("the signature was made for another kind of file or another portal");
    }
  }
  function trusted(kind, instance) {
    return `wbs/v1 ${kind} ${hex(instance)}`;
  }

  // src/letter.ts
  var JSON_LIMIT = 62976;
  var REPLY_JSON_LIMIT = 3584;
  var ANSWERS_LIMIT = 49152;
  var TEXT_LIMIT = 49152;
  var READERS = 8;
  var ATTACHMENTS = 99;
  var ATTACHMENT_LIMIT = 8 ** 11 - 1;
  var ONGOING = ["yes", "no", "unknown"];
  var ANSWERS = [
    "what",
    "who",
    "where",
    "when_from",
    "when_to",
    "ongoing",
    "how",
    "why",
    "value",
    "evidence",
    "source",
    "reported_to"
  ];
  var EXCLUDED = array(READER_ID, 64);
  var POSITIVE = integer(1, 2 ** 31 - 1);
  var ANSWER = prose(ANSWERS_LIMIT);
  var ONGOING_ANSWER = choice(...ONGOING);
  var ANSWERS_CODEC = {
    read(value) {
      if (typeof value !== "object" || Array.isArray(value)) throw new FormatError("not an object");
      const answers = value;
      if (!Object.hasOwn(answers, "what")) throw new FormatError("what: missing", "blank");
      for (const [name, answer3] of Object.entries(answers)) {
        if (!ANSWERS.some((known) => known === name)) throw new FormatError("an answer to no question");
        (name === "ongoing" ? ONGOING_ANSWER : ANSWER).read(answer3);
      }
      if (dumps(answers).length > ANSWERS_LIMIT) {
        throw new FormatError(`longer than ${ANSWERS_LIMIT} bytes together`, "too_long");
      }
      return answers;
    },
    write: (value) => ({ ...value })
  };
  var FILE_NAME = {
    read(value) {
      const name = line(255).read(value);
      if (/[/\\]|^\.{1,2}$/.test(name)) throw new FormatError("a path, not a name");
      return name;
    },
    write: (value) => value
  };
  var COMMON = {
    instance: hexBytes(16),
    keyring: POSITIVE,
    case: HASH,
    letterId: hexBytes(16)
  };
  var REPORT = record(
    {
      ...COMMON,
      recipient: RECIPIENT,
      signingKey: SIGNING_KEY,
      thread: hexBytes(32),
      language: choice("id", "en"),
      excluded: EXCLUDED,
      answers: ANSWERS_CODEC
    },
    { wbs: 1, kind: "report", author: "reporter" }
  );
  var ATTACHMENT = record(
    {
      path: pattern(/^attachments\/(?!00)[0-9]{2}\.[a-z0-9]{1,8}$/, "an attachment's path"),
      name: FILE_NAME,
      type: pattern(/^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/, "a media type"),
      size: integer(0, ATTACHMENT_LIMIT),
      sha256: HASH,
      removed: array(CODE, 32)
    },
    {}
  );
  var MESSAGE = record(
    {
      ...COMMON,
      text: prose(TEXT_LIMIT, true),
      attachments: array(ATTACHMENT, ATTACHMENTS),
      seen: array(HASH, 64)
    },
    { wbs: 1, kind: "message", author: "reporter" }
  );
  var REPLY = record(
    {
      ...COMMON,
      author: READER_ID,
      day: DAY,
      authorSeq: POSITIVE,
      to: HASH,
      state: pattern(/^[A-Z][A-Z_]{0,31}$/, "the code of a state"),
      outcome: optional(CODE),
      text: prose(REPLY_JSON_LIMIT, true),
      readers: array(READER_ID, READERS, 1),
      excluded: EXCLUDED,
      prev: optional(HASH),
      received: integer(0, 2 ** 31 - 1),
      until: HALF_DAY
    },
    { wbs: 1, kind: "reply" }
  );
  var LETTER = tagged("kind", { report: REPORT, message: MESSAGE, reply: REPLY });
  function encode(letter) {
    const json = dumps(LETTER.write(letter));
    decode2(json);
    return json;
  }
  function decode2(json) {
    return read2(loads(json, JSON_LIMIT), json.length);
  }
  function caseOf(key) {
    return sha256(concat(utf8("wbs/v1/case"), key.raw));
  }
  function signLetter(letter, key) {
    encode(letter);
    return sign(letter.kind, letter.instance, LETTER.write(letter), key);
  }
  function peekUnverified(letter) {
    return decode2(letter.json);
  }
  function verifyLetter(letter, kind, instance, key) {
    const proven2 = read2(check(kind, instance, letter, key, JSON_LIMIT), letter.json.length);
    if (!isOf(proven2, kind) || !equal(proven2.instance, instance)) {
      throw new Unproven("the letter and its signature name different kinds or portals");
    }
    if (proven2.kind !== "reply" && !equal(proven2.case, caseOf(key))) {
      throw new Unproven("the letter's case is not that of the key");
    }
    return proven2;
  }
  function isOf(letter, kind) {
    return letter.kind === kind;
  }
  function read2(value, size) {
    const letter = LETTER.read(value);
    if (letter.kind === "reply" && size > REPLY_JSON_LIMIT) {
      throw new FormatError(`a reply has more than ${REPLY_JSON_LIMIT} bytes`);
    }
    if (letter.kind === "message") {
      if (blank(letter.text) && !letter.attachments.length) {
        throw new FormatError("text: blank, without an attachment", "blank");
      }
      letter.attachments.forEach(({ path }, i) => {
        if (!path.startsWith(`attachments/${String(i + 1).padStart(2, "0")}.`)) {
          throw new FormatError("attachments: one stands not at its place");
        }
      });
    }
    return letter;
  }

  // src/page/dates.ts
  var DAY_MS2 = 864e5;
  var LOCALES = { id: "id-ID", en: "en-GB" };
  function fullDate(day, lang) {
    return written(Date.parse(parseDay(day)), lang);
  }
  function halfDayEnd(halfDay, lang) {
    const start4 = Date.parse(parseHalfDay(halfDay).slice(0, -1));
    const [end, hour] = halfDay.endsWith("A") ? [start4, "18"] : [start4 + DAY_MS2, "06"];
    return { date: written(end, lang), time: `${hour}${lang === "en" ? ":" : "."}00` };
  }
  function written(midnight, lang) {
    return new Intl.DateTimeFormat(LOCALES[lang], {
      calendar: "gregory",
      day: "numeric",
      month: "long",
      numberingSystem: "latn",
      timeZone: "UTC",
      year: "numeric"
    }).format(midnight);
  }

  // src/names.ts
  var LONGEST = 255;
  var SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  var DROPPED = new RegExp(`(?![${SPACES}])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]`, "gu");
  var SPACE = new RegExp(`[${SPACES}]+`, "gu");
  var EXTENSION = /\.([A-Za-z0-9]{1,8})$/;
  var EDGES = /^[ .]+|[ .]+$/g;
  var END = /[ .]+$/;
  function cleanName(raw, number) {
    const last = raw.replace(DROPPED, "").replace(/^.*[/\\]/s, "");
    const name = last.replace(SPACE, " ").normalize("NFC").replace(EDGES, "");
    const end = EXTENSION.exec(name)?.[0] ?? "";
    const stem = name.slice(0, name.length - end.length);
    const { read: read7 } = new TextEncoder().encodeInto(stem, new Uint8Array(LONGEST - end.length));
    return (stem.slice(0, read7) + end).replace(END, "") || neutralName(number, name);
  }
  function neutralName(number, name) {
    return `berkas-${number}.${extension(name)}`;
  }
  function extension(name) {
    return EXTENSION.exec(name)?.[1]?.toLowerCase() ?? "bin";
  }

  // src/page/batch.ts
  var BLOCK = 512;
  async function pick(files) {
    const picked = [];
    const empty = [];
    const unreadable = [];
    for (const file of files) {
      const number = picked.length + 1;
      const name = cleanName(file.name, number);
      if (!await readable(file)) unreadable.push(name);
      else if (file.size === 0) empty.push(name);
      else picked.push({ number, name, file });
    }
    return { files: picked, empty: [...new Set(empty)], unreadable: [...new Set(unreadable)] };
  }
  function used(sizes) {
    return sizes.reduce((sum, size) => sum + BLOCK + Math.ceil(size / BLOCK) * BLOCK, 0);
  }
  function largest(items) {
    return used(items.map(({ file, examined }) => Math.max(file.size, examined.content?.size ?? 0)));
  }
  function isSigned({ examined }) {
    return examined.warning === "signed" && examined.content !== null;
  }
  function left({ examined }) {
    return examined.found.filter((kind) => !examined.removed.includes(kind));
  }
  function choose(items, { asIs, neutral, unsign }) {
    return items.map((item) => {
      const { number, name, file, examined } = item;
      const clean4 = !asIs && (!isSigned(item) || unsign.has(number)) ? examined.content : null;
      return {
        file: clean4 ?? file,
        name: neutral ? neutralName(number, name) : name,
        type: examined.type,
        removed: clean4 ? [...examined.removed] : [],
        cleaned: clean4 !== null,
        left: clean4 ? left(item) : [...examined.found],
        warning: examined.warning
      };
    });
  }
  async function readable(file) {
    try {
      await file.slice(0, 1).arrayBuffer();
      return true;
    } catch {
      return false;
    }
  }

  // src/page/case.ts
  var SHOWN = 16;
  function caseScreen(parts, found, chosen2, lang) {
    const { unproven, hasReply, collectedUntil } = found;
    const values = {
      hasReply,
      unproven,
      single: unproven === 1,
      excludable: choices(found.excludable, chosen2.excluded),
      more: found.items.length > SHOWN,
      readers: readersPiece(parts, found.readers, chosen2.confirmed)
    };
    if (hasReply) {
      values["state"] = parts.piece(`state-${found.state}`);
      values["meaning"] = parts.piece(`meaning-${found.state}`);
      values["timeline"] = repliesPiece(parts, found.items, 0, lang);
    }
    if (collectedUntil !== null) {
      values["when"] = parts.piece("half-day", halfDayEnd(collectedUntil, lang));
    }
    return parts.piece("case", values);
  }
  function repliesPiece(parts, items, from, lang) {
    const replies = [...items].reverse().slice(from, from + SHOWN);
    return parts.piece("replies", {
      replies: replies.map((item, number) => ({
        mark: from + number === 0 && "new",
        told: parts.piece(`state-${item.state ?? "none"}`),
        // Without a state, an outcome says nothing.
        outcome: item.state !== null && item.outcome !== null && parts.piece(`outcome-${item.outcome}`),
        date: fullDate(item.day, lang),
        title: item.title,
        unit: item.unit,
        former: item.former,
        fork: item.fork,
        text: item.text,
        expired: item.gap === "expired",
        missing: item.gap === "missing"
      }))
    });
  }
  function readersPiece(parts, readers, confirmed) {
    const notice = parts.piece("readers", {
      readers: readers.map(({ title, unit, isNew }) => ({ title, unit, isNew })),
      alone: readers.length === 1
    });
    for (const box of notice.querySelectorAll("input")) box.checked = confirmed;
    return notice;
  }
  function choices(readers, excluded) {
    return readers.map(({ id, title, unit }, number) => ({
      place: `excluded-${number}`,
      reader: id,
      title,
      unit,
      ticked: excluded.includes(id)
    }));
  }

  // src/scrub/scrubbed.ts
  var KINDS = [
    "place",
    "device",
    "author",
    "dates",
    "software",
    "description",
    "identifiers",
    "comments",
    "revisions",
    "earlier",
    "thumbnail",
    "trailer",
    "profile",
    "attached",
    "other"
  ];
  var WARNINGS = [
    "unknown",
    "damaged",
    "encrypted",
    "signed",
    "heic",
    "too_large",
    "partial",
    "failed",
    "browser"
  ];
  var DOCUMENT_LIMIT = 32 << 20;
  var IMAGE_LIMIT = 64 << 20;

  // src/page/send.ts
  var PART = 4 << 20;
  var PAUSES = [1e3, 2e3, 4e3, 8e3, 15e3, 3e4];
  var STALL = 12e4;
  var BROWSER = {
    request: () => new XMLHttpRequest(),
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    later: (act, milliseconds) => {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    }
  };
  var uploads = /* @__PURE__ */ new WeakMap();
  async function sendDrop(drop, config, progress = () => {
  }, signal = new AbortController().signal, means = BROWSER) {
    const size = drop instanceof Uint8Array ? drop.length : drop.size;
    const upload = begun(drop, means);
    if (upload.lost) {
      throw new WbsError("parts_missing");
    }
    const deliver = (address, body) => insistently(
      address,
      body,
      (sent, broken) => progress(Math.min(upload.sent + sent, size), size, broken),
      signal,
      means
    );
    if (size <= PART) {
      await load(upload, drop, signal);
      return stored(await deliver(config.links.drop, upload.part));
    }
    if (drop instanceof Uint8Array) {
      throw new WbsError("files_large");
    }
    const query = `?size=${size}`;
    while (upload.sent < size) {
      await load(upload, drop, signal);
      if (upload.part === null) {
        throw new WbsError("failed");
      }
      await deliver(`${config.links.drop}/${upload.id}/${upload.number}${query}`, upload.part);
      upload.sent += upload.part.length;
      upload.number += 1;
      upload.part = null;
    }
    try {
      return stored(await deliver(`${config.links.drop}/${upload.id}${query}`, null));
    } catch (error) {
      upload.lost = error instanceof WbsError && error.code === "parts_missing";
      throw error;
    }
  }
  function begun(drop, means) {
    let upload = uploads.get(drop);
    if (upload === void 0) {
      upload = { id: hex(means.random(16)), number: 0, part: null, sealing: null, sent: 0, lost: false };
      uploads.set(drop, upload);
    }
    return upload;
  }
  async function load(upload, drop, signal) {
    if (upload.part !== null) return;
    upload.sealing ??= drop instanceof Uint8Array ? Promise.resolve(drop) : drop.next();
    const part = await unlessAborted(upload.sealing, signal);
    [upload.part, upload.sealing] = [part, null];
  }
  async function insistently(address, body, progress, signal, means) {
    for (const pause of PAUSES) {
      try {
        return await post(address, body, (sent) => progress(sent, false), signal, means);
      } catch (error) {
        if (!(error instanceof WbsError) || error.code !== "net") {
          throw error;
        }
      }
      progress(0, true);
      await rest(pause, signal, means);
    }
    return post(address, body, (sent) => progress(sent, false), signal, means);
  }
  function post(address, body, progress, signal, means) {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new WbsError("cancelled"));
        return;
      }
      const request = means.request();
      let watch = means.later(() => request.abort(), STALL);
      const moved = () => {
        watch();
        watch = means.later(() => request.abort(), STALL);
      };
      const cancel = () => request.abort();
      signal.addEventListener("abort", cancel);
      request.upload.onprogress = (event) => {
        moved();
        progress(event.loaded);
      };
      request.onloadend = () => {
        watch();
        signal.removeEventListener("abort", cancel);
        if (signal.aborted) {
          reject(new WbsError("cancelled"));
          return;
        }
        try {
          resolve(answer2(request.status, request.responseText));
        } catch (error) {
          reject(error);
        }
      };
      request.open("POST", address);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.send(body);
    });
  }
  function answer2(status, text4) {
    if (status === 204) {
      return null;
    }
    let told;
    try {
      told = JSON.parse(text4);
    } catch {
      told = null;
    }
    const trouble = member2(told, "trouble");
    if (status === 201 && told !== null) {
      return told;
    }
    if (status >= 400 && trouble !== null && /^[a-z_]{1,32}$/.test(trouble)) {
      throw new WbsError(trouble);
    }
    throw new WbsError(status >= 400 && status < 500 ? "failed" : "net");
  }
  function stored(told) {
    const readable2 = member2(told, "readable");
    const returnBy = member2(told, "return_by");
    const date = /^\d{4}-\d{2}-\d{2}$/;
    if (readable2 === null || returnBy === null || !date.test(readable2) || !date.test(returnBy)) {
      throw new WbsError("failed");
    }
    return { readable: readable2, returnBy };
  }
  function member2(told, name) {
    if (typeof told !== "object" || told === null) {
      return null;
    }
    const value = Reflect.get(told, name);
    return typeof value === "string" ? value : null;
  }
  function unlessAborted(promise, signal) {
    return new Promise((resolve, reject) => {
      const cancel = () => reject(new WbsError("cancelled"));
      if (signal.aborted) cancel();
      signal.addEventListener("abort", cancel, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
    });
  }
  function rest(milliseconds, signal, means) {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        stop();
        reject(new WbsError("cancelled"));
      };
      const stop = means.later(() => {
        signal.removeEventListener("abort", cancel);
        resolve();
      }, milliseconds);
      if (signal.aborted) {
        cancel();
        return;
      }
      signal.addEventListener("abort", cancel, { once: true });
    });
  }

  // src/page/sizes.ts
  var LOCALES2 = { id: "id-ID", en: "en-GB" };
  function fileSize(count, lang) {
    if (count < 1 << 20) return `${Math.ceil(count / 2 ** 10)} KB`;
    return `${grouped(Math.ceil(count * 10 / 2 ** 20) / 10, lang)} MB`;
  }
  function grouped(count, lang) {
    const tenths = new Intl.NumberFormat(LOCALES2[lang], {
      maximumFractionDigits: 1,
      numberingSystem: "latn"
    });
    return tenths.format(count);
  }

  // src/page/review.ts
  var PASSING = ["net", "failed", "full", "files_full", "files_busy"];
  function review(app, message, found, again) {
    new Review(app, message, found, again).show();
  }
  var Review = class {
    #app;
    #message;
    #found;
    #again;
    // Each choice of files is a message of its own: files chosen again are no second version of the first.
    #letterId = hex(crypto.getRandomValues(new Uint8Array(16)));
    #pending = null;
    #dead = false;
    constructor(app, message, found, again) {
      this.#app = app;
      this.#message = message;
      this.#found = found;
      this.#again = again;
    }
    show() {
      const { main, parts, config } = this.#app;
      const { items, empty, unreadable } = this.#found;
      const kinds2 = KINDS.filter((kind) => items.some(({ examined }) => examined.found.includes(kind)));
      show(
        main,
        parts.piece("review", {
          empty: named(empty),
          unreadable: named(unreadable),
          items: items.map((item) => itemValues(parts, item, fileSize(item.file.size, config.lang))),
          kinds: kinds2.map((kind) => ({
            label: parts.piece(`kind-${kind}`),
            meaning: parts.piece(`kind-meaning-${kind}`)
          })),
          cleanable: items.some(({ examined }) => examined.content !== null),
          single: items.length === 1,
          count: items.length,
          readers: readersPiece(parts, this.#message.opened.readers, false)
        })
      );
      const field = main.querySelector("textarea");
      if (field) field.value = this.#message.text;
      this.#app.dirty(() => true);
      bind(main, {
        send: () => this.#send(),
        again: () => {
          this.#message.text = text("text", main);
          this.#drop();
          this.#again();
        }
      });
    }
    async #send() {
      const { main } = this.#app;
      dismiss(main);
      const choices3 = {
        asIs: checked("as_is", main).length > 0,
        neutral: checked("neutral", main).length > 0,
        unsign: new Set(checked("unsign", main).map(Number))
      };
      this.#message.text = text("text", main);
      const confirmed = checked("confirm_one_reader", main).length > 0;
      const screen = hold(main);
      const meter = new Meter(this.#app, this.#pending ? "files-sealing" : "files-preparing");
      const stop = new AbortController();
      bind(main, { cancel: () => stop.abort() });
      try {
        const { sealing, chosen: chosen2 } = await this.#seal(choices3, confirmed, meter);
        const { returnBy } = await sendDrop(
          sealing,
          this.#app.config,
          (sent, size, broken) => meter.sending(sent, size, broken),
          stop.signal
        );
        this.#sent(returnBy, chosen2);
      } catch (error) {
        const code = this.#app.codeOf(error);
        screen.restore();
        await this.#failed(code, meter);
      }
    }
    /** Begin to seal what was chosen, or go on with what was begun of it before. */
    async #seal(choices3, confirmed, meter) {
      if (this.#dead) await revive(this.#app, this.#message);
      this.#dead = false;
      const { text: text4, excluded, opened } = this.#message;
      const unsign = [...choices3.unsign].sort();
      const content = JSON.stringify([{ ...choices3, unsign }, text4, excluded, confirmed, opened.shown]);
      if (this.#pending?.content !== content) {
        this.#drop();
        await this.#app.refresh();
        const chosen2 = choose(this.#found.items, choices3);
        const files = chosen2.map(({ file, name, type, removed }) => ({ file, name, type, removed }));
        const size = files.reduce((sum, { file }) => sum + file.size, 0);
        const sealing = await this.#app.vault.sealMessage(
          { letterId: this.#letterId, text: text4, excluded, confirmed, shown: opened.shown, files },
          (part) => meter.preparing(part * size, size)
        );
        this.#pending = { content, chosen: chosen2, sealing };
      }
      return this.#pending;
    }
    async #failed(code, meter) {
      const { main, parts } = this.#app;
      this.#dead ||= code === "dead";
      if (!PASSING.includes(code)) this.#drop();
      if (code === "net") alertIn(main, parts.piece("files-net", { percent: meter.percent }));
      else if (code === "cancelled") alertIn(main, parts.piece("files-cancelled"));
      else if (code === "file_changed") alertIn(main, parts.piece("files-changed"));
      else {
        if (code === "readers_changed") await this.#reopen();
        alertIn(main, this.#app.trouble(code, { sending: true, kept: true }));
      }
    }
    /** Name those who would read now. */
    async #reopen() {
      const { main, parts } = this.#app;
      this.#message.opened = await this.#message.open([...this.#message.excluded]);
      main.querySelector("#readers")?.replaceChildren(
        readersPiece(parts, this.#message.opened.readers, false)
      );
    }
    #drop() {
      this.#pending?.sealing.cancel();
      this.#pending = null;
    }
    #sent(returnBy, chosen2) {
      const { main, parts, config } = this.#app;
      const { words, excluded, opened, open: open3 } = this.#message;
      this.#pending = null;
      this.#app.dirty(() => false);
      show(
        main,
        parts.piece("files-sent", {
          date: fullDate(returnBy, config.lang),
          single: chosen2.length === 1,
          count: chosen2.length,
          files: chosen2.map((each) => sentValues(parts, each, fileSize(each.file.size, config.lang)))
        })
      );
      bind(main, {
        leave: () => this.#app.leave(),
        more: () => start(this.#app, { words, excluded, text: "", opened, open: open3 })
      });
    }
  };
  var Meter = class {
    #app;
    #phase = "";
    percent = 0;
    constructor(app, phase) {
      this.#app = app;
      show(app.main, app.parts.piece("files-sending"));
      this.#tell(phase);
    }
    /** Files are read for their hashes. */
    preparing(done, size) {
      this.#tell("files-preparing");
      this.#amount(done, size);
    }
    sending(done, size, broken) {
      this.#tell(broken ? "files-broken" : done < size ? "files-sealing" : "files-storing");
      this.#amount(done, size);
      this.percent = Math.floor(100 * done / size);
    }
    #amount(done, size) {
      const { main, parts, config } = this.#app;
      const bar = main.querySelector("progress");
      if (bar) bar.value = done / size;
      const amount = parts.piece("files-amount", {
        done: fileSize(done, config.lang),
        size: fileSize(size, config.lang),
        percent: Math.floor(100 * done / size)
      });
      main.querySelector("#amount")?.replaceChildren(amount);
    }
    /** Each phase is read aloud once. */
    #tell(phase) {
      if (phase === this.#phase) return;
      this.#phase = phase;
      this.#app.main.querySelector("#phase")?.replaceChildren(this.#app.parts.piece(phase));
    }
  };
  function itemValues(parts, item, size) {
    const { number, name, examined } = item;
    const { found, removed, warning, type } = examined;
    return {
      number,
      name,
      size,
      place: `unsign-${number}`,
      warning: warning && parts.piece(warningName(parts, warning, type)),
      signed: isSigned(item),
      removed: kindList(parts, removed),
      left: kindList(parts, left(item)),
      nothing: !found.length && !warning
    };
  }
  function sentValues(parts, file, size) {
    const { name, removed, left: left2, warning, cleaned } = file;
    const partly = cleaned && warning === "partial";
    const uncleaned = !cleaned && warning !== "";
    const nothing = !partly && !uncleaned && !removed.length && !left2.length;
    const lists = { removed: kindList(parts, removed), left: kindList(parts, left2) };
    return { name, size, ...lists, partly, uncleaned, nothing };
  }
  function warningName(parts, warning, type) {
    const own = `warning-${warning}-${type.split("/")[0] ?? ""}`;
    return parts.has(own) ? own : `warning-${warning}`;
  }
  function kindList(parts, kinds2) {
    return kinds2.map((kind) => parts.piece(`kind-${kind}`).textContent?.trim() ?? "").join(", ");
  }
  function named(names) {
    return names.map((name) => ({ name }));
  }

  // src/page/scrub.ts
  var PATIENCE = 2e4;
  var FORMATS = ["", "jpeg", "png", "webp", "heic", "pdf", "ooxml", "odf"];
  var MEDIA_TYPE = /^[a-z]{1,20}\/[a-z0-9][a-z0-9.+-]{0,62}$/;
  var FAILED = {
    format: "",
    type: "application/octet-stream",
    found: [],
    removed: [],
    warning: "failed",
    content: null
  };
  var Scrubber = class _Scrubber {
    #start;
    #has;
    #running = /* @__PURE__ */ new Map();
    constructor(start4, has) {
      this.#start = start4;
      this.#has = has;
    }
    /** The workers of a page's scripts. */
    static of(scripts, policy) {
      return new _Scrubber(
        (name) => startWorker(scripts[name].url, scripts[name].integrity, policy),
        (name) => name in scripts
      );
    }
    /** Examine a file; whatever it does, an answer comes, FAILED at worst. */
    async examine(file) {
      const name = await this.#who(file);
      let patience;
      try {
        const remote = await this.#worker(name);
        patience = setTimeout(() => remote.die(), PATIENCE);
        return check2(await remote.call("scrub", file));
      } catch {
        this.#end(name);
        return FAILED;
      } finally {
        clearTimeout(patience);
      }
    }
    /** End all workers; what is being examined has FAILED. */
    end() {
      for (const name of [...this.#running.keys()]) this.#end(name);
    }
    /** Office documents are archives; whatever else there is, the other worker knows it by name at least. */
    async #who(file) {
      if (!this.#has("documents")) return "images";
      const head = await file.slice(0, 4).arrayBuffer().catch(() => new ArrayBuffer(0));
      return /^PK(?:\x03\x04|\x05\x06)/.test(String.fromCharCode(...new Uint8Array(head))) ? "documents" : "images";
    }
    #worker(name) {
      const running = this.#running.get(name) ?? this.#start(name);
      this.#running.set(name, running);
      return running;
    }
    #end(name) {
      const running = this.#running.get(name);
      this.#running.delete(name);
      void running?.then(
        (remote) => remote.die(),
        () => void 0
      );
    }
  };
  function check2(told) {
    const { format, type, warning, found, removed, content } = told ?? {};
    const [isFound, isRemoved] = [kinds(found), kinds(removed)];
    const possible = FORMATS.includes(format) && (warning === "" || WARNINGS.includes(warning)) && isRemoved.every((kind) => isFound.includes(kind)) && (content === null ? !isRemoved.length : content instanceof Blob && content.size <= IMAGE_LIMIT);
    if (!possible || typeof type !== "string" || !MEDIA_TYPE.test(type)) throw new TypeError("a lie");
    return {
      format,
      type,
      found: isFound,
      removed: isRemoved,
      warning,
      content
    };
  }
  function kinds(told) {
    if (!Array.isArray(told)) throw new TypeError("a lie");
    const known = KINDS.filter((kind) => told.includes(kind));
    if (known.length !== told.length || known.some((kind, i) => kind !== told[i]))
      throw new TypeError("a lie");
    return known;
  }

  // src/page/files.ts
  async function start(app, begun2) {
    const excluded = [...begun2.excluded];
    const open3 = begun2.open ?? ((without) => app.vault.openBoard(null, without));
    const opened = begun2.opened ?? await open3(excluded);
    const before = hold(app.main);
    const { words, text: text4 } = begun2;
    choosing(app, { words, text: text4, excluded, opened, open: open3 }, async (message) => {
      app.dirty(() => false);
      if (begun2.back) await begun2.back(message.text, message.excluded);
      else before.restore();
    });
  }
  function choosing(app, message, back) {
    const { hasReply, excludable, readers } = message.opened;
    const screen = app.parts.piece("files", {
      text: message.text,
      documents: "documents" in app.config.scripts,
      excludable: hasReply ? [] : choices2(excludable, message.excluded),
      readers: readersPiece(app.parts, readers, false)
    });
    show(app.main, screen);
    const { main } = app;
    const input = main.querySelector("input[type=file]");
    const files = () => [...input?.files ?? []];
    app.dirty(() => message.text !== "" || files().length > 0);
    let dead = false;
    bind(main, {
      back: () => back(message),
      check: async () => {
        dismiss(main);
        try {
          if (dead) await revive(app, message);
          dead = false;
          if (!hasReply) await exclude(message, checked("excluded", main));
        } catch (error) {
          const code = app.codeOf(error);
          dead ||= code === "dead";
          alertIn(main, app.trouble(code));
          return;
        }
        const picked = await pick(files());
        const refusal = refused(app, message, picked);
        if (refusal === null) await checking(app, message, picked);
        else alertIn(main, refusal);
      }
    });
  }
  async function revive(app, message) {
    await app.revive();
    await app.vault.useCode([...message.words]);
    await app.vault.stretched();
    message.opened = await message.open([...message.excluded]);
  }
  async function exclude(message, excluded) {
    if (JSON.stringify(excluded) === JSON.stringify(message.excluded)) return;
    message.opened = await message.open(excluded);
    message.excluded = excluded;
  }
  function refused(app, message, { files, empty, unreadable }) {
    const { parts, config } = app;
    if (!message.opened.readers.length) return app.trouble("no_reader", { sending: true });
    if (!files.length) {
      return parts.piece("files-none", { names: [...empty, ...unreadable].map((name) => ({ name })) });
    }
    if (files.length > config.limits.files) {
      return app.trouble("files_many", { sending: true, count: files.length });
    }
    return tooLarge(app, used(files.map(({ file }) => file.size)));
  }
  function tooLarge({ parts, config }, size) {
    const tooMuch = size > config.limits.room;
    return tooMuch ? parts.piece("files-large", { size: fileSize(size, config.lang) }) : null;
  }
  async function checking(app, message, picked) {
    const { main, parts, config } = app;
    const chooser = hold(main);
    const count = picked.files.length;
    show(main, parts.piece("files-checking", { count }));
    const bar = main.querySelector("progress");
    const amount = main.querySelector("#amount");
    const scrubber = Scrubber.of(config.scripts, app.policy);
    let cancelled = false;
    bind(main, {
      cancel: () => {
        cancelled = true;
        scrubber.end();
        chooser.restore();
      }
    });
    const items = [];
    for (const each of picked.files) {
      if (bar) bar.value = items.length;
      amount?.replaceChildren(parts.piece("files-checked", { done: items.length, count }));
      const examined = await scrubber.examine(each.file);
      if (cancelled) return;
      items.push({ ...each, examined });
    }
    scrubber.end();
    const refusal = tooLarge(app, largest(items));
    if (refusal === null) {
      review(app, message, { ...picked, items }, chooser.restore);
      return;
    }
    chooser.restore();
    alertIn(main, refusal);
  }
  function choices2(readers, excluded) {
    return readers.map(({ id, title, unit }, number) => ({
      place: `excluded-${number}`,
      reader: id,
      title,
      unit,
      ticked: excluded.includes(id)
    }));
  }
  function hold(main) {
    const nodes = [...main.childNodes];
    const kind = main.className;
    return {
      restore: () => {
        const screen = document.createDocumentFragment();
        screen.append(...nodes);
        show(main, screen, kind);
      }
    };
  }

  // src/page/filing.ts
  var NEAR = 3e3;
  var FRESH = 10 * 6e4;
  var SLOW = 3e3;
  var HALFWAY = 0.5;
  var SHOWN2 = 100;
  async function prepare(app) {
    const filing = new Filing(app, await app.vault.newCode());
    return () => filing.begin();
  }
  var Filing = class {
    #app;
    #words;
    #ready = false;
    #slow = false;
    #sealed = null;
    /** Sequence of the keyring whose readers the form names. */
    #offered = 0;
    #queue = Promise.resolve();
    constructor(app, words) {
      this.#app = app;
      this.#words = words;
      this.#stretch();
    }
    begin() {
      this.#showCode();
    }
    /** Watch the keys being made; if that fails, sending tells. */
    #stretch() {
      let done = 0;
      const timer = setTimeout(() => {
        this.#slow = done < HALFWAY;
        this.#tellSlow();
      }, SLOW);
      const over = (ready) => {
        clearTimeout(timer);
        this.#ready = ready;
        this.#slow = false;
        this.#tellSlow();
      };
      this.#app.vault.stretched((part) => done = part).then(
        () => over(true),
        () => over(false)
      );
    }
    #tellSlow() {
      for (const line2 of this.#app.main.querySelectorAll("[data-slow]")) {
        line2.hidden = !this.#slow;
      }
    }
    #showCode() {
      const { main, parts } = this.#app;
      const words = this.#words.map((word) => ({ word }));
      show(main, parts.piece("filing-code", { words }), "bare");
      bind(main, { written: () => this.#showAsk() });
      this.#tellSlow();
    }
    #showAsk() {
      const { main, parts } = this.#app;
      const asked = twoPositions();
      show(main, parts.piece("filing-ask", { first: asked[0] + 1, second: asked[1] + 1 }));
      bind(main, {
        answer: (button) => {
          if (button === "again") this.#showCode();
          else if (this.#holds(asked)) this.#showForm();
          else alertIn(main, this.#app.trouble("words_wrong"));
        }
      });
      this.#tellSlow();
    }
    /** Whether the two words typed are those of the code. */
    #holds([first, second]) {
      const words = [...this.#words];
      words[first] = this.#field("first");
      words[second] = this.#field("second");
      try {
        const reading = readCode(words.join(" "));
        return reading.correction === null && reading.words.join() === this.#words.join();
      } catch (error) {
        if (error instanceof WbsError) return false;
        throw error;
      }
    }
    #showForm() {
      const { main } = this.#app;
      show(main, this.#form());
      bind(main, { send: () => this.#send() });
      const form = element(main, "form", HTMLFormElement);
      form.addEventListener("input", () => this.#measure());
      form.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      });
      this.#app.dirty(() => this.#typed());
      this.#tellSlow();
    }
    /** The form as today's keyring makes it. */
    #form() {
      const { parts, trusted: trusted2 } = this.#app;
      this.#offered = trusted2.sequence;
      const readers = trusted2.readers.map(({ id, title, unit, words }, number) => ({
        id,
        place: number ? `excluded-${number + 1}` : "excluded",
        title,
        unit,
        print: words.join(" ")
      }));
      return parts.piece("filing-form", {
        readers,
        panel: trusted2.panel,
        noOutsider: !trusted2.readers.some(({ role }) => role === "outside"),
        warning: trusted2.warning ? this.#app.trouble(trusted2.warning) : document.createDocumentFragment()
      });
    }
    /** Nobody reads the report whom the form did not offer to exclude; WbsError readers_changed. */
    #checkOffered() {
      const { main, trusted: trusted2 } = this.#app;
      if (trusted2.sequence === this.#offered) return;
      const excluded = checked("excluded", main);
      const readers = element(this.#form(), "#readers", HTMLElement);
      for (const box of readers.querySelectorAll("[name=excluded]")) {
        box.checked = box.defaultChecked = excluded.includes(box.value);
      }
      element(main, "#readers", HTMLElement).replaceWith(readers);
      throw new WbsError("readers_changed");
    }
    /** Whether anything was typed; ticks are made again in no time. */
    #typed() {
      const fields = this.#app.main.querySelectorAll(
        "textarea, input:not([type=radio], [type=checkbox])"
      );
      return [...fields].some((field) => field.value.trim() !== "");
    }
    #field(name) {
      const field = this.#app.main.querySelector(`#${name}`);
      return clean2(field?.value ?? "");
    }
    /** Return what was answered, as it stands in the letter; what was left empty is left out. */
    #answers() {
      const { main } = this.#app;
      const answers = {};
      for (const field of main.querySelectorAll(
        "textarea, input:not([type=radio], [type=checkbox]), input[type=radio]:checked"
      )) {
        const answer3 = clean2(field.value);
        if (answer3.trim() !== "") answers[field.name] = answer3;
      }
      return answers;
    }
    /** Say how much room is left, once it is little. */
    #measure() {
      const { main, parts, config } = this.#app;
      const left2 = roomLeft(this.#answers());
      const count = grouped(Math.abs(left2), config.lang);
      const said = left2 >= NEAR ? [] : [parts.piece(left2 < 0 ? "room-over" : "room-left", { count })];
      main.querySelector("#room")?.replaceChildren(...said);
    }
    async #send() {
      const { main, config } = this.#app;
      dismiss(main);
      const draft2 = {
        answers: this.#answers(),
        excluded: checked("excluded", main),
        language: config.lang,
        confirmed: checked("confirm_one_reader", main).length > 0
      };
      if (!("what" in draft2.answers)) return this.#refuse("what_missing");
      if (roomLeft(draft2.answers) < 0) return this.#refuse("too_long");
      const sending = new Sending(this.#app);
      try {
        const { letter, readers } = await sending.until(this.#seal(draft2, sending));
        sending.tell("filing-sending");
        const progress = (sent, size, broken) => {
          sending.tell(broken ? "filing-broken" : "filing-sending");
          sending.part(sent / size);
        };
        const stored2 = await sendDrop(letter, config, progress, sending.signal);
        this.#sent(stored2, readers, draft2.excluded);
      } catch (error) {
        sending.end();
        this.#refuse(this.#app.codeOf(error));
      } finally {
        sending.over();
      }
    }
    /** Seal the draft, or return what was sealed of it before; after whatever was asked of the vault earlier. */
    #seal(draft2, sending) {
      const sealing = this.#queue.then(() => this.#sealNow(draft2, sending));
      this.#queue = sealing.catch(() => void 0);
      return sealing;
    }
    /** With another worker if the first is dead. */
    async #sealNow(draft2, sending) {
      const json = JSON.stringify(draft2);
      if (this.#sealed?.draft === json) return this.#sealed;
      this.#sealed = null;
      sending.tell(this.#ready ? "filing-sealing" : "filing-key");
      try {
        await this.#stretched(sending);
      } catch (error) {
        if (!(error instanceof VaultError) || error.code !== "dead") throw error;
        this.#ready = false;
        await this.#app.revive();
        await this.#app.vault.useCode(this.#words);
        await this.#stretched(sending);
      }
      sending.tell("filing-sealing");
      await this.#app.refresh(FRESH);
      this.#checkOffered();
      const { sealed, readers } = await this.#app.vault.sealReport(draft2);
      this.#sealed = { draft: json, letter: sealed, readers };
      return this.#sealed;
    }
    async #stretched(sending) {
      if (this.#ready && this.#app.vault.alive) return;
      await this.#app.vault.stretched((part) => sending.part(part));
      this.#ready = true;
    }
    #refuse(code) {
      const { main } = this.#app;
      if (code === "one_reader") {
        const alone = main.querySelector("#alone");
        if (alone !== null) alone.hidden = false;
      }
      const kept = this.#typed();
      alertIn(main, this.#app.trouble(code, { sending: true, kept }));
    }
    /** The letter is on disk: nothing of it is kept here but what a file needs to follow it. */
    #sent(stored2, readers, excluded) {
      const { main, parts, config } = this.#app;
      this.#app.dirty(() => false);
      const words = this.#words;
      this.#words = [];
      this.#sealed = null;
      const screen = parts.piece("filing-sent", {
        returnBy: fullDate(stored2.returnBy, config.lang),
        readable: fullDate(stored2.readable, config.lang),
        readers
      });
      show(main, screen);
      bind(main, { files: () => start(this.#app, { words, excluded, text: "" }) });
    }
  };
  var Sending = class {
    #main;
    #app;
    #abort = new AbortController();
    #timer;
    #told = "";
    constructor(app) {
      this.#app = app;
      this.#main = app.main;
      this.#lock(true);
      this.#timer = setTimeout(() => this.#show(), SHOWN2);
    }
    get signal() {
      return this.#abort.signal;
    }
    get #box() {
      return element(this.#main, "#sending", HTMLElement);
    }
    get #bar() {
      return element(this.#main, "progress", HTMLProgressElement);
    }
    /** Wait for something, but not after the button was pressed: WbsError "cancelled". */
    until(promise) {
      const cancelled = new Promise((_resolve, reject) => {
        this.signal.addEventListener("abort", () => reject(new WbsError("cancelled")));
      });
      return Promise.race([promise, cancelled]);
    }
    /** Say which part of it is under way; the same words again would be read aloud again. */
    tell(piece) {
      if (this.#told === piece) return;
      this.#told = piece;
      this.#bar.removeAttribute("value");
      if (!this.#box.hidden) this.#say();
    }
    part(part) {
      this.#bar.value = part;
    }
    /** Give the form back. */
    end() {
      this.#box.hidden = true;
      this.#lock(false);
    }
    /** Show nothing that is not shown yet. */
    over() {
      clearTimeout(this.#timer);
    }
    #show() {
      this.#box.hidden = false;
      const button = this.#box.querySelector("[data-do=cancel]");
      button?.replaceWith(button.cloneNode(true));
      bind(this.#box, { cancel: () => this.#abort.abort() });
      this.#say();
      const phase = this.#main.querySelector("#phase");
      phase?.scrollIntoView({ block: "center" });
      focus(phase);
    }
    #say() {
      const said = this.#told ? [this.#app.parts.piece(this.#told)] : [];
      this.#main.querySelector("#phase")?.replaceChildren(...said);
    }
    #lock(locked) {
      element(this.#main, "form", HTMLFormElement).inert = locked;
    }
  };
  function roomLeft(answers) {
    const length = Object.values(answers).reduce((sum, { length: length2 }) => sum + length2, 0);
    if (length * 3 + 200 < ANSWERS_LIMIT - NEAR) return ANSWERS_LIMIT;
    return ANSWERS_LIMIT - dumps(answers).length;
  }
  function twoPositions() {
    const order2 = [...Array(10).keys()].map((position) => [crypto.getRandomValues(new Uint32Array(1))[0] ?? 0, position]).sort(([one], [other]) => one - other).map(([, position]) => position);
    const [first = 0, second = 1] = order2.slice(0, 2).sort((one, other) => one - other);
    return [first, second];
  }

  // src/page/message.ts
  var TEXT_LIMIT2 = 49152;
  var NEAR2 = 2e3;
  async function start2(app, words, board) {
    const open3 = (excluded) => app.vault.openBoard(board.slice(0), excluded);
    new Visit(app, words, open3, await open3([])).show();
  }
  var Visit = class {
    #app;
    #words;
    #open;
    #found;
    #draft = draft();
    #opened = 0;
    #dead = false;
    #told = null;
    constructor(app, words, open3, found) {
      this.#app = app;
      this.#words = words;
      this.#open = open3;
      this.#found = found;
    }
    /** Show the case, with what was typed. */
    show() {
      const { main, parts, config } = this.#app;
      show(main, caseScreen(parts, this.#found, this.#draft, config.lang));
      const field = element2(main, "textarea#text", HTMLTextAreaElement);
      field.value = this.#draft.text;
      field.addEventListener("input", () => this.#measure());
      for (const box of main.querySelectorAll("input[name=excluded]")) {
        box.addEventListener("change", () => void this.#exclude());
      }
      bind(main, { send: (button) => button === "files" ? this.#files() : this.#send() });
      if (this.#found.items.length > SHOWN) bind(main, { older: () => this.#older() });
      this.#app.dirty(() => this.#typed().trim() !== "");
      this.#measure();
    }
    #typed() {
      return text("text", this.#app.main);
    }
    /** Keep what the screen holds. */
    #keep() {
      const { main } = this.#app;
      this.#draft.text = this.#typed();
      if (!this.#found.hasReply) this.#draft.excluded = checked("excluded", main);
      this.#draft.confirmed = checked("confirm_one_reader", main).length > 0;
    }
    #files() {
      this.#keep();
      return this.#attach(() => this.show());
    }
    #older() {
      const { main, parts, config } = this.#app;
      const line2 = element2(main, ".timeline", HTMLOListElement);
      const from = line2.children.length;
      line2.append(repliesPiece(parts, this.#found.items, from, config.lang));
      focus(line2.children.item(from));
      if (line2.children.length === this.#found.items.length) {
        main.querySelector("[data-do=older]")?.parentElement?.remove();
      }
    }
    /** Say how much room is left, once it is little. */
    #measure() {
      const { main, parts, config } = this.#app;
      const left2 = roomLeft2(element2(main, "textarea#text", HTMLTextAreaElement).value);
      const said = element2(main, "#room", HTMLElement);
      if (left2 >= NEAR2) said.replaceChildren();
      else
        said.replaceChildren(
          parts.piece(left2 < 0 ? "room-over" : "room-left", {
            count: grouped(Math.abs(left2), config.lang)
          })
        );
    }
    /** Who must not read has changed: name who will. */
    async #exclude() {
      this.#keep();
      try {
        await this.#reopen();
      } catch (error) {
        await this.#failed(this.#app.codeOf(error));
      }
    }
    async #reopen() {
      const { main, parts } = this.#app;
      const opened = this.#opened += 1;
      const found = await this.#open(this.#draft.excluded);
      if (opened !== this.#opened) return;
      this.#found = found;
      main.querySelector("#readers")?.replaceChildren(readersPiece(parts, found.readers, false));
    }
    async #send() {
      const { main, config } = this.#app;
      dismiss(main);
      this.#keep();
      if (this.#draft.text.trim() === "") {
        alertIn(main, this.#app.trouble("message_missing", { sending: true }));
        return;
      }
      this.#lock(true);
      try {
        this.#tell("message-sealing");
        const letter = await this.#seal();
        this.#tell("message-sending");
        const { returnBy } = await sendDrop(
          letter,
          config,
          (_sent, _size, broken) => this.#tell(broken ? "message-broken" : "message-sending")
        );
        this.#sent(returnBy);
      } catch (error) {
        this.#tell(null);
        this.#lock(false);
        await this.#failed(this.#app.codeOf(error));
      }
    }
    /** Seal the draft, or return what was sealed of it before. */
    async #seal() {
      const { letterId, text: text4, excluded, confirmed } = this.#draft;
      const { shown } = this.#found;
      const content = JSON.stringify([text4, excluded, confirmed, shown]);
      if (this.#draft.sealed?.content !== content) {
        await this.#revive();
        await this.#app.refresh();
        const message = { letterId, text: text4, excluded, confirmed, shown, files: [] };
        const sealing = await this.#app.vault.sealMessage(message);
        const letter = await sealing.next();
        sealing.cancel();
        if (letter === null) throw new WbsError("failed");
        this.#draft.sealed = { content, letter };
      }
      return this.#draft.sealed.letter;
    }
    /** Give a vault that died a successor with the same code. */
    async #revive() {
      if (!this.#dead) return;
      await this.#app.revive();
      await stretch2(this.#app, this.#words, () => {
      });
      await this.#open(this.#draft.excluded);
      this.#dead = false;
    }
    async #failed(code) {
      this.#dead ||= code === "dead";
      if (code === "readers_changed") {
        await this.#reopen();
        this.show();
      }
      alertIn(this.#app.main, this.#app.trouble(code, { sending: true, kept: true }));
    }
    #sent(returnBy) {
      const { main, parts, config } = this.#app;
      const { excluded } = this.#draft;
      this.#app.dirty(() => false);
      this.#draft = { ...draft(), excluded };
      show(main, parts.piece("message-sent", { date: fullDate(returnBy, config.lang) }));
      bind(main, { files: () => this.#attach(() => this.#sent(returnBy)) });
    }
    /** Go on to files with the text; `back` without them. */
    #attach(back) {
      const { excluded, text: text4 } = this.#draft;
      return start(this.#app, {
        words: this.#words,
        excluded,
        text: text4,
        opened: this.#found,
        open: this.#open,
        back: async (typed, without) => {
          this.#draft = { ...this.#draft, text: typed, excluded: without };
          this.#found = await this.#open(without);
          back();
        }
      });
    }
    /** Nothing changes while it is sealed and sent. */
    #lock(locked) {
      const { main } = this.#app;
      element2(main, "textarea#text", HTMLTextAreaElement).readOnly = locked;
      for (const box of main.querySelectorAll("input[type=checkbox]")) {
        box.disabled = locked;
      }
    }
    #tell(piece) {
      const { main, parts } = this.#app;
      if (this.#told === piece) return;
      this.#told = piece;
      main.querySelector("#sending")?.replaceChildren(...piece === null ? [] : [parts.piece(piece)]);
    }
  };
  function roomLeft2(typed) {
    if (typed.length * 3 + 2 < TEXT_LIMIT2 - NEAR2) return TEXT_LIMIT2;
    return TEXT_LIMIT2 - dumps(clean2(typed)).length;
  }
  function draft() {
    const letterId = hex(crypto.getRandomValues(new Uint8Array(16)));
    return { letterId, text: "", excluded: [], confirmed: false, sealed: null };
  }
  function element2(root, selector, kind) {
    const found = root.querySelector(selector);
    if (!(found instanceof kind)) throw new TypeError(`no ${selector}`);
    return found;
  }

  // src/page/returning.ts
  var CODE_LENGTH = 2e3;
  function start3(app, typed = "") {
    show(app.main, app.parts.piece("status"));
    const field = app.main.querySelector("textarea");
    if (field !== null) field.value = typed;
    bind(app.main, { open: () => read3(app, text("code", app.main).slice(0, CODE_LENGTH)) });
  }
  async function read3(app, typed) {
    let reading;
    try {
      reading = readCode(typed);
    } catch (error) {
      if (!(error instanceof WbsError)) throw error;
      const count = Reflect.get(error, "count");
      alertIn(app.main, app.trouble(error.code, typeof count === "number" ? { count } : {}));
      return;
    }
    if (reading.correction === null) await open(app, reading.words, typed);
    else confirm(app, reading.words, reading.correction, typed);
  }
  function confirm(app, words, correction, typed) {
    const screen = app.parts.piece("confirm", {
      number: correction.position + 1,
      typed: correction.typed,
      word: correction.word,
      words: words.map((each, position) => ({
        each,
        mark: position === correction.position && "changed"
      }))
    });
    show(app.main, screen);
    bind(app.main, {
      answer: async (button) => {
        if (button === "yes") await open(app, words, typed);
        else start3(app, typed);
      }
    });
  }
  async function open(app, words, typed) {
    show(app.main, app.parts.piece("opening"));
    const [stretched, fetched] = app.main.querySelectorAll("progress");
    try {
      const [board] = await Promise.all([
        fetchBoard(app.config.links.board, (part) => tell(fetched, part)),
        stretch2(app, words, (part) => tell(stretched, part))
      ]);
      app.main.querySelector("#stage")?.replaceChildren(app.parts.piece("searching"));
      await start2(app, words, board);
    } catch (error) {
      const code = error instanceof WbsError ? error.code : "dead";
      start3(app, typed);
      alertIn(app.main, app.trouble(code === "net" || code === "dead" ? `board_${code}` : "board_failed"));
      if (code === "dead") await app.revive();
    }
  }
  function tell(bar, part) {
    if (bar !== void 0) bar.value = part;
  }
  async function stretch2(app, words, progress) {
    await app.vault.useCode(words);
    await app.vault.stretched(progress);
  }
  function fetchBoard(address, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.onprogress = (event) => {
        if (event.lengthComputable) progress(event.loaded / event.total);
      };
      request.onloadend = () => {
        const board = request.response;
        if (request.status === 200 && board instanceof ArrayBuffer) {
          progress(1);
          resolve(board);
        } else reject(new WbsError(request.status === 0 ? "net" : "failed"));
      };
      request.open("GET", address);
      request.responseType = "arraybuffer";
      request.send();
    });
  }

  // src/page/boot.ts
  var HERE = { clock: "clock_here", message_empty: "message_missing" };
  var TAKEN_OVER = [
    "default-src 'none'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'none'",
    "base-uri 'none'"
  ].join("; ");
  function boot() {
    const script = document.currentScript;
    const holder = document.querySelector(".enhanced");
    const main = document.querySelector("main");
    if (!script?.dataset["config"] || !holder || !main) return;
    const config = JSON.parse(script.dataset["config"]);
    const page = new Page(config, main);
    page.prepare().then(
      () => {
        if (wasSeen(holder)) page.discard();
        else page.takeOver();
      },
      (error) => {
        page.discard();
        tellWhy(holder, error);
      }
    );
  }
  function wasSeen(holder) {
    const plain = holder.querySelector(".plain");
    return plain === null || getComputedStyle(plain).visibility === "visible";
  }
  function tellWhy(holder, error) {
    const code = error instanceof WbsError ? error.code : "unreachable";
    const known = holder.querySelector(`[data-why="${CSS.escape(code)}"]`);
    const why = known ?? holder.querySelector("[data-why=unreachable]");
    if (why !== null) why.hidden = false;
    holder.classList.add("over");
  }
  var Page = class {
    constructor(config, main) {
      this.config = config;
      this.main = main;
      this.policy = scriptPolicy(Object.values(config.scripts).map(({ url }) => url));
    }
    config;
    main;
    policy;
    #parts = null;
    #vault = null;
    #trusted = null;
    #published;
    #verified = 0;
    #begin = () => {
    };
    #isDirty = () => false;
    #gone = false;
    get parts() {
      return there(this.#parts);
    }
    get vault() {
      return there(this.#vault);
    }
    get trusted() {
      return there(this.#trusted);
    }
    /** Fetch and try all that is needed; rejects with "blocked", "changed", "selftest", or anything else. */
    async prepare() {
      const { links } = this.config;
      const starting = Vault.start(this.config, this.policy).then((vault) => this.#vault = vault);
      [this.#parts, this.#published] = await Promise.all([
        Parts.load(links.parts),
        fetchJson(links.keyrings),
        starting
      ]);
      try {
        this.#trusted = await this.vault.trust(this.#published);
        this.#verified = performance.now();
      } catch (error) {
        if (!(error instanceof VaultError) || error.code === "dead") throw error;
        this.#begin = () => this.#close(error.code);
        return;
      }
      this.#begin = this.config.page === "filing" ? await prepare(this) : () => start3(this);
    }
    /** End what `prepare` has started. */
    discard() {
      this.#vault?.terminate();
    }
    takeOver() {
      this.#guard();
      this.#begin();
    }
    async revive() {
      this.vault.terminate();
      this.#vault = await Vault.start(this.config, this.policy);
      this.#trusted = await this.#vault.trust(this.#published);
    }
    async refresh(age = 0) {
      if (performance.now() - this.#verified < age) return;
      const published = await fetchJson(this.config.links.keyrings).catch(() => {
        throw new WbsError("net");
      });
      this.#trusted = await this.vault.trust(published);
      this.#verified = performance.now();
      this.#published = published;
    }
    trouble(code, values = {}) {
      const name = `trouble-${HERE[code] ?? code}`;
      return this.parts.piece(this.parts.has(name) ? name : "trouble-failed", { count: "", ...values });
    }
    codeOf(error) {
      if (!(error instanceof WbsError)) return "dead";
      return error instanceof VaultError && error.code === "failed" ? "dead" : error.code;
    }
    dirty(isDirty) {
      this.#isDirty = isDirty;
    }
    leave() {
      this.#wipe();
      location.replace(this.config.links.exit);
    }
    /** Nothing can be sealed today: say why, as the plain page does. */
    #close(code) {
      show(this.main, this.parts.piece("closed"));
      alertIn(this.main, this.trouble(code));
    }
    /**
     * From here on no form of this page can be posted, its templates can load nothing, and nothing typed is lost
     * without a question.
     */
    #guard() {
      const meta = document.createElement("meta");
      meta.httpEquiv = "Content-Security-Policy";
      meta.content = TAKEN_OVER;
      document.head.append(meta);
      addEventListener("beforeunload", (event) => {
        if (!this.#gone && this.#isDirty()) event.preventDefault();
      });
      addEventListener("pagehide", () => this.#wipe());
      addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
      document.addEventListener("click", (event) => this.#click(event));
      document.addEventListener("change", () => this.#forget());
      addEventListener("unhandledrejection", (event) => {
        event.preventDefault();
        this.#stumble(event.reason);
      });
      addEventListener("error", (event) => {
        event.preventDefault();
        this.#stumble(event.error);
      });
    }
    /** Leaving leaves no trace, and a link within the page makes no entry in the history. */
    #click(event) {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (link === null) return;
      const address = link.getAttribute("href") ?? "";
      if (address === this.config.links.exit) {
        event.preventDefault();
        this.leave();
      } else if (address.startsWith("#")) {
        event.preventDefault();
        const target = document.getElementById(address.slice(1));
        target?.scrollIntoView({ block: "center" });
        focus(target);
      }
    }
    /**
     * Firefox writes boxes into its profile that are not as they were at first, to bring windows back; it keeps
     * away from fields with `autocomplete="off"`, not from boxes.
     */
    #forget() {
      for (const box of this.main.querySelectorAll("[type=checkbox], [type=radio]")) {
        box.defaultChecked = box.checked;
      }
    }
    #stumble(error) {
      if (this.#gone || this.#parts === null) return;
      dismiss(this.main);
      const kept = this.#isDirty();
      alertIn(this.main, this.trouble(this.codeOf(error), { sending: kept, kept }));
    }
    #wipe() {
      if (this.#gone) return;
      this.#gone = true;
      this.#vault?.terminate();
      document.body.replaceChildren();
    }
  };
  function there(value) {
    if (value === null) throw new TypeError("asked for before it was there");
    return value;
  }
  async function fetchJson(address) {
    const response = await fetch(address, { cache: "no-store", credentials: "omit" });
    if (!response.ok) throw new TypeError("no keyrings");
    return response.json();
  }

  // src/board.ts
  var SLOT = 8192;
  var R = 16;
  var TAG = 16;
  var ENTRY = R + TAG;
  var HEADER = /^wbs\/v1 board ([0-9a-f]{32}) 0 (0|[1-9][0-9]{0,6})\n/;
  var HEADER_LIMIT = 64;
  function read4(data, instance) {
    const header2 = HEADER.exec(String.fromCharCode(...data.subarray(0, HEADER_LIMIT)));
    if (!header2) throw new FormatError("not a reply board");
    const [{ length: start4 }, named2, count] = header2;
    if (named2 !== hex(instance)) throw new FormatError("the reply board of another portal");
    const index = start4 + Number(count) * ENTRY;
    if (data.length !== index + Number(count) * SLOT) {
      throw new FormatError("the reply board does not have the size that its first line says");
    }
    for (let at2 = start4 + ENTRY; at2 < index; at2 += ENTRY) {
      if (compare(data.subarray(at2 - ENTRY, at2 - TAG), data.subarray(at2, at2 + R)) >= 0) {
        throw new FormatError("the slots are not sorted by r, each r once");
      }
    }
    return new Board(data, start4, Number(count));
  }
  var Board = class {
    /** Hold the data, whose index begins at `start`; made by `read`. */
    constructor(data, start4, length) {
      this.length = length;
      this.#data = data;
      this.#start = start4;
    }
    length;
    #data;
    #start;
    /** Return the sealed reply at a position from 0; RangeError outside the board. */
    slot(position) {
      if (!(position >= 0 && position < this.length))
        throw new RangeError("the reply board has no such slot");
      const at2 = this.#start + this.length * ENTRY + position * SLOT;
      return this.#data.subarray(at2, at2 + SLOT);
    }
    /**
     * Return the positions that belong to the thread key.
     *
     * Every entry is tested, each without a branch on what is compared, so the work depends on the board alone.
     */
    matches(thread) {
      const keyed = hmac.create(sha256, thread).update(utf8("wbs/v1/reply"));
      const state = keyed.clone();
      const tag = new Uint8Array(sha256.outputLen);
      const differences = new Uint8Array(this.length);
      for (let position = 0; position < this.length; position++) {
        const entry = this.#data.subarray(this.#start + position * ENTRY).subarray(0, ENTRY);
        keyed._cloneInto(state).update(entry.subarray(0, R)).digestInto(tag);
        let difference = 0;
        for (let at2 = 0; at2 < TAG; at2++) difference |= tag[at2] ^ entry[R + at2];
        differences[position] = difference;
      }
      keyed.destroy();
      return [...differences.keys()].filter((position) => differences[position] === 0);
    }
  };

  // src/pin.ts
  var MAX_ROOTS = 16;
  var PIN_FIELDS = {
    instance: hexBytes(16),
    roots: array(SIGNING_KEY, MAX_ROOTS, 1),
    threshold: integer(1, MAX_ROOTS)
  };
  var PIN = record(PIN_FIELDS, { wbs: 1 });
  function readPin(value) {
    const pin = PIN.read(value);
    checkPin(pin);
    return pin;
  }
  function checkPin({ roots, threshold }) {
    if (!isSorted(roots)) throw new FormatError("roots: not sorted");
    if (threshold > roots.length) throw new FormatError("threshold: more than there are roots");
  }
  function samePin(one, other) {
    return one.roots.join() === other.roots.join() && one.threshold === other.threshold;
  }
  function isSorted(texts) {
    return texts.every((text4, at2) => at2 === 0 || texts[at2 - 1] <= text4);
  }

  // node_modules/@noble/ciphers/utils.js
  /*! noble-ciphers - MIT License (c) 2023 Paul Miller (paulmillr.com) */
  function isBytes4(a) {
    return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
  }
  var atitle3 = (title) => title ? `"${title}" ` : "";
  function abool3(value, title = "") {
    if (typeof value !== "boolean")
      throw new TypeError(atitle3(title) + "expected boolean, got type=" + typeof value);
    return value;
  }
  function anumber4(n, title = "") {
    if (typeof n !== "number")
      throw new TypeError(atitle3(title) + "expected number, got " + typeof n);
    if (!Number.isSafeInteger(n) || n < 0)
      throw new RangeError(atitle3(title) + "expected integer >= 0, got " + n);
    return n;
  }
  function abytes4(value, length, title = "") {
    if (isBytes4(value) && (length === void 0 || value.length === length))
      return value;
    if (length !== void 0)
      anumber4(length, "length");
    const bytes = isBytes4(value);
    const ofLen = length !== void 0 ? ` of length ${length}` : "";
    const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
    const message = atitle3(title) + "expected Uint8Array" + ofLen + ", got " + got;
    if (!bytes)
      throw new TypeError(message);
    throw new RangeError(message);
  }
  var aobject3 = (value, label) => {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw new TypeError(label === "object" ? "expected valid options object" : `"${label}" expected object, got type=${typeof value}`);
  };
  function aexists2(instance, checkFinished = true) {
    if (instance.destroyed)
      throw new Error("hash was destroyed");
    if (checkFinished && instance.finished)
      throw new Error("digest() was already called");
  }
  function aoutput2(out, instance) {
    abytes4(out, void 0, "output");
    const min = instance.outputLen;
    if (!(out.length >= min)) {
      throw new RangeError('"output" expected length >= ' + min);
    }
  }
  function u322(arr) {
    return new Uint32Array(arr.buffer, arr.byteOffset, Math.floor(arr.byteLength / 4));
  }
  function clean3(...arrays) {
    for (let i = 0; i < arrays.length; i++) {
      arrays[i].fill(0);
    }
  }
  function createView2(arr) {
    return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
  }
  var isLE2 = /* @__PURE__ */ (() => new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68)();
  function byteSwap2(word) {
    return word << 24 & 4278190080 | word << 8 & 16711680 | word >>> 8 & 65280 | word >>> 24 & 255;
  }
  function byteSwap322(arr) {
    for (let i = 0; i < arr.length; i++) {
      arr[i] = byteSwap2(arr[i]);
    }
    return arr;
  }
  var swap32IfBE2 = isLE2 ? (u) => u : byteSwap322;
  function overlapBytes(a, b) {
    if (!a.byteLength || !b.byteLength)
      return false;
    return a.buffer === b.buffer && // best we can do, may fail with an obscure Proxy
    a.byteOffset < b.byteOffset + b.byteLength && // a starts before b end
    b.byteOffset < a.byteOffset + a.byteLength;
  }
  function complexOverlapBytes(input, output) {
    if (overlapBytes(input, output) && input.byteOffset < output.byteOffset)
      throw new Error("complex overlap of input and output is not supported");
  }
  function checkOpts2(defaults, opts2) {
    aobject3(defaults, "defaults");
    aobject3(opts2, "opts");
    const merged = Object.assign(defaults, opts2);
    return merged;
  }
  function equalBytes(a, b) {
    a = abytes4(a);
    b = abytes4(b);
    if (a.length !== b.length)
      return false;
    let diff = 0;
    for (let i = 0; i < a.length; i++)
      diff |= a[i] ^ b[i];
    return diff === 0;
  }
  function wrapMacConstructor(keyLen, macCons, fromMsg) {
    const mac = macCons;
    const getArgs = fromMsg || (() => []);
    const macC = (msg, key) => mac(key, ...getArgs(msg)).update(msg).digest();
    const tmp = mac(new Uint8Array(keyLen), ...getArgs(new Uint8Array(0)));
    macC.outputLen = tmp.outputLen;
    macC.blockLen = tmp.blockLen;
    macC.create = (key, ...args) => mac(key, ...args);
    return macC;
  }
  var wrapCipher = /* @__NO_SIDE_EFFECTS__ */ (params, constructor) => {
    function wrappedCipher(key, ...args) {
      abytes4(key, void 0, "key");
      if (params.nonceLength !== void 0) {
        const nonce = args[0];
        abytes4(nonce, params.varSizeNonce ? void 0 : params.nonceLength, "nonce");
      }
      const tagl = params.tagLength;
      const aadStart = params.nonceLength !== void 0 ? 1 : 0;
      if (!params.withAAD) {
        for (let i = aadStart; i < args.length; i++)
          if (isBytes4(args[i]))
            throw new Error("AAD not supported");
      }
      if (params.withAAD && args[aadStart] !== void 0)
        abytes4(args[aadStart], void 0, "AAD");
      const cipher = constructor(key, ...args);
      const checkOutput = (fnLength, output) => {
        if (output !== void 0) {
          if (fnLength !== 2)
            throw new Error("cipher output not supported");
          abytes4(output, void 0, "output");
        }
      };
      let called = false;
      const wrCipher = {
        encrypt(data, output) {
          if (called)
            throw new Error("cannot encrypt() twice with same key + nonce");
          called = true;
          abytes4(data, void 0, "data");
          checkOutput(cipher.encrypt.length, output);
          return cipher.encrypt(data, output);
        },
        decrypt(data, output) {
          abytes4(data, void 0, "data");
          if (tagl && data.length < tagl)
            throw new Error('"ciphertext" expected length >= tagLength=' + tagl);
          checkOutput(cipher.decrypt.length, output);
          return cipher.decrypt(data, output);
        }
      };
      return wrCipher;
    }
    Object.assign(wrappedCipher, params);
    return wrappedCipher;
  };
  function getOutput(expectedLength, out, onlyAligned = true) {
    if (out === void 0)
      return new Uint8Array(expectedLength);
    abytes4(out, expectedLength, "output");
    if (onlyAligned && !isAligned32(out))
      throw new Error("invalid output, must be aligned");
    return out;
  }
  function u64Lengths(dataLength, aadLength, isLE3) {
    anumber4(dataLength);
    anumber4(aadLength);
    abool3(isLE3);
    const num = new Uint8Array(16);
    const view = createView2(num);
    view.setBigUint64(0, BigInt(aadLength), isLE3);
    view.setBigUint64(8, BigInt(dataLength), isLE3);
    return num;
  }
  function isAligned32(bytes) {
    return bytes.byteOffset % 4 === 0;
  }
  function copyBytes3(bytes) {
    return Uint8Array.from(abytes4(bytes));
  }

  // node_modules/@noble/ciphers/_arx.js
  var encodeStr = (str) => Uint8Array.from(str.split(""), (c) => c.charCodeAt(0));
  var sigma16_32 = /* @__PURE__ */ (() => swap32IfBE2(u322(encodeStr("expand 16-byte k"))))();
  var sigma32_32 = /* @__PURE__ */ (() => swap32IfBE2(u322(encodeStr("expand 32-byte k"))))();
  function rotl(a, b) {
    return a << b | a >>> 32 - b;
  }
  var BLOCK_LEN = 64;
  var BLOCK_LEN32 = 16;
  var MAX_COUNTER = /* @__PURE__ */ (() => 2 ** 32 - 1)();
  var U32_EMPTY = /* @__PURE__ */ Uint32Array.of();
  function runCipher(core, sigma, key, nonce, data, output, counter, rounds) {
    const len = data.length;
    const block2 = new Uint8Array(BLOCK_LEN);
    const b32 = u322(block2);
    const isAligned = isLE2 && isAligned32(data) && isAligned32(output);
    const d32 = isAligned ? u322(data) : U32_EMPTY;
    const o32 = isAligned ? u322(output) : U32_EMPTY;
    if (!isLE2) {
      for (let pos = 0; pos < len; counter++) {
        core(sigma, key, nonce, b32, counter, rounds);
        swap32IfBE2(b32);
        if (counter >= MAX_COUNTER)
          throw new Error("arx: counter overflow");
        const take = Math.min(BLOCK_LEN, len - pos);
        for (let j = 0, posj; j < take; j++) {
          posj = pos + j;
          output[posj] = data[posj] ^ block2[j];
        }
        pos += take;
      }
      return;
    }
    for (let pos = 0; pos < len; counter++) {
      core(sigma, key, nonce, b32, counter, rounds);
      if (counter >= MAX_COUNTER)
        throw new Error("arx: counter overflow");
      const take = Math.min(BLOCK_LEN, len - pos);
      if (isAligned && take === BLOCK_LEN) {
        const pos32 = pos / 4;
        if (pos % 4 !== 0)
          throw new Error("arx: invalid block position");
        for (let j = 0, posj; j < BLOCK_LEN32; j++) {
          posj = pos32 + j;
          o32[posj] = d32[posj] ^ b32[j];
        }
        pos += BLOCK_LEN;
        continue;
      }
      for (let j = 0, posj; j < take; j++) {
        posj = pos + j;
        output[posj] = data[posj] ^ block2[j];
      }
      pos += take;
    }
  }
  function createCipher(core, opts2) {
    const { allowShortKeys, extendNonceFn, counterLength, counterRight, rounds } = checkOpts2({ allowShortKeys: false, counterLength: 8, counterRight: false, rounds: 20 }, opts2);
    if (typeof core !== "function")
      throw new Error("core must be a function");
    anumber4(counterLength);
    anumber4(rounds);
    abool3(counterRight);
    abool3(allowShortKeys);
    return (key, nonce, data, output, counter = 0) => {
      abytes4(key, void 0, "key");
      abytes4(nonce, void 0, "nonce");
      abytes4(data, void 0, "data");
      const len = data.length;
      const hasOutput = output !== void 0;
      output = getOutput(len, output, false);
      if (hasOutput)
        complexOverlapBytes(data, output);
      anumber4(counter);
      if (counter < 0 || counter >= MAX_COUNTER)
        throw new Error("arx: counter overflow");
      const toClean = [];
      let l = key.length;
      let k;
      let sigma;
      if (l === 32) {
        toClean.push(k = copyBytes3(key));
        sigma = sigma32_32;
      } else if (l === 16 && allowShortKeys) {
        k = new Uint8Array(32);
        k.set(key);
        k.set(key, 16);
        sigma = sigma16_32;
        toClean.push(k);
      } else {
        abytes4(key, 32, "arx key");
        throw new Error("invalid key size");
      }
      if (!isLE2 || !isAligned32(nonce))
        toClean.push(nonce = copyBytes3(nonce));
      let k32 = u322(k);
      if (extendNonceFn) {
        if (nonce.length !== 24)
          throw new Error("arx: extended nonce must be 24 bytes");
        const n16 = nonce.subarray(0, 16);
        if (isLE2)
          extendNonceFn(sigma, k32, u322(n16), k32);
        else {
          const sigmaRaw = swap32IfBE2(Uint32Array.from(sigma));
          extendNonceFn(sigmaRaw, k32, u322(n16), k32);
          clean3(sigmaRaw);
          swap32IfBE2(k32);
        }
        nonce = nonce.subarray(16);
      } else if (!isLE2)
        swap32IfBE2(k32);
      const nonceNcLen = 16 - counterLength;
      if (nonceNcLen !== nonce.length)
        throw new Error(`arx: nonce must be ${nonceNcLen} or 16 bytes`);
      if (nonceNcLen !== 12) {
        const nc = new Uint8Array(12);
        nc.set(nonce, counterRight ? 0 : 12 - nonce.length);
        nonce = nc;
        toClean.push(nonce);
      }
      const n32 = swap32IfBE2(u322(nonce));
      try {
        runCipher(core, sigma, k32, n32, data, output, counter, rounds);
        return output;
      } finally {
        clean3(...toClean);
      }
    };
  }

  // node_modules/@noble/ciphers/_poly1305.js
  function u8to16(a, i) {
    return a[i++] & 255 | (a[i++] & 255) << 8;
  }
  var Poly1305 = class {
    blockLen = 16;
    outputLen = 16;
    buffer = new Uint8Array(16);
    r = new Uint16Array(10);
    // Allocating 1 array with .subarray() here is slower than 3
    h = new Uint16Array(10);
    pad = new Uint16Array(8);
    pos = 0;
    finished = false;
    destroyed = false;
    // Can be speed-up using BigUint64Array, at the cost of complexity
    constructor(key) {
      key = copyBytes3(abytes4(key, 32, "key"));
      const t0 = u8to16(key, 0);
      const t1 = u8to16(key, 2);
      const t2 = u8to16(key, 4);
      const t3 = u8to16(key, 6);
      const t4 = u8to16(key, 8);
      const t5 = u8to16(key, 10);
      const t6 = u8to16(key, 12);
      const t7 = u8to16(key, 14);
      this.r[0] = t0 & 8191;
      this.r[1] = (t0 >>> 13 | t1 << 3) & 8191;
      this.r[2] = (t1 >>> 10 | t2 << 6) & 7939;
      this.r[3] = (t2 >>> 7 | t3 << 9) & 8191;
      this.r[4] = (t3 >>> 4 | t4 << 12) & 255;
      this.r[5] = t4 >>> 1 & 8190;
      this.r[6] = (t4 >>> 14 | t5 << 2) & 8191;
      this.r[7] = (t5 >>> 11 | t6 << 5) & 8065;
      this.r[8] = (t6 >>> 8 | t7 << 8) & 8191;
      this.r[9] = t7 >>> 5 & 127;
      for (let i = 0; i < 8; i++)
        this.pad[i] = u8to16(key, 16 + 2 * i);
    }
    process(data, offset, isLast = false) {
      const hibit = isLast ? 0 : 1 << 11;
      const { h, r } = this;
      const r0 = r[0];
      const r1 = r[1];
      const r2 = r[2];
      const r3 = r[3];
      const r4 = r[4];
      const r5 = r[5];
      const r6 = r[6];
      const r7 = r[7];
      const r8 = r[8];
      const r9 = r[9];
      const t0 = u8to16(data, offset + 0);
      const t1 = u8to16(data, offset + 2);
      const t2 = u8to16(data, offset + 4);
      const t3 = u8to16(data, offset + 6);
      const t4 = u8to16(data, offset + 8);
      const t5 = u8to16(data, offset + 10);
      const t6 = u8to16(data, offset + 12);
      const t7 = u8to16(data, offset + 14);
      let h0 = h[0] + (t0 & 8191);
      let h1 = h[1] + ((t0 >>> 13 | t1 << 3) & 8191);
      let h2 = h[2] + ((t1 >>> 10 | t2 << 6) & 8191);
      let h3 = h[3] + ((t2 >>> 7 | t3 << 9) & 8191);
      let h4 = h[4] + ((t3 >>> 4 | t4 << 12) & 8191);
      let h5 = h[5] + (t4 >>> 1 & 8191);
      let h6 = h[6] + ((t4 >>> 14 | t5 << 2) & 8191);
      let h7 = h[7] + ((t5 >>> 11 | t6 << 5) & 8191);
      let h8 = h[8] + ((t6 >>> 8 | t7 << 8) & 8191);
      let h9 = h[9] + (t7 >>> 5 | hibit);
      let c = 0;
      let d0 = c + h0 * r0 + h1 * (5 * r9) + h2 * (5 * r8) + h3 * (5 * r7) + h4 * (5 * r6);
      c = d0 >>> 13;
      d0 &= 8191;
      d0 += h5 * (5 * r5) + h6 * (5 * r4) + h7 * (5 * r3) + h8 * (5 * r2) + h9 * (5 * r1);
      c += d0 >>> 13;
      d0 &= 8191;
      let d1 = c + h0 * r1 + h1 * r0 + h2 * (5 * r9) + h3 * (5 * r8) + h4 * (5 * r7);
      c = d1 >>> 13;
      d1 &= 8191;
      d1 += h5 * (5 * r6) + h6 * (5 * r5) + h7 * (5 * r4) + h8 * (5 * r3) + h9 * (5 * r2);
      c += d1 >>> 13;
      d1 &= 8191;
      let d2 = c + h0 * r2 + h1 * r1 + h2 * r0 + h3 * (5 * r9) + h4 * (5 * r8);
      c = d2 >>> 13;
      d2 &= 8191;
      d2 += h5 * (5 * r7) + h6 * (5 * r6) + h7 * (5 * r5) + h8 * (5 * r4) + h9 * (5 * r3);
      c += d2 >>> 13;
      d2 &= 8191;
      let d3 = c + h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * (5 * r9);
      c = d3 >>> 13;
      d3 &= 8191;
      d3 += h5 * (5 * r8) + h6 * (5 * r7) + h7 * (5 * r6) + h8 * (5 * r5) + h9 * (5 * r4);
      c += d3 >>> 13;
      d3 &= 8191;
      let d4 = c + h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0;
      c = d4 >>> 13;
      d4 &= 8191;
      d4 += h5 * (5 * r9) + h6 * (5 * r8) + h7 * (5 * r7) + h8 * (5 * r6) + h9 * (5 * r5);
      c += d4 >>> 13;
      d4 &= 8191;
      let d5 = c + h0 * r5 + h1 * r4 + h2 * r3 + h3 * r2 + h4 * r1;
      c = d5 >>> 13;
      d5 &= 8191;
      d5 += h5 * r0 + h6 * (5 * r9) + h7 * (5 * r8) + h8 * (5 * r7) + h9 * (5 * r6);
      c += d5 >>> 13;
      d5 &= 8191;
      let d6 = c + h0 * r6 + h1 * r5 + h2 * r4 + h3 * r3 + h4 * r2;
      c = d6 >>> 13;
      d6 &= 8191;
      d6 += h5 * r1 + h6 * r0 + h7 * (5 * r9) + h8 * (5 * r8) + h9 * (5 * r7);
      c += d6 >>> 13;
      d6 &= 8191;
      let d7 = c + h0 * r7 + h1 * r6 + h2 * r5 + h3 * r4 + h4 * r3;
      c = d7 >>> 13;
      d7 &= 8191;
      d7 += h5 * r2 + h6 * r1 + h7 * r0 + h8 * (5 * r9) + h9 * (5 * r8);
      c += d7 >>> 13;
      d7 &= 8191;
      let d8 = c + h0 * r8 + h1 * r7 + h2 * r6 + h3 * r5 + h4 * r4;
      c = d8 >>> 13;
      d8 &= 8191;
      d8 += h5 * r3 + h6 * r2 + h7 * r1 + h8 * r0 + h9 * (5 * r9);
      c += d8 >>> 13;
      d8 &= 8191;
      let d9 = c + h0 * r9 + h1 * r8 + h2 * r7 + h3 * r6 + h4 * r5;
      c = d9 >>> 13;
      d9 &= 8191;
      d9 += h5 * r4 + h6 * r3 + h7 * r2 + h8 * r1 + h9 * r0;
      c += d9 >>> 13;
      d9 &= 8191;
      c = (c << 2) + c | 0;
      c = c + d0 | 0;
      d0 = c & 8191;
      c = c >>> 13;
      d1 += c;
      h[0] = d0;
      h[1] = d1;
      h[2] = d2;
      h[3] = d3;
      h[4] = d4;
      h[5] = d5;
      h[6] = d6;
      h[7] = d7;
      h[8] = d8;
      h[9] = d9;
    }
    finalize() {
      const { h, pad } = this;
      const g = new Uint16Array(10);
      let c = h[1] >>> 13;
      h[1] &= 8191;
      for (let i = 2; i < 10; i++) {
        h[i] += c;
        c = h[i] >>> 13;
        h[i] &= 8191;
      }
      h[0] += c * 5;
      c = h[0] >>> 13;
      h[0] &= 8191;
      h[1] += c;
      c = h[1] >>> 13;
      h[1] &= 8191;
      h[2] += c;
      g[0] = h[0] + 5;
      c = g[0] >>> 13;
      g[0] &= 8191;
      for (let i = 1; i < 10; i++) {
        g[i] = h[i] + c;
        c = g[i] >>> 13;
        g[i] &= 8191;
      }
      g[9] -= 1 << 13;
      let mask = (c ^ 1) - 1;
      for (let i = 0; i < 10; i++)
        g[i] &= mask;
      mask = ~mask;
      for (let i = 0; i < 10; i++)
        h[i] = h[i] & mask | g[i];
      h[0] = (h[0] | h[1] << 13) & 65535;
      h[1] = (h[1] >>> 3 | h[2] << 10) & 65535;
      h[2] = (h[2] >>> 6 | h[3] << 7) & 65535;
      h[3] = (h[3] >>> 9 | h[4] << 4) & 65535;
      h[4] = (h[4] >>> 12 | h[5] << 1 | h[6] << 14) & 65535;
      h[5] = (h[6] >>> 2 | h[7] << 11) & 65535;
      h[6] = (h[7] >>> 5 | h[8] << 8) & 65535;
      h[7] = (h[8] >>> 8 | h[9] << 5) & 65535;
      let f = h[0] + pad[0];
      h[0] = f & 65535;
      for (let i = 1; i < 8; i++) {
        f = (h[i] + pad[i] | 0) + (f >>> 16) | 0;
        h[i] = f & 65535;
      }
      clean3(g);
    }
    update(data) {
      aexists2(this);
      abytes4(data);
      data = copyBytes3(data);
      const { buffer, blockLen } = this;
      const len = data.length;
      for (let pos = 0; pos < len; ) {
        const take = Math.min(blockLen - this.pos, len - pos);
        if (take === blockLen) {
          for (; blockLen <= len - pos; pos += blockLen)
            this.process(data, pos);
          continue;
        }
        buffer.set(data.subarray(pos, pos + take), this.pos);
        this.pos += take;
        pos += take;
        if (this.pos === blockLen) {
          this.process(buffer, 0, false);
          this.pos = 0;
        }
      }
      return this;
    }
    destroy() {
      this.destroyed = true;
      clean3(this.h, this.r, this.buffer, this.pad);
    }
    digestInto(out) {
      aexists2(this);
      aoutput2(out, this);
      this.finished = true;
      const { buffer, h } = this;
      let { pos } = this;
      if (pos) {
        buffer[pos++] = 1;
        for (; pos < 16; pos++)
          buffer[pos] = 0;
        this.process(buffer, 0, true);
      }
      this.finalize();
      let opos = 0;
      for (let i = 0; i < 8; i++) {
        out[opos++] = h[i] >>> 0;
        out[opos++] = h[i] >>> 8;
      }
    }
    digest() {
      const { buffer, outputLen } = this;
      this.digestInto(buffer);
      const res = buffer.slice(0, outputLen);
      this.destroy();
      return res;
    }
  };
  var poly1305 = /* @__PURE__ */ wrapMacConstructor(32, (key) => new Poly1305(key));

  // node_modules/@noble/ciphers/chacha.js
  function chachaCore(s, k, n, out, cnt, rounds = 20) {
    let y00 = s[0], y01 = s[1], y02 = s[2], y03 = s[3], y04 = k[0], y05 = k[1], y06 = k[2], y07 = k[3], y08 = k[4], y09 = k[5], y10 = k[6], y11 = k[7], y12 = cnt, y13 = n[0], y14 = n[1], y15 = n[2];
    let x00 = y00, x01 = y01, x02 = y02, x03 = y03, x04 = y04, x05 = y05, x06 = y06, x07 = y07, x08 = y08, x09 = y09, x10 = y10, x11 = y11, x12 = y12, x13 = y13, x14 = y14, x15 = y15;
    for (let r = 0; r < rounds; r += 2) {
      x00 = x00 + x04 | 0;
      x12 = rotl(x12 ^ x00, 16);
      x08 = x08 + x12 | 0;
      x04 = rotl(x04 ^ x08, 12);
      x00 = x00 + x04 | 0;
      x12 = rotl(x12 ^ x00, 8);
      x08 = x08 + x12 | 0;
      x04 = rotl(x04 ^ x08, 7);
      x01 = x01 + x05 | 0;
      x13 = rotl(x13 ^ x01, 16);
      x09 = x09 + x13 | 0;
      x05 = rotl(x05 ^ x09, 12);
      x01 = x01 + x05 | 0;
      x13 = rotl(x13 ^ x01, 8);
      x09 = x09 + x13 | 0;
      x05 = rotl(x05 ^ x09, 7);
      x02 = x02 + x06 | 0;
      x14 = rotl(x14 ^ x02, 16);
      x10 = x10 + x14 | 0;
      x06 = rotl(x06 ^ x10, 12);
      x02 = x02 + x06 | 0;
      x14 = rotl(x14 ^ x02, 8);
      x10 = x10 + x14 | 0;
      x06 = rotl(x06 ^ x10, 7);
      x03 = x03 + x07 | 0;
      x15 = rotl(x15 ^ x03, 16);
      x11 = x11 + x15 | 0;
      x07 = rotl(x07 ^ x11, 12);
      x03 = x03 + x07 | 0;
      x15 = rotl(x15 ^ x03, 8);
      x11 = x11 + x15 | 0;
      x07 = rotl(x07 ^ x11, 7);
      x00 = x00 + x05 | 0;
      x15 = rotl(x15 ^ x00, 16);
      x10 = x10 + x15 | 0;
      x05 = rotl(x05 ^ x10, 12);
      x00 = x00 + x05 | 0;
      x15 = rotl(x15 ^ x00, 8);
      x10 = x10 + x15 | 0;
      x05 = rotl(x05 ^ x10, 7);
      x01 = x01 + x06 | 0;
      x12 = rotl(x12 ^ x01, 16);
      x11 = x11 + x12 | 0;
      x06 = rotl(x06 ^ x11, 12);
      x01 = x01 + x06 | 0;
      x12 = rotl(x12 ^ x01, 8);
      x11 = x11 + x12 | 0;
      x06 = rotl(x06 ^ x11, 7);
      x02 = x02 + x07 | 0;
      x13 = rotl(x13 ^ x02, 16);
      x08 = x08 + x13 | 0;
      x07 = rotl(x07 ^ x08, 12);
      x02 = x02 + x07 | 0;
      x13 = rotl(x13 ^ x02, 8);
      x08 = x08 + x13 | 0;
      x07 = rotl(x07 ^ x08, 7);
      x03 = x03 + x04 | 0;
      x14 = rotl(x14 ^ x03, 16);
      x09 = x09 + x14 | 0;
      x04 = rotl(x04 ^ x09, 12);
      x03 = x03 + x04 | 0;
      x14 = rotl(x14 ^ x03, 8);
      x09 = x09 + x14 | 0;
      x04 = rotl(x04 ^ x09, 7);
    }
    let oi = 0;
    out[oi++] = y00 + x00 | 0;
    out[oi++] = y01 + x01 | 0;
    out[oi++] = y02 + x02 | 0;
    out[oi++] = y03 + x03 | 0;
    out[oi++] = y04 + x04 | 0;
    out[oi++] = y05 + x05 | 0;
    out[oi++] = y06 + x06 | 0;
    out[oi++] = y07 + x07 | 0;
    out[oi++] = y08 + x08 | 0;
    out[oi++] = y09 + x09 | 0;
    out[oi++] = y10 + x10 | 0;
    out[oi++] = y11 + x11 | 0;
    out[oi++] = y12 + x12 | 0;
    out[oi++] = y13 + x13 | 0;
    out[oi++] = y14 + x14 | 0;
    out[oi++] = y15 + x15 | 0;
  }
  var chacha20 = /* @__PURE__ */ createCipher(chachaCore, {
    counterRight: false,
    counterLength: 4,
    allowShortKeys: false
  });
  var ZEROS16 = /* @__PURE__ */ new Uint8Array(16);
  var updatePadded = (h, msg) => {
    h.update(msg);
    const leftover = msg.length % 16;
    if (leftover)
      h.update(ZEROS16.subarray(leftover));
  };
  var ZEROS32 = /* @__PURE__ */ new Uint8Array(32);
  function computeTag(fn, key, nonce, ciphertext, AAD) {
    if (AAD !== void 0)
      abytes4(AAD, void 0, "AAD");
    const authKey = fn(key, nonce, ZEROS32);
    const lengths = u64Lengths(ciphertext.length, AAD ? AAD.length : 0, true);
    const h = poly1305.create(authKey);
    if (AAD)
      updatePadded(h, AAD);
    updatePadded(h, ciphertext);
    h.update(lengths);
    const res = h.digest();
    clean3(authKey, lengths);
    return res;
  }
  var _poly1305_aead = (xorStream) => (key, nonce, AAD) => {
    const tagLength = 16;
    return {
      encrypt(plaintext, output) {
        const plength = plaintext.length;
        output = getOutput(plength + tagLength, output, false);
        output.set(plaintext);
        const oPlain = output.subarray(0, -tagLength);
        xorStream(key, nonce, oPlain, oPlain, 1);
        const tag = computeTag(xorStream, key, nonce, oPlain, AAD);
        output.set(tag, plength);
        clean3(tag);
        return output;
      },
      decrypt(ciphertext, output) {
        output = getOutput(ciphertext.length - tagLength, output, false);
        const data = ciphertext.subarray(0, -tagLength);
        const passedTag = ciphertext.subarray(-tagLength);
        const tag = computeTag(xorStream, key, nonce, data, AAD);
        if (!equalBytes(passedTag, tag)) {
          clean3(tag);
          throw new Error("invalid tag");
        }
        output.set(ciphertext.subarray(0, -tagLength));
        xorStream(key, nonce, output, output, 1);
        clean3(tag);
        return output;
      }
    };
  };
  var chacha20poly1305 = /* @__PURE__ */ wrapCipher(
    { blockSize: 64, nonceLength: 12, tagLength: 16, withAAD: true },
    /* @__PURE__ */ _poly1305_aead(chacha20)
  );

  // node_modules/age-encryption/dist/io.js
  function flatten(arr) {
    const len = arr.reduce(((sum, line2) => sum + line2.length), 0);
    const out = new Uint8Array(len);
    let n = 0;
    for (const a of arr) {
      out.set(a, n);
      n += a.length;
    }
    return out;
  }

  // node_modules/age-encryption/dist/format.js
  var Stanza = class {
    /**
     * All space-separated arguments on the first line of the stanza.
     * Each argument is a string that does not contain spaces.
     * The first argument is often a recipient type, which should look like
     * `example.com/...` to avoid collisions.
     */
    args;
    /**
     * The raw body of the stanza. This is automatically base64-encoded and
     * split into lines of 48 characters each.
     */
    body;
    constructor(args, body) {
      this.args = args;
      this.body = body;
    }
  };
  function encodeHeaderNoMAC(recipients) {
    const lines = [];
    lines.push("age-encryption.org/v1\n");
    for (const s of recipients) {
      lines.push("-> " + s.args.join(" ") + "\n");
      for (let i = 0; i < s.body.length; i += 48) {
        let end = i + 48;
        if (end > s.body.length)
          end = s.body.length;
        lines.push(base64nopad.encode(s.body.subarray(i, end)) + "\n");
      }
      if (s.body.length % 48 === 0)
        lines.push("\n");
    }
    lines.push("---");
    return new TextEncoder().encode(lines.join(""));
  }
  function encodeHeader(recipients, MAC) {
    return flatten([
      encodeHeaderNoMAC(recipients),
      new TextEncoder().encode(" " + base64nopad.encode(MAC) + "\n")
    ]);
  }

  // node_modules/@noble/hashes/sha3.js
  var _0n7 = BigInt(0);
  var _1n7 = BigInt(1);
  var _2n5 = BigInt(2);
  var _7n2 = BigInt(7);
  var _256n = BigInt(256);
  var _0x71n = BigInt(113);
  var SHA3_PI = [];
  var SHA3_ROTL = [];
  var _SHA3_IOTA = [];
  for (let round = 0, R2 = _1n7, x = 1, y = 0; round < 24; round++) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    SHA3_PI.push(2 * (5 * y + x));
    SHA3_ROTL.push((round + 1) * (round + 2) / 2 % 64);
    let t = _0n7;
    for (let j = 0; j < 7; j++) {
      R2 = (R2 << _1n7 ^ (R2 >> _7n2) * _0x71n) % _256n;
      if (R2 & _2n5)
        t ^= _1n7 << (_1n7 << BigInt(j)) - _1n7;
    }
    _SHA3_IOTA.push(t);
  }
  var IOTAS = split(_SHA3_IOTA, true);
  var SHA3_IOTA_H = IOTAS[0];
  var SHA3_IOTA_L = IOTAS[1];
  var rotlSH = (h, l, s) => h << s | l >>> 32 - s;
  var rotlSL = (h, l, s) => l << s | h >>> 32 - s;
  var rotlBH = (h, l, s) => l << s - 32 | h >>> 64 - s;
  var rotlBL = (h, l, s) => h << s - 32 | l >>> 64 - s;
  var rotlH = (h, l, s) => s > 32 ? rotlBH(h, l, s) : rotlSH(h, l, s);
  var rotlL = (h, l, s) => s > 32 ? rotlBL(h, l, s) : rotlSL(h, l, s);
  var B = new Uint32Array(5 * 2);
  function keccakP(s, rounds = 24) {
    if (!(s instanceof Uint32Array))
      throw new TypeError('"s" expected Uint32Array(50), got type=' + typeof s);
    if (s.length !== 50)
      throw new RangeError('"s" expected Uint32Array(50), got length=' + s.length);
    anumber(rounds, "rounds");
    if (rounds < 1 || rounds > 24)
      throw new Error('"rounds" expected integer 1..24');
    for (let round = 24 - rounds; round < 24; round++) {
      for (let x = 0; x < 10; x++)
        B[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
      for (let x = 0; x < 10; x += 2) {
        const idx1 = (x + 8) % 10;
        const idx0 = (x + 2) % 10;
        const B0 = B[idx0];
        const B1 = B[idx0 + 1];
        const Th = rotlH(B0, B1, 1) ^ B[idx1];
        const Tl = rotlL(B0, B1, 1) ^ B[idx1 + 1];
        for (let y = 0; y < 50; y += 10) {
          s[x + y] ^= Th;
          s[x + y + 1] ^= Tl;
        }
      }
      let curH = s[2];
      let curL = s[3];
      for (let t = 0; t < 24; t++) {
        const shift = SHA3_ROTL[t];
        const Th = rotlH(curH, curL, shift);
        const Tl = rotlL(curH, curL, shift);
        const PI = SHA3_PI[t];
        curH = s[PI];
        curL = s[PI + 1];
        s[PI] = Th;
        s[PI + 1] = Tl;
      }
      for (let y = 0; y < 50; y += 10) {
        const b0 = s[y], b1 = s[y + 1], b2 = s[y + 2], b3 = s[y + 3];
        s[y] ^= ~s[y + 2] & s[y + 4];
        s[y + 1] ^= ~s[y + 3] & s[y + 5];
        s[y + 2] ^= ~s[y + 4] & s[y + 6];
        s[y + 3] ^= ~s[y + 5] & s[y + 7];
        s[y + 4] ^= ~s[y + 6] & s[y + 8];
        s[y + 5] ^= ~s[y + 7] & s[y + 9];
        s[y + 6] ^= ~s[y + 8] & b0;
        s[y + 7] ^= ~s[y + 9] & b1;
        s[y + 8] ^= ~b0 & b2;
        s[y + 9] ^= ~b1 & b3;
      }
      s[0] ^= SHA3_IOTA_H[round];
      s[1] ^= SHA3_IOTA_L[round];
    }
    clean(B);
  }
  var Keccak = class _Keccak {
    state;
    pos = 0;
    posOut = 0;
    finished = false;
    state32;
    destroyed = false;
    blockLen;
    suffix;
    outputLen;
    canXOF;
    enableXOF = false;
    rounds;
    // NOTE: we accept arguments in bytes instead of bits here.
    constructor(blockLen, suffix, outputLen, enableXOF = false, rounds = 24) {
      anumber(blockLen, "blockLen");
      anumber(suffix, "suffix");
      anumber(rounds, "rounds");
      abool(enableXOF, "enableXOF");
      this.blockLen = blockLen;
      this.suffix = suffix;
      this.outputLen = outputLen;
      this.enableXOF = enableXOF;
      this.canXOF = enableXOF;
      this.rounds = rounds;
      anumber(outputLen, "outputLen");
      if (!(0 < blockLen && blockLen < 200))
        throw new Error('"blockLen" must be 1..199');
      this.state = new Uint8Array(200);
      this.state32 = u32(this.state);
    }
    clone() {
      return this._cloneInto();
    }
    keccak() {
      swap32IfBE(this.state32);
      keccakP(this.state32, this.rounds);
      swap32IfBE(this.state32);
      this.posOut = 0;
      this.pos = 0;
    }
    update(data) {
      aexists(this);
      abytes(data);
      const { blockLen, state, state32 } = this;
      const len = data.length;
      const canUseU32 = blockLen % 4 === 0 && data.byteOffset % 4 === 0;
      const blockLen32 = blockLen / 4;
      const data32 = canUseU32 && len >= blockLen ? u32(data) : void 0;
      for (let pos = 0; pos < len; ) {
        if (data32 !== void 0 && this.pos === 0 && pos % 4 === 0 && len - pos >= blockLen) {
          for (let i = 0, o = pos / 4; i < blockLen32; i++)
            state32[i] ^= data32[o + i];
          pos += blockLen;
          this.pos = blockLen;
          this.keccak();
          continue;
        }
        const take = Math.min(blockLen - this.pos, len - pos);
        for (let i = 0; i < take; i++)
          state[this.pos++] ^= data[pos++];
        if (this.pos === blockLen)
          this.keccak();
      }
      return this;
    }
    finish() {
      if (this.finished)
        return;
      this.finished = true;
      const { state, suffix, pos, blockLen } = this;
      state[pos] ^= suffix;
      if ((suffix & 128) !== 0 && pos === blockLen - 1)
        this.keccak();
      state[blockLen - 1] ^= 128;
      this.keccak();
    }
    writeInto(out) {
      aexists(this, false);
      abytes(out);
      this.finish();
      const bufferOut = this.state;
      const { blockLen } = this;
      for (let pos = 0, len = out.length; pos < len; ) {
        if (this.posOut >= blockLen)
          this.keccak();
        const take = Math.min(blockLen - this.posOut, len - pos);
        out.set(bufferOut.subarray(this.posOut, this.posOut + take), pos);
        this.posOut += take;
        pos += take;
      }
      return out;
    }
    xofInto(out) {
      if (!this.enableXOF)
        throw new Error("XOF is not enabled");
      return this.writeInto(out);
    }
    xof(bytes) {
      anumber(bytes);
      return this.xofInto(new Uint8Array(bytes));
    }
    digestInto(out) {
      aoutput(out, this);
      if (this.finished)
        throw new Error("digest() was already called");
      this.writeInto(out.length === this.outputLen ? out : out.subarray(0, this.outputLen));
      this.destroy();
    }
    digest() {
      const out = new Uint8Array(this.outputLen);
      this.digestInto(out);
      return out;
    }
    destroy() {
      this.destroyed = true;
      clean(this.state);
    }
    _cloneInto(to) {
      const { blockLen, suffix, outputLen, rounds, enableXOF } = this;
      to ||= new _Keccak(blockLen, suffix, outputLen, enableXOF, rounds);
      to.blockLen = blockLen;
      to.state32.set(this.state32);
      to.pos = this.pos;
      to.posOut = this.posOut;
      to.finished = this.finished;
      to.rounds = rounds;
      to.suffix = suffix;
      to.outputLen = outputLen;
      to.enableXOF = enableXOF;
      to.canXOF = this.canXOF;
      to.destroyed = this.destroyed;
      return to;
    }
  };
  var genKeccak = (suffix, blockLen, outputLen, info = {}) => createHasher(() => new Keccak(blockLen, suffix, outputLen), info);
  var sha3_256 = /* @__PURE__ */ genKeccak(
    6,
    136,
    32,
    /* @__PURE__ */ oidNist(8)
  );
  var sha3_512 = /* @__PURE__ */ genKeccak(
    6,
    72,
    64,
    /* @__PURE__ */ oidNist(10)
  );
  var genShake = (suffix, blockLen, outputLen, info = {}) => createHasher((opts2 = {}) => {
    opts2 = checkOpts({}, opts2);
    return new Keccak(blockLen, suffix, opts2.dkLen === void 0 ? outputLen : opts2.dkLen, true);
  }, info);
  var shake128 = /* @__PURE__ */ genShake(31, 168, 16, /* @__PURE__ */ oidNist(11));
  var shake256 = /* @__PURE__ */ genShake(31, 136, 32, /* @__PURE__ */ oidNist(12));

  // node_modules/@noble/post-quantum/utils.js
  /*! noble-post-quantum - MIT License (c) 2024 Paul Miller (paulmillr.com) */
  var randomBytes4 = randomBytes;
  function equalBytes2(a, b) {
    if (a.length !== b.length)
      return false;
    let diff = 0;
    for (let i = 0; i < a.length; i++)
      diff |= a[i] ^ b[i];
    return diff === 0;
  }
  function copyBytes4(bytes) {
    return Uint8Array.from(bytes);
  }
  function splitCoder(label, ...lengths) {
    const getLength = (c) => typeof c === "number" ? c : c.bytesLen;
    const bytesLen = lengths.reduce((sum, a) => sum + getLength(a), 0);
    return {
      bytesLen,
      encode: (bufs) => {
        const res = new Uint8Array(bytesLen);
        for (let i = 0, pos = 0; i < lengths.length; i++) {
          const c = lengths[i];
          const l = getLength(c);
          const b = typeof c === "number" ? bufs[i] : c.encode(bufs[i]);
          abytes(b, l, label);
          res.set(b, pos);
          if (typeof c !== "number")
            b.fill(0);
          pos += l;
        }
        return res;
      },
      decode: (buf) => {
        abytes(buf, bytesLen, label);
        const res = [];
        for (const c of lengths) {
          const l = getLength(c);
          const b = buf.subarray(0, l);
          res.push(typeof c === "number" ? b : c.decode(b));
          buf = buf.subarray(l);
        }
        return res;
      }
    };
  }
  function vecCoder(c, vecLen) {
    const bytesLen = vecLen * c.bytesLen;
    return {
      bytesLen,
      encode: (u) => {
        if (u.length !== vecLen)
          throw new Error(`vecCoder.encode: wrong length=${u.length}. Expected: ${vecLen}`);
        const res = new Uint8Array(bytesLen);
        for (let i = 0, pos = 0; i < u.length; i++) {
          const b = c.encode(u[i]);
          res.set(b, pos);
          b.fill(0);
          pos += b.length;
        }
        return res;
      },
      decode: (a) => {
        abytes(a, bytesLen);
        const r = [];
        for (let i = 0; i < a.length; i += c.bytesLen)
          r.push(c.decode(a.subarray(i, i + c.bytesLen)));
        return r;
      }
    };
  }
  function cleanBytes(...list) {
    for (const t of list) {
      if (Array.isArray(t))
        for (const b of t)
          b.fill(0);
      else
        t.fill(0);
    }
  }
  function getMask(bits) {
    return (1 << bits) - 1;
  }
  var EMPTY = Uint8Array.of();

  // node_modules/@noble/post-quantum/_crystals.js
  /*! noble-post-quantum - MIT License (c) 2024 Paul Miller (paulmillr.com) */
  var genCrystals = (opts2) => {
    const { newPoly, N: N2, Q: Q2, F: F2, ROOT_OF_UNITY: ROOT_OF_UNITY2, brvBits, isKyber } = opts2;
    const mod3 = (a, modulo = Q2) => {
      const result = a % modulo | 0;
      return (result >= 0 ? result | 0 : modulo + result | 0) | 0;
    };
    const smod = (a, modulo = Q2) => {
      const r = mod3(a, modulo) | 0;
      return (r > modulo >> 1 ? r - modulo | 0 : r) | 0;
    };
    function getZettas() {
      const out = newPoly(N2);
      for (let i = 0; i < N2; i++) {
        const b = reverseBits(i, brvBits);
        const p = BigInt(ROOT_OF_UNITY2) ** BigInt(b) % BigInt(Q2);
        out[i] = Number(p) | 0;
      }
      return out;
    }
    const nttZetas2 = getZettas();
    const field = {
      add: (a, b) => mod3((a | 0) + (b | 0)) | 0,
      sub: (a, b) => mod3((a | 0) - (b | 0)) | 0,
      mul: (a, b) => mod3((a | 0) * (b | 0)) | 0,
      inv: (_a) => {
        throw new Error("not implemented");
      }
    };
    const nttOpts = {
      N: N2,
      roots: nttZetas2,
      invertButterflies: true,
      skipStages: isKyber ? 1 : 0,
      brp: false
    };
    const dif = FFTCore(field, { dit: false, ...nttOpts });
    const dit = FFTCore(field, { dit: true, ...nttOpts });
    const NTT2 = {
      encode: (r) => {
        return dif(r);
      },
      decode: (r) => {
        dit(r);
        for (let i = 0; i < r.length; i++)
          r[i] = mod3(F2 * r[i]);
        return r;
      }
    };
    const bitsCoder2 = (d, c) => {
      const mask = getMask(d);
      const bytesLen = d * (N2 / 8);
      return {
        bytesLen,
        encode: (poly) => {
          const r = new Uint8Array(bytesLen);
          for (let i = 0, buf = 0, bufLen = 0, pos = 0; i < poly.length; i++) {
            buf |= (c.encode(poly[i]) & mask) << bufLen;
            bufLen += d;
            for (; bufLen >= 8; bufLen -= 8, buf >>= 8)
              r[pos++] = buf & getMask(bufLen);
          }
          return r;
        },
        decode: (bytes) => {
          const r = newPoly(N2);
          for (let i = 0, buf = 0, bufLen = 0, pos = 0; i < bytes.length; i++) {
            buf |= bytes[i] << bufLen;
            bufLen += 8;
            for (; bufLen >= d; bufLen -= d, buf >>= d)
              r[pos++] = c.decode(buf & mask);
          }
          return r;
        }
      };
    };
    return { mod: mod3, smod, nttZetas: nttZetas2, NTT: NTT2, bitsCoder: bitsCoder2 };
  };
  var createXofShake = (shake) => (seed, blockLen) => {
    if (!blockLen)
      blockLen = shake.blockLen;
    const _seed = new Uint8Array(seed.length + 2);
    _seed.set(seed);
    const seedLen = seed.length;
    const buf = new Uint8Array(blockLen);
    let h = shake.create({});
    let calls = 0;
    let xofs = 0;
    return {
      stats: () => ({ calls, xofs }),
      get: (x, y) => {
        _seed[seedLen + 0] = x;
        _seed[seedLen + 1] = y;
        h.destroy();
        h = shake.create({}).update(_seed);
        calls++;
        return () => {
          xofs++;
          return h.xofInto(buf);
        };
      },
      clean: () => {
        h.destroy();
        cleanBytes(buf, _seed);
      }
    };
  };
  var XOF128 = /* @__PURE__ */ createXofShake(shake128);

  // node_modules/@noble/post-quantum/ml-kem.js
  /*! noble-post-quantum - MIT License (c) 2024 Paul Miller (paulmillr.com) */
  var N = 256;
  var Q = 3329;
  var F = 3303;
  var ROOT_OF_UNITY = 17;
  var { mod: mod2, nttZetas, NTT, bitsCoder } = genCrystals({
    N,
    Q,
    F,
    ROOT_OF_UNITY,
    newPoly: (n) => new Uint16Array(n),
    brvBits: 7,
    isKyber: true
  });
  var PARAMS = {
    512: { N, Q, K: 2, ETA1: 3, ETA2: 2, du: 10, dv: 4, RBGstrength: 128 },
    768: { N, Q, K: 3, ETA1: 2, ETA2: 2, du: 10, dv: 4, RBGstrength: 192 },
    1024: { N, Q, K: 4, ETA1: 2, ETA2: 2, du: 11, dv: 5, RBGstrength: 256 }
  };
  var compress = (d) => {
    if (d >= 12)
      return { encode: (i) => i, decode: (i) => i };
    const a = 2 ** (d - 1);
    return {
      // const compress = (i: number) => round((2 ** d / Q) * i) % 2 ** d;
      encode: (i) => ((i << d) + Q / 2) / Q,
      // const decompress = (i: number) => round((Q / 2 ** d) * i);
      decode: (i) => i * Q + a >>> d
    };
  };
  var polyCoder = (d) => bitsCoder(d, compress(d));
  function polyAdd(a, b) {
    for (let i = 0; i < N; i++)
      a[i] = mod2(a[i] + b[i]);
  }
  function polySub(a, b) {
    for (let i = 0; i < N; i++)
      a[i] = mod2(a[i] - b[i]);
  }
  function BaseCaseMultiply(a0, a1, b0, b1, zeta) {
    const c0 = mod2(a1 * b1 * zeta + a0 * b0);
    const c1 = mod2(a0 * b1 + a1 * b0);
    return { c0, c1 };
  }
  function MultiplyNTTs(f, g) {
    for (let i = 0; i < N / 2; i++) {
      let z = nttZetas[64 + (i >> 1)];
      if (i & 1)
        z = -z;
      const { c0, c1 } = BaseCaseMultiply(f[2 * i + 0], f[2 * i + 1], g[2 * i + 0], g[2 * i + 1], z);
      f[2 * i + 0] = c0;
      f[2 * i + 1] = c1;
    }
    return f;
  }
  function SampleNTT(xof) {
    const r = new Uint16Array(N);
    for (let j = 0; j < N; ) {
      const b = xof();
      if (b.length % 3)
        throw new Error("SampleNTT: unaligned block");
      for (let i = 0; j < N && i + 3 <= b.length; i += 3) {
        const d1 = (b[i + 0] >> 0 | b[i + 1] << 8) & 4095;
        const d2 = (b[i + 1] >> 4 | b[i + 2] << 4) & 4095;
        if (d1 < Q)
          r[j++] = d1;
        if (j < N && d2 < Q)
          r[j++] = d2;
      }
    }
    return r;
  }
  function sampleCBD(PRF, seed, nonce, eta) {
    const buf = PRF(eta * N / 4, seed, nonce);
    const r = new Uint16Array(N);
    const b32 = u32(buf);
    let len = 0;
    for (let i = 0, p = 0, bb = 0, t0 = 0; i < b32.length; i++) {
      let b = b32[i];
      for (let j = 0; j < 32; j++) {
        bb += b & 1;
        b >>= 1;
        len += 1;
        if (len === eta) {
          t0 = bb;
          bb = 0;
        } else if (len === 2 * eta) {
          r[p++] = mod2(t0 - bb);
          bb = 0;
          len = 0;
        }
      }
    }
    if (len)
      throw new Error(`sampleCBD: leftover bits: ${len}`);
    return r;
  }
  var genKPKE = (opts2) => {
    const { K, PRF, XOF, HASH512, ETA1, ETA2, du, dv } = opts2;
    const poly1 = polyCoder(1);
    const polyV = polyCoder(dv);
    const polyU = polyCoder(du);
    const publicCoder = splitCoder("publicKey", vecCoder(polyCoder(12), K), 32);
    const secretCoder = vecCoder(polyCoder(12), K);
    const cipherCoder = splitCoder("ciphertext", vecCoder(polyU, K), polyV);
    const seedCoder = splitCoder("seed", 32, 32);
    return {
      secretCoder,
      lengths: {
        secretKey: secretCoder.bytesLen,
        publicKey: publicCoder.bytesLen,
        cipherText: cipherCoder.bytesLen
      },
      keygen: (seed) => {
        abytes(seed, 32, "seed");
        const seedDst = new Uint8Array(33);
        seedDst.set(seed);
        seedDst[32] = K;
        const seedHash = HASH512(seedDst);
        const [rho, sigma] = seedCoder.decode(seedHash);
        const sHat = [];
        const tHat = [];
        for (let i = 0; i < K; i++)
          sHat.push(NTT.encode(sampleCBD(PRF, sigma, i, ETA1)));
        const x = XOF(rho);
        for (let i = 0; i < K; i++) {
          const e = NTT.encode(sampleCBD(PRF, sigma, K + i, ETA1));
          for (let j = 0; j < K; j++) {
            const aji = SampleNTT(x.get(j, i));
            polyAdd(e, MultiplyNTTs(aji, sHat[j]));
          }
          tHat.push(e);
        }
        x.clean();
        const res = {
          publicKey: publicCoder.encode([tHat, rho]),
          secretKey: secretCoder.encode(sHat)
        };
        cleanBytes(rho, sigma, sHat, tHat, seedDst, seedHash);
        return res;
      },
      encrypt: (publicKey, msg, seed) => {
        const [tHat, rho] = publicCoder.decode(publicKey);
        const rHat = [];
        for (let i = 0; i < K; i++)
          rHat.push(NTT.encode(sampleCBD(PRF, seed, i, ETA1)));
        const x = XOF(rho);
        const tmp2 = new Uint16Array(N);
        const u = [];
        for (let i = 0; i < K; i++) {
          const e1 = sampleCBD(PRF, seed, K + i, ETA2);
          const tmp = new Uint16Array(N);
          for (let j = 0; j < K; j++) {
            const aij = SampleNTT(x.get(i, j));
            polyAdd(tmp, MultiplyNTTs(aij, rHat[j]));
          }
          polyAdd(e1, NTT.decode(tmp));
          u.push(e1);
          polyAdd(tmp2, MultiplyNTTs(tHat[i], rHat[i]));
          cleanBytes(tmp);
        }
        x.clean();
        const e2 = sampleCBD(PRF, seed, 2 * K, ETA2);
        polyAdd(e2, NTT.decode(tmp2));
        const v = poly1.decode(msg);
        polyAdd(v, e2);
        cleanBytes(tHat, rHat, tmp2, e2);
        return cipherCoder.encode([u, v]);
      },
      decrypt: (cipherText, privateKey) => {
        const [u, v] = cipherCoder.decode(cipherText);
        const sk = secretCoder.decode(privateKey);
        const tmp = new Uint16Array(N);
        for (let i = 0; i < K; i++)
          polyAdd(tmp, MultiplyNTTs(sk[i], NTT.encode(u[i])));
        polySub(v, NTT.decode(tmp));
        cleanBytes(tmp, sk, u);
        return poly1.encode(v);
      }
    };
  };
  function createKyber(opts2) {
    const KPKE = genKPKE(opts2);
    const { HASH256, HASH512, KDF } = opts2;
    const { secretCoder: KPKESecretCoder, lengths } = KPKE;
    const secretCoder = splitCoder("secretKey", lengths.secretKey, lengths.publicKey, 32, 32);
    const msgLen = 32;
    const seedLen = 64;
    return {
      info: { type: "ml-kem" },
      lengths: {
        ...lengths,
        seed: 64,
        msg: msgLen,
        msgRand: msgLen,
        secretKey: secretCoder.bytesLen
      },
      keygen: (seed = randomBytes4(seedLen)) => {
        abytes(seed, seedLen, "seed");
        const { publicKey, secretKey: sk } = KPKE.keygen(seed.subarray(0, 32));
        const publicKeyHash = HASH256(publicKey);
        const secretKey = secretCoder.encode([sk, publicKey, publicKeyHash, seed.subarray(32)]);
        cleanBytes(sk, publicKeyHash);
        return { publicKey, secretKey };
      },
      getPublicKey: (secretKey) => {
        const [_sk, publicKey, _publicKeyHash, _z] = secretCoder.decode(secretKey);
        return Uint8Array.from(publicKey);
      },
      encapsulate: (publicKey, msg = randomBytes4(msgLen)) => {
        abytes(publicKey, lengths.publicKey, "publicKey");
        abytes(msg, msgLen, "message");
        const eke = publicKey.subarray(0, 384 * opts2.K);
        const ek = KPKESecretCoder.encode(KPKESecretCoder.decode(copyBytes4(eke)));
        if (!equalBytes2(ek, eke)) {
          cleanBytes(ek);
          throw new Error("ML-KEM.encapsulate: wrong publicKey modulus");
        }
        cleanBytes(ek);
        const kr = HASH512.create().update(msg).update(HASH256(publicKey)).digest();
        const cipherText = KPKE.encrypt(publicKey, msg, kr.subarray(32, 64));
        cleanBytes(kr.subarray(32));
        return { cipherText, sharedSecret: kr.subarray(0, 32) };
      },
      decapsulate: (cipherText, secretKey) => {
        abytes(secretKey, secretCoder.bytesLen, "secretKey");
        abytes(cipherText, lengths.cipherText, "cipherText");
        const k768 = secretCoder.bytesLen - 96;
        const start4 = k768 + 32;
        const test = HASH256(secretKey.subarray(k768 / 2, start4));
        if (!equalBytes2(test, secretKey.subarray(start4, start4 + 32)))
          throw new Error("invalid secretKey: hash check failed");
        const [sk, publicKey, publicKeyHash, z] = secretCoder.decode(secretKey);
        const msg = KPKE.decrypt(cipherText, sk);
        const kr = HASH512.create().update(msg).update(publicKeyHash).digest();
        const Khat = kr.subarray(0, 32);
        const cipherText2 = KPKE.encrypt(publicKey, msg, kr.subarray(32, 64));
        const isValid = equalBytes2(cipherText, cipherText2);
        const Kbar = KDF.create({ dkLen: 32 }).update(z).update(cipherText).digest();
        cleanBytes(msg, cipherText2, !isValid ? Khat : Kbar);
        return isValid ? Khat : Kbar;
      }
    };
  }
  function shakePRF(dkLen, key, nonce) {
    return shake256.create({ dkLen }).update(key).update(new Uint8Array([nonce])).digest();
  }
  var opts = {
    HASH256: sha3_256,
    HASH512: sha3_512,
    KDF: shake256,
    XOF: XOF128,
    PRF: shakePRF
  };
  var ml_kem512 = /* @__PURE__ */ createKyber({
    ...opts,
    ...PARAMS[512]
  });
  var ml_kem768 = /* @__PURE__ */ createKyber({
    ...opts,
    ...PARAMS[768]
  });
  var ml_kem1024 = /* @__PURE__ */ createKyber({
    ...opts,
    ...PARAMS[1024]
  });

  // node_modules/@noble/post-quantum/hybrid.js
  /*! noble-post-quantum - MIT License (c) 2024 Paul Miller (paulmillr.com) */
  function ecKeygen(curve, allowZeroKey = false) {
    const lengths = curve.lengths;
    let keygen = curve.keygen;
    if (allowZeroKey) {
      const wCurve = curve;
      const Fn = wCurve.Point.Fn;
      if (!Fn)
        throw new Error("No Point.Fn");
      keygen = (seed = randomBytes4(lengths.seed)) => {
        abytes(seed, lengths.seed, "seed");
        const seedScalar = Fn.isLE ? bytesToNumberLE(seed) : bytesToNumberBE(seed);
        const secretKey = Fn.toBytes(Fn.create(seedScalar));
        return { secretKey, publicKey: curve.getPublicKey(secretKey) };
      };
    }
    return {
      lengths: { secretKey: lengths.secretKey, publicKey: lengths.publicKey, seed: lengths.seed },
      keygen,
      getPublicKey: (secretKey) => curve.getPublicKey(secretKey)
    };
  }
  function ecdhKem(curve, allowZeroKey = false) {
    const kg = ecKeygen(curve, allowZeroKey);
    if (!curve.getSharedSecret)
      throw new Error("wrong curve");
    return {
      lengths: { ...kg.lengths, msg: kg.lengths.seed, cipherText: kg.lengths.publicKey },
      keygen: kg.keygen,
      getPublicKey: kg.getPublicKey,
      encapsulate(publicKey, rand = randomBytes4(curve.lengths.seed)) {
        const ek = this.keygen(rand).secretKey;
        const sharedSecret = this.decapsulate(publicKey, ek);
        const cipherText = curve.getPublicKey(ek);
        cleanBytes(ek);
        return { sharedSecret, cipherText };
      },
      decapsulate(cipherText, secretKey) {
        const res = curve.getSharedSecret(secretKey, cipherText);
        return curve.lengths.publicKeyHasPrefix ? res.subarray(1) : res;
      }
    };
  }
  function splitLengths(lst, name) {
    return splitCoder(name, ...lst.map((i) => {
      if (typeof i.lengths[name] !== "number")
        throw new Error("wrong length: " + name);
      return i.lengths[name];
    }));
  }
  function expandSeedXof(xof) {
    return (seed, seedLen) => xof(seed, { dkLen: seedLen });
  }
  function combineKeys(realSeedLen, expandSeed, ...ck) {
    const seedCoder = splitLengths(ck, "seed");
    const pkCoder = splitLengths(ck, "publicKey");
    if (realSeedLen === void 0)
      realSeedLen = seedCoder.bytesLen;
    anumber(realSeedLen);
    function expandDecapsulationKey(seed) {
      abytes(seed, realSeedLen);
      const expanded = seedCoder.decode(expandSeed(seed, seedCoder.bytesLen));
      const keys = ck.map((i, j) => i.keygen(expanded[j]));
      const secretKey = keys.map((i) => i.secretKey);
      const publicKey = keys.map((i) => i.publicKey);
      return { secretKey, publicKey };
    }
    return {
      info: { lengths: { seed: realSeedLen, publicKey: pkCoder.bytesLen, secretKey: realSeedLen } },
      getPublicKey(secretKey) {
        return this.keygen(secretKey).publicKey;
      },
      keygen(seed = randomBytes4(realSeedLen)) {
        const { publicKey: pk, secretKey } = expandDecapsulationKey(seed);
        const publicKey = pkCoder.encode(pk);
        cleanBytes(pk);
        cleanBytes(secretKey);
        return { secretKey: seed, publicKey };
      },
      expandDecapsulationKey,
      realSeedLen
    };
  }
  function combineKEMS(realSeedLen, realMsgLen, expandSeed, combiner, ...kems) {
    const keys = combineKeys(realSeedLen, expandSeed, ...kems);
    const ctCoder = splitLengths(kems, "cipherText");
    const pkCoder = splitLengths(kems, "publicKey");
    const msgCoder = splitLengths(kems, "msg");
    if (realMsgLen === void 0)
      realMsgLen = msgCoder.bytesLen;
    anumber(realMsgLen);
    return {
      lengths: {
        ...keys.info.lengths,
        msg: realMsgLen,
        msgRand: msgCoder.bytesLen,
        cipherText: ctCoder.bytesLen
      },
      getPublicKey: keys.getPublicKey,
      keygen: keys.keygen,
      encapsulate(pk, randomness = randomBytes4(msgCoder.bytesLen)) {
        const pks = pkCoder.decode(pk);
        const rand = msgCoder.decode(randomness);
        const enc = kems.map((i, j) => i.encapsulate(pks[j], rand[j]));
        const sharedSecret = enc.map((i) => i.sharedSecret);
        const cipherText = enc.map((i) => i.cipherText);
        const res = {
          sharedSecret: combiner(pks, cipherText, sharedSecret),
          cipherText: ctCoder.encode(cipherText)
        };
        cleanBytes(sharedSecret, cipherText);
        return res;
      },
      decapsulate(ct, seed) {
        const cts = ctCoder.decode(ct);
        const { publicKey, secretKey } = keys.expandDecapsulationKey(seed);
        const sharedSecret = kems.map((i, j) => i.decapsulate(cts[j], secretKey[j]));
        return combiner(publicKey, cts, sharedSecret);
      }
    };
  }
  var x25519kem = /* @__PURE__ */ ecdhKem(x25519);
  var ml_kem768_x25519 = /* @__PURE__ */ (() => combineKEMS(
    32,
    32,
    expandSeedXof(shake256),
    // Awesome label, so much escaping hell in a single line.
    (pk, ct, ss) => sha3_256(concatBytes2(ss[0], ss[1], ct[1], pk[1], asciiToBytes("\\.//^\\"))),
    ml_kem768,
    x25519kem
  ))();
  var MLKEM768X25519 = ml_kem768_x25519;

  // node_modules/age-encryption/dist/x25519.js
  var exportable = false;
  var webCryptoOff = false;
  async function webCryptoFallback(func, fallback) {
    if (webCryptoOff) {
      return await fallback();
    }
    try {
      return await func();
    } catch (error) {
      if (error instanceof ReferenceError || error instanceof DOMException && error.name === "NotSupportedError") {
        return await fallback();
      } else {
        throw error;
      }
    }
  }
  async function scalarMult(scalar, u) {
    return await webCryptoFallback(async () => {
      const key = isCryptoKey(scalar) ? scalar : await importX25519Key(scalar);
      const peer = await crypto.subtle.importKey("raw", domBuffer(u), { name: "X25519" }, exportable, []);
      return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: peer }, key, 256));
    }, () => {
      if (isCryptoKey(scalar)) {
        throw new Error("CryptoKey provided but X25519 WebCrypto is not supported");
      }
      return x25519.scalarMult(scalar, u);
    });
  }
  async function scalarMultBase(scalar) {
    return await webCryptoFallback(async () => {
      return scalarMult(scalar, x25519.GuBytes);
    }, () => {
      if (isCryptoKey(scalar)) {
        throw new Error("CryptoKey provided but X25519 WebCrypto is not supported");
      }
      return x25519.scalarMultBase(scalar);
    });
  }
  var pkcs8Prefix = /* @__PURE__ */ new Uint8Array([
    48,
    46,
    2,
    1,
    0,
    48,
    5,
    6,
    3,
    43,
    101,
    110,
    4,
    34,
    4,
    32
  ]);
  async function importX25519Key(key) {
    if (key.length !== 32) {
      throw new Error("X25519 private key must be 32 bytes");
    }
    const pkcs8 = new Uint8Array([...pkcs8Prefix, ...key]);
    return crypto.subtle.importKey("pkcs8", pkcs8, { name: "X25519" }, exportable, ["deriveBits"]);
  }
  function isCryptoKey(key) {
    return typeof CryptoKey !== "undefined" && key instanceof CryptoKey;
  }
  function domBuffer(arr) {
    return arr;
  }

  // node_modules/age-encryption/dist/recipients.js
  async function identityToRecipient(identity) {
    let scalar;
    if (isCryptoKey2(identity)) {
      scalar = identity;
    } else if (identity.startsWith("AGE-SECRET-KEY-PQ-1")) {
      const res = bech32.decodeToBytes(identity);
      if (res.prefix.toUpperCase() !== "AGE-SECRET-KEY-PQ-" || res.bytes.length !== 32) {
        throw Error("invalid identity");
      }
      const recipient2 = MLKEM768X25519.getPublicKey(res.bytes);
      return bech32.encode("age1pq", bech32.toWords(recipient2), false);
    } else {
      const res = bech32.decodeToBytes(identity);
      if (!identity.startsWith("AGE-SECRET-KEY-1") || res.prefix.toUpperCase() !== "AGE-SECRET-KEY-" || res.bytes.length !== 32) {
        throw Error("invalid identity");
      }
      scalar = res.bytes;
    }
    const recipient = await scalarMultBase(scalar);
    return bech32.encodeFromBytes("age", recipient);
  }
  var HybridRecipient = class {
    recipient;
    constructor(s) {
      const { prefix, words } = bech32.decode(s, false);
      const bytes = bech32.fromWords(words);
      if (!s.startsWith("age1pq1") || prefix.toLowerCase() !== "age1pq" || bytes.length !== 1216) {
        throw Error("invalid recipient");
      }
      this.recipient = bytes;
    }
    wrapFileKey(fileKey) {
      const { cipherText: encapsulatedKey, sharedSecret } = MLKEM768X25519.encapsulate(this.recipient);
      const label = new TextEncoder().encode("age-encryption.org/mlkem768x25519");
      const { key, nonce } = hpkeContext(hpkeMLKEM768X25519, sharedSecret, label);
      const ciphertext = chacha20poly1305(key, nonce).encrypt(fileKey);
      return [new Stanza(["mlkem768x25519", base64nopad.encode(encapsulatedKey)], ciphertext)];
    }
  };
  var HybridIdentity = class {
    identity;
    constructor(s) {
      const res = bech32.decodeToBytes(s);
      if (!s.startsWith("AGE-SECRET-KEY-PQ-1") || res.prefix.toUpperCase() !== "AGE-SECRET-KEY-PQ-" || res.bytes.length !== 32) {
        throw Error("invalid identity");
      }
      this.identity = res.bytes;
    }
    unwrapFileKey(stanzas) {
      for (const s of stanzas) {
        if (s.args.length < 1 || s.args[0] !== "mlkem768x25519") {
          continue;
        }
        if (s.args.length !== 2) {
          throw Error("invalid mlkem768x25519 stanza");
        }
        const share = base64nopad.decode(s.args[1]);
        if (share.length !== 1120) {
          throw Error("invalid mlkem768x25519 stanza");
        }
        if (s.body.length !== 32) {
          throw Error("invalid mlkem768x25519 stanza");
        }
        const sharedSecret = MLKEM768X25519.decapsulate(share, this.identity);
        const label = new TextEncoder().encode("age-encryption.org/mlkem768x25519");
        const { key, nonce } = hpkeContext(hpkeMLKEM768X25519, sharedSecret, label);
        try {
          return chacha20poly1305(key, nonce).decrypt(s.body);
        } catch {
          continue;
        }
      }
      return null;
    }
  };
  var hpkeMLKEM768X25519 = 25722;
  function hpkeContext(kemID, sharedSecret, info) {
    const suiteID = hpkeSuiteID(kemID);
    const pskIDHash = hpkeLabeledExtract(suiteID, void 0, "psk_id_hash", new Uint8Array(0));
    const infoHash = hpkeLabeledExtract(suiteID, void 0, "info_hash", info);
    const ksContext = new Uint8Array(1 + pskIDHash.length + infoHash.length);
    ksContext[0] = 0;
    ksContext.set(pskIDHash, 1);
    ksContext.set(infoHash, 1 + pskIDHash.length);
    const secret = hpkeLabeledExtract(suiteID, sharedSecret, "secret", new Uint8Array(0));
    const key = hpkeLabeledExpand(suiteID, secret, "key", ksContext, 32);
    const nonce = hpkeLabeledExpand(suiteID, secret, "base_nonce", ksContext, 12);
    return { key, nonce };
  }
  function hpkeSuiteID(kemID) {
    const suiteID = new Uint8Array(10);
    suiteID.set(new TextEncoder().encode("HPKE"), 0);
    suiteID[4] = kemID >> 8 & 255;
    suiteID[5] = kemID & 255;
    suiteID[6] = 0;
    suiteID[7] = 1;
    suiteID[8] = 0;
    suiteID[9] = 3;
    return suiteID;
  }
  function hpkeLabeledExtract(suiteID, salt, label, ikm) {
    const labeledIKM = new Uint8Array(7 + suiteID.length + label.length + ikm.length);
    let offset = 0;
    labeledIKM.set(new TextEncoder().encode("HPKE-v1"), offset);
    offset += "HPKE-v1".length;
    labeledIKM.set(suiteID, offset);
    offset += suiteID.length;
    labeledIKM.set(new TextEncoder().encode(label), offset);
    offset += label.length;
    labeledIKM.set(ikm, offset);
    return extract(sha256, labeledIKM, salt);
  }
  function hpkeLabeledExpand(suiteID, prk, label, info, length) {
    const labeledInfo = new Uint8Array(2 + 7 + suiteID.length + label.length + info.length);
    let offset = 0;
    labeledInfo[offset] = length >> 8 & 255;
    labeledInfo[offset + 1] = length & 255;
    offset += 2;
    labeledInfo.set(new TextEncoder().encode("HPKE-v1"), offset);
    offset += "HPKE-v1".length;
    labeledInfo.set(suiteID, offset);
    offset += suiteID.length;
    labeledInfo.set(new TextEncoder().encode(label), offset);
    offset += label.length;
    labeledInfo.set(info, offset);
    return expand(sha256, prk, labeledInfo, length);
  }
  function isCryptoKey2(key) {
    return typeof CryptoKey !== "undefined" && key instanceof CryptoKey;
  }

  // src/stream.ts
  var CHUNK = 65536;
  var TAG2 = 16;
  var NONCE = 12;
  var ABREAST = 16;
  function streamSize(plain) {
    return plain + TAG2 * Math.max(1, Math.ceil(plain / CHUNK));
  }
  function inScript(key) {
    return Promise.resolve((nonce, plain, sealed) => {
      chacha20poly1305(key, nonce).encrypt(plain, sealed);
    });
  }
  async function inBrowser(key) {
    const format = "raw-secret";
    const held = await crypto.subtle.importKey(format, key, "ChaCha20-Poly1305", false, ["encrypt"]);
    return async (iv, plain, sealed) => {
      const algorithm = { name: "ChaCha20-Poly1305", iv, tagLength: 128 };
      sealed.set(new Uint8Array(await crypto.subtle.encrypt(algorithm, held, plain)));
    };
  }
  var chosen;
  function cipherMaker() {
    return chosen ??= sameBytes().then((same3) => same3 ? inBrowser : inScript);
  }
  async function sameBytes() {
    const [key, nonce, plain] = [
      new Uint8Array(32).fill(1),
      new Uint8Array(NONCE).fill(2),
      new Uint8Array(100)
    ];
    const [ours, theirs] = [new Uint8Array(plain.length + TAG2), new Uint8Array(plain.length + TAG2)];
    try {
      await (await inScript(key))(nonce, plain, ours);
      await (await inBrowser(key))(nonce, plain, theirs);
    } catch {
      return false;
    }
    return ours.every((byte, at2) => byte === theirs[at2]);
  }
  async function* sealStream(pieces3, size, key, maker) {
    const cipher = await maker(key);
    const plain = new Uint8Array(ABREAST * CHUNK);
    const sealed = new Uint8Array(ABREAST * (CHUNK + TAG2));
    let chunk = 0;
    let held = 0;
    let left2 = size;
    const run = async () => {
      const count = Math.max(1, Math.ceil(held / CHUNK));
      const last = left2 === 0 ? count - 1 : count;
      const made = [];
      for (let each = 0; each < count; each++) {
        const start4 = each * CHUNK;
        const end = Math.min(held, start4 + CHUNK);
        made.push(
          cipher(
            chunkNonce(chunk++, each === last),
            plain.subarray(start4, end),
            sealed.subarray(start4 + each * TAG2, end + (each + 1) * TAG2)
          )
        );
      }
      await Promise.all(made);
      await breathe();
      const done = sealed.subarray(0, held + count * TAG2);
      held = 0;
      return done;
    };
    for await (let piece of pieces3) {
      if (piece.length > left2) throw new WbsError("size");
      while (piece.length) {
        if (held === plain.length) yield await run();
        const room = Math.min(piece.length, plain.length - held);
        plain.set(piece.subarray(0, room), held);
        held += room;
        left2 -= room;
        piece = piece.subarray(room);
      }
    }
    if (left2) throw new WbsError("size");
    yield await run();
    plain.fill(0);
  }
  function chunkNonce(chunk, last) {
    const nonce = new Uint8Array(NONCE);
    new DataView(nonce.buffer).setUint32(NONCE - 5, chunk);
    nonce[NONCE - 1] = last ? 1 : 0;
    return nonce;
  }

  // src/ustar.ts
  var BLOCK2 = 512;
  var END2 = 2 * BLOCK2;
  function header(name, size) {
    const block2 = new Uint8Array(BLOCK2);
    const put = (at2, field) => block2.set(utf8(field), at2);
    put(0, name);
    put(100, "0000644\x000000000\x000000000\0");
    put(124, `${octal(size, 11)}\x0000000000000\0`);
    put(148, "        0");
    put(257, "ustar\x0000");
    put(329, "0000000\x000000000\0");
    const sum = block2.reduce((total, byte) => total + byte, 0);
    put(148, `${octal(sum, 6)}\0 `);
    return block2;
  }
  function sizeIn(block2, name) {
    const digits = String.fromCharCode(...block2.subarray(124, 135));
    const size = /^[0-7]{11}$/.test(digits) ? parseInt(digits, 8) : 0;
    if (!equal(block2, header(name, size))) throw new FormatError(`${name}: not its header`);
    return size;
  }
  function rounded(size) {
    return Math.ceil(size / BLOCK2) * BLOCK2;
  }
  function octal(number, digits) {
    return number.toString(8).padStart(digits, "0");
  }

  // src/tarball.ts
  var TEXT_SIZE = 65536;
  var REPLY_SIZE = 6533;
  var JSON_NAME = "letter.json";
  var SIGNATURE_NAME = "letter.json.minisig";
  var CHUNK2 = 1 << 20;
  function paddedSize(content) {
    let size = TEXT_SIZE;
    while (size < content) size *= 2;
    return size;
  }
  function pack(signed, attached = []) {
    const letter = peekUnverified(signed);
    const signature = signed.signature;
    if (!/^[\0-\x7f]+$/.test(signature) || signature.length > SIGNATURE_LIMIT) {
      throw new FormatError(`${SIGNATURE_NAME}: empty, not ASCII, or longer than ${SIGNATURE_LIMIT} bytes`);
    }
    const listed = attachmentsOf(letter);
    if (listed.length !== attached.length || !listed.every((one, i) => same2(one, attached[i].attachment))) {
      throw new FormatError("the attachments are not those that letter.json lists");
    }
    const content = contentSize(letter, signed);
    const size = sizeOf(letter, content);
    return { size, pieces: pieces2(signed, attached, size - content) };
  }
  function unpack(tar) {
    let at2 = 0;
    const take = (size) => {
      if (size > tar.length - at2) throw new FormatError("the letter is cut short");
      at2 += size;
      return tar.subarray(at2 - size, at2);
    };
    const member3 = (name, size) => {
      const data = take(rounded(size));
      checkZeros(data.subarray(size), name);
      return data.subarray(0, size);
    };
    const small = (name, limit) => {
      const size = sizeIn(take(BLOCK2), name);
      if (!size || size > limit) throw new FormatError(`${name}: empty, or longer than ${limit} bytes`);
      return member3(name, size).slice();
    };
    const json = small(JSON_NAME, JSON_LIMIT);
    const signature = String.fromCharCode(...small(SIGNATURE_NAME, SIGNATURE_LIMIT));
    if (!/^[\0-\x7f]*$/.test(signature)) throw new FormatError(`${SIGNATURE_NAME}: not ASCII`);
    const signed = { json, signature };
    const letter = peekUnverified(signed);
    for (const { path, size, sha256: hash } of attachmentsOf(letter)) {
      if (sizeIn(take(BLOCK2), path) !== size) throw new FormatError(`${path}: not its header`);
      if (!equal(sha256(member3(path, size)), hash)) throw notListed(path);
    }
    if (tar.length !== sizeOf(letter, at2)) throw new FormatError("the letter is not filled up to its size");
    checkZeros(tar.subarray(at2), "the end");
    return signed;
  }
  function attachmentsOf(letter) {
    return letter.kind === "message" ? letter.attachments : [];
  }
  function same2(one, other) {
    return one.path === other.path && one.size === other.size && equal(one.sha256, other.sha256);
  }
  function contentSize(letter, signed) {
    const members = [
      signed.json.length,
      signed.signature.length,
      ...attachmentsOf(letter).map(({ size }) => size)
    ];
    return members.reduce((sum, size) => sum + BLOCK2 + rounded(size), 0);
  }
  function sizeOf(letter, content) {
    return letter.kind === "reply" ? REPLY_SIZE : paddedSize(content + END2);
  }
  async function* pieces2(signed, attached, zeros) {
    for (const [name, data] of [
      [JSON_NAME, signed.json],
      [SIGNATURE_NAME, utf8(signed.signature)]
    ]) {
      yield concat(header(name, data.length), data, filling(data.length));
    }
    for (const { attachment: attachment2, source } of attached) {
      const { path, size } = attachment2;
      if (source.size !== size) throw notListed(path);
      yield header(path, size);
      yield* contentOf(source, size);
      yield filling(size);
    }
    for (let left2 = zeros; left2; left2 -= Math.min(CHUNK2, left2)) yield new Uint8Array(Math.min(CHUNK2, left2));
  }
  async function* contentOf(source, size) {
    for (let start4 = 0; start4 < size; start4 += CHUNK2) {
      const end = Math.min(start4 + CHUNK2, size);
      let piece;
      try {
        piece = new Uint8Array(await source.slice(start4, end).arrayBuffer());
      } catch {
        throw new FormatError("a file cannot be read any more", "file_changed");
      }
      if (piece.length !== end - start4)
        throw new FormatError("a file is shorter than it was", "file_changed");
      yield piece;
    }
  }
  function notListed(path) {
    return new FormatError(`${path}: not the bytes that letter.json lists`, "file_changed");
  }
  function filling(size) {
    return new Uint8Array(rounded(size) - size);
  }
  function checkZeros(data, where) {
    if (data.some((byte) => byte !== 0))
      throw new FormatError(`${where}: filled with something else than zeros`);
  }

  // src/seal.ts
  var STANZAS = 8;
  var PART2 = 4 * 1024 * 1024;
  var SEED = 32;
  var FILE_KEY = 16;
  var NONCE2 = 16;
  var HEADER2 = /^age-encryption\.org\/v1\n((?:-> mlkem768x25519 [A-Za-z0-9+/]{1494}\n[A-Za-z0-9+/]{43}\n){1,8})--- ([A-Za-z0-9+/]{43})\n/;
  function sealedSize(plain, stanzas = STANZAS) {
    const frame = "age-encryption.org/v1\n--- \n".length + 43;
    const stanza = "-> mlkem768x25519 \n\n".length + 1494 + 43;
    return frame + stanzas * stanza + NONCE2 + streamSize(plain);
  }
  async function reporterIdentity(seed) {
    if (seed.length !== SEED) throw new WbsError("seed");
    const identity = bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
    const recipient = await identityToRecipient(identity);
    return { identity, recipient, raw: recipientBytes(recipient) };
  }
  var Ahead = class {
    #random;
    #fillers = [];
    #fileKey;
    #made = /* @__PURE__ */ new Map();
    constructor(random) {
      this.#random = random;
      this.#fileKey = random(FILE_KEY);
    }
    /**
     * Makes what the next letter can need, should these be its readers; gives way to messages before each stanza.
     *
     * WbsError "recipients" if one of them is no recipient.
     */
    async prepare(recipients) {
      for (const each of recipients) {
        await breathe();
        this.#stanzaFor(each);
      }
      while (this.#fillers.length < STANZAS - 1) {
        await breathe();
        this.#fillers.push(await this.#filler());
      }
    }
    /** For 1 to 8 different recipients, and never again; WbsError "recipients", and nothing is taken. */
    async take(recipients) {
      if (!recipients.length || recipients.length > STANZAS || new Set(recipients).size !== recipients.length)
        throw new WbsError("recipients");
      const stanzas = recipients.map((each) => this.#stanzaFor(each));
      const fileKey = this.#fileKey;
      this.#renew();
      stanzas.push(...this.#fillers.splice(0, STANZAS - stanzas.length));
      try {
        while (stanzas.length < STANZAS) stanzas.push(await this.#filler());
      } catch (error) {
        fileKey.fill(0);
        throw error;
      }
      return { fileKey, stanzas };
    }
    /** Overwrites the file key that no letter has had yet. */
    forget() {
      this.#fileKey.fill(0);
      this.#renew();
    }
    #renew() {
      this.#fileKey = this.#random(FILE_KEY);
      this.#made = /* @__PURE__ */ new Map();
    }
    #stanzaFor(recipient) {
      let stanza = this.#made.get(recipient);
      if (!stanza) this.#made.set(recipient, stanza = wrap(recipient, this.#fileKey));
      return stanza;
    }
    async #filler() {
      const { recipient } = await reporterIdentity(this.#random(SEED));
      return wrap(recipient, this.#random(FILE_KEY));
    }
  };
  async function* seal(pieces3, size, recipients, random, ahead = new Ahead(random), maker) {
    const { fileKey, stanzas } = await ahead.take(recipients);
    let header2, nonce, key;
    try {
      header2 = headerOf(shuffled(stanzas, random), fileKey);
      nonce = random(NONCE2);
      key = payloadKey(fileKey, nonce);
    } finally {
      fileKey.fill(0);
    }
    let left2 = header2.length + NONCE2 + streamSize(size);
    let part = new Uint8Array(Math.min(PART2, left2));
    part.set(header2);
    part.set(nonce, header2.length);
    let held = header2.length + NONCE2;
    try {
      for await (let run of sealStream(pieces3, size, key, maker ?? await cipherMaker())) {
        while (run.length) {
          const room = Math.min(run.length, part.length - held);
          part.set(run.subarray(0, room), held);
          held += room;
          run = run.subarray(room);
          if (held === part.length && (left2 -= held) > 0) {
            yield part;
            part = new Uint8Array(Math.min(PART2, left2));
            held = 0;
          }
        }
      }
    } finally {
      key.fill(0);
    }
    yield part;
  }
  function openReply(sealed, identity) {
    if (sealed.length !== SLOT) throw new WbsError("damaged");
    const tar = open2(sealed, identity);
    if (tar.length !== REPLY_SIZE) throw new WbsError("damaged");
    return tar;
  }
  function open2(sealed, identity) {
    try {
      const { stanzas, mac, size } = parse(sealed.subarray(0, sealedSize(0)));
      const fileKey = new HybridIdentity(identity).unwrapFileKey(stanzas);
      if (!fileKey) throw new WbsError("not_for_me");
      if (!equal(mac, macOf(fileKey, stanzas))) throw new WbsError("damaged");
      const payload = sealed.subarray(size + NONCE2);
      if (payload.length > CHUNK + TAG2) throw new WbsError("damaged");
      const key = payloadKey(fileKey, sealed.subarray(size, size + NONCE2));
      return chacha20poly1305(key, chunkNonce(0, true)).decrypt(payload);
    } catch (error) {
      throw error instanceof WbsError ? error : new WbsError("damaged");
    }
  }
  function parse(start4) {
    const match = HEADER2.exec(Array.from(start4, (byte) => String.fromCharCode(byte)).join(""));
    if (!match) throw new WbsError("damaged");
    const [{ length: size }, lines, mac] = match;
    const stanzas = lines.split("-> ").slice(1).map((each) => {
      const [args, body] = each.split("\n");
      return new Stanza(args.split(" "), base64nopad.decode(body));
    });
    const read7 = { stanzas, mac: base64nopad.decode(mac), size };
    if (!equal(encodeHeader(stanzas, read7.mac), start4.subarray(0, size))) throw new WbsError("damaged");
    return read7;
  }
  function wrap(recipient, fileKey) {
    try {
      return new HybridRecipient(recipient).wrapFileKey(fileKey)[0];
    } catch {
      throw new WbsError("recipients");
    }
  }
  function headerOf(stanzas, fileKey) {
    return encodeHeader(stanzas, macOf(fileKey, stanzas));
  }
  function macOf(fileKey, stanzas) {
    return hmac(sha256, hkdf(sha256, fileKey, void 0, utf8("header"), 32), encodeHeaderNoMAC(stanzas));
  }
  function payloadKey(fileKey, nonce) {
    return new Uint8Array(hkdf(sha256, fileKey, nonce, utf8("payload"), 32));
  }
  function shuffled(all, random) {
    const keyed = all.map((each) => ({ each, key: random(16) }));
    return keyed.sort((one, other) => compare(one.key, other.key)).map(({ each }) => each);
  }

  // src/selftest.ts
  var PACKED = Uint8Array.from({ length: 11 }, (_, at2) => at2);
  var CODE2 = "abadi anjungan lidi anjungan hubung aktif brankas bujang pigura larva";
  var TAR_SHA256 = "1276e90575343a7d56195a992a69baf9c5f856c7bef06853b33cec4f3cdee0d9";
  var ANSWER2 = 'Uji — tidak ada yang terjadi: "é" \\ 𝄞\n';
  var INSTANCE = new Uint8Array(16).fill(7);
  async function selfTest(random) {
    try {
      const code = Receipt.fromPacked(PACKED);
      const typed = ["salah", ...code.words.slice(1)].join(" ");
      const tar = await report(code);
      const right = code.toString() === CODE2 && read(typed).receipt.toString() === CODE2 && hex(sha256(tar)) === TAR_SHA256 && await opensAgain(tar, random);
      if (!right) throw new WbsError("selftest");
    } catch {
      throw new WbsError("selftest");
    }
  }
  async function report(code) {
    const salt = sha256(INSTANCE).slice(0, 16);
    const keys = derive(argon2id(code.packed, salt, { t: 1, m: 64, p: 1, dkLen: 32 }));
    const signing = new SigningKey(keys.signSeed);
    const signed = signLetter(
      {
        wbs: 1,
        kind: "report",
        author: "reporter",
        instance: INSTANCE,
        keyring: 1,
        case: keys.case,
        letterId: keys.reportId,
        recipient: (await reporterIdentity(keys.identitySeed)).recipient,
        signingKey: signing.public.toString(),
        thread: keys.thread,
        language: "id",
        excluded: ["r1"],
        answers: { what: ANSWER2, ongoing: "no" }
      },
      signing
    );
    const tar = new Uint8Array(pack(signed).size);
    let at2 = 0;
    for await (const piece of pack(signed).pieces) {
      tar.set(piece, at2);
      at2 += piece.length;
    }
    return tar;
  }
  async function opensAgain(plain, random) {
    const { identity, recipient } = await reporterIdentity(random(32));
    for await (const sealed of seal([plain], plain.length, [recipient], random))
      return equal(open2(sealed, identity), plain);
    return false;
  }

  // src/source.ts
  var BLOCK3 = 1 << 20;
  var WHOLE = 64 << 20;
  var HashedFile = class _HashedFile {
    constructor(file, blocks, sha2562) {
      this.file = file;
      this.blocks = blocks;
      this.sha256 = sha2562;
      this.size = file.size;
    }
    file;
    blocks;
    sha256;
    size;
    /** Reads a file once; `progress` is told of bytes. FormatError "file_changed" if it cannot be read. */
    static async read(file, progress = () => void 0, whole = WHOLE) {
      const blocks = [];
      const held = file.size <= whole ? new Uint8Array(file.size) : null;
      const hash = sha256.create();
      for (let start4 = 0; start4 < file.size; start4 += BLOCK3) {
        const block2 = await read5(file, start4, Math.min(start4 + BLOCK3, file.size));
        blocks.push(await digest(block2));
        if (held) held.set(block2, start4);
        else hash.update(block2);
        progress(block2.length);
      }
      return new _HashedFile(file, blocks, held ? await digest(held) : hash.digest());
    }
    /** The bytes of one block, as `tarball.pack` asks for them. */
    slice(start4, end) {
      return { arrayBuffer: () => this.#block(start4, end) };
    }
    async #block(start4, end) {
      if (start4 % BLOCK3 || end !== Math.min(start4 + BLOCK3, this.size))
        throw new RangeError("not one block");
      const block2 = await read5(this.file, start4, end);
      if (!equal(await digest(block2), this.blocks[start4 / BLOCK3])) throw changed();
      return block2.buffer;
    }
  };
  async function read5(file, start4, end) {
    let block2;
    try {
      block2 = new Uint8Array(await file.slice(start4, end).arrayBuffer());
    } catch {
      throw changed();
    }
    if (block2.length !== end - start4) throw changed();
    return block2;
  }
  async function digest(data) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  }
  function changed() {
    return new FormatError("a file cannot be read, or is not what it was", "file_changed");
  }

  // src/freshness.ts
  var STALE_AFTER_DAYS = 35;
  var FIELDS = { instance: hexBytes(16), author: READER_ID, sequence: integer(1, 999999) };
  var FRESHNESS = record({ ...FIELDS, day: DAY }, { wbs: 1 });
  var COLLECTED = record({ ...FIELDS, until: HALF_DAY }, { wbs: 1 });
  var CODECS = {
    freshness: FRESHNESS,
    collected: COLLECTED
  };
  function verifyStatement(kind, signed, chain2) {
    const claimed = CODECS[kind].read(loads(signed.json));
    const { key } = chain2.authorKey(claimed.author, claimed.sequence, kind);
    checkSignature(kind, chain2.current.instance, signed, key);
    if (!equal(claimed.instance, chain2.current.instance)) {
      throw new Unproven("the statement and its signature name different portals");
    }
    return claimed;
  }
  function isStale(day, today) {
    return daysBetween(day, today) > STALE_AFTER_DAYS;
  }

  // src/reader.ts
  var READER = record(
    {
      id: READER_ID,
      title: line(100),
      unit: line(100),
      role: choice("intake", "investigator", "outside"),
      recipient: RECIPIENT,
      signingKey: SIGNING_KEY,
      notBefore: DAY,
      expires: DAY
    },
    {}
  );
  function isCurrent({ notBefore, expires }, day) {
    return notBefore <= day && day <= expires;
  }

  // src/keyring.ts
  var MAX_AGE_DAYS = 400;
  var KEY = {
    read: (value) => (typeof value === "string" && value.startsWith(RECIPIENT_HRP) ? RECIPIENT : SIGNING_KEY).read(value),
    write: RECIPIENT.write
  };
  var KEYRING = record(
    {
      ...PIN_FIELDS,
      name: line(200),
      sequence: integer(1, 999999),
      previous: optional(HASH),
      notBefore: DAY,
      expires: DAY,
      panel: integer(2, 8),
      readers: array(READER, 64, 1),
      revoked: array(KEY, 256),
      settings: HASH
    },
    { wbs: 1 }
  );
  var KeyringRefused = class extends WbsError {
    constructor(reason, detail, witnessed = false) {
      super(reason, detail);
      this.witnessed = witnessed;
    }
    witnessed;
  };
  function findReader(keyring, id) {
    return keyring.readers.find((reader) => reader.id === id);
  }
  function currentReaders(keyring, today) {
    return keyring.readers.filter((reader) => isCurrent(reader, today));
  }
  function decode3(data) {
    const keyring = KEYRING.read(loads(data));
    const { readers, revoked, roots } = keyring;
    checkPin(keyring);
    if (keyring.previous === null !== (keyring.sequence === 1)) {
      throw new FormatError("previous: every keyring but the first names the one before");
    }
    const age = daysBetween(keyring.notBefore, keyring.expires);
    if (age < 0 || age > MAX_AGE_DAYS) {
      throw new FormatError(`expires: not 0 to ${MAX_AGE_DAYS} days after not_before`);
    }
    if (!isSorted(revoked)) throw new FormatError("revoked: not sorted");
    for (const { id, notBefore, expires } of readers) {
      if (expires < notBefore) throw new FormatError(`readers: ${id} expires before the first day`);
    }
    if (!unique(readers.map(({ id }) => id))) throw new FormatError("readers: two have one id");
    const keys = readers.flatMap(({ recipient, signingKey }) => [recipient, signingKey]);
    if (!unique([...keys, ...revoked, ...roots])) throw new FormatError("a key stands in the keyring twice");
    return keyring;
  }
  var Chain = class _Chain {
    constructor(current, bySequence, today) {
      this.current = current;
      this.bySequence = bySequence;
      this.today = today;
      this.#revoked = new Set(current.revoked);
    }
    current;
    bySequence;
    today;
    #revoked;
    /**
     * Take the newest keyring that letters may be sealed by today, and link the older ones to it.
     *
     * `newestSeen` is the highest sequence ever accepted here, for those who remember. `witness` is a date from
     * elsewhere (the server's): where it would have a keyring current and ours does not, the reason is the clock,
     * as it is where today lies more than 400 days before the keyring.
     *
     * A keyring is refused for the first reason that holds, in the order: malformed, wrong-instance, wrong-roots,
     * too-few-signatures, older-than-seen, clock, not-yet, expired. A refused one stands for nothing as long as
     * another is accepted; if none is, KeyringRefused says why the newest was not (not-yet only where that is
     * all there is to say). broken-chain: there is an older one that `previous` does not lead to, or there are
     * two newest ones. clock, too: the witness would have a newer one accepted than today does.
     */
    static build(keyrings, pin, today, newestSeen, witness = null) {
      const all = keyrings.map(read6);
      const current = newest(all, pin, today, newestSeen, witness);
      const older = /* @__PURE__ */ new Map();
      for (const { signed, keyring } of all) {
        if (keyring && keyring.sequence < current.sequence) older.set(hex(hashOf(signed)), keyring);
      }
      const linked = /* @__PURE__ */ new Map([[current.sequence, current]]);
      for (let oldest = current; oldest.previous; ) {
        const hash = hex(oldest.previous);
        const before = older.get(hash);
        if (!before) break;
        older.delete(hash);
        if (!equal(before.instance, current.instance) || before.sequence !== oldest.sequence - 1) {
          throw new KeyringRefused("broken-chain", `keyring ${oldest.sequence} does not follow`);
        }
        linked.set(before.sequence, before);
        oldest = before;
      }
      if (older.size > 0) throw new KeyringRefused("broken-chain", "nothing leads to an older keyring");
      return new _Chain(current, linked, today);
    }
    /**
     * Return the key that the author signs with under a keyring, and whether they have left since.
     *
     * Unproven: no such keyring in the chain, no such reader on it, or the current keyring revokes the key; or,
     * for kinds other than `reply`, the author is no current reader any more.
     */
    authorKey(author, sequence, kind) {
      const keyring = this.bySequence.get(sequence);
      const reader = keyring && findReader(keyring, author);
      if (!reader) throw new Unproven(`no such reader on keyring ${sequence}`);
      if (this.#revoked.has(reader.signingKey)) {
        throw new Unproven(`the key of ${author} on keyring ${sequence} is revoked`);
      }
      const now = findReader(this.current, author);
      const former = !now || !isCurrent(now, this.today);
      if (former && kind !== "reply") throw new Unproven(`${author} is no current reader`);
      return { key: PublicKey.parse(reader.signingKey), former };
    }
  };
  function read6(signed) {
    try {
      return { signed, keyring: decode3(signed.json) };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { signed, keyring: null, fault: error.message };
    }
  }
  function newest(all, pin, today, newestSeen, witness) {
    let found;
    let why = { rank: -1, refusal: new KeyringRefused("malformed", "there is no keyring") };
    let slow;
    for (const each of [...all].sort((one, other) => sequenceOf(other) - sequenceOf(one))) {
      const sequence = sequenceOf(each);
      if (found && sequence !== sequenceOf(found)) break;
      const verdict = judge(each, pin, today, newestSeen, witness);
      if (!(verdict instanceof KeyringRefused)) {
        if (found && !equal(found.signed.json, each.signed.json)) {
          throw new KeyringRefused("broken-chain", `there are two keyrings ${sequence}`);
        }
        found = each;
      } else {
        const hard = verdict.code === "not-yet" ? 0 : 1e6;
        const rank = hard + (verdict.code === "malformed" ? 0 : sequence);
        if (rank > why.rank) why = { rank, refusal: verdict };
        if (verdict.witnessed) slow ??= { sequence, refusal: verdict };
      }
    }
    if (!found?.keyring) throw why.refusal;
    if (slow && slow.sequence > found.keyring.sequence) throw slow.refusal;
    return found.keyring;
  }
  function judge({ signed, keyring, fault }, pin, today, newestSeen, witness) {
    if (signed.signatures.length > 2 * MAX_ROOTS) {
      return new KeyringRefused("malformed", "more signatures than there can be roots");
    }
    if (!keyring) return new KeyringRefused("malformed", fault);
    if (!equal(keyring.instance, pin.instance)) return new KeyringRefused("wrong-instance");
    if (!samePin(keyring, pin)) return new KeyringRefused("wrong-roots");
    const count = pin.roots.filter((root) => signedBy(signed, PublicKey.parse(root), pin.instance)).length;
    if (count < pin.threshold) {
      return new KeyringRefused("too-few-signatures", `${count} of ${pin.threshold}`);
    }
    const { sequence, notBefore, expires } = keyring;
    if (newestSeen !== null && sequence < newestSeen) {
      return new KeyringRefused("older-than-seen", `${sequence} after ${newestSeen}`);
    }
    if (isCurrent(keyring, today)) return keyring;
    if (witness !== null && isCurrent(keyring, witness)) {
      return new KeyringRefused("clock", `today would be ${today}, elsewhere it is ${witness}`, true);
    }
    if (today > expires) return new KeyringRefused("expired", `since ${expires}`);
    const far = daysBetween(today, notBefore) > MAX_AGE_DAYS;
    return new KeyringRefused(far ? "clock" : "not-yet", `from ${notBefore}`);
  }
  function sequenceOf(each) {
    return each.keyring?.sequence ?? 0;
  }
  function signedBy(signed, key, instance) {
    return signed.signatures.some((signature) => {
      try {
        checkSignature("keyring", instance, { json: signed.json, signature }, key);
        return true;
      } catch (error) {
        if (!(error instanceof Unproven)) throw error;
        return false;
      }
    });
  }
  function unique(texts) {
    return new Set(texts).size === texts.length;
  }

  // src/panel.ts
  function comparePlaces(one, other) {
    return ascending(one.day, other.day) || ascending(one.author, other.author) || one.authorSeq - other.authorSeq || compare(one.digest, other.digest);
  }
  function order(thread, ids) {
    const ranked = Array.from(ids, (id) => ({ id, rank: hmac(sha256, thread, utf8(`wbs/v1/panel${id}`)) }));
    return ranked.sort((one, other) => compare(one.rank, other.rank)).map(({ id }) => id);
  }
  function panel(keyring, thread, excluded, today) {
    const able = ableReaders(keyring, excluded, today);
    const ranked = order(thread, able.keys()).map((id) => able.get(id));
    const intake = ranked.filter((reader) => reader.role === "intake");
    const outside = ranked.filter((reader) => reader.role === "outside");
    return [...intake, ...outside].slice(0, keyring.panel);
  }
  function followup(keyring, thread, provenReplies, excludedByReport, today) {
    const replies = [...provenReplies].sort(comparePlaces).filter((reply, at2, all) => at2 === 0 || comparePlaces(all[at2 - 1], reply) !== 0);
    const excluded = new Set(excludedByReport);
    for (const reply of replies) reply.excluded.forEach((id) => excluded.add(id));
    const readers = deciding(keyring, thread, replies, excluded, today);
    const before = deciding(keyring, thread, replies.slice(0, -1), excluded, today);
    const isNew = readers.filter((reader) => !before.includes(reader)).map(({ id }) => id);
    return { readers, isNew: new Set(isNew) };
  }
  function deciding(keyring, thread, replies, excluded, today) {
    const able = ableReaders(keyring, excluded, today);
    const last = [...replies].reverse().find((reply) => able.has(reply.author));
    const named2 = last?.readers.flatMap((id) => able.get(id) ?? []) ?? [];
    return named2.length ? named2 : panel(keyring, thread, excluded, today);
  }
  function ableReaders(keyring, excluded, today) {
    const able = currentReaders(keyring, today).filter((reader) => !excluded.has(reader.id));
    return new Map(able.map((reader) => [reader.id, reader]));
  }
  function ascending(one, other) {
    return one < other ? -1 : Number(one > other);
  }

  // src/lifecycle.ts
  var TRANSITIONS = {
    TERKIRIM: ["DITERIMA"],
    DITERIMA: ["TELAAH"],
    TELAAH: ["KLARIFIKASI", "INVESTIGASI", "DITERUSKAN", "DIGABUNG", "TTL"],
    KLARIFIKASI: ["TELAAH", "INVESTIGASI", "TTL"],
    INVESTIGASI: ["KLARIFIKASI", "TINDAK", "SELESAI", "DITUNDA", "DITERUSKAN"],
    DITERUSKAN: ["SELESAI"],
    DIGABUNG: ["TELAAH"],
    TTL: ["TELAAH"],
    TINDAK: ["SELESAI"],
    DITUNDA: ["INVESTIGASI", "SELESAI"],
    SELESAI: ["TELAAH"]
  };
  var STATES = Object.keys(TRANSITIONS);
  var OUTCOMES = [
    "terbukti",
    "terbukti-sebagian",
    "tidak-terbukti",
    "data-kurang",
    "bukan-kewenangan",
    "kedaluwarsa"
  ];
  function reachable(state, to) {
    const seen = /* @__PURE__ */ new Set();
    const open3 = [...TRANSITIONS[state]];
    for (let next = open3.pop(); next !== void 0; next = open3.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open3.push(...TRANSITIONS[next]);
    }
    return seen.has(to);
  }

  // src/thread.ts
  var SLOT_LIFE_DAYS = 60;
  var SEEN_LIMIT = 64;
  var Thread = class {
    constructor(items, unproven, state, outcome, excluded) {
      this.items = items;
      this.unproven = unproven;
      this.state = state;
      this.outcome = outcome;
      this.excluded = excluded;
    }
    items;
    unproven;
    state;
    outcome;
    excluded;
    /** The replies as `panel.followup` takes them. */
    get proven() {
      return this.items.map(({ reply, hash }) => ({ ...reply, digest: hash }));
    }
    /** Hashes for the next message to name: of the newest replies, as many as it can. */
    get seen() {
      return this.items.slice(-SEEN_LIMIT).map(({ hash }) => hash);
    }
    /** The latest half-day up to which a reader says to have counted this reporter's letters. */
    get receivedUntil() {
      const told = this.items.filter(({ excluded }) => !excluded).map(({ reply }) => reply.until);
      return told.sort().at(-1) ?? null;
    }
  };
  function reporterView(replies, chain2, ownCase, to, excluded = []) {
    const proven2 = /* @__PURE__ */ new Map();
    const unproven = /* @__PURE__ */ new Map();
    for (const signed of replies) {
      const digest2 = hashOf(signed);
      const name = hex(digest2);
      try {
        proven2.set(name, { ...verify2(signed, chain2, ownCase, to), digest: digest2 });
      } catch (error) {
        if (!(error instanceof Unproven || error instanceof FormatError)) throw error;
        const before = unproven.get(name);
        if (!before || signed.signature < before.signature) unproven.set(name, signed);
      }
    }
    const out = new Set(excluded);
    for (const { reply } of proven2.values()) reply.excluded.forEach((id) => out.add(id));
    const items = itemsOf(proven2, chain2, out);
    const rest2 = [...unproven.keys()].filter((name) => !proven2.has(name)).sort();
    const { state, outcome } = stateOf(items);
    return new Thread(
      items,
      rest2.map((name) => unproven.get(name)),
      state,
      outcome,
      out
    );
  }
  function verify2(signed, chain2, ownCase, to) {
    const claimed = peekUnverified(signed);
    const { key, former } = chain2.authorKey(claimed.author, claimed.keyring, "reply");
    const reply = verifyLetter(signed, "reply", chain2.current.instance, key);
    if (!equal(reply.case, ownCase) || !equal(reply.to, to)) {
      throw new Unproven("the reply was made for another case");
    }
    return { reply, former };
  }
  function itemsOf(proven2, chain2, excluded) {
    const all = [...proven2.values()];
    const numbers = all.map(({ reply }) => `${reply.author} ${reply.authorSeq}`);
    const isFork = (number) => numbers.indexOf(number) !== numbers.lastIndexOf(number);
    const items = all.map(({ reply, former, digest: digest2 }, at2) => {
      const keyring = chain2.bySequence.get(reply.keyring);
      const author = keyring && findReader(keyring, reply.author);
      const isGap = reply.prev !== null && !proven2.has(hex(reply.prev));
      const isOld = daysBetween(reply.day, chain2.today) > SLOT_LIFE_DAYS;
      return {
        reply,
        hash: digest2,
        title: author?.title ?? reply.author,
        unit: author?.unit ?? "",
        state: STATES.find((state) => state === reply.state) ?? null,
        outcome: OUTCOMES.find((outcome) => outcome === reply.outcome) ?? null,
        former,
        excluded: excluded.has(reply.author),
        fork: isFork(numbers[at2]),
        gap: isGap ? isOld ? "expired" : "missing" : null
      };
    });
    return items.sort(
      (one, other) => comparePlaces({ ...one.reply, digest: one.hash }, { ...other.reply, digest: other.hash })
    );
  }
  function stateOf(items) {
    let told = { state: "TERKIRIM", outcome: null };
    for (const { state, outcome, excluded } of items) {
      if (state === null || excluded) continue;
      if (state === told.state || reachable(told.state, state)) told = { state, outcome };
    }
    return told;
  }

  // src/trust.ts
  var TROUBLES = {
    malformed: "keyring_untrusted",
    "wrong-instance": "keyring_untrusted",
    "wrong-roots": "keyring_untrusted",
    "too-few-signatures": "keyring_untrusted",
    "broken-chain": "keyring_untrusted",
    "not-yet": "keyring_missing",
    expired: "keyring_expired",
    "older-than-seen": "keyring_old",
    clock: "clock"
  };
  var Trust = class _Trust {
    constructor(chain2, { freshness, collected }) {
      this.chain = chain2;
      const began = chain2.current.notBefore;
      const vouched = proven("freshness", freshness, chain2).filter(
        ({ sequence }) => sequence === chain2.current.sequence
      );
      const days = vouched.map(({ day }) => day);
      this.#freshDay = [began, ...days].sort().at(-1);
      this.#collected = proven("collected", collected, chain2);
    }
    chain;
    #freshDay;
    #collected;
    /**
     * Check what `/keyrings.json` holds, parsed. `newestSeen` and `witness` as in `Chain.build`.
     *
     * WbsError keyring_missing, keyring_untrusted, keyring_expired, keyring_old or clock.
     */
    static establish(published, pin, today, newestSeen, witness) {
      const read7 = readPublished(published);
      if (!read7.keyrings.length) throw new WbsError("keyring_missing");
      try {
        return new _Trust(Chain.build(read7.keyrings, pin, today, newestSeen, witness), read7);
      } catch (error) {
        if (!(error instanceof KeyringRefused)) throw error;
        throw new WbsError(TROUBLES[error.code], error.message);
      }
    }
    /** The same as the page shows it. */
    get trusted() {
      const { current, today } = this.chain;
      const readers = currentReaders(current, today);
      return {
        sequence: current.sequence,
        panel: current.panel,
        readers: readers.map((reader) => this.view(reader)),
        warning: isStale(this.#freshDay, today) ? "freshness" : "",
        collectedUntil: this.collectedUntil(readers.filter(({ role }) => role === "intake")),
        expires: current.expires
      };
    }
    /** Return a reader as reporters see one; its words are four of the recipient's fingerprint. */
    view(reader, isNew = false) {
      const { id, title, unit, role, recipient } = reader;
      const words = spell(sha256(recipientBytes(recipient)), 4);
      return { id, title, unit, role, words, current: isCurrent(reader, this.chain.today), isNew };
    }
    /** Return the readers of a report that excludes these, in the order of the panel. */
    readers(thread, excluded) {
      return panel(this.chain.current, thread, new Set(excluded), this.chain.today);
    }
    /**
     * Return up to which half-day all of these readers who have said anything have opened letters.
     *
     * The earliest: a letter from before it was opened by whichever of them it was sealed to.
     */
    collectedUntil(readers) {
      const ids = new Set(readers.map(({ id }) => id));
      const stated = this.#collected.filter(({ author }) => ids.has(author));
      return stated.map(({ until }) => until).sort()[0] ?? null;
    }
  };
  function openCase(trust, keys, to, replies, excluded) {
    const { chain: chain2 } = trust;
    const thread = reporterView(replies, chain2, keys.case, to, excluded);
    const { readers, isNew } = followup(
      chain2.current,
      keys.thread,
      thread.proven,
      thread.excluded,
      chain2.today
    );
    const view = {
      items: thread.items.map(({ reply, state, outcome, title, unit, former, fork, gap }) => {
        return { day: reply.day, state, outcome, text: reply.text, title, unit, former, fork, gap };
      }),
      unproven: thread.unproven.length,
      state: thread.state,
      outcome: thread.outcome,
      hasReply: thread.items.length > 0,
      readers: readers.map((reader) => trust.view(reader, isNew.has(reader.id))),
      excludable: currentReaders(chain2.current, chain2.today).map((reader) => trust.view(reader)),
      shown: shownHash(readers),
      collectedUntil: trust.collectedUntil(readers)
    };
    return { thread, readers, seen: thread.seen, view };
  }
  function shownHash(readers) {
    const ids = readers.map(({ id }) => id).sort();
    return hex(sha256(utf8(ids.join(","))));
  }
  function readPublished(value) {
    try {
      const { keyrings, freshness, collected } = object(value);
      return {
        keyrings: array2(keyrings).map((each) => {
          const { json, signatures } = object(each);
          return { json: utf8(text3(json)), signatures: array2(signatures).map(text3) };
        }),
        freshness: freshness === void 0 ? [] : [readSigned(freshness)],
        collected: array2(collected).map(readSigned)
      };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new WbsError("keyring_untrusted", error.message);
    }
  }
  function readSigned(value) {
    const { json, signature } = object(value);
    return { json: utf8(text3(json)), signature: text3(signature) };
  }
  function object(value) {
    if (typeof value !== "object" || value === null) throw new FormatError("not an object");
    return value;
  }
  function array2(value) {
    if (!Array.isArray(value)) throw new FormatError("not an array");
    return value;
  }
  function text3(value) {
    if (typeof value !== "string") throw new FormatError("not a string");
    return value;
  }
  function proven(kind, signed, chain2) {
    return signed.flatMap((each) => {
      try {
        return [verifyStatement(kind, each, chain2)];
      } catch (error) {
        if (!(error instanceof Unproven || error instanceof FormatError)) throw error;
        return [];
      }
    });
  }

  // src/vaultworker.ts
  var MINUTE_MS = 6e4;
  var MEDIA_TYPE2 = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/;
  var BROWSER2 = {
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    now: () => Date.now()
  };
  var Stretching = class {
    held;
    listeners = /* @__PURE__ */ new Set();
    part = 0;
    #given = false;
    constructor(code, instance) {
      this.held = this.#stretch(code.packed, instance);
      this.held.catch(() => void 0);
    }
    /** Stops, and overwrites what can be overwritten. */
    giveUp() {
      this.#given = true;
      void this.held.then(
        ({ keys, identity, signing }) => {
          for (const each of [...Object.values(keys), identity.raw, signing.seed])
            each.fill(0);
        },
        () => void 0
      );
    }
    async #stretch(packed, instance) {
      const keys = await reporterKeys(packed, instance, (part) => {
        if (this.#given) throw new WbsError("given_up");
        this.#tell(part);
      });
      packed.fill(0);
      const identity = await reporterIdentity(keys.identitySeed);
      return { keys, identity, signing: new SigningKey(keys.signSeed) };
    }
    #tell(part) {
      if (part < 1 && part - this.part < 0.01) return;
      this.part = part;
      for (const each of this.listeners) each(part);
    }
  };
  var VaultWorker = class {
    #outside;
    #pin;
    #witness;
    #offset;
    #ahead;
    #began;
    #published;
    #trust = null;
    #stretching = null;
    #replies = null;
    #seen = [];
    #outbound = /* @__PURE__ */ new Map();
    #next = 0;
    /** `config` as its page has it; FormatError if its pin is none. */
    constructor({ instance, pin, today, offset }, outside = BROWSER2) {
      this.#outside = outside;
      this.#ahead = new Ahead(outside.random);
      this.#pin = readPin({ wbs: 1, instance, ...pin });
      this.#witness = today;
      this.#offset = offset;
      this.#began = this.#today();
    }
    /** WbsError keyring_missing, keyring_untrusted, keyring_expired, keyring_old or clock. */
    trust(published) {
      const seen = this.#trust?.chain.current.sequence ?? null;
      const today = this.#today();
      const witness = today === this.#began ? this.#witness : null;
      this.#trust = Trust.establish(published, this.#pin, today, seen, witness);
      this.#published = published;
      return this.#trust.trusted;
    }
    newCode() {
      const code = Receipt.generate(this.#outside.random);
      this.#hold(code);
      return [...code.words];
    }
    useCode(words) {
      this.#hold(new Receipt(words));
    }
    async stretched(progress) {
      const stretching = this.#code();
      stretching.listeners.add(progress);
      progress(stretching.part);
      try {
        await stretching.held;
      } finally {
        stretching.listeners.delete(progress);
      }
    }
    async readers(excluded) {
      const trust = this.#trusted();
      const { keys } = await this.#code().held;
      return trust.readers(keys.thread, excluded).map((each) => trust.view(each));
    }
    /** WbsError no_reader, one_reader, too_long or what_missing. */
    async sealReport(draft2) {
      const trust = this.#trusted();
      const { keys, identity, signing } = await this.#code().held;
      const readers = trust.readers(keys.thread, draft2.excluded);
      const letter = {
        wbs: 1,
        kind: "report",
        author: "reporter",
        instance: this.#pin.instance,
        keyring: trust.chain.current.sequence,
        case: keys.case,
        letterId: keys.reportId,
        recipient: identity.recipient,
        signingKey: signing.public.toString(),
        thread: keys.thread,
        language: draft2.language === "en" ? "en" : "id",
        excluded: draft2.excluded,
        answers: answered(draft2.answers)
      };
      const signed = sign2(letter, signing, "what_missing");
      check3(readers, draft2.confirmed);
      const { size, pieces: pieces3 } = pack(signed);
      for await (const sealed of this.#seal(pieces3, size, readers))
        return { sealed, readers: readers.length };
      throw new WbsError("failed");
    }
    /** `board` null: nothing is on it yet, for the code was made a moment ago. WbsError "failed" for no board. */
    async openBoard({ board, excluded }) {
      const { keys, identity } = await this.#code().held;
      this.#trusted();
      const replies = [];
      for (const slot of board ? this.#slots(board, keys.thread) : []) {
        await breathe();
        try {
          replies.push(unpack(openReply(slot, identity.identity)));
        } catch (error) {
          if (!(error instanceof WbsError)) throw error;
        }
      }
      this.#replies = replies;
      const { view, seen, readers } = await this.#case(excluded);
      this.#seen = seen;
      this.#prepare(readers);
      return view;
    }
    /** WbsError readers_changed, no_reader, one_reader, too_long or message_missing. */
    async sealMessage(draft2) {
      const trust = this.#trusted();
      const { keys, signing } = await this.#code().held;
      const { readers, view } = await this.#case(draft2.excluded);
      check3(readers, draft2.confirmed);
      if (view.shown !== draft2.shown) throw new WbsError("readers_changed");
      const common = {
        wbs: 1,
        kind: "message",
        author: "reporter",
        instance: this.#pin.instance,
        keyring: trust.chain.current.sequence,
        case: keys.case,
        letterId: unhex(draft2.letterId),
        text: draft2.text,
        seen: this.#seen
      };
      const written2 = (hashes) => {
        const letter = { ...common, attachments: draft2.files.map(attachment(hashes)) };
        return [sign2(letter, signing, "message_missing"), letter.attachments];
      };
      const [first, listed] = written2(draft2.files.map(() => new Uint8Array(32)));
      const { size } = pack(
        first,
        listed.map((each, at2) => ({ attachment: each, source: draft2.files[at2].file }))
      );
      const begin = async (progress) => {
        const hashed = await hashAll(draft2.files, progress);
        const [signed, attachments] = written2(hashed.map((each) => each.sha256));
        const attached = attachments.map((each, at2) => ({ attachment: each, source: hashed[at2] }));
        const packed = pack(signed, attached);
        return this.#seal(packed.pieces, packed.size, readers);
      };
      const sealing = this.#next++;
      this.#outbound.set(sealing, { begin });
      return { sealing, size: sealedSize(size) };
    }
    /** The next part, null after the last; WbsError "file_changed", after which there are no more. */
    async next(sealing, progress) {
      const outbound = this.#outbound.get(sealing);
      if (!outbound) return null;
      try {
        outbound.parts ??= await outbound.begin(progress);
        const { value } = await outbound.parts.next();
        if (!value) this.#outbound.delete(sealing);
        return value ?? null;
      } catch (error) {
        this.#outbound.delete(sealing);
        throw error;
      }
    }
    async cancel(sealing) {
      const outbound = this.#outbound.get(sealing);
      this.#outbound.delete(sealing);
      await outbound?.parts?.return(void 0);
    }
    /** Overwrites what can be: strings and what the engine has copied stay until it collects them. */
    forget() {
      this.#stretching?.giveUp();
      this.#stretching = null;
      for (const { json } of this.#replies ?? []) json.fill(0);
      this.#replies = null;
      this.#seen = [];
      this.#outbound.clear();
      this.#ahead.forget();
    }
    #hold(code) {
      this.forget();
      this.#stretching = new Stretching(code, this.#pin.instance);
      this.#stretching.held.then(({ keys }) => this.#prepare(this.#trust?.readers(keys.thread, []) ?? [])).catch(() => void 0);
    }
    /** While the person writes. Whatever fails here fails again, and is told, when a letter is sealed. */
    #prepare(readers) {
      this.#ahead.prepare(readers.map(({ recipient }) => recipient)).catch(() => void 0);
    }
    #seal(pieces3, size, readers) {
      const { random } = this.#outside;
      return seal(
        pieces3,
        size,
        readers.map(({ recipient }) => recipient),
        random,
        this.#ahead
      );
    }
    #code() {
      if (!this.#stretching) throw new WbsError("code_missing");
      return this.#stretching;
    }
    #trusted() {
      if (!this.#trust) throw new WbsError("keyring_missing");
      if (this.#trust.chain.today !== this.#today()) this.trust(this.#published);
      return this.#trust;
    }
    /** This device's date in the office's zone. */
    #today() {
      return new Date(this.#outside.now() + this.#offset * MINUTE_MS).toISOString().slice(0, 10);
    }
    async #case(excluded) {
      const { keys, identity } = await this.#code().held;
      return openCase(this.#trusted(), keys, sha256(identity.raw), this.#replies ?? [], excluded);
    }
    #slots(board, thread) {
      try {
        const read7 = read4(new Uint8Array(board), this.#pin.instance);
        return read7.matches(thread).map((position) => read7.slot(position));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        throw new WbsError("failed");
      }
    }
  };
  function vaultHandlers(outside = BROWSER2) {
    let vault;
    const begun2 = () => {
      if (!vault) throw new TypeError("not begun");
      return vault;
    };
    return {
      async begin(config) {
        await selfTest(outside.random);
        vault = new VaultWorker(config, outside);
      },
      trust: (published) => begun2().trust(published),
      newCode: () => begun2().newCode(),
      useCode: (words) => begun2().useCode(words),
      stretched: (_, progress) => begun2().stretched(progress),
      readers: (excluded) => begun2().readers(excluded),
      sealReport: async (draft2) => {
        const made = await begun2().sealReport(draft2);
        return new Moved(made, [made.sealed.buffer]);
      },
      openBoard: (asked) => begun2().openBoard(asked),
      sealMessage: (draft2) => begun2().sealMessage(draft2),
      next: async (sealing, progress) => {
        const part = await begun2().next(sealing, progress);
        return part && new Moved(part, [part.buffer]);
      },
      cancel: (sealing) => begun2().cancel(sealing),
      forget: () => begun2().forget()
    };
  }
  function answered(answers) {
    return Object.fromEntries(Object.entries(answers).filter(([, text4]) => text4.trim()));
  }
  function sign2(letter, key, blank2) {
    try {
      return signLetter(letter, key);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new WbsError(error.code === "blank" ? blank2 : error.code, error.message);
    }
  }
  function check3(readers, confirmed) {
    if (!readers.length) throw new WbsError("no_reader");
    if (readers.length === 1 && !confirmed) throw new WbsError("one_reader");
  }
  function attachment(hashes) {
    return ({ file, name, type, removed }, at2) => {
      const clean4 = cleanName(name, at2 + 1);
      return {
        path: `attachments/${String(at2 + 1).padStart(2, "0")}.${extension(clean4)}`,
        name: clean4,
        type: MEDIA_TYPE2.test(type) ? type : "application/octet-stream",
        size: file.size,
        sha256: hashes[at2],
        removed
      };
    };
  }
  async function hashAll(files, progress) {
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    let done = 0;
    const hashed = [];
    for (const { file } of files)
      hashed.push(await HashedFile.read(file, (bytes) => progress((done += bytes) / total)));
    return hashed;
  }

  // src/main.ts
  if (typeof document === "undefined") {
    breatheEverywhere();
    void serve(vaultHandlers());
  } else boot();
})();
