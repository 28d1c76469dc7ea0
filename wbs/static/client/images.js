"use strict";
(() => {
  // src/bytes.ts
  var WbsError = class extends Error {
    code;
    constructor(code, message = code) {
      super(message);
      this.name = new.target.name;
      this.code = code;
    }
  };
  var UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  function concat(...pieces) {
    const whole2 = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole2.set(piece, at);
      at += piece.length;
    }
    return whole2;
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
  function answer(line, handlers, failed = "failed") {
    line.onmessage = ({ data }) => {
      const { id, call, argument } = data;
      if (id === void 0) line.postMessage({ pong: true }, []);
      else void respond(line, handlers, failed, id, call ?? "", argument);
    };
  }
  async function respond(line, handlers, failed, id, call, argument) {
    try {
      const handler = handlers[call];
      if (!handler) throw new TypeError(`nothing answers ${call}`);
      const result = await handler(
        argument,
        (part) => line.postMessage({ id, part }, [])
      );
      if (result instanceof Moved) line.postMessage({ id, result: result.result }, result.buffers);
      else line.postMessage({ id, result }, []);
    } catch (error) {
      const { code, name, ...values } = error instanceof WbsError ? error : { code: failed, name: "" };
      line.postMessage({ id, trouble: code, values }, []);
    }
  }
  async function serve(handlers) {
    const line = self;
    answer(line, handlers);
    line.postMessage({ hash: await ownHash() }, []);
  }
  async function ownHash() {
    try {
      const response = await fetch(self.location.href, { credentials: "omit", redirect: "error" });
      if (!response.ok) return null;
      const digest = await crypto.subtle.digest("SHA-384", await response.arrayBuffer());
      return `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
    } catch {
      return null;
    }
  }

  // src/scrub/octets.ts
  function octets(text3) {
    return Uint8Array.from(text3, (character) => character.charCodeAt(0));
  }
  function latin1(data) {
    let text3 = "";
    for (let at = 0; at < data.length; at += 4096)
      text3 += String.fromCharCode(...data.subarray(at, at + 4096));
    return text3;
  }
  function nameAt(data, at) {
    return latin1(data.subarray(at, at + 4));
  }
  function begins(data, text3, at = 0) {
    if (at + text3.length > data.length) return false;
    for (let place = 0; place < text3.length; place++)
      if (data[at + place] !== text3.charCodeAt(place)) return false;
    return true;
  }
  function find(data, text3, from = 0) {
    const first = text3.charCodeAt(0);
    let at = data.indexOf(first, from);
    while (at >= 0 && !begins(data, text3, at)) at = data.indexOf(first, at + 1);
    return at;
  }
  function without(data, text3) {
    return begins(data, text3) ? data.subarray(text3.length) : data;
  }
  function atZero(data) {
    const zero = data.indexOf(0);
    return zero < 0 ? [data, data.subarray(data.length)] : [data.subarray(0, zero), data.subarray(zero + 1)];
  }
  function same(one, other2) {
    if (one.length !== other2.length) return false;
    for (let at = 0; at < one.length; at++) if (one[at] !== other2[at]) return false;
    return true;
  }
  function isBlank(data) {
    for (let at = 0; at < data.length; at++) if (data[at] !== 0 && data[at] !== 32) return false;
    return true;
  }
  function joined(parts) {
    const whole2 = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole2.set(part, at);
      at += part.length;
    }
    return whole2;
  }
  function big(data, at, size) {
    let number2 = 0;
    for (let place = at; place < Math.min(at + size, data.length); place++)
      number2 = number2 * 256 + data[place];
    return number2;
  }
  function little(data, at, size) {
    let number2 = 0;
    for (let place = Math.min(at + size, data.length) - 1; place >= at; place--)
      number2 = number2 * 256 + data[place];
    return number2;
  }
  function bigBytes(number2, size) {
    const bytes2 = new Uint8Array(4);
    new DataView(bytes2.buffer).setUint32(0, number2);
    return bytes2.subarray(4 - size);
  }
  function littleBytes(number2, size) {
    return bigBytes(number2, 4).reverse().subarray(0, size);
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
  var DOCUMENT_LIMIT = 32 << 20;
  var IMAGE_LIMIT = 64 << 20;
  function warned(format, type, warning) {
    return { format, type, found: [], removed: [], content: null, warning };
  }
  function inOrder(kinds7) {
    return KINDS.filter((kind) => kinds7.has(kind));
  }
  function addAll(kinds7, others) {
    for (const kind of others) kinds7.add(kind);
  }

  // src/scrub/xmp.ts
  var NAME = /[< \t\n\r\f\v]([A-Za-z][\w.-]{0,40}):([A-Za-z][\w.-]{0,80})(?=[ \t\n\r\f\v=/>])/g;
  var READ = 1 << 20;
  var MOST_NAMES = 1 << 14;
  var FRAME = /* @__PURE__ */ new Set(["x", "rdf", "xml", "xmlns", "stDim"]);
  var PROPERTIES = [
    [
      "place",
      whole(
        String.raw`exif:GPS(?!TimeStamp|DateStamp|VersionID)\w*|photoshop:(City|State|Country)|lr:.*[Ll]ocation.*`,
        String.raw`|Iptc4xmpCore:(Location|CountryCode)|Iptc4xmpExt:(Location\w*|City|Country\w*|ProvinceState`,
        String.raw`|Sublocation|WorldRegion)|exif:(Gps\w+)|drone-dji:(Gps|Absolute|Relative)\w*`
      )
    ],
    [
      "device",
      whole(
        String.raw`tiff:(Make|Model|HostComputer)|aux:.*|exifEX:(Body|Lens|CameraOwner).*|GCamera:.*|GDepth:.*`,
        String.raw`|GPano:.*|GImage:.*|Device:.*|Camera:.*|drone-dji:.*|crs:.*|exif:(Exposure\w*|Fired|Return|Mode`,
        String.raw`|Function|RedEyeMode|SubjectDistance\w*|FNumber|FocalLength\w*|Flash\w*|ISOSpeed\w*|\w*Value`,
        String.raw`|MeteringMode|LightSource|SubjectArea|Sensing\w*|FileSource|SceneType|Scene\w*|CustomRendered`,
        String.raw`|WhiteBalance|DigitalZoomRatio|GainControl|Contrast|Saturation|Sharpness|MakerNote)`,
        String.raw`|hdrgm:.*|apdi:.*|HDRGainMap:.*|Container:.*|Item:.*|samsung:.*|xmpMM:RenditionClass`
      )
    ],
    [
      "author",
      whole(
        String.raw`dc:(creator|contributor|publisher|rights)|tiff:(Artist|Copyright)|photoshop:(AuthorsPosition`,
        String.raw`|Credit|CaptionWriter|Source)|xmpRights:.*|Iptc4xmpCore:Creator\w*|Iptc4xmpCore:Ci\w+`,
        String.raw`|exifEX:CameraOwnerName|plus:.*|pdf:Author|Iptc4xmpExt:Person\w*|mwg-rs:.*|MP(Ri|Reg)?:.*`,
        String.raw`|xmpDM:artist|cc:.*`
      )
    ],
    [
      "dates",
      whole(
        String.raw`xmp:(CreateDate|ModifyDate|MetadataDate)|photoshop:DateCreated|exif:(DateTime\w*|GPSTimeStamp`,
        String.raw`|SubSec\w*|GPSDateStamp)|tiff:DateTime|dc:date|stEvt:when|stRef:lastModifyDate|xap:\w*Date`,
        String.raw`|exifEX:OffsetTime\w*`
      )
    ],
    [
      "software",
      whole(
        String.raw`xmp:CreatorTool|tiff:Software|stEvt:softwareAgent|pdf:Producer|x:xmptk|xap:CreatorTool`,
        String.raw`|xmp:BaseURL|photoshop:History|GettyImagesGIFT:.*|MicrosoftPhoto:.*|digiKam:.*|darktable:.*|lr:.*`,
        String.raw`|illustrator:.*`
      )
    ],
    [
      "description",
      whole(
        String.raw`dc:(title|description|subject|relation|coverage|type)|tiff:ImageDescription`,
        String.raw`|photoshop:(Headline|Category|SupplementalCategories|Instructions|TransmissionReference)`,
        String.raw`|pdf:Keywords|xmp:(Label|Rating|Nickname)|Iptc4xmpCore:(Scene|SubjectCode|IntellectualGenre`,
        String.raw`|AltText\w*|ExtDescr\w*)|Iptc4xmpExt:(Event|Org\w*)`
      )
    ],
    [
      "identifiers",
      whole(
        String.raw`xmpMM:.*ID|xmpMM:(DerivedFrom|Ingredients|Pantry|VersionID|RenditionOf)|stRef:.*`,
        String.raw`|stEvt:instanceID|dc:(identifier|source)|xmp:Identifier|exif:ImageUniqueID|exifEX:\w*SerialNumber`,
        String.raw`|aux:\w*SerialNumber|xmpNote:HasExtendedXMP|photoshop:DocumentAncestors`,
        String.raw`|Iptc4xmpExt:DigImageGUID|xapMM:.*|dcterms:provenance`
      )
    ],
    ["comments", whole(String.raw`exif:UserComment|xmpDM:logComment|pdfaid:.*Comment`)],
    ["revisions", whole(String.raw`xmpMM:(History|Versions)|stEvt:(action|changed|parameters)|stVer:.*`)],
    ["thumbnail", whole(String.raw`xmp:Thumbnails|xmpGImg:.*|xap:Thumbnails`)]
  ];
  var PLAIN = whole(
    String.raw`tiff:(Orientation|[XY]Resolution|ResolutionUnit|Image(Width|Length)|BitsPerSample|Compression`,
    String.raw`|Native\w+|PhotometricInterpretation|SamplesPerPixel|PlanarConfiguration|YCbCr\w+)|dc:format`,
    String.raw`|xmp:\w*Format|exif:(ColorSpace|Pixel[XY]Dimension|ExifVersion|FlashpixVersion`,
    String.raw`|ComponentsConfiguration|NativeDigest|GPSVersionID|CompressedBitsPerPixel)`,
    String.raw`|photoshop:(ColorMode|ICCProfile)`
  );
  function whole(...pattern) {
    return new RegExp(`^(?:${pattern.join("")})$`);
  }
  function kinds(packet) {
    const text3 = latin1(packet.subarray(0, READ).filter((byte) => byte !== 0));
    const names = /* @__PURE__ */ new Set();
    let left = MOST_NAMES;
    for (const [, prefix, name] of text3.matchAll(NAME)) {
      if (!left--) break;
      const full = `${prefix}:${name}`;
      if (full === "x:xmptk" || !(FRAME.has(prefix) || PLAIN.test(full))) names.add(full);
    }
    const found = /* @__PURE__ */ new Set();
    for (const full of names) {
      const told = PROPERTIES.filter(([, pattern]) => pattern.test(full));
      for (const [kind] of told) found.add(kind);
      if (!told.length) found.add("other");
    }
    return found.size ? found : /* @__PURE__ */ new Set(["other"]);
  }

  // src/scrub/iptc.ts
  var KINDS2 = new Map(
    [
      ["description", [5, 7, 15, 20, 25, 40, 45, 103, 105, 120]],
      ["place", [26, 27, 90, 92, 95, 100, 101]],
      ["author", [80, 85, 110, 115, 116, 118, 122]],
      ["dates", [30, 35, 37, 38, 47, 50, 55, 60, 62, 63]],
      ["software", [65, 70]],
      ["identifiers", [22, 184, 185, 186, 187, 188]],
      ["thumbnail", [200, 201, 202]]
    ].flatMap(([kind, sets]) => sets.map((set) => [set, kind]))
  );
  var PLAIN2 = /* @__PURE__ */ new Set([256, 346, 512]);
  var MOST = 4096;
  var RESOURCES = /* @__PURE__ */ new Map([
    [1e3, "other"],
    [1033, "thumbnail"],
    [1036, "thumbnail"],
    [1034, "author"],
    [1035, "description"],
    [1039, "profile"],
    [1044, "identifiers"],
    [1049, "other"],
    [1054, "description"],
    [1057, "software"],
    [1058, "other"],
    [1061, "identifiers"],
    [1077, "other"],
    [1083, "other"]
  ]);
  function kinds2(data) {
    const found = /* @__PURE__ */ new Set();
    let at = 0;
    for (let left = MOST; left && data[at] === 28 && at + 5 <= data.length; left--) {
      const dataSet = big(data, at + 1, 2);
      let size = big(data, at + 3, 2);
      const extended = size & 32768 ? size & 32767 : 0;
      at += 5 + extended;
      if (extended) size = long(data.subarray(at - extended, at));
      if (!isBlank(data.subarray(at, at + size)) && !PLAIN2.has(dataSet))
        found.add(dataSet >> 8 === 2 ? KINDS2.get(dataSet & 255) ?? "other" : "other");
      at += size;
    }
    return found.size ? found : /* @__PURE__ */ new Set(["other"]);
  }
  function long(bytes2) {
    let number2 = 0;
    for (const byte of bytes2) number2 = Math.min(number2 * 256 + byte, 2 ** 40);
    return number2;
  }
  function resourceKinds(data) {
    const found = /* @__PURE__ */ new Set();
    let at = 0;
    for (let left = MOST; left && begins(data, "8BIM", at) && at + 6 <= data.length; left--) {
      const number2 = big(data, at + 4, 2);
      const name = data[at + 6];
      const start = name === void 0 ? data.length : at + 6 + (name | 1) + 1;
      const size = big(data, start, 4);
      const body = data.subarray(start + 4, start + 4 + size);
      if (number2 === 1028) addAll(found, kinds2(body));
      else if (number2 === 1060) addAll(found, kinds(body));
      else found.add(RESOURCES.get(number2) ?? "other");
      at = start + 4 + size + size % 2;
    }
    return found.size ? found : /* @__PURE__ */ new Set(["other"]);
  }

  // src/scrub/exif.ts
  var [STRIPS, ORIENTATION] = [273, 274];
  var [EXIF_IFD, GPS_IFD, INTEROP_IFD, SUB_IFDS] = [34665, 34853, 40965, 330];
  var [MAKER_NOTE, USER_COMMENT] = [37500, 37510];
  var POINTERS = /* @__PURE__ */ new Set([EXIF_IFD, GPS_IFD, INTEROP_IFD, SUB_IFDS]);
  var MOST_BYTES = 1 << 20;
  var MOST_IFDS = 24;
  var MOST_ENTRIES = 4096;
  var MOST_VALUE = 1 << 16;
  var SIZES = /* @__PURE__ */ new Map([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 4],
    [5, 8],
    [6, 1],
    [7, 1],
    [8, 2],
    [9, 4],
    [10, 8],
    [11, 4],
    [12, 8],
    [13, 4],
    [129, 1]
  ]);
  var SHORT = 3;
  var TEXTS = /* @__PURE__ */ new Set([2, 7, 129]);
  function range(first, last) {
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  }
  var TAGS = new Map([
    [11, ["software"]],
    // ProcessingSoftware
    [269, ["description"]],
    // DocumentName
    [270, ["description"]],
    // ImageDescription
    [271, ["device"]],
    // Make
    [272, ["device"]],
    // Model
    [305, ["software"]],
    [306, ["dates"]],
    // DateTime
    [315, ["author"]],
    // Artist
    [316, ["device"]],
    // HostComputer
    [513, ["thumbnail"]],
    // JPEGInterchangeFormat
    [18246, ["description"]],
    // Rating
    [18249, ["description"]],
    // RatingPercent
    [33432, ["author"]],
    // Copyright
    [MAKER_NOTE, ["device"]],
    [36867, ["dates"]],
    // DateTimeOriginal
    [36868, ["dates"]],
    // DateTimeDigitized
    [36880, ["dates"]],
    // OffsetTime, then Original, Digitized
    [36881, ["dates"]],
    [36882, ["dates"]],
    [USER_COMMENT, ["comments"]],
    [37520, ["dates"]],
    // SubSecTime, then Original, Digitized
    [37521, ["dates"]],
    [37522, ["dates"]],
    [40091, ["description"]],
    // XPTitle
    [40092, ["comments"]],
    // XPComment
    [40093, ["author"]],
    // XPAuthor
    [40094, ["description"]],
    // XPKeywords
    [40095, ["description"]],
    // XPSubject
    [42016, ["identifiers"]],
    // ImageUniqueID
    [42032, ["author"]],
    // CameraOwnerName
    [42033, ["device", "identifiers"]],
    // BodySerialNumber
    [42037, ["device", "identifiers"]],
    // LensSerialNumber
    [42038, ["description"]],
    // ImageTitle
    [42039, ["author"]],
    // Photographer
    [42040, ["author"]],
    // ImageEditor
    [42041, ["software"]],
    // CameraFirmware
    [42042, ["software"]],
    // RAWDevelopingSoftware
    [42043, ["software"]],
    // ImageEditingSoftware
    [42044, ["software"]],
    // MetadataEditingSoftware
    [50708, ["device"]],
    // UniqueCameraModel
    [50735, ["device", "identifiers"]],
    // CameraSerialNumber
    [50341, ["device"]],
    // PrintImageMatching
    [59932, ["software"]],
    // Microsoft's padding, and how far it moved the maker's note
    [59933, ["software"]],
    [50781, ["identifiers"]],
    // RawDataUniqueID
    [65e3, ["author"]],
    // OwnerName of Adobe's raw converter
    [65001, ["device", "identifiers"]],
    // its SerialNumber
    [65002, ["device"]],
    // its Lens
    // How the picture was taken: exposure, lens, what was measured.
    ...[
      ...[33434, 33437, 34850, 34852],
      ...range(34855, 34869),
      ...range(37377, 37397),
      ...range(37888, 37893),
      ...[41483, 41486, 41487, 41488, 41492, 41493, 41495],
      ...range(41728, 41730),
      ...range(41985, 41996),
      ...range(42034, 42036),
      ...range(42080, 42082)
    ].map((tag) => [tag, ["device"]])
  ]);
  var PLAIN3 = /* @__PURE__ */ new Set([
    ...range(256, 259),
    ...[262, STRIPS, ORIENTATION, 277, 278, 279, 282, 283, 284],
    ...[296, 301, 318, 319, SUB_IFDS, 514, 529, 530, 531, 532],
    ...[EXIF_IFD, GPS_IFD, INTEROP_IFD, 36864, 37121, 37122, 40960, 40961, 40962, 40963, 42240]
  ]);
  var GPS = /* @__PURE__ */ new Map([
    [0, []],
    [7, ["dates"]],
    [29, ["dates"]]
  ]);
  var INTEROP = /* @__PURE__ */ new Set([1, 2, 4096, 4097, 4098]);
  function minimal(turned) {
    const numbers = ([number2, size]) => bigBytes(number2, size);
    const entry = [
      [ORIENTATION, 2],
      [SHORT, 2],
      [1, 4],
      [turned, 2],
      [0, 2]
    ];
    const rows = [[42, 2], [8, 4], [1, 2], ...entry, [0, 4]];
    return concat(octets("MM"), ...rows.map(numbers));
  }
  function orientation(data) {
    const read = begins(data, "II") ? little : big;
    for (const entry of entries(data)) {
      if (entry.ifd !== 0 || entry.tag !== ORIENTATION || entry.type !== SHORT) continue;
      const value = read(entry.value, 0, 2);
      return value >= 2 && value <= 8 ? value : 1;
    }
    return 1;
  }
  function keep(data) {
    const turned = orientation(data);
    return turned === 1 ? new Uint8Array() : minimal(turned);
  }
  function kinds3(data) {
    const found = /* @__PURE__ */ new Set();
    const seen = /* @__PURE__ */ new Set();
    const telling = nextTelling(data.subarray(0, MOST_BYTES));
    for (const entry of entries(data)) {
      const place = entry.ifd * 65536 + entry.tag;
      if (!seen.has(place) && !isBlank2(entry, telling)) addAll(found, entryKinds(entry));
      seen.add(place);
    }
    return found.size ? found : /* @__PURE__ */ new Set(["other"]);
  }
  function nextTelling(data) {
    const next = new Uint32Array(data.length + 1);
    next[data.length] = data.length;
    for (let at = data.length - 1; at >= 0; at--)
      next[at] = data[at] === 0 || data[at] === 32 ? next[at + 1] : at;
    return next;
  }
  function isBlank2({ start, tag, type, value }, telling) {
    const end = start + value.length;
    const from = Math.min(tag === USER_COMMENT ? start + 8 : start, end);
    return TEXTS.has(type) && (from === end || telling[from] >= end);
  }
  function entryKinds(entry) {
    if (entry.ifd === GPS_IFD) return GPS.get(entry.tag) ?? ["place"];
    if (entry.ifd === INTEROP_IFD && INTEROP.has(entry.tag)) return [];
    if (entry.ifd === 1 && entry.tag === STRIPS) return ["thumbnail"];
    if (entry.tag === 700) return kinds(entry.value);
    if (entry.tag === 33723) return kinds2(entry.value);
    if (entry.tag === 34377) return resourceKinds(entry.value);
    return PLAIN3.has(entry.tag) ? [] : TAGS.get(entry.tag) ?? ["other"];
  }
  function* entries(tiff) {
    const read = begins(tiff, "II*\0") ? little : begins(tiff, "MM\0*") ? big : void 0;
    if (!read) return;
    const data = tiff.subarray(0, MOST_BYTES);
    let left = MOST_ENTRIES;
    const waiting = [[0, number(data, 4, read)]];
    const seen = /* @__PURE__ */ new Set();
    for (let next = 0; next < waiting.length && seen.size < MOST_IFDS; next++) {
      const [ifd, start] = waiting[next];
      if (seen.has(start) || start < 8 || start > data.length - 2) continue;
      seen.add(start);
      const count = read(data, start, 2);
      const end = start + 2 + 12 * Math.min(count, left);
      for (let at = start + 2; at < end && at + 12 <= data.length; at += 12) {
        const entry = entryAt(data, at, read, ifd);
        left--;
        yield entry;
        if (!POINTERS.has(entry.tag)) continue;
        const offsets = Math.min(Math.floor(entry.value.length / 4), MOST_IFDS);
        for (let place = 0; place < offsets; place++)
          waiting.push([entry.tag, read(entry.value, 4 * place, 4)]);
      }
      if (ifd === 0 || ifd === 1) waiting.push([1, number(data, start + 2 + 12 * count, read)]);
    }
  }
  function entryAt(data, at, read, ifd) {
    const [tag, type] = [read(data, at, 2), read(data, at + 2, 2)];
    const size = (SIZES.get(type) ?? 1) * read(data, at + 4, 4);
    const start = size <= 4 ? at + 8 : number(data, at + 8, read);
    return { ifd, tag, type, start, value: data.subarray(start, start + Math.min(size, MOST_VALUE)) };
  }
  function number(data, at, read) {
    return at + 4 <= data.length ? read(data, at, 4) : 0;
  }

  // src/scrub/heic.ts
  var PICTURES = [
    ["", new Map(["avif", "avis"].map((brand) => [brand, "image/avif"]))],
    ["heic", new Map(["heic", "heix", "heim", "heis"].map((brand) => [brand, "image/heic"]))],
    ["heic", new Map(["hevc", "hevx"].map((brand) => [brand, "image/heic-sequence"]))],
    [
      "heic",
      /* @__PURE__ */ new Map([
        ["mif1", "image/heif"],
        ["mif2", "image/heif"],
        ["msf1", "image/heif-sequence"]
      ])
    ]
  ];
  var OTHERS = /* @__PURE__ */ new Map([
    ["qt  ", "video/quicktime"],
    ["M4A ", "audio/mp4"],
    ["M4B ", "audio/mp4"],
    ["M4P ", "audio/mp4"]
  ]);
  var EXIF = "Exif\0\0";
  var EXIF_LIMIT = 1 << 20;
  function sniff(head) {
    if (head[0] !== 0) return null;
    const box = nameAt(head, 4);
    if (["moov", "mdat", "wide"].includes(box)) return ["", "video/quicktime"];
    if (box !== "ftyp") return null;
    const size = Math.min(big(head, 0, 4), head.length);
    const major = nameAt(head, 8);
    const brands = [major];
    for (let at = 16; at < size - 3; at += 4) brands.push(nameAt(head, at));
    if (major.startsWith("3gp") || major.startsWith("3g2")) return ["", "video/3gpp"];
    const other2 = OTHERS.get(major);
    if (other2) return ["", other2];
    for (const [format, types] of PICTURES) {
      const type = brands.map((brand) => types.get(brand)).find((known) => known !== void 0);
      if (type) return [format, type];
    }
    return ["", "video/mp4"];
  }
  function kinds4(data) {
    const found = /* @__PURE__ */ new Set();
    const tiff = findExif(data);
    if (tiff >= 0) addAll(found, kinds3(data.subarray(tiff, tiff + EXIF_LIMIT)));
    const packet = find(data, "<x:xmpmeta");
    if (packet >= 0) {
      const end = find(data, "</x:xmpmeta>", packet);
      addAll(found, kinds(data.subarray(packet, end < 0 ? packet + EXIF_LIMIT : end)));
    }
    return found;
  }
  function findExif(data) {
    for (let at = find(data, EXIF); at >= 0; at = find(data, EXIF, at + 1)) {
      const start = at + EXIF.length;
      if (begins(data, "II*\0", start) || begins(data, "MM\0*", start)) return start;
    }
    return -1;
  }

  // src/scrub/edit.ts
  var Damaged = class extends Error {
  };

  // src/scrub/icc.ts
  var LIMIT = 64 << 10;
  var SPACES = {
    sRGB: [
      [28576, 14581, 912],
      [25239, 46983, 6361],
      [9375, 3972, 46787]
    ],
    "Display P3": [
      [33759, 15807, -69],
      [19135, 45367, 2745],
      [10296, 4363, 51385]
    ],
    "Adobe RGB (1998)": [
      [39960, 20389, 1276],
      [13453, 41004, 3989],
      [9777, 4143, 48796]
    ],
    "ProPhoto RGB": [
      [52276, 18877, 0],
      [8860, 46654, 0],
      [2054, 6, 54061]
    ],
    "Rec. 2020": [
      [44137, 18287, -127],
      [10857, 44259, 1965],
      [8195, 2989, 52223]
    ]
  };
  var TOLERANCE = 65;
  var LAWS = [
    [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0],
    [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081, 0, 0],
    [1.8, 1, 0, 0, 0, 0, 0],
    [2.2, 1, 0, 0, 0, 0, 0],
    [2.4, 1, 0, 0, 0, 0, 0],
    [1, 1, 0, 0, 0, 0, 0]
  ];
  var CURVE_TOLERANCE = 5e-3;
  var STEP_TOLERANCE = 0.01;
  var WHITE_TOLERANCE = 1e-3;
  var PRIMARIES = ["rXYZ", "gXYZ", "bXYZ"];
  var CURVES = ["rTRC", "gTRC", "bTRC"];
  var IDLE = /* @__PURE__ */ new Set([
    ...["desc", "cprt", "dmnd", "dmdd", "vued", "view", "lumi", "meas", "tech", "bkpt", "chrm"],
    ...["dscm", "aarg", "aagg", "aabg", "chad", "wtpt", "cicp"]
  ]);
  var D50 = [63190, 65536, 54061];
  var D65 = [62289, 65536, 71372];
  var ADAPTED = [68674, 1502, -3291, 1939, 64912, -1119, -606, 988, 49262];
  var FORMULAS = [
    [0],
    [0, 1, 2],
    [0, 1, 2, 5],
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4, 5, 6]
  ];
  var PLAIN4 = [1, 1, 0, 0, 0, 0, 0];
  var LARGEST_GAMMA = 10;
  var NOTHING = new Uint8Array();
  function clean(profile2) {
    const [space, law] = usual(profile2, readTags(profile2));
    const content = space && law ? build(profile2, space, law) : NOTHING;
    if (space && same(content, profile2)) return { content, found: /* @__PURE__ */ new Set(), space };
    const found = headerKinds(profile2);
    if (!content.length) found.add("profile");
    return { content, found: found.size ? found : /* @__PURE__ */ new Set(["other"]), space };
  }
  function readTags(profile2) {
    const tags = /* @__PURE__ */ new Map();
    if (profile2.length < 132 || profile2.length > LIMIT || !begins(profile2, "acsp", 36)) return tags;
    const count = big(profile2, 128, 4);
    if (132 + 12 * count > profile2.length) return tags;
    for (let at = 132; at < 132 + 12 * count; at += 12) {
      const start = big(profile2, at + 4, 4);
      tags.set(nameAt(profile2, at), profile2.subarray(start, start + big(profile2, at + 8, 4)));
    }
    return tags;
  }
  function usual(profile2, tags) {
    const screen = ["mntr", "spac", "scnr"].includes(nameAt(profile2, 12)) && begins(profile2, "XYZ ", 20);
    const grey = begins(profile2, "GRAY", 16);
    if (!screen || !(grey || begins(profile2, "RGB ", 16)) || !xyz(tags, "wtpt").length) return ["", null];
    const curves = grey ? ["kTRC"] : CURVES;
    const known = /* @__PURE__ */ new Set([...curves, ...grey ? [] : PRIMARIES]);
    const [law, ...others] = curves.map((tag) => lawOf(tags.get(tag) ?? NOTHING));
    const only = [...tags.keys()].every((tag) => IDLE.has(tag) || known.has(tag));
    if (!law || !only || others.some((other2) => other2 !== law)) return ["", null];
    return [grey ? "Gray" : spaceOf(PRIMARIES.map((tag) => xyz(tags, tag))), law];
  }
  function spaceOf(primaries) {
    const space = Object.entries(SPACES).find(
      ([, usual2]) => primaries.every((primary, place) => isNear(primary, usual2[place]))
    );
    return space ? space[0] : "";
  }
  function isNear(primary, usual2) {
    return primary.length === 3 && primary.every((value, place) => Math.abs(value - usual2[place]) <= TOLERANCE);
  }
  function xyz(tags, tag) {
    const data = tags.get(tag) ?? NOTHING;
    return data.length === 20 && begins(data, "XYZ ") ? [8, 12, 16].map((at) => signed(data, at)) : [];
  }
  function signed(data, at) {
    return big(data, at, 4) | 0;
  }
  function lawOf(curve2) {
    const light2 = shown(curve2);
    return LAWS.find((law) => follows(light2, law)) ?? null;
  }
  function follows(shown2, law) {
    return Math.abs((shown2.at(-1) ?? 0) - 1) <= WHITE_TOLERANCE && shown2.every(
      (value, place) => Math.abs(value - light(law, place / 255)) <= CURVE_TOLERANCE && light(law, place / 255 - STEP_TOLERANCE) <= value && value <= light(law, place / 255 + STEP_TOLERANCE)
    );
  }
  function shown(curve2) {
    if (begins(curve2, "curv")) {
      const size = big(curve2, 8, 4);
      if (curve2.length < 12 + 2 * size) return [];
      if (size > 1) return drawn(curve2.subarray(12, 12 + 2 * size));
      return computed([size ? big(curve2, 12, 2) / 256 : 1, 1, 0, 0, 0, 0, 0]);
    }
    const places = FORMULAS[big(curve2, 8, 2)] ?? [];
    if (!begins(curve2, "para") || !places.length || curve2.length < 12 + 4 * places.length) return [];
    const law = [...PLAIN4];
    places.forEach((place, number2) => law[place] = signed(curve2, 12 + 4 * number2) / 65536);
    return computed(law);
  }
  function drawn(table) {
    const last = table.length / 2 - 1;
    return Array.from({ length: 256 }, (_, place) => {
      const at = place * last / 255;
      const whole2 = Math.floor(at);
      const [low, high] = [big(table, 2 * whole2, 2), big(table, 2 * Math.min(whole2 + 1, last), 2)];
      return (low + (high - low) * (at - whole2)) / 65535;
    });
  }
  function computed(law) {
    const [gamma] = law;
    if (gamma <= 0 || gamma > LARGEST_GAMMA) return [];
    return Array.from({ length: 256 }, (_, place) => light(law, place / 255));
  }
  function light([gamma, a, b, c, d, e, f], x) {
    return x >= d ? Math.max(a * x + b, 0) ** gamma + e : c * x + f;
  }
  function build(profile2, name, law) {
    const later = profile2[8] >= 4;
    const space = SPACES[name];
    const adapted = space !== void 0 && name !== "ProPhoto RGB";
    const white = adapted && !later ? D65 : D50;
    const parts = [
      ["desc", text(name, later)],
      ["cprt", text("", later)],
      ["wtpt", fixed("XYZ ", white)]
    ];
    if (adapted && later) parts.push(["chad", fixed("sf32", ADAPTED)]);
    space?.forEach((primary, place) => parts.push([PRIMARIES[place], fixed("XYZ ", primary)]));
    for (const tag of space ? CURVES : ["kTRC"]) parts.push([tag, curve(law, later)]);
    return pack(later ? "0" : "", nameAt(profile2, 16), parts);
  }
  function curve(law, later) {
    const plain = law.slice(1).every((number2, place) => number2 === PLAIN4[place + 1]);
    if (later) {
      const kind = plain ? 0 : 3;
      const numbers2 = FORMULAS[kind].map((place) => bigBytes(Math.round(law[place] * 65536), 4));
      return concat(octets("para\0\0\0\0"), bigBytes(kind, 2), bigBytes(0, 2), ...numbers2);
    }
    const table = plain ? [Math.round(law[0] * 256)] : Array.from({ length: 1024 }, (_, at) => Math.round(light(law, at / 1023) * 65535));
    const numbers = table.map((number2) => bigBytes(number2, 2));
    return concat(octets("curv\0\0\0\0"), bigBytes(table.length, 4), ...numbers);
  }
  function fixed(kind, numbers) {
    return concat(octets(`${kind}\0\0\0\0`), ...numbers.map((number2) => bigBytes(number2, 4)));
  }
  function text(text3, later) {
    if (later) {
      const body = octets([...text3].map((character) => `\0${character}`).join(""));
      const head = [octets("mluc"), ...[0, 1, 12].map((number2) => bigBytes(number2, 4)), octets("enUS")];
      return concat(...head, bigBytes(body.length, 4), bigBytes(28, 4), body);
    }
    if (!text3) return octets("text\0\0\0\0\0");
    return concat(
      octets("desc\0\0\0\0"),
      bigBytes(text3.length + 1, 4),
      octets(`${text3}\0`),
      new Uint8Array(78)
    );
  }
  function pack(version, colours, parts) {
    let end = 132 + 12 * parts.length;
    const [table, bodies] = [[], []];
    const places = /* @__PURE__ */ new Map();
    for (const [tag, data] of parts) {
      const key = latin1(data);
      let place = places.get(key);
      if (place === void 0) {
        places.set(key, place = end);
        bodies.push(data, new Uint8Array(-data.length & 3));
        end += data.length + (-data.length & 3);
      }
      table.push(octets(tag), bigBytes(place, 4), bigBytes(data.length, 4));
    }
    const header = new Uint8Array(128);
    const fields = [
      [8, version],
      [12, "mntr"],
      [16, colours],
      [20, "XYZ "],
      [36, "acsp"]
    ];
    for (const [at, field] of fields) header.set(octets(field), at);
    D50.forEach((number2, place) => header.set(bigBytes(number2, 4), 68 + 4 * place));
    header.set(bigBytes(end, 4));
    return concat(header, bigBytes(parts.length, 4), ...table, ...bodies);
  }
  function headerKinds(profile2) {
    const found = /* @__PURE__ */ new Set();
    const any = (start, end) => profile2.subarray(start, end).some((byte) => byte !== 0);
    const name = (at) => nameAt(profile2, at).replace(/^[\0 ]+|[\0 ]+$/g, "");
    if (any(24, 36)) found.add("dates");
    if (!["IEC", "none", ""].includes(name(48)) || !["sRGB", ""].includes(name(52))) found.add("device");
    if (any(4, 8) || any(40, 44) || any(80, 84)) found.add("software");
    if (any(84, 100)) found.add("identifiers");
    return found;
  }

  // src/scrub/jpeg.ts
  var [EOI, SOS, APP0, COM] = [217, 218, 224, 254];
  var [DHT, DAC, DQT, DNL, DRI] = [196, 204, 219, 220, 221];
  var FRAMES = /* @__PURE__ */ new Set([
    ...[192, 193, 194, 195, 197, 198, 199],
    ...[201, 202, 203, 205, 206, 207]
  ]);
  var PICTURE = /* @__PURE__ */ new Set([...FRAMES, DHT, DAC, SOS, DQT, DNL, DRI]);
  var MOST_CONDITIONS = 64;
  var isMetadata = (marker) => marker >= APP0 && marker < 240 || marker === COM;
  var isAlone = (marker) => marker === 1 || marker >= 208 && marker < 216;
  var endsScan = (marker) => marker >= 192 && marker < 208 || marker >= 216 && marker < 255;
  var MOST_SEGMENTS = 1 << 16;
  var MOST_PICTURES = 16;
  var MOST_NAMED = 16;
  var PROFILE_PART = 65535 - 2 - 14;
  var NAMES = [
    [224, "JFIF\0", "jfif"],
    [224, "JFXX\0", "jfxx"],
    [224, "", "ciff"],
    [225, "Exif\0", "exif"],
    [225, "http://ns.adobe.com/xap/1.0/\0", "xmp"],
    [225, "http://ns.adobe.com/xmp/extension/\0", "extended xmp"],
    [226, "ICC_PROFILE\0", "icc"],
    [226, "MPF\0", "mpf"],
    [235, "JP", "jumbf"],
    [236, "Ducky", "ducky"],
    [236, "", "picture info"],
    [237, "Photoshop 3.0\0", "photoshop"],
    [238, "Adobe", "adobe"],
    [COM, "", "comment"],
    [-1, "", "unknown"]
  ];
  var KINDS3 = {
    jfxx: "thumbnail",
    ciff: "device",
    mpf: "thumbnail",
    jumbf: "identifiers",
    ducky: "software",
    "picture info": "device",
    comment: "comments"
  };
  var HEADS = Object.fromEntries(NAMES.map(([, start, name]) => [name, start]));
  function clean2(data) {
    const picture = walk(data, 0);
    const groups = metadata(data, picture);
    const kept = keep2(groups);
    const found = new Set(picture.strays ? ["other"] : []);
    for (const [name, payloads] of groups) addAll(found, kinds5(name, payloads, kept));
    if (picture.end < data.length) {
      found.add("trailer");
      addTrailerKinds(found, data, picture.end);
    }
    return { content: found.size ? written(data, picture, kept) : data, found, whole: picture.whole };
  }
  function walk(data, start) {
    const segments = [];
    let [at, strays, framed, scanned] = [start + 2, false, false, false];
    while (segments.length < MOST_SEGMENTS) {
      const found = findMarker(data, at, isNoFill);
      if (found < 0) break;
      strays ||= !isFill(data, at, found);
      const marker = data[found + 1];
      at = found + 2;
      if (marker === EOI) {
        if (!scanned) throw new Damaged();
        return { segments, end: at, whole: true, strays };
      }
      if (PICTURE.has(marker) || isMetadata(marker)) at = segmentEnd(data, at, marker);
      else if (!isAlone(marker)) throw new Damaged();
      segments.push({ marker, start: found, end: at });
      if (FRAMES.has(marker)) {
        if (framed) throw new Damaged();
        framed = true;
      }
      if (marker === SOS) {
        if (!framed) throw new Damaged();
        scanned = true;
      }
    }
    const last = segments.at(-1);
    if (last?.marker !== SOS || last.end !== data.length) throw new Damaged();
    return { segments, end: data.length, whole: false, strays };
  }
  var isNoFill = (marker) => marker !== 0 && marker !== 255;
  function findMarker(data, at, fits) {
    for (let found = data.indexOf(255, at); found >= 0 && found + 1 < data.length; ) {
      const marker = data[found + 1];
      if (fits(marker)) return found;
      found = marker === 255 ? found + 1 : data.indexOf(255, found + 2);
    }
    return -1;
  }
  function isFill(data, start, end) {
    for (let at = start; at < end; at++) if (data[at] !== 255) return false;
    return true;
  }
  function segmentEnd(data, at, marker) {
    const size = big(data, at, 2);
    const end = at + size;
    if (size < 2 || end > data.length) throw new Damaged();
    if (PICTURE.has(marker) && !isFilled(marker, data.subarray(at + 2, end))) throw new Damaged();
    if (marker !== SOS) return end;
    const scanEnd = findMarker(data, end, endsScan);
    return scanEnd < 0 ? data.length : scanEnd;
  }
  function isFilled(marker, payload) {
    const size = payload.length;
    if (marker === SOS) return size > 0 && size === 4 + 2 * payload[0];
    if (FRAMES.has(marker)) return size > 5 && size === 6 + 3 * payload[5];
    if (marker === DNL || marker === DRI) return size === 2;
    if (marker === DAC) return size % 2 === 0 && size <= MOST_CONDITIONS;
    let at = 0;
    while (at < size) {
      if (marker === DHT) at += payload.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 17);
      else at += 1 + 64 * (1 + (payload[at] >> 4));
    }
    return at === size;
  }
  function metadata(data, picture) {
    const groups = /* @__PURE__ */ new Map();
    for (const segment of picture.segments) {
      if (!isMetadata(segment.marker)) continue;
      const payload = data.subarray(segment.start + 4, segment.end);
      const name = nameOf(segment.marker, payload);
      const group = groups.get(name);
      if (group) group.push(payload);
      else groups.set(name, [payload]);
    }
    return groups;
  }
  function nameOf(marker, payload) {
    return NAMES.find(([known, start]) => marker === known && begins(payload, start))?.[2] ?? "unknown";
  }
  function keep2(groups) {
    const kept = /* @__PURE__ */ new Map();
    const jfif = groups.get("jfif")?.[0];
    if (jfif && jfif.length >= 14) kept.set("jfif", [concat(jfif.subarray(0, 12), new Uint8Array(2))]);
    const adobe = groups.get("adobe")?.at(-1);
    if (adobe && adobe.length >= 12)
      kept.set("adobe", [concat(octets("Adobe\0d\0\0\0\0"), adobe.subarray(11, 12))]);
    const tiff = keep(groups.get("exif")?.[0]?.subarray(6) ?? new Uint8Array());
    if (tiff.length) kept.set("exif", [concat(octets("Exif\0\0"), tiff)]);
    const { content } = clean(profile(groups.get("icc") ?? []));
    const many = Math.ceil(content.length / PROFILE_PART);
    const parts = Array.from(
      { length: many },
      (_, number2) => concat(
        octets(HEADS.icc),
        Uint8Array.of(number2 + 1, many),
        content.subarray(number2 * PROFILE_PART, (number2 + 1) * PROFILE_PART)
      )
    );
    if (many) kept.set("icc", parts);
    return kept;
  }
  function profile(payloads) {
    const parts = [];
    for (const payload of payloads)
      if (payload.length > 14 && payload[13] === payloads.length)
        parts[payload[12]] = payload.subarray(14);
    const order = payloads.map((_, place) => parts[place + 1]);
    return order.every((part) => part !== void 0) ? concat(...order) : new Uint8Array();
  }
  function kinds5(name, payloads, kept) {
    const stays2 = kept.get(name);
    if (stays2?.length === payloads.length && stays2.every((payload, place) => same(payload, payloads[place])))
      return [];
    if (name === "icc") return clean(profile(payloads)).found;
    const looked = payloads.slice(0, MOST_NAMED);
    if (name === "exif") {
      const others = looked.filter((payload) => !(stays2 && same(payload, stays2[0])));
      const told = others.flatMap((payload) => [...kinds3(payload.subarray(6))]);
      return told.length ? told : ["other"];
    }
    if (name === "xmp" || name === "extended xmp") {
      const head = HEADS[name].length + (name === "xmp" ? 0 : 40);
      return kinds(concat(...looked.map((payload) => payload.subarray(head))));
    }
    if (name === "photoshop")
      return resourceKinds(
        concat(...looked.map((payload) => payload.subarray(HEADS.photoshop.length)))
      );
    if (name === "jfif" && looked.some((payload) => payload[12] || payload[13])) return ["thumbnail"];
    return [KINDS3[name] ?? "other"];
  }
  function addTrailerKinds(found, data, behind) {
    let start = behind;
    for (let left = MOST_PICTURES; left; left--) {
      start = find(data, "ÿØÿ", start);
      if (start < 0) return;
      let picture;
      try {
        picture = walk(data, start);
      } catch (error) {
        if (error instanceof Damaged) return;
        throw error;
      }
      for (const [name, payloads] of metadata(data, picture))
        if (!["jfif", "adobe", "icc"].includes(name)) addAll(found, kinds5(name, payloads, /* @__PURE__ */ new Map()));
      start = picture.end;
    }
  }
  function written(data, picture, kept) {
    const parts = [Uint8Array.of(255, 216)];
    const waiting = new Map(kept);
    for (const segment of picture.segments) {
      if (PICTURE.has(segment.marker)) parts.push(data.subarray(segment.start, segment.end));
      if (!isMetadata(segment.marker)) continue;
      const name = nameOf(segment.marker, data.subarray(segment.start + 4, segment.end));
      for (const payload of waiting.get(name) ?? [])
        parts.push(Uint8Array.of(255, segment.marker), bigBytes(payload.length + 2, 2), payload);
      waiting.delete(name);
    }
    if (picture.whole) parts.push(Uint8Array.of(255, EOI));
    return joined(parts);
  }

  // src/scrub/inflate.ts
  var LENGTHS = [
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    13,
    15,
    17,
    19,
    23,
    27,
    31,
    35,
    43,
    51,
    59,
    67,
    83,
    99,
    115,
    131,
    163,
    195,
    227,
    258
  ];
  var LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  var DISTANCES = [
    1,
    2,
    3,
    4,
    5,
    7,
    9,
    13,
    17,
    25,
    33,
    49,
    65,
    97,
    129,
    193,
    257,
    385,
    513,
    769,
    1025,
    1537,
    2049,
    3073,
    4097,
    6145,
    8193,
    12289,
    16385,
    24577
  ];
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  var END_OF_BLOCK = 256;
  var FAST_BITS = 9;
  var MOST_BITS = 15;
  var MOST_SYMBOLS = 288;
  var FIRST_OUTPUT = 1 << 14;
  var Enough = class extends Error {
  };
  var Code = class {
    /** For codes of up to FAST_BITS: the symbol in the upper bits, the code's length in the lower four. */
    fast = new Uint16Array(1 << FAST_BITS);
    /** How many codes of each length there are, and their symbols in the order of the codes. */
    counts = new Uint16Array(MOST_BITS + 1);
    symbols = new Uint16Array(MOST_SYMBOLS);
    /** How many symbols have a code. */
    size = 0;
    #places = new Uint16Array(MOST_BITS + 2);
    #codes = new Uint16Array(MOST_BITS + 2);
    /**
     * Takes the codes' lengths by symbol; Damaged if they make no code.
     *
     * `lone`: whether a single code of one bit may be there, as it may for distances.
     */
    make(lengths, lone) {
      this.fast.fill(0);
      this.counts.fill(0);
      this.#places[1] = this.#codes[1] = 0;
      for (let symbol = 0; symbol < lengths.length; symbol++) this.counts[lengths[symbol]]++;
      this.counts[0] = 0;
      let left = 1;
      let longest = 0;
      for (let length = 1; length <= MOST_BITS; length++) {
        const count = this.counts[length];
        left = left * 2 - count;
        if (left < 0) throw new Damaged();
        if (count) longest = length;
        this.#places[length + 1] = this.#places[length] + count;
        this.#codes[length + 1] = this.#codes[length] + count << 1;
      }
      if (left > 0 && longest > 0 && !(lone && longest === 1)) throw new Damaged();
      this.size = this.#places[MOST_BITS + 1];
      for (let symbol = 0; symbol < lengths.length; symbol++)
        if (lengths[symbol]) this.#add(symbol, lengths[symbol]);
      return this;
    }
    #add(symbol, length) {
      this.symbols[this.#places[length]++] = symbol;
      const code = this.#codes[length]++;
      if (length > FAST_BITS) return;
      const step = 1 << length;
      for (let at = reversed(code, length); at < 1 << FAST_BITS; at += step)
        this.fast[at] = symbol << 4 | length;
    }
  };
  function reversed(code, length) {
    let turned = 0;
    for (let bit = 0; bit < length; bit++) turned |= (code >> bit & 1) << length - 1 - bit;
    return turned;
  }
  var fixed2;
  function fixedCodes() {
    if (fixed2) return fixed2;
    const lengths = Uint8Array.from(
      { length: MOST_SYMBOLS },
      (_, symbol) => symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
    );
    return fixed2 = [new Code().make(lengths, true), new Code().make(new Uint8Array(32).fill(5), true)];
  }
  var Inflater = class {
    output;
    size = 0;
    #at = 0;
    #hold = 0;
    #count = 0;
    #packed;
    #most;
    // Of the block that is read: lengths of the codes for lengths, lengths, codes.
    #short = new Uint8Array(19);
    #lengths = new Uint8Array(286 + 30);
    #symbols = new Code();
    #distances = new Code();
    constructor(packed, most) {
      this.#packed = packed;
      this.#most = most;
      this.output = new Uint8Array(Math.min(most, FIRST_OUTPUT));
    }
    get read() {
      return this.#at - (this.#count >> 3);
    }
    head() {
      const head = this.#bits(16);
      const [method, flags2] = [head & 255, head >> 8];
      const dictionary = flags2 & 32;
      if ((method * 256 + flags2) % 31 || (method & 15) !== 8 || method >> 4 > 7 || dictionary)
        throw new Damaged();
    }
    blocks() {
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
    sum() {
      const [low, high] = [this.#bits(16), this.#bits(16)];
      const told = Uint8Array.of(low, low >> 8, high, high >> 8);
      if (big(told, 0, 4) !== adler32(this.output.subarray(0, this.size))) throw new Damaged();
    }
    /** Takes in what there is, at least 17 bits until the input ends. */
    #fill() {
      while (this.#count <= 16 && this.#at < this.#packed.length) {
        this.#hold |= this.#packed[this.#at++] << this.#count;
        this.#count += 8;
      }
    }
    /** The next `size` bits (at most 16), the first one lowest. */
    #bits(size) {
      this.#fill();
      if (size > this.#count) throw new Enough();
      const bits = this.#hold & (1 << size) - 1;
      this.#hold >>>= size;
      this.#count -= size;
      return bits;
    }
    #toByte() {
      this.#bits(this.#count & 7);
    }
    #symbol(code) {
      this.#fill();
      const entry = code.fast[this.#hold & (1 << FAST_BITS) - 1];
      if (entry) {
        this.#bits(entry & 15);
        return entry >> 4;
      }
      let value = 0;
      let first = 0;
      let index = 0;
      for (let length = 1; length <= MOST_BITS; length++) {
        if (length > this.#count) throw new Enough();
        value |= this.#hold >> length - 1 & 1;
        const count = code.counts[length];
        if (value - first < count) {
          this.#bits(length);
          return code.symbols[index + value - first];
        }
        index += count;
        first = first + count << 1;
        value <<= 1;
        if (index === code.size) break;
      }
      throw new Damaged();
    }
    #write(byte) {
      if (this.size === this.output.length) this.#grow(this.size + 1);
      this.output[this.size++] = byte;
    }
    #grow(size) {
      if (this.size === this.#most) throw new Enough();
      const larger = new Uint8Array(Math.min(this.#most, Math.max(size, 2 * this.output.length)));
      larger.set(this.output);
      this.output = larger;
    }
    #stored() {
      this.#toByte();
      const size = this.#bits(16);
      if ((this.#bits(16) ^ 65535) !== size) throw new Damaged();
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
    #codes() {
      const sizes = this.#bits(14);
      const many = 257 + (sizes & 31);
      const whole2 = many + 1 + (sizes >> 5 & 31);
      if (many > 286 || whole2 - many > 30) throw new Damaged();
      this.#short.fill(0);
      for (let place = 0; place < 4 + (sizes >> 10); place++) this.#short[ORDER[place]] = this.#bits(3);
      const code = this.#symbols.make(this.#short, false);
      const lengths = this.#lengths;
      for (let at = 0; at < whole2; ) {
        const symbol = code.size ? this.#symbol(code) : 0 & this.#bits(1);
        if (symbol < 16) {
          lengths[at++] = symbol;
          continue;
        }
        const extra = symbol === 18 ? 7 : symbol - 14;
        const times = (symbol === 18 ? 11 : 3) + this.#bits(extra);
        if (symbol === 16 && !at || at + times > whole2) throw new Damaged();
        lengths.fill(symbol === 16 ? lengths[at - 1] : 0, at, at + times);
        at += times;
      }
      if (!lengths[END_OF_BLOCK]) throw new Damaged();
      this.#symbols.make(lengths.subarray(0, many), true);
      this.#distances.make(lengths.subarray(many, whole2), true);
      return [this.#symbols, this.#distances];
    }
    #coded(symbols, distances) {
      for (; ; ) {
        const symbol = this.#symbol(symbols);
        if (symbol < END_OF_BLOCK) {
          this.#write(symbol);
          continue;
        }
        if (symbol === END_OF_BLOCK) return;
        const length = LENGTHS[symbol - END_OF_BLOCK - 1];
        if (length === void 0) throw new Damaged();
        const size = length + this.#bits(LENGTH_BITS[symbol - END_OF_BLOCK - 1]);
        const far = this.#symbol(distances);
        const least = DISTANCES[far];
        if (least === void 0) throw new Damaged();
        const distance = least + this.#bits(far < 4 ? 0 : (far >> 1) - 1);
        if (this.size === this.#most) throw new Enough();
        if (distance > this.size) throw new Damaged();
        for (let left = size; left; left--) this.#write(this.output[this.size - distance]);
      }
    }
  };
  function inflate(packed, most, wrapped = true) {
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
  function adler32(data) {
    let [low, high] = [1, 0];
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

  // src/scrub/png.ts
  var SIGNATURE = octets("PNG\r\n\n");
  var CRITICAL = /* @__PURE__ */ new Set(["IHDR", "PLTE", "IDAT", "IEND"]);
  var SINGLE = /* @__PURE__ */ new Set(["IHDR", "PLTE"]);
  var KEPT = /* @__PURE__ */ new Map([
    ["tRNS", (size) => size <= 256],
    ["gAMA", (size) => size === 4],
    ["cHRM", (size) => size === 32],
    ["sRGB", (size) => size === 1],
    ["sBIT", (size) => size >= 1 && size <= 4],
    ["bKGD", (size) => size === 1 || size === 2 || size === 6],
    ["pHYs", (size) => size === 9],
    ["hIST", (size) => size <= 512],
    ["cICP", (size) => size === 4],
    ["acTL", (size) => size === 8],
    ["fcTL", (size) => size === 26],
    ["fdAT", (size) => size >= 4]
  ]);
  var FRAME2 = /* @__PURE__ */ new Set(["fcTL", "fdAT"]);
  var EDITED = /* @__PURE__ */ new Set(["eXIf", "iCCP"]);
  var MOST_CHUNKS = 1 << 17;
  var NAME2 = /^[A-Za-z]{4}$/;
  var READ2 = 1 << 20;
  var MOST_NAMED2 = 64;
  var LONGEST_KEYWORD = 100;
  var KINDS4 = /* @__PURE__ */ new Map([
    ["tIME", "dates"],
    ["caBX", "identifiers"],
    ["dSIG", "identifiers"],
    ["iDOT", "software"]
  ]);
  var KEYWORDS = new Map(
    [
      ["author", ["author", "artist", "copyright", "creator", "owner"]],
      ["description", ["title", "description", "subject", "keywords", "label", "collection"]],
      ["description", ["disclaimer", "warning"]],
      ["dates", ["creation time", "modification time", "create-date", "modify-date"]],
      ["dates", ["date:create", "date:modify", "date:timestamp", "timestamp", "thumb::mtime"]],
      ["software", ["software", "parameters", "prompt", "workflow"]],
      ["identifiers", ["signature", "document", "url", "thumb::uri"]],
      ["device", ["source", "make", "model", "camera"]],
      ["comments", ["comment", "usercomment"]],
      // A drawing program's own file.
      ["attached", ["mxfile"]]
    ].flatMap(([kind, keywords]) => keywords.map((keyword) => [keyword, kind]))
  );
  var RAW = "raw profile type ";
  function clean3(data) {
    const found = /* @__PURE__ */ new Set();
    const parts = [SIGNATURE];
    const seen = /* @__PURE__ */ new Set();
    let [looked, end] = [0, 0];
    for (const chunk of walk2(data)) {
      const { name, start } = chunk;
      end = chunk.end;
      if (CRITICAL.has(name) || stays(chunk, data, seen)) {
        seen.add(name);
        parts.push(data.subarray(start, end));
        continue;
      }
      const body = data.subarray(start + 8, end - 4);
      if (EDITED.has(name) && !seen.has(name)) {
        seen.add(name);
        const edited = name === "eXIf" ? editExif(body) : editProfile(body);
        addAll(found, edited.kinds);
        if (edited.body.length) parts.push(pack2(name, edited.body));
      } else if (looked < MOST_NAMED2) {
        looked++;
        addAll(found, chunkKinds(name, body));
      } else found.add("other");
    }
    if (end < data.length) found.add("trailer");
    return { content: found.size ? joined(parts) : data, found, whole: true };
  }
  function* walk2(data) {
    const seen = /* @__PURE__ */ new Set();
    let [at, size] = [SIGNATURE.length, 0];
    for (let left = MOST_CHUNKS; left && !seen.has("IEND"); left--) {
      size = big(data, at, 4);
      const chunk = { name: nameAt(data, at + 4), start: at, end: at + 12 + size };
      const { name } = chunk;
      if (chunk.end > data.length || !NAME2.test(name)) throw new Damaged();
      if (name[0] <= "Z" && !(CRITICAL.has(name) && isSound(chunk, data))) throw new Damaged();
      if (!seen.size && name !== "IHDR") throw new Damaged();
      const large = name === "IHDR" && size !== 13 || name === "PLTE" && size > 768;
      if (large || SINGLE.has(name) && seen.has(name)) throw new Damaged();
      seen.add(name);
      yield chunk;
      at = chunk.end;
    }
    if (!seen.has("IDAT") || !seen.has("IEND") || size) throw new Damaged();
  }
  function isSound(chunk, data) {
    return crc32(data.subarray(chunk.start + 4, chunk.end - 4)) === big(data, chunk.end - 4, 4);
  }
  function stays(chunk, data, seen) {
    const inPlace = FRAME2.has(chunk.name) ? seen.has("acTL") : !seen.has(chunk.name);
    return inPlace && !!KEPT.get(chunk.name)?.(chunk.end - chunk.start - 12) && isSound(chunk, data);
  }
  function pack2(name, body) {
    const named = concat(octets(name), body);
    return concat(bigBytes(body.length, 4), named, bigBytes(crc32(named), 4));
  }
  function editExif(body) {
    const tiff = keep(body);
    return { body: tiff, kinds: same(tiff, body) ? [] : kinds3(body) };
  }
  function editProfile(body) {
    const { content, found, space } = clean(unpack(atZero(body)[1].subarray(1), LIMIT + 1));
    if (!content.length) return { body: content, kinds: found };
    const edited = concat(octets(`${space}\0\0`), stored(content));
    return { body: edited, kinds: found.size || same(edited, body) ? found : ["other"] };
  }
  function stored(content) {
    const size = [littleBytes(content.length, 2), littleBytes(content.length ^ 65535, 2)];
    return concat(Uint8Array.of(120, 1, 1), ...size, content, bigBytes(adler32(content), 4));
  }
  function unpack(packed, most) {
    try {
      return inflate(packed, most).output;
    } catch (error) {
      if (error instanceof Damaged) return new Uint8Array();
      throw error;
    }
  }
  function chunkKinds(name, body) {
    if (name === "eXIf") return kinds3(body);
    if (!["tEXt", "zTXt", "iTXt"].includes(name)) return [KINDS4.get(name) ?? "other"];
    const [keyword, rest] = atZero(body);
    return textKinds(shortened(keyword), () => text2(name, rest));
  }
  function shortened(keyword) {
    let start = 0;
    let end = keyword.length;
    while (start < end && isSpace(keyword[start])) start++;
    while (end > start && isSpace(keyword[end - 1])) end--;
    return latin1(keyword.subarray(start, Math.min(end, start + LONGEST_KEYWORD))).toLowerCase();
  }
  var isSpace = (byte) => byte === 32 || byte >= 9 && byte <= 13;
  function text2(name, rest) {
    if (name === "tEXt") return rest.subarray(0, READ2);
    if (name === "zTXt") return unpack(rest.subarray(1), READ2);
    const language = atZero(rest.subarray(2))[1];
    const told = atZero(language)[1];
    return rest[0] === 1 ? unpack(told, READ2) : told.subarray(0, READ2);
  }
  function textKinds(keyword, text3) {
    if (keyword === "xml:com.adobe.xmp") return kinds(text3());
    if (keyword.startsWith(RAW)) return rawKinds(keyword.slice(RAW.length), text3());
    const [prefix] = keyword.split(":", 1);
    const kind = prefix === "exif" ? "device" : prefix === "thumb" ? "thumbnail" : "other";
    return [KEYWORDS.get(keyword) ?? kind];
  }
  function rawKinds(kind, text3) {
    const raw = digits(text3);
    if (!raw) return ["other"];
    if (kind === "exif" || kind === "app1") return kinds3(without(raw, "Exif\0\0"));
    if (kind === "iptc" || kind === "8bim") return resourceKinds(without(raw, "Photoshop 3.0\0"));
    if (kind === "xmp") return kinds(raw);
    return [kind === "icc" || kind === "icm" ? "profile" : "other"];
  }
  function digits(text3) {
    let at = 0;
    for (let word = 0; word < 2; word++) {
      while (at < text3.length && isSpace(text3[at])) at++;
      while (at < text3.length && !isSpace(text3[at])) at++;
    }
    const values = text3.subarray(at).filter((byte) => !isSpace(byte));
    if (values.length % 2) return null;
    const bytes2 = new Uint8Array(values.length / 2);
    for (let place = 0; place < values.length; place++) {
      const value = digit(values[place]);
      if (value < 0) return null;
      bytes2[place >> 1] = bytes2[place >> 1] << 4 | value;
    }
    return bytes2;
  }
  function digit(byte) {
    if (byte >= 48 && byte <= 57) return byte - 48;
    const letter = byte & ~32;
    return letter >= 65 && letter <= 70 ? letter - 55 : -1;
  }
  var CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >>> 1 ^ 3988292384 : crc >>> 1;
    return crc;
  });
  function crc32(data) {
    let crc = ~0;
    for (let at = 0; at < data.length; at++) crc = CRCS[(crc ^ data[at]) & 255] ^ crc >>> 8;
    return ~crc >>> 0;
  }

  // src/scrub/sniff.ts
  var HEAD = 4096;
  var UNKNOWN = "application/octet-stream";
  var OFFICE = "application/vnd.openxmlformats-officedocument.";
  var MIMETYPE = /^mimetype(application\/vnd\.oasis\.opendocument\.[a-z.-]+)/;
  var SIGNATURES = [
    [0, "ÿØÿ", "jpeg", "image/jpeg"],
    [0, "PNG\r\n\n", "png", "image/png"],
    [8, "WEBP", "webp", "image/webp"],
    [0, "GIF87a", "", "image/gif"],
    [0, "GIF89a", "", "image/gif"],
    [0, "II*\0", "", "image/tiff"],
    [0, "MM\0*", "", "image/tiff"],
    [8, "WAVE", "", "audio/wav"],
    [8, "AVI ", "", "video/x-msvideo"],
    [0, "OggS", "", "application/ogg"],
    [0, "ID3", "", "audio/mpeg"],
    [0, "ID3", "", "audio/mpeg"],
    [0, "ID3", "", "audio/mpeg"],
    [0, "ÿû", "", "audio/mpeg"],
    [0, "ÿó", "", "audio/mpeg"],
    [0, "ÿò", "", "audio/mpeg"],
    [0, "Rar!\x07", "", "application/vnd.rar"],
    [0, "7z¼¯'", "", "application/x-7z-compressed"],
    [0, "{\\rtf", "", "application/rtf"]
  ];
  var OLE = [
    ["WordDocument", "application/msword"],
    ["Workbook", "application/vnd.ms-excel"],
    ["PowerPoint Document", "application/vnd.ms-powerpoint"]
  ];
  var PARTS = [
    ["word/", "wordprocessingml.document"],
    ["xl/", "spreadsheetml.sheet"],
    ["ppt/", "presentationml.presentation"]
  ];
  var BMP = /^BM[^]{4}\0{4}[^]{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}/;
  var HTML = /^[ \t\n\r\f\v]*(<!--[^]{0,1000}?-->[ \t\n\r\f\v]*)?<(!doctype[ \t\n\r\f\v]+html|html|head|body)(?![a-z0-9_])/i;
  var MAIL = new RegExp(
    String.raw`^(from [^ \t\n\r\f\v]+ [^\n]*\r?\n)?(received|return-path|delivered-to|from|to|date|subject` + String.raw`|message-id|mime-version|content-type|x-[a-z0-9-]+):[^\r\n]*\r?\n([ \t][^\r\n]*\r?\n)*[a-z][a-z0-9-]*:`,
    "i"
  );
  var CONTROLS = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/;
  function sniff2(file) {
    const head = file.subarray(0, HEAD);
    for (const [start, signature, format, type] of SIGNATURES)
      if (begins(head, signature, start) && (start !== 8 || begins(head, "RIFF"))) return [format, type];
    const found = sniff(head) ?? zip(head);
    if (found) return found;
    return find(head.subarray(0, 1024), "%PDF-") >= 0 ? ["pdf", "application/pdf"] : ["", other(head)];
  }
  function zip(head) {
    if (!begins(head, "PK") && !begins(head, "PK")) return null;
    const mimetype = MIMETYPE.exec(latin1(head.subarray(30)));
    if (mimetype) return ["odf", mimetype[1]];
    if (find(head, "[Content_Types].xml") >= 0 || begins(head, "_rels/.rels", 30)) {
      for (const [part, kind] of PARTS) if (find(head, part) >= 0) return ["ooxml", OFFICE + kind];
    }
    return ["", "application/zip"];
  }
  function other(head) {
    if (begins(head, "ÐÏà¡±á")) {
      const wide = (name) => [...name].map((letter) => `${letter}\0`).join("");
      return OLE.find(([name]) => find(head, wide(name)) >= 0)?.[1] ?? "application/x-ole-storage";
    }
    const text3 = latin1(head);
    if (BMP.test(text3)) return "image/bmp";
    if (begins(head, "Eß£"))
      return find(head.subarray(0, 64), "webm") >= 0 ? "video/webm" : "video/x-matroska";
    if (begins(head, "ÿþ") || begins(head, "þÿ")) return "text/plain";
    if (!head.length || CONTROLS.test(text3)) return UNKNOWN;
    if (HTML.test(latin1(without(head, "ï»¿")))) return "text/html";
    if (MAIL.test(text3)) return "message/rfc822";
    const cuts = head.length < HEAD ? [0] : [0, 1, 2, 3];
    return cuts.some((cut) => isUtf8(head.subarray(0, head.length - cut))) ? "text/plain" : UNKNOWN;
  }
  function isUtf8(data) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(data);
      return true;
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  }

  // src/scrub/webp.ts
  var PICTURE2 = /* @__PURE__ */ new Set(["VP8X", "ICCP", "ANIM", "ALPH", "VP8 ", "VP8L", "EXIF"]);
  var FRAME3 = /* @__PURE__ */ new Set(["ALPH", "VP8 ", "VP8L"]);
  var STILLS = [["VP8 "], ["VP8L"], ["ALPH", "VP8 "]];
  var ANIMATION = ["ANIM", "ANMF"];
  var SIZES2 = /* @__PURE__ */ new Map([
    ["VP8X", 10],
    ["ANIM", 6]
  ]);
  var [FLAG_ICC, FLAG_ALPHA, FLAG_EXIF, FLAG_ANIMATION] = [32, 16, 8, 2];
  var MOST_CHUNKS2 = 1 << 16;
  var MOST_IN_FRAME = 16;
  var MOST_NAMED3 = 64;
  var NOTHING2 = new Uint8Array();
  function clean4(data) {
    const size = little(data, 4, 4);
    const end = 8 + size + size % 2;
    if (8 + size > data.length || size < 12) throw new Damaged();
    const found = new Set(end < data.length ? ["trailer"] : []);
    const chunks = walk3(data.subarray(12, 8 + size), MOST_CHUNKS2);
    const there = new Set(chunks.map((chunk) => chunk.name));
    const moving = ANIMATION.filter((name) => there.has(name));
    const still = [...FRAME3].filter((name) => there.has(name));
    if (moving.length ? moving.length < 2 || still.length : !isStill(still)) throw new Damaged();
    const kept = [];
    const names = /* @__PURE__ */ new Set();
    let looked = 0;
    for (const chunk of chunks) {
      let edited;
      if (chunk.name === "ANMF") edited = frame(chunk.body);
      else if (names.has(chunk.name) || !PICTURE2.has(chunk.name))
        edited = { body: NOTHING2, kinds: ++looked <= MOST_NAMED3 ? kinds6(chunk) : ["other"] };
      else edited = edit(chunk);
      addAll(found, edited.kinds);
      if (!edited.body.length) continue;
      kept.push({ name: chunk.name, body: edited.body });
      names.add(chunk.name);
    }
    if (!found.size) return { content: data, found, whole: true };
    const parts = kept.map(({ name, body: body2 }) => pack3(name, name === "VP8X" ? flags(body2, names) : body2));
    const body = joined([octets("WEBP"), ...parts.flat()]);
    return { content: concat(octets("RIFF"), littleBytes(body.length, 4), body), found, whole: true };
  }
  function walk3(data, most) {
    const chunks = [];
    for (let at = 0; at < data.length; ) {
      const size = little(data, at + 4, 4);
      const start = at + 8;
      if (start + size > data.length || chunks.length === most) throw new Damaged();
      chunks.push({ name: nameAt(data, at), body: data.subarray(start, start + size) });
      at = start + size + size % 2;
    }
    return chunks;
  }
  function isStill(names) {
    return STILLS.some((still) => still.join() === names.join());
  }
  function pack3(name, body) {
    return [octets(name), littleBytes(body.length, 4), body, new Uint8Array(body.length % 2)];
  }
  function edit(chunk) {
    if (chunk.name === "EXIF") {
      const tiff = keep(without(chunk.body, "Exif\0\0"));
      return { body: tiff, kinds: same(tiff, chunk.body) ? [] : kinds6(chunk) };
    }
    if (chunk.name === "ICCP") {
      const { content, found } = clean(chunk.body);
      return { body: content, kinds: found };
    }
    if (chunk.body.length !== (SIZES2.get(chunk.name) ?? chunk.body.length)) throw new Damaged();
    return { body: chunk.body, kinds: [] };
  }
  function frame(body) {
    if (body.length < 16) throw new Damaged();
    const chunks = walk3(body.subarray(16), MOST_IN_FRAME);
    const kept = chunks.filter((chunk) => FRAME3.has(chunk.name));
    const there = [...FRAME3].filter((name) => kept.some((chunk) => chunk.name === name));
    if (!isStill(there) || there.length !== kept.length) throw new Damaged();
    if (kept.length === chunks.length) return { body, kinds: [] };
    const gone = chunks.filter((chunk) => !FRAME3.has(chunk.name));
    return {
      body: concat(body.subarray(0, 16), ...kept.flatMap((chunk) => pack3(chunk.name, chunk.body))),
      kinds: gone.flatMap((chunk) => [...kinds6(chunk)])
    };
  }
  function flags(body, names) {
    const told = (names.has("ICCP") ? FLAG_ICC : 0) | (names.has("EXIF") ? FLAG_EXIF : 0);
    const flag = body[0] & (FLAG_ALPHA | FLAG_ANIMATION) | told;
    return concat(Uint8Array.of(flag, 0, 0, 0), body.subarray(4, 10));
  }
  function kinds6(chunk) {
    if (chunk.name === "EXIF") return kinds3(without(chunk.body, "Exif\0\0"));
    if (chunk.name === "XMP ") return kinds(chunk.body);
    return [chunk.name === "ICCP" ? "profile" : chunk.name === "C2PA" ? "identifiers" : "other"];
  }

  // src/scrub/images.ts
  var FORMATS = /* @__PURE__ */ new Map([
    ["jpeg", clean2],
    ["png", clean3],
    ["webp", clean4]
  ]);
  function scrubImage(data) {
    const [format, type] = sniff2(data);
    const clean5 = FORMATS.get(format);
    if (!clean5) return null;
    if (data.length > IMAGE_LIMIT) return warned(format, type, "too_large");
    try {
      const { content, found, whole: whole2 } = clean5(data);
      const kinds7 = inOrder(found);
      const edited = kinds7.length ? content : null;
      return {
        format,
        type,
        found: kinds7,
        removed: kinds7,
        content: edited,
        warning: whole2 ? "" : "partial"
      };
    } catch (error) {
      if (error instanceof Damaged) return warned(format, type, "damaged");
      throw error;
    }
  }

  // src/scrub/shared.ts
  var LEAST = 8 << 20;
  function sharing(file, before, after, type, least = LEAST) {
    const most = Math.min(before.length, after.length);
    let head = 0;
    while (head < most && before[head] === after[head]) head++;
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
    if (head + tail < least) return new Blob([after], { type });
    const middle = after.slice(head, after.length - tail);
    return new Blob([file.slice(0, head), middle, file.slice(file.size - tail)], { type });
  }

  // src/scrub/files.ts
  var DOCUMENTS = /* @__PURE__ */ new Set(["pdf", "ooxml", "odf"]);
  async function scrubFile(file) {
    const head = await bytes(file.slice(0, HEAD));
    const [format, type] = sniff2(head);
    if (DOCUMENTS.has(format))
      return warned(format, type, file.size > DOCUMENT_LIMIT ? "too_large" : "browser");
    if (!format || file.size > IMAGE_LIMIT) return look(head);
    const { content, ...answer2 } = scrub(await bytes(file));
    if (!content) return { ...answer2, content };
    return { ...answer2, content: sharing(file, await bytes(file), content, type) };
  }
  function scrub(data) {
    const [format, type] = sniff2(data);
    if (format !== "heic") return scrubImage(data) ?? look(data);
    return { ...warned(format, type, "heic"), found: inOrder(kinds4(data)) };
  }
  function look(head) {
    const [format, type] = sniff2(head);
    return warned(format, type, format === "heic" ? "heic" : format ? "too_large" : "unknown");
  }
  async function bytes(file) {
    return new Uint8Array(await file.arrayBuffer());
  }

  // src/images.ts
  void serve({ scrub: scrubFile });
})();
