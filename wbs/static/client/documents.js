"use strict";
(() => {
  var __create = Object.create;
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __getProtoOf = Object.getPrototypeOf;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __commonJS = (cb, mod) => function __require() {
    try {
      return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
    } catch (e) {
      throw mod = 0, e;
    }
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
    // If the importer is in node compatibility mode or this is not an ESM
    // file that has been converted to a CommonJS file using a Babel-
    // compatible transform (i.e. "__esModule" has not been set), then set
    // "default" to the CommonJS "module.exports" for node compatibility.
    isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
    mod
  ));

  // node_modules/xmlchars/xml/1.0/ed5.js
  var require_ed5 = __commonJS({
    "node_modules/xmlchars/xml/1.0/ed5.js"(exports) {
      "use strict";
      /**
       * Character classes and associated utilities for the 5th edition of XML 1.0.
       *
       * @author Louis-Dominique Dubeau
       * @license MIT
       * @copyright Louis-Dominique Dubeau
       */
      Object.defineProperty(exports, "__esModule", { value: true });
      exports.CHAR = "	\n\r -퟿-�𐀀-􏿿";
      exports.S = " 	\r\n";
      exports.NAME_START_CHAR = ":A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿‌‍⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�𐀀-󯿿";
      exports.NAME_CHAR = "-" + exports.NAME_START_CHAR + ".0-9·̀-ͯ‿-⁀";
      exports.CHAR_RE = new RegExp("^[" + exports.CHAR + "]$", "u");
      exports.S_RE = new RegExp("^[" + exports.S + "]+$", "u");
      exports.NAME_START_CHAR_RE = new RegExp("^[" + exports.NAME_START_CHAR + "]$", "u");
      exports.NAME_CHAR_RE = new RegExp("^[" + exports.NAME_CHAR + "]$", "u");
      exports.NAME_RE = new RegExp("^[" + exports.NAME_START_CHAR + "][" + exports.NAME_CHAR + "]*$", "u");
      exports.NMTOKEN_RE = new RegExp("^[" + exports.NAME_CHAR + "]+$", "u");
      var TAB = 9;
      var NL = 10;
      var CR = 13;
      var SPACE2 = 32;
      exports.S_LIST = [SPACE2, NL, CR, TAB];
      function isChar(c) {
        return c >= SPACE2 && c <= 55295 || c === NL || c === CR || c === TAB || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
      }
      exports.isChar = isChar;
      function isS(c) {
        return c === SPACE2 || c === NL || c === CR || c === TAB;
      }
      exports.isS = isS;
      function isNameStartChar(c) {
        return c >= 65 && c <= 90 || c >= 97 && c <= 122 || c === 58 || c === 95 || c === 8204 || c === 8205 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
      }
      exports.isNameStartChar = isNameStartChar;
      function isNameChar(c) {
        return isNameStartChar(c) || c >= 48 && c <= 57 || c === 45 || c === 46 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256;
      }
      exports.isNameChar = isNameChar;
    }
  });

  // node_modules/xmlchars/xml/1.1/ed2.js
  var require_ed2 = __commonJS({
    "node_modules/xmlchars/xml/1.1/ed2.js"(exports) {
      "use strict";
      /**
       * Character classes and associated utilities for the 2nd edition of XML 1.1.
       *
       * @author Louis-Dominique Dubeau
       * @license MIT
       * @copyright Louis-Dominique Dubeau
       */
      Object.defineProperty(exports, "__esModule", { value: true });
      exports.CHAR = "-퟿-�𐀀-􏿿";
      exports.RESTRICTED_CHAR = "-\b\v\f---";
      exports.S = " 	\r\n";
      exports.NAME_START_CHAR = ":A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿‌‍⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�𐀀-󯿿";
      exports.NAME_CHAR = "-" + exports.NAME_START_CHAR + ".0-9·̀-ͯ‿-⁀";
      exports.CHAR_RE = new RegExp("^[" + exports.CHAR + "]$", "u");
      exports.RESTRICTED_CHAR_RE = new RegExp("^[" + exports.RESTRICTED_CHAR + "]$", "u");
      exports.S_RE = new RegExp("^[" + exports.S + "]+$", "u");
      exports.NAME_START_CHAR_RE = new RegExp("^[" + exports.NAME_START_CHAR + "]$", "u");
      exports.NAME_CHAR_RE = new RegExp("^[" + exports.NAME_CHAR + "]$", "u");
      exports.NAME_RE = new RegExp("^[" + exports.NAME_START_CHAR + "][" + exports.NAME_CHAR + "]*$", "u");
      exports.NMTOKEN_RE = new RegExp("^[" + exports.NAME_CHAR + "]+$", "u");
      var TAB = 9;
      var NL = 10;
      var CR = 13;
      var SPACE2 = 32;
      exports.S_LIST = [SPACE2, NL, CR, TAB];
      function isChar(c) {
        return c >= 1 && c <= 55295 || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
      }
      exports.isChar = isChar;
      function isRestrictedChar(c) {
        return c >= 1 && c <= 8 || c === 11 || c === 12 || c >= 14 && c <= 31 || c >= 127 && c <= 132 || c >= 134 && c <= 159;
      }
      exports.isRestrictedChar = isRestrictedChar;
      function isCharAndNotRestricted(c) {
        return c === 9 || c === 10 || c === 13 || c > 31 && c < 127 || c === 133 || c > 159 && c <= 55295 || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
      }
      exports.isCharAndNotRestricted = isCharAndNotRestricted;
      function isS(c) {
        return c === SPACE2 || c === NL || c === CR || c === TAB;
      }
      exports.isS = isS;
      function isNameStartChar(c) {
        return c >= 65 && c <= 90 || c >= 97 && c <= 122 || c === 58 || c === 95 || c === 8204 || c === 8205 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
      }
      exports.isNameStartChar = isNameStartChar;
      function isNameChar(c) {
        return isNameStartChar(c) || c >= 48 && c <= 57 || c === 45 || c === 46 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256;
      }
      exports.isNameChar = isNameChar;
    }
  });

  // node_modules/xmlchars/xmlns/1.0/ed3.js
  var require_ed3 = __commonJS({
    "node_modules/xmlchars/xmlns/1.0/ed3.js"(exports) {
      "use strict";
      /**
       * Character class utilities for XML NS 1.0 edition 3.
       *
       * @author Louis-Dominique Dubeau
       * @license MIT
       * @copyright Louis-Dominique Dubeau
       */
      Object.defineProperty(exports, "__esModule", { value: true });
      exports.NC_NAME_START_CHAR = "A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿‌-‍⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�𐀀-󯿿";
      exports.NC_NAME_CHAR = "-" + exports.NC_NAME_START_CHAR + ".0-9·̀-ͯ‿-⁀";
      exports.NC_NAME_START_CHAR_RE = new RegExp("^[" + exports.NC_NAME_START_CHAR + "]$", "u");
      exports.NC_NAME_CHAR_RE = new RegExp("^[" + exports.NC_NAME_CHAR + "]$", "u");
      exports.NC_NAME_RE = new RegExp("^[" + exports.NC_NAME_START_CHAR + "][" + exports.NC_NAME_CHAR + "]*$", "u");
      function isNCNameStartChar(c) {
        return c >= 65 && c <= 90 || c === 95 || c >= 97 && c <= 122 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8204 && c <= 8205 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
      }
      exports.isNCNameStartChar = isNCNameStartChar;
      function isNCNameChar(c) {
        return isNCNameStartChar(c) || (c === 45 || c === 46 || c >= 48 && c <= 57 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256);
      }
      exports.isNCNameChar = isNCNameChar;
    }
  });

  // node_modules/saxes/saxes.js
  var require_saxes = __commonJS({
    "node_modules/saxes/saxes.js"(exports) {
      "use strict";
      Object.defineProperty(exports, "__esModule", { value: true });
      exports.SaxesParser = exports.EVENTS = void 0;
      var ed5 = require_ed5();
      var ed2 = require_ed2();
      var NSed3 = require_ed3();
      var isS = ed5.isS;
      var isChar10 = ed5.isChar;
      var isNameStartChar = ed5.isNameStartChar;
      var isNameChar = ed5.isNameChar;
      var S_LIST = ed5.S_LIST;
      var NAME_RE = ed5.NAME_RE;
      var isChar11 = ed2.isChar;
      var isNCNameStartChar = NSed3.isNCNameStartChar;
      var isNCNameChar = NSed3.isNCNameChar;
      var NC_NAME_RE = NSed3.NC_NAME_RE;
      var XML_NAMESPACE2 = "http://www.w3.org/XML/1998/namespace";
      var XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";
      var rootNS = {
        // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment
        __proto__: null,
        xml: XML_NAMESPACE2,
        xmlns: XMLNS_NAMESPACE
      };
      var XML_ENTITIES = {
        // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment
        __proto__: null,
        amp: "&",
        gt: ">",
        lt: "<",
        quot: '"',
        apos: "'"
      };
      var EOC = -1;
      var NL_LIKE = -2;
      var S_BEGIN = 0;
      var S_BEGIN_WHITESPACE = 1;
      var S_DOCTYPE = 2;
      var S_DOCTYPE_QUOTE = 3;
      var S_DTD = 4;
      var S_DTD_QUOTED = 5;
      var S_DTD_OPEN_WAKA = 6;
      var S_DTD_OPEN_WAKA_BANG = 7;
      var S_DTD_COMMENT = 8;
      var S_DTD_COMMENT_ENDING = 9;
      var S_DTD_COMMENT_ENDED = 10;
      var S_DTD_PI = 11;
      var S_DTD_PI_ENDING = 12;
      var S_TEXT = 13;
      var S_ENTITY = 14;
      var S_OPEN_WAKA = 15;
      var S_OPEN_WAKA_BANG = 16;
      var S_COMMENT = 17;
      var S_COMMENT_ENDING = 18;
      var S_COMMENT_ENDED = 19;
      var S_CDATA = 20;
      var S_CDATA_ENDING = 21;
      var S_CDATA_ENDING_2 = 22;
      var S_PI_FIRST_CHAR = 23;
      var S_PI_REST = 24;
      var S_PI_BODY = 25;
      var S_PI_ENDING = 26;
      var S_XML_DECL_NAME_START = 27;
      var S_XML_DECL_NAME = 28;
      var S_XML_DECL_EQ = 29;
      var S_XML_DECL_VALUE_START = 30;
      var S_XML_DECL_VALUE = 31;
      var S_XML_DECL_SEPARATOR = 32;
      var S_XML_DECL_ENDING = 33;
      var S_OPEN_TAG = 34;
      var S_OPEN_TAG_SLASH = 35;
      var S_ATTRIB = 36;
      var S_ATTRIB_NAME = 37;
      var S_ATTRIB_NAME_SAW_WHITE = 38;
      var S_ATTRIB_VALUE = 39;
      var S_ATTRIB_VALUE_QUOTED = 40;
      var S_ATTRIB_VALUE_CLOSED = 41;
      var S_ATTRIB_VALUE_UNQUOTED = 42;
      var S_CLOSE_TAG = 43;
      var S_CLOSE_TAG_SAW_WHITE = 44;
      var TAB = 9;
      var NL = 10;
      var CR = 13;
      var SPACE2 = 32;
      var BANG = 33;
      var DQUOTE = 34;
      var AMP = 38;
      var SQUOTE = 39;
      var MINUS = 45;
      var FORWARD_SLASH = 47;
      var SEMICOLON = 59;
      var LESS2 = 60;
      var EQUAL = 61;
      var GREATER = 62;
      var QUESTION = 63;
      var OPEN_BRACKET = 91;
      var CLOSE_BRACKET = 93;
      var NEL = 133;
      var LS = 8232;
      var isQuote = (c) => c === DQUOTE || c === SQUOTE;
      var QUOTES = [DQUOTE, SQUOTE];
      var DOCTYPE_TERMINATOR = [...QUOTES, OPEN_BRACKET, GREATER];
      var DTD_TERMINATOR = [...QUOTES, LESS2, CLOSE_BRACKET];
      var XML_DECL_NAME_TERMINATOR = [EQUAL, QUESTION, ...S_LIST];
      var ATTRIB_VALUE_UNQUOTED_TERMINATOR = [...S_LIST, GREATER, AMP, LESS2];
      function nsPairCheck(parser, prefix, uri) {
        switch (prefix) {
          case "xml":
            if (uri !== XML_NAMESPACE2) {
              parser.fail(`xml prefix must be bound to ${XML_NAMESPACE2}.`);
            }
            break;
          case "xmlns":
            if (uri !== XMLNS_NAMESPACE) {
              parser.fail(`xmlns prefix must be bound to ${XMLNS_NAMESPACE}.`);
            }
            break;
          default:
        }
        switch (uri) {
          case XMLNS_NAMESPACE:
            parser.fail(prefix === "" ? `the default namespace may not be set to ${uri}.` : `may not assign a prefix (even "xmlns") to the URI ${XMLNS_NAMESPACE}.`);
            break;
          case XML_NAMESPACE2:
            switch (prefix) {
              case "xml":
                break;
              case "":
                parser.fail(`the default namespace may not be set to ${uri}.`);
                break;
              default:
                parser.fail("may not assign the xml namespace to another prefix.");
            }
            break;
          default:
        }
      }
      function nsMappingCheck(parser, mapping) {
        for (const local of Object.keys(mapping)) {
          nsPairCheck(parser, local, mapping[local]);
        }
      }
      var isNCName = (name) => NC_NAME_RE.test(name);
      var isName = (name) => NAME_RE.test(name);
      var FORBIDDEN_START = 0;
      var FORBIDDEN_BRACKET = 1;
      var FORBIDDEN_BRACKET_BRACKET = 2;
      exports.EVENTS = [
        "xmldecl",
        "text",
        "processinginstruction",
        "doctype",
        "comment",
        "opentagstart",
        "attribute",
        "opentag",
        "closetag",
        "cdata",
        "error",
        "end",
        "ready"
      ];
      var EVENT_NAME_TO_HANDLER_NAME = {
        xmldecl: "xmldeclHandler",
        text: "textHandler",
        processinginstruction: "piHandler",
        doctype: "doctypeHandler",
        comment: "commentHandler",
        opentagstart: "openTagStartHandler",
        attribute: "attributeHandler",
        opentag: "openTagHandler",
        closetag: "closeTagHandler",
        cdata: "cdataHandler",
        error: "errorHandler",
        end: "endHandler",
        ready: "readyHandler"
      };
      var SaxesParser2 = class {
        /**
         * @param opt The parser options.
         */
        constructor(opt) {
          this.opt = opt !== null && opt !== void 0 ? opt : {};
          this.fragmentOpt = !!this.opt.fragment;
          const xmlnsOpt = this.xmlnsOpt = !!this.opt.xmlns;
          this.trackPosition = this.opt.position !== false;
          this.fileName = this.opt.fileName;
          if (xmlnsOpt) {
            this.nameStartCheck = isNCNameStartChar;
            this.nameCheck = isNCNameChar;
            this.isName = isNCName;
            this.processAttribs = this.processAttribsNS;
            this.pushAttrib = this.pushAttribNS;
            this.ns = Object.assign({ __proto__: null }, rootNS);
            const additional = this.opt.additionalNamespaces;
            if (additional != null) {
              nsMappingCheck(this, additional);
              Object.assign(this.ns, additional);
            }
          } else {
            this.nameStartCheck = isNameStartChar;
            this.nameCheck = isNameChar;
            this.isName = isName;
            this.processAttribs = this.processAttribsPlain;
            this.pushAttrib = this.pushAttribPlain;
          }
          this.stateTable = [
            /* eslint-disable @typescript-eslint/unbound-method */
            this.sBegin,
            this.sBeginWhitespace,
            this.sDoctype,
            this.sDoctypeQuote,
            this.sDTD,
            this.sDTDQuoted,
            this.sDTDOpenWaka,
            this.sDTDOpenWakaBang,
            this.sDTDComment,
            this.sDTDCommentEnding,
            this.sDTDCommentEnded,
            this.sDTDPI,
            this.sDTDPIEnding,
            this.sText,
            this.sEntity,
            this.sOpenWaka,
            this.sOpenWakaBang,
            this.sComment,
            this.sCommentEnding,
            this.sCommentEnded,
            this.sCData,
            this.sCDataEnding,
            this.sCDataEnding2,
            this.sPIFirstChar,
            this.sPIRest,
            this.sPIBody,
            this.sPIEnding,
            this.sXMLDeclNameStart,
            this.sXMLDeclName,
            this.sXMLDeclEq,
            this.sXMLDeclValueStart,
            this.sXMLDeclValue,
            this.sXMLDeclSeparator,
            this.sXMLDeclEnding,
            this.sOpenTag,
            this.sOpenTagSlash,
            this.sAttrib,
            this.sAttribName,
            this.sAttribNameSawWhite,
            this.sAttribValue,
            this.sAttribValueQuoted,
            this.sAttribValueClosed,
            this.sAttribValueUnquoted,
            this.sCloseTag,
            this.sCloseTagSawWhite
            /* eslint-enable @typescript-eslint/unbound-method */
          ];
          this._init();
        }
        /**
         * Indicates whether or not the parser is closed. If ``true``, wait for
         * the ``ready`` event to write again.
         */
        get closed() {
          return this._closed;
        }
        _init() {
          var _a;
          this.openWakaBang = "";
          this.text = "";
          this.name = "";
          this.piTarget = "";
          this.entity = "";
          this.q = null;
          this.tags = [];
          this.tag = null;
          this.topNS = null;
          this.chunk = "";
          this.chunkPosition = 0;
          this.i = 0;
          this.prevI = 0;
          this.carriedFromPrevious = void 0;
          this.forbiddenState = FORBIDDEN_START;
          this.attribList = [];
          const { fragmentOpt } = this;
          this.state = fragmentOpt ? S_TEXT : S_BEGIN;
          this.reportedTextBeforeRoot = this.reportedTextAfterRoot = this.closedRoot = this.sawRoot = fragmentOpt;
          this.xmlDeclPossible = !fragmentOpt;
          this.xmlDeclExpects = ["version"];
          this.entityReturnState = void 0;
          let { defaultXMLVersion } = this.opt;
          if (defaultXMLVersion === void 0) {
            if (this.opt.forceXMLVersion === true) {
              throw new Error("forceXMLVersion set but defaultXMLVersion is not set");
            }
            defaultXMLVersion = "1.0";
          }
          this.setXMLVersion(defaultXMLVersion);
          this.positionAtNewLine = 0;
          this.doctype = false;
          this._closed = false;
          this.xmlDecl = {
            version: void 0,
            encoding: void 0,
            standalone: void 0
          };
          this.line = 1;
          this.column = 0;
          this.ENTITIES = Object.create(XML_ENTITIES);
          (_a = this.readyHandler) === null || _a === void 0 ? void 0 : _a.call(this);
        }
        /**
         * The stream position the parser is currently looking at. This field is
         * zero-based.
         *
         * This field is not based on counting Unicode characters but is to be
         * interpreted as a plain index into a JavaScript string.
         */
        get position() {
          return this.chunkPosition + this.i;
        }
        /**
         * The column number of the next character to be read by the parser.  *
         * This field is zero-based. (The first column in a line is 0.)
         *
         * This field reports the index at which the next character would be in the
         * line if the line were represented as a JavaScript string.  Note that this
         * *can* be different to a count based on the number of *Unicode characters*
         * due to how JavaScript handles astral plane characters.
         *
         * See [[column]] for a number that corresponds to a count of Unicode
         * characters.
         */
        get columnIndex() {
          return this.position - this.positionAtNewLine;
        }
        /**
         * Set an event listener on an event. The parser supports one handler per
         * event type. If you try to set an event handler over an existing handler,
         * the old handler is silently overwritten.
         *
         * @param name The event to listen to.
         *
         * @param handler The handler to set.
         */
        on(name, handler) {
          this[EVENT_NAME_TO_HANDLER_NAME[name]] = handler;
        }
        /**
         * Unset an event handler.
         *
         * @parma name The event to stop listening to.
         */
        off(name) {
          this[EVENT_NAME_TO_HANDLER_NAME[name]] = void 0;
        }
        /**
         * Make an error object. The error object will have a message that contains
         * the ``fileName`` option passed at the creation of the parser. If position
         * tracking was turned on, it will also have line and column number
         * information.
         *
         * @param message The message describing the error to report.
         *
         * @returns An error object with a properly formatted message.
         */
        makeError(message) {
          var _a;
          let msg = (_a = this.fileName) !== null && _a !== void 0 ? _a : "";
          if (this.trackPosition) {
            if (msg.length > 0) {
              msg += ":";
            }
            msg += `${this.line}:${this.column}`;
          }
          if (msg.length > 0) {
            msg += ": ";
          }
          return new Error(msg + message);
        }
        /**
         * Report a parsing error. This method is made public so that client code may
         * check for issues that are outside the scope of this project and can report
         * errors.
         *
         * @param message The error to report.
         *
         * @returns this
         */
        fail(message) {
          const err2 = this.makeError(message);
          const handler = this.errorHandler;
          if (handler === void 0) {
            throw err2;
          } else {
            handler(err2);
          }
          return this;
        }
        /**
         * Write a XML data to the parser.
         *
         * @param chunk The XML data to write.
         *
         * @returns this
         */
        // We do need object for the type here. Yes, it often causes problems
        // but not in this case.
        write(chunk) {
          if (this.closed) {
            return this.fail("cannot write after close; assign an onready handler.");
          }
          let end2 = false;
          if (chunk === null) {
            end2 = true;
            chunk = "";
          } else if (typeof chunk === "object") {
            chunk = chunk.toString();
          }
          if (this.carriedFromPrevious !== void 0) {
            chunk = `${this.carriedFromPrevious}${chunk}`;
            this.carriedFromPrevious = void 0;
          }
          let limit = chunk.length;
          const lastCode = chunk.charCodeAt(limit - 1);
          if (!end2 && // A trailing CR or surrogate must be carried over to the next
          // chunk.
          (lastCode === CR || lastCode >= 55296 && lastCode <= 56319)) {
            this.carriedFromPrevious = chunk[limit - 1];
            limit--;
            chunk = chunk.slice(0, limit);
          }
          const { stateTable } = this;
          this.chunk = chunk;
          this.i = 0;
          while (this.i < limit) {
            stateTable[this.state].call(this);
          }
          this.chunkPosition += limit;
          return end2 ? this.end() : this;
        }
        /**
         * Close the current stream. Perform final well-formedness checks and reset
         * the parser tstate.
         *
         * @returns this
         */
        close() {
          return this.write(null);
        }
        /**
         * Get a single code point out of the current chunk. This updates the current
         * position if we do position tracking.
         *
         * This is the algorithm to use for XML 1.0.
         *
         * @returns The character read.
         */
        getCode10() {
          const { chunk, i } = this;
          this.prevI = i;
          this.i = i + 1;
          if (i >= chunk.length) {
            return EOC;
          }
          const code = chunk.charCodeAt(i);
          this.column++;
          if (code < 55296) {
            if (code >= SPACE2 || code === TAB) {
              return code;
            }
            switch (code) {
              case NL:
                this.line++;
                this.column = 0;
                this.positionAtNewLine = this.position;
                return NL;
              case CR:
                if (chunk.charCodeAt(i + 1) === NL) {
                  this.i = i + 2;
                }
                this.line++;
                this.column = 0;
                this.positionAtNewLine = this.position;
                return NL_LIKE;
              default:
                this.fail("disallowed character.");
                return code;
            }
          }
          if (code > 56319) {
            if (!(code >= 57344 && code <= 65533)) {
              this.fail("disallowed character.");
            }
            return code;
          }
          const final = 65536 + (code - 55296) * 1024 + (chunk.charCodeAt(i + 1) - 56320);
          this.i = i + 2;
          if (final > 1114111) {
            this.fail("disallowed character.");
          }
          return final;
        }
        /**
         * Get a single code point out of the current chunk. This updates the current
         * position if we do position tracking.
         *
         * This is the algorithm to use for XML 1.1.
         *
         * @returns {number} The character read.
         */
        getCode11() {
          const { chunk, i } = this;
          this.prevI = i;
          this.i = i + 1;
          if (i >= chunk.length) {
            return EOC;
          }
          const code = chunk.charCodeAt(i);
          this.column++;
          if (code < 55296) {
            if (code > 31 && code < 127 || code > 159 && code !== LS || code === TAB) {
              return code;
            }
            switch (code) {
              case NL:
                this.line++;
                this.column = 0;
                this.positionAtNewLine = this.position;
                return NL;
              case CR: {
                const next = chunk.charCodeAt(i + 1);
                if (next === NL || next === NEL) {
                  this.i = i + 2;
                }
              }
              /* yes, fall through */
              case NEL:
              // 0x85
              case LS:
                this.line++;
                this.column = 0;
                this.positionAtNewLine = this.position;
                return NL_LIKE;
              default:
                this.fail("disallowed character.");
                return code;
            }
          }
          if (code > 56319) {
            if (!(code >= 57344 && code <= 65533)) {
              this.fail("disallowed character.");
            }
            return code;
          }
          const final = 65536 + (code - 55296) * 1024 + (chunk.charCodeAt(i + 1) - 56320);
          this.i = i + 2;
          if (final > 1114111) {
            this.fail("disallowed character.");
          }
          return final;
        }
        /**
         * Like ``getCode`` but with the return value normalized so that ``NL`` is
         * returned for ``NL_LIKE``.
         */
        getCodeNorm() {
          const c = this.getCode();
          return c === NL_LIKE ? NL : c;
        }
        unget() {
          this.i = this.prevI;
          this.column--;
        }
        /**
         * Capture characters into a buffer until encountering one of a set of
         * characters.
         *
         * @param chars An array of codepoints. Encountering a character in the array
         * ends the capture. (``chars`` may safely contain ``NL``.)
         *
         * @return The character code that made the capture end, or ``EOC`` if we hit
         * the end of the chunk. The return value cannot be NL_LIKE: NL is returned
         * instead.
         */
        captureTo(chars) {
          let { i: start2 } = this;
          const { chunk } = this;
          while (true) {
            const c = this.getCode();
            const isNLLike = c === NL_LIKE;
            const final = isNLLike ? NL : c;
            if (final === EOC || chars.includes(final)) {
              this.text += chunk.slice(start2, this.prevI);
              return final;
            }
            if (isNLLike) {
              this.text += `${chunk.slice(start2, this.prevI)}
`;
              start2 = this.i;
            }
          }
        }
        /**
         * Capture characters into a buffer until encountering a character.
         *
         * @param char The codepoint that ends the capture. **NOTE ``char`` MAY NOT
         * CONTAIN ``NL``.** Passing ``NL`` will result in buggy behavior.
         *
         * @return ``true`` if we ran into the character. Otherwise, we ran into the
         * end of the current chunk.
         */
        captureToChar(char) {
          let { i: start2 } = this;
          const { chunk } = this;
          while (true) {
            let c = this.getCode();
            switch (c) {
              case NL_LIKE:
                this.text += `${chunk.slice(start2, this.prevI)}
`;
                start2 = this.i;
                c = NL;
                break;
              case EOC:
                this.text += chunk.slice(start2);
                return false;
              default:
            }
            if (c === char) {
              this.text += chunk.slice(start2, this.prevI);
              return true;
            }
          }
        }
        /**
         * Capture characters that satisfy ``isNameChar`` into the ``name`` field of
         * this parser.
         *
         * @return The character code that made the test fail, or ``EOC`` if we hit
         * the end of the chunk. The return value cannot be NL_LIKE: NL is returned
         * instead.
         */
        captureNameChars() {
          const { chunk, i: start2 } = this;
          while (true) {
            const c = this.getCode();
            if (c === EOC) {
              this.name += chunk.slice(start2);
              return EOC;
            }
            if (!isNameChar(c)) {
              this.name += chunk.slice(start2, this.prevI);
              return c === NL_LIKE ? NL : c;
            }
          }
        }
        /**
         * Skip white spaces.
         *
         * @return The character that ended the skip, or ``EOC`` if we hit
         * the end of the chunk. The return value cannot be NL_LIKE: NL is returned
         * instead.
         */
        skipSpaces() {
          while (true) {
            const c = this.getCodeNorm();
            if (c === EOC || !isS(c)) {
              return c;
            }
          }
        }
        setXMLVersion(version) {
          this.currentXMLVersion = version;
          if (version === "1.0") {
            this.isChar = isChar10;
            this.getCode = this.getCode10;
          } else {
            this.isChar = isChar11;
            this.getCode = this.getCode11;
          }
        }
        // STATE ENGINE METHODS
        // This needs to be a state separate from S_BEGIN_WHITESPACE because we want
        // to be sure never to come back to this state later.
        sBegin() {
          if (this.chunk.charCodeAt(0) === 65279) {
            this.i++;
            this.column++;
          }
          this.state = S_BEGIN_WHITESPACE;
        }
        sBeginWhitespace() {
          const iBefore = this.i;
          const c = this.skipSpaces();
          if (this.prevI !== iBefore) {
            this.xmlDeclPossible = false;
          }
          switch (c) {
            case LESS2:
              this.state = S_OPEN_WAKA;
              if (this.text.length !== 0) {
                throw new Error("no-empty text at start");
              }
              break;
            case EOC:
              break;
            default:
              this.unget();
              this.state = S_TEXT;
              this.xmlDeclPossible = false;
          }
        }
        sDoctype() {
          var _a;
          const c = this.captureTo(DOCTYPE_TERMINATOR);
          switch (c) {
            case GREATER: {
              (_a = this.doctypeHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.text);
              this.text = "";
              this.state = S_TEXT;
              this.doctype = true;
              break;
            }
            case EOC:
              break;
            default:
              this.text += String.fromCodePoint(c);
              if (c === OPEN_BRACKET) {
                this.state = S_DTD;
              } else if (isQuote(c)) {
                this.state = S_DOCTYPE_QUOTE;
                this.q = c;
              }
          }
        }
        sDoctypeQuote() {
          const q = this.q;
          if (this.captureToChar(q)) {
            this.text += String.fromCodePoint(q);
            this.q = null;
            this.state = S_DOCTYPE;
          }
        }
        sDTD() {
          const c = this.captureTo(DTD_TERMINATOR);
          if (c === EOC) {
            return;
          }
          this.text += String.fromCodePoint(c);
          if (c === CLOSE_BRACKET) {
            this.state = S_DOCTYPE;
          } else if (c === LESS2) {
            this.state = S_DTD_OPEN_WAKA;
          } else if (isQuote(c)) {
            this.state = S_DTD_QUOTED;
            this.q = c;
          }
        }
        sDTDQuoted() {
          const q = this.q;
          if (this.captureToChar(q)) {
            this.text += String.fromCodePoint(q);
            this.state = S_DTD;
            this.q = null;
          }
        }
        sDTDOpenWaka() {
          const c = this.getCodeNorm();
          this.text += String.fromCodePoint(c);
          switch (c) {
            case BANG:
              this.state = S_DTD_OPEN_WAKA_BANG;
              this.openWakaBang = "";
              break;
            case QUESTION:
              this.state = S_DTD_PI;
              break;
            default:
              this.state = S_DTD;
          }
        }
        sDTDOpenWakaBang() {
          const char = String.fromCodePoint(this.getCodeNorm());
          const owb = this.openWakaBang += char;
          this.text += char;
          if (owb !== "-") {
            this.state = owb === "--" ? S_DTD_COMMENT : S_DTD;
            this.openWakaBang = "";
          }
        }
        sDTDComment() {
          if (this.captureToChar(MINUS)) {
            this.text += "-";
            this.state = S_DTD_COMMENT_ENDING;
          }
        }
        sDTDCommentEnding() {
          const c = this.getCodeNorm();
          this.text += String.fromCodePoint(c);
          this.state = c === MINUS ? S_DTD_COMMENT_ENDED : S_DTD_COMMENT;
        }
        sDTDCommentEnded() {
          const c = this.getCodeNorm();
          this.text += String.fromCodePoint(c);
          if (c === GREATER) {
            this.state = S_DTD;
          } else {
            this.fail("malformed comment.");
            this.state = S_DTD_COMMENT;
          }
        }
        sDTDPI() {
          if (this.captureToChar(QUESTION)) {
            this.text += "?";
            this.state = S_DTD_PI_ENDING;
          }
        }
        sDTDPIEnding() {
          const c = this.getCodeNorm();
          this.text += String.fromCodePoint(c);
          if (c === GREATER) {
            this.state = S_DTD;
          }
        }
        sText() {
          if (this.tags.length !== 0) {
            this.handleTextInRoot();
          } else {
            this.handleTextOutsideRoot();
          }
        }
        sEntity() {
          let { i: start2 } = this;
          const { chunk } = this;
          loop:
            while (true) {
              switch (this.getCode()) {
                case NL_LIKE:
                  this.entity += `${chunk.slice(start2, this.prevI)}
`;
                  start2 = this.i;
                  break;
                case SEMICOLON: {
                  const { entityReturnState } = this;
                  const entity = this.entity + chunk.slice(start2, this.prevI);
                  this.state = entityReturnState;
                  let parsed;
                  if (entity === "") {
                    this.fail("empty entity name.");
                    parsed = "&;";
                  } else {
                    parsed = this.parseEntity(entity);
                    this.entity = "";
                  }
                  if (entityReturnState !== S_TEXT || this.textHandler !== void 0) {
                    this.text += parsed;
                  }
                  break loop;
                }
                case EOC:
                  this.entity += chunk.slice(start2);
                  break loop;
                default:
              }
            }
        }
        sOpenWaka() {
          const c = this.getCode();
          if (isNameStartChar(c)) {
            this.state = S_OPEN_TAG;
            this.unget();
            this.xmlDeclPossible = false;
          } else {
            switch (c) {
              case FORWARD_SLASH:
                this.state = S_CLOSE_TAG;
                this.xmlDeclPossible = false;
                break;
              case BANG:
                this.state = S_OPEN_WAKA_BANG;
                this.openWakaBang = "";
                this.xmlDeclPossible = false;
                break;
              case QUESTION:
                this.state = S_PI_FIRST_CHAR;
                break;
              default:
                this.fail("disallowed character in tag name");
                this.state = S_TEXT;
                this.xmlDeclPossible = false;
            }
          }
        }
        sOpenWakaBang() {
          this.openWakaBang += String.fromCodePoint(this.getCodeNorm());
          switch (this.openWakaBang) {
            case "[CDATA[":
              if (!this.sawRoot && !this.reportedTextBeforeRoot) {
                this.fail("text data outside of root node.");
                this.reportedTextBeforeRoot = true;
              }
              if (this.closedRoot && !this.reportedTextAfterRoot) {
                this.fail("text data outside of root node.");
                this.reportedTextAfterRoot = true;
              }
              this.state = S_CDATA;
              this.openWakaBang = "";
              break;
            case "--":
              this.state = S_COMMENT;
              this.openWakaBang = "";
              break;
            case "DOCTYPE":
              this.state = S_DOCTYPE;
              if (this.doctype || this.sawRoot) {
                this.fail("inappropriately located doctype declaration.");
              }
              this.openWakaBang = "";
              break;
            default:
              if (this.openWakaBang.length >= 7) {
                this.fail("incorrect syntax.");
              }
          }
        }
        sComment() {
          if (this.captureToChar(MINUS)) {
            this.state = S_COMMENT_ENDING;
          }
        }
        sCommentEnding() {
          var _a;
          const c = this.getCodeNorm();
          if (c === MINUS) {
            this.state = S_COMMENT_ENDED;
            (_a = this.commentHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.text);
            this.text = "";
          } else {
            this.text += `-${String.fromCodePoint(c)}`;
            this.state = S_COMMENT;
          }
        }
        sCommentEnded() {
          const c = this.getCodeNorm();
          if (c !== GREATER) {
            this.fail("malformed comment.");
            this.text += `--${String.fromCodePoint(c)}`;
            this.state = S_COMMENT;
          } else {
            this.state = S_TEXT;
          }
        }
        sCData() {
          if (this.captureToChar(CLOSE_BRACKET)) {
            this.state = S_CDATA_ENDING;
          }
        }
        sCDataEnding() {
          const c = this.getCodeNorm();
          if (c === CLOSE_BRACKET) {
            this.state = S_CDATA_ENDING_2;
          } else {
            this.text += `]${String.fromCodePoint(c)}`;
            this.state = S_CDATA;
          }
        }
        sCDataEnding2() {
          var _a;
          const c = this.getCodeNorm();
          switch (c) {
            case GREATER: {
              (_a = this.cdataHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.text);
              this.text = "";
              this.state = S_TEXT;
              break;
            }
            case CLOSE_BRACKET:
              this.text += "]";
              break;
            default:
              this.text += `]]${String.fromCodePoint(c)}`;
              this.state = S_CDATA;
          }
        }
        // We need this separate state to check the first character fo the pi target
        // with this.nameStartCheck which allows less characters than this.nameCheck.
        sPIFirstChar() {
          const c = this.getCodeNorm();
          if (this.nameStartCheck(c)) {
            this.piTarget += String.fromCodePoint(c);
            this.state = S_PI_REST;
          } else if (c === QUESTION || isS(c)) {
            this.fail("processing instruction without a target.");
            this.state = c === QUESTION ? S_PI_ENDING : S_PI_BODY;
          } else {
            this.fail("disallowed character in processing instruction name.");
            this.piTarget += String.fromCodePoint(c);
            this.state = S_PI_REST;
          }
        }
        sPIRest() {
          const { chunk, i: start2 } = this;
          while (true) {
            const c = this.getCodeNorm();
            if (c === EOC) {
              this.piTarget += chunk.slice(start2);
              return;
            }
            if (!this.nameCheck(c)) {
              this.piTarget += chunk.slice(start2, this.prevI);
              const isQuestion = c === QUESTION;
              if (isQuestion || isS(c)) {
                if (this.piTarget === "xml") {
                  if (!this.xmlDeclPossible) {
                    this.fail("an XML declaration must be at the start of the document.");
                  }
                  this.state = isQuestion ? S_XML_DECL_ENDING : S_XML_DECL_NAME_START;
                } else {
                  this.state = isQuestion ? S_PI_ENDING : S_PI_BODY;
                }
              } else {
                this.fail("disallowed character in processing instruction name.");
                this.piTarget += String.fromCodePoint(c);
              }
              break;
            }
          }
        }
        sPIBody() {
          if (this.text.length === 0) {
            const c = this.getCodeNorm();
            if (c === QUESTION) {
              this.state = S_PI_ENDING;
            } else if (!isS(c)) {
              this.text = String.fromCodePoint(c);
            }
          } else if (this.captureToChar(QUESTION)) {
            this.state = S_PI_ENDING;
          }
        }
        sPIEnding() {
          var _a;
          const c = this.getCodeNorm();
          if (c === GREATER) {
            const { piTarget } = this;
            if (piTarget.toLowerCase() === "xml") {
              this.fail("the XML declaration must appear at the start of the document.");
            }
            (_a = this.piHandler) === null || _a === void 0 ? void 0 : _a.call(this, {
              target: piTarget,
              body: this.text
            });
            this.piTarget = this.text = "";
            this.state = S_TEXT;
          } else if (c === QUESTION) {
            this.text += "?";
          } else {
            this.text += `?${String.fromCodePoint(c)}`;
            this.state = S_PI_BODY;
          }
          this.xmlDeclPossible = false;
        }
        sXMLDeclNameStart() {
          const c = this.skipSpaces();
          if (c === QUESTION) {
            this.state = S_XML_DECL_ENDING;
            return;
          }
          if (c !== EOC) {
            this.state = S_XML_DECL_NAME;
            this.name = String.fromCodePoint(c);
          }
        }
        sXMLDeclName() {
          const c = this.captureTo(XML_DECL_NAME_TERMINATOR);
          if (c === QUESTION) {
            this.state = S_XML_DECL_ENDING;
            this.name += this.text;
            this.text = "";
            this.fail("XML declaration is incomplete.");
            return;
          }
          if (!(isS(c) || c === EQUAL)) {
            return;
          }
          this.name += this.text;
          this.text = "";
          if (!this.xmlDeclExpects.includes(this.name)) {
            switch (this.name.length) {
              case 0:
                this.fail("did not expect any more name/value pairs.");
                break;
              case 1:
                this.fail(`expected the name ${this.xmlDeclExpects[0]}.`);
                break;
              default:
                this.fail(`expected one of ${this.xmlDeclExpects.join(", ")}`);
            }
          }
          this.state = c === EQUAL ? S_XML_DECL_VALUE_START : S_XML_DECL_EQ;
        }
        sXMLDeclEq() {
          const c = this.getCodeNorm();
          if (c === QUESTION) {
            this.state = S_XML_DECL_ENDING;
            this.fail("XML declaration is incomplete.");
            return;
          }
          if (isS(c)) {
            return;
          }
          if (c !== EQUAL) {
            this.fail("value required.");
          }
          this.state = S_XML_DECL_VALUE_START;
        }
        sXMLDeclValueStart() {
          const c = this.getCodeNorm();
          if (c === QUESTION) {
            this.state = S_XML_DECL_ENDING;
            this.fail("XML declaration is incomplete.");
            return;
          }
          if (isS(c)) {
            return;
          }
          if (!isQuote(c)) {
            this.fail("value must be quoted.");
            this.q = SPACE2;
          } else {
            this.q = c;
          }
          this.state = S_XML_DECL_VALUE;
        }
        sXMLDeclValue() {
          const c = this.captureTo([this.q, QUESTION]);
          if (c === QUESTION) {
            this.state = S_XML_DECL_ENDING;
            this.text = "";
            this.fail("XML declaration is incomplete.");
            return;
          }
          if (c === EOC) {
            return;
          }
          const value2 = this.text;
          this.text = "";
          switch (this.name) {
            case "version": {
              this.xmlDeclExpects = ["encoding", "standalone"];
              const version = value2;
              this.xmlDecl.version = version;
              if (!/^1\.[0-9]+$/.test(version)) {
                this.fail("version number must match /^1\\.[0-9]+$/.");
              } else if (!this.opt.forceXMLVersion) {
                this.setXMLVersion(version);
              }
              break;
            }
            case "encoding":
              if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(value2)) {
                this.fail("encoding value must match /^[A-Za-z0-9][A-Za-z0-9._-]*$/.");
              }
              this.xmlDeclExpects = ["standalone"];
              this.xmlDecl.encoding = value2;
              break;
            case "standalone":
              if (value2 !== "yes" && value2 !== "no") {
                this.fail('standalone value must match "yes" or "no".');
              }
              this.xmlDeclExpects = [];
              this.xmlDecl.standalone = value2;
              break;
            default:
          }
          this.name = "";
          this.state = S_XML_DECL_SEPARATOR;
        }
        sXMLDeclSeparator() {
          const c = this.getCodeNorm();
          if (c === QUESTION) {
            this.state = S_XML_DECL_ENDING;
            return;
          }
          if (!isS(c)) {
            this.fail("whitespace required.");
            this.unget();
          }
          this.state = S_XML_DECL_NAME_START;
        }
        sXMLDeclEnding() {
          var _a;
          const c = this.getCodeNorm();
          if (c === GREATER) {
            if (this.piTarget !== "xml") {
              this.fail("processing instructions are not allowed before root.");
            } else if (this.name !== "version" && this.xmlDeclExpects.includes("version")) {
              this.fail("XML declaration must contain a version.");
            }
            (_a = this.xmldeclHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.xmlDecl);
            this.name = "";
            this.piTarget = this.text = "";
            this.state = S_TEXT;
          } else {
            this.fail("The character ? is disallowed anywhere in XML declarations.");
          }
          this.xmlDeclPossible = false;
        }
        sOpenTag() {
          var _a;
          const c = this.captureNameChars();
          if (c === EOC) {
            return;
          }
          const tag = this.tag = {
            name: this.name,
            attributes: /* @__PURE__ */ Object.create(null)
          };
          this.name = "";
          if (this.xmlnsOpt) {
            this.topNS = tag.ns = /* @__PURE__ */ Object.create(null);
          }
          (_a = this.openTagStartHandler) === null || _a === void 0 ? void 0 : _a.call(this, tag);
          this.sawRoot = true;
          if (!this.fragmentOpt && this.closedRoot) {
            this.fail("documents may contain only one root.");
          }
          switch (c) {
            case GREATER:
              this.openTag();
              break;
            case FORWARD_SLASH:
              this.state = S_OPEN_TAG_SLASH;
              break;
            default:
              if (!isS(c)) {
                this.fail("disallowed character in tag name.");
              }
              this.state = S_ATTRIB;
          }
        }
        sOpenTagSlash() {
          if (this.getCode() === GREATER) {
            this.openSelfClosingTag();
          } else {
            this.fail("forward-slash in opening tag not followed by >.");
            this.state = S_ATTRIB;
          }
        }
        sAttrib() {
          const c = this.skipSpaces();
          if (c === EOC) {
            return;
          }
          if (isNameStartChar(c)) {
            this.unget();
            this.state = S_ATTRIB_NAME;
          } else if (c === GREATER) {
            this.openTag();
          } else if (c === FORWARD_SLASH) {
            this.state = S_OPEN_TAG_SLASH;
          } else {
            this.fail("disallowed character in attribute name.");
          }
        }
        sAttribName() {
          const c = this.captureNameChars();
          if (c === EQUAL) {
            this.state = S_ATTRIB_VALUE;
          } else if (isS(c)) {
            this.state = S_ATTRIB_NAME_SAW_WHITE;
          } else if (c === GREATER) {
            this.fail("attribute without value.");
            this.pushAttrib(this.name, this.name);
            this.name = this.text = "";
            this.openTag();
          } else if (c !== EOC) {
            this.fail("disallowed character in attribute name.");
          }
        }
        sAttribNameSawWhite() {
          const c = this.skipSpaces();
          switch (c) {
            case EOC:
              return;
            case EQUAL:
              this.state = S_ATTRIB_VALUE;
              break;
            default:
              this.fail("attribute without value.");
              this.text = "";
              this.name = "";
              if (c === GREATER) {
                this.openTag();
              } else if (isNameStartChar(c)) {
                this.unget();
                this.state = S_ATTRIB_NAME;
              } else {
                this.fail("disallowed character in attribute name.");
                this.state = S_ATTRIB;
              }
          }
        }
        sAttribValue() {
          const c = this.getCodeNorm();
          if (isQuote(c)) {
            this.q = c;
            this.state = S_ATTRIB_VALUE_QUOTED;
          } else if (!isS(c)) {
            this.fail("unquoted attribute value.");
            this.state = S_ATTRIB_VALUE_UNQUOTED;
            this.unget();
          }
        }
        sAttribValueQuoted() {
          const { q, chunk } = this;
          let { i: start2 } = this;
          while (true) {
            switch (this.getCode()) {
              case q:
                this.pushAttrib(this.name, this.text + chunk.slice(start2, this.prevI));
                this.name = this.text = "";
                this.q = null;
                this.state = S_ATTRIB_VALUE_CLOSED;
                return;
              case AMP:
                this.text += chunk.slice(start2, this.prevI);
                this.state = S_ENTITY;
                this.entityReturnState = S_ATTRIB_VALUE_QUOTED;
                return;
              case NL:
              case NL_LIKE:
              case TAB:
                this.text += `${chunk.slice(start2, this.prevI)} `;
                start2 = this.i;
                break;
              case LESS2:
                this.text += chunk.slice(start2, this.prevI);
                this.fail("disallowed character.");
                return;
              case EOC:
                this.text += chunk.slice(start2);
                return;
              default:
            }
          }
        }
        sAttribValueClosed() {
          const c = this.getCodeNorm();
          if (isS(c)) {
            this.state = S_ATTRIB;
          } else if (c === GREATER) {
            this.openTag();
          } else if (c === FORWARD_SLASH) {
            this.state = S_OPEN_TAG_SLASH;
          } else if (isNameStartChar(c)) {
            this.fail("no whitespace between attributes.");
            this.unget();
            this.state = S_ATTRIB_NAME;
          } else {
            this.fail("disallowed character in attribute name.");
          }
        }
        sAttribValueUnquoted() {
          const c = this.captureTo(ATTRIB_VALUE_UNQUOTED_TERMINATOR);
          switch (c) {
            case AMP:
              this.state = S_ENTITY;
              this.entityReturnState = S_ATTRIB_VALUE_UNQUOTED;
              break;
            case LESS2:
              this.fail("disallowed character.");
              break;
            case EOC:
              break;
            default:
              if (this.text.includes("]]>")) {
                this.fail('the string "]]>" is disallowed in char data.');
              }
              this.pushAttrib(this.name, this.text);
              this.name = this.text = "";
              if (c === GREATER) {
                this.openTag();
              } else {
                this.state = S_ATTRIB;
              }
          }
        }
        sCloseTag() {
          const c = this.captureNameChars();
          if (c === GREATER) {
            this.closeTag();
          } else if (isS(c)) {
            this.state = S_CLOSE_TAG_SAW_WHITE;
          } else if (c !== EOC) {
            this.fail("disallowed character in closing tag.");
          }
        }
        sCloseTagSawWhite() {
          switch (this.skipSpaces()) {
            case GREATER:
              this.closeTag();
              break;
            case EOC:
              break;
            default:
              this.fail("disallowed character in closing tag.");
          }
        }
        // END OF STATE ENGINE METHODS
        handleTextInRoot() {
          let { i: start2, forbiddenState } = this;
          const { chunk, textHandler: handler } = this;
          scanLoop:
            while (true) {
              switch (this.getCode()) {
                case LESS2: {
                  this.state = S_OPEN_WAKA;
                  if (handler !== void 0) {
                    const { text: text4 } = this;
                    const slice = chunk.slice(start2, this.prevI);
                    if (text4.length !== 0) {
                      handler(text4 + slice);
                      this.text = "";
                    } else if (slice.length !== 0) {
                      handler(slice);
                    }
                  }
                  forbiddenState = FORBIDDEN_START;
                  break scanLoop;
                }
                case AMP:
                  this.state = S_ENTITY;
                  this.entityReturnState = S_TEXT;
                  if (handler !== void 0) {
                    this.text += chunk.slice(start2, this.prevI);
                  }
                  forbiddenState = FORBIDDEN_START;
                  break scanLoop;
                case CLOSE_BRACKET:
                  switch (forbiddenState) {
                    case FORBIDDEN_START:
                      forbiddenState = FORBIDDEN_BRACKET;
                      break;
                    case FORBIDDEN_BRACKET:
                      forbiddenState = FORBIDDEN_BRACKET_BRACKET;
                      break;
                    case FORBIDDEN_BRACKET_BRACKET:
                      break;
                    default:
                      throw new Error("impossible state");
                  }
                  break;
                case GREATER:
                  if (forbiddenState === FORBIDDEN_BRACKET_BRACKET) {
                    this.fail('the string "]]>" is disallowed in char data.');
                  }
                  forbiddenState = FORBIDDEN_START;
                  break;
                case NL_LIKE:
                  if (handler !== void 0) {
                    this.text += `${chunk.slice(start2, this.prevI)}
`;
                  }
                  start2 = this.i;
                  forbiddenState = FORBIDDEN_START;
                  break;
                case EOC:
                  if (handler !== void 0) {
                    this.text += chunk.slice(start2);
                  }
                  break scanLoop;
                default:
                  forbiddenState = FORBIDDEN_START;
              }
            }
          this.forbiddenState = forbiddenState;
        }
        handleTextOutsideRoot() {
          let { i: start2 } = this;
          const { chunk, textHandler: handler } = this;
          let nonSpace = false;
          outRootLoop:
            while (true) {
              const code = this.getCode();
              switch (code) {
                case LESS2: {
                  this.state = S_OPEN_WAKA;
                  if (handler !== void 0) {
                    const { text: text4 } = this;
                    const slice = chunk.slice(start2, this.prevI);
                    if (text4.length !== 0) {
                      handler(text4 + slice);
                      this.text = "";
                    } else if (slice.length !== 0) {
                      handler(slice);
                    }
                  }
                  break outRootLoop;
                }
                case AMP:
                  this.state = S_ENTITY;
                  this.entityReturnState = S_TEXT;
                  if (handler !== void 0) {
                    this.text += chunk.slice(start2, this.prevI);
                  }
                  nonSpace = true;
                  break outRootLoop;
                case NL_LIKE:
                  if (handler !== void 0) {
                    this.text += `${chunk.slice(start2, this.prevI)}
`;
                  }
                  start2 = this.i;
                  break;
                case EOC:
                  if (handler !== void 0) {
                    this.text += chunk.slice(start2);
                  }
                  break outRootLoop;
                default:
                  if (!isS(code)) {
                    nonSpace = true;
                  }
              }
            }
          if (!nonSpace) {
            return;
          }
          if (!this.sawRoot && !this.reportedTextBeforeRoot) {
            this.fail("text data outside of root node.");
            this.reportedTextBeforeRoot = true;
          }
          if (this.closedRoot && !this.reportedTextAfterRoot) {
            this.fail("text data outside of root node.");
            this.reportedTextAfterRoot = true;
          }
        }
        pushAttribNS(name, value2) {
          var _a;
          const { prefix, local } = this.qname(name);
          const attr = { name, prefix, local, value: value2 };
          this.attribList.push(attr);
          (_a = this.attributeHandler) === null || _a === void 0 ? void 0 : _a.call(this, attr);
          if (prefix === "xmlns") {
            const trimmed = value2.trim();
            if (this.currentXMLVersion === "1.0" && trimmed === "") {
              this.fail("invalid attempt to undefine prefix in XML 1.0");
            }
            this.topNS[local] = trimmed;
            nsPairCheck(this, local, trimmed);
          } else if (name === "xmlns") {
            const trimmed = value2.trim();
            this.topNS[""] = trimmed;
            nsPairCheck(this, "", trimmed);
          }
        }
        pushAttribPlain(name, value2) {
          var _a;
          const attr = { name, value: value2 };
          this.attribList.push(attr);
          (_a = this.attributeHandler) === null || _a === void 0 ? void 0 : _a.call(this, attr);
        }
        /**
         * End parsing. This performs final well-formedness checks and resets the
         * parser to a clean state.
         *
         * @returns this
         */
        end() {
          var _a, _b;
          if (!this.sawRoot) {
            this.fail("document must contain a root element.");
          }
          const { tags } = this;
          while (tags.length > 0) {
            const tag = tags.pop();
            this.fail(`unclosed tag: ${tag.name}`);
          }
          if (this.state !== S_BEGIN && this.state !== S_TEXT) {
            this.fail("unexpected end.");
          }
          const { text: text4 } = this;
          if (text4.length !== 0) {
            (_a = this.textHandler) === null || _a === void 0 ? void 0 : _a.call(this, text4);
            this.text = "";
          }
          this._closed = true;
          (_b = this.endHandler) === null || _b === void 0 ? void 0 : _b.call(this);
          this._init();
          return this;
        }
        /**
         * Resolve a namespace prefix.
         *
         * @param prefix The prefix to resolve.
         *
         * @returns The namespace URI or ``undefined`` if the prefix is not defined.
         */
        resolve(prefix) {
          var _a, _b;
          let uri = this.topNS[prefix];
          if (uri !== void 0) {
            return uri;
          }
          const { tags } = this;
          for (let index = tags.length - 1; index >= 0; index--) {
            uri = tags[index].ns[prefix];
            if (uri !== void 0) {
              return uri;
            }
          }
          uri = this.ns[prefix];
          if (uri !== void 0) {
            return uri;
          }
          return (_b = (_a = this.opt).resolvePrefix) === null || _b === void 0 ? void 0 : _b.call(_a, prefix);
        }
        /**
         * Parse a qname into its prefix and local name parts.
         *
         * @param name The name to parse
         *
         * @returns
         */
        qname(name) {
          const colon = name.indexOf(":");
          if (colon === -1) {
            return { prefix: "", local: name };
          }
          const local = name.slice(colon + 1);
          const prefix = name.slice(0, colon);
          if (prefix === "" || local === "" || local.includes(":")) {
            this.fail(`malformed name: ${name}.`);
          }
          return { prefix, local };
        }
        processAttribsNS() {
          var _a;
          const { attribList } = this;
          const tag = this.tag;
          {
            const { prefix, local } = this.qname(tag.name);
            tag.prefix = prefix;
            tag.local = local;
            const uri = tag.uri = (_a = this.resolve(prefix)) !== null && _a !== void 0 ? _a : "";
            if (prefix !== "") {
              if (prefix === "xmlns") {
                this.fail('tags may not have "xmlns" as prefix.');
              }
              if (uri === "") {
                this.fail(`unbound namespace prefix: ${JSON.stringify(prefix)}.`);
                tag.uri = prefix;
              }
            }
          }
          if (attribList.length === 0) {
            return;
          }
          const { attributes } = tag;
          const seen = /* @__PURE__ */ new Set();
          for (const attr of attribList) {
            const { name, prefix, local } = attr;
            let uri;
            let eqname;
            if (prefix === "") {
              uri = name === "xmlns" ? XMLNS_NAMESPACE : "";
              eqname = name;
            } else {
              uri = this.resolve(prefix);
              if (uri === void 0) {
                this.fail(`unbound namespace prefix: ${JSON.stringify(prefix)}.`);
                uri = prefix;
              }
              eqname = `{${uri}}${local}`;
            }
            if (seen.has(eqname)) {
              this.fail(`duplicate attribute: ${eqname}.`);
            }
            seen.add(eqname);
            attr.uri = uri;
            attributes[name] = attr;
          }
          this.attribList = [];
        }
        processAttribsPlain() {
          const { attribList } = this;
          const attributes = this.tag.attributes;
          for (const { name, value: value2 } of attribList) {
            if (attributes[name] !== void 0) {
              this.fail(`duplicate attribute: ${name}.`);
            }
            attributes[name] = value2;
          }
          this.attribList = [];
        }
        /**
         * Handle a complete open tag. This parser code calls this once it has seen
         * the whole tag. This method checks for well-formeness and then emits
         * ``onopentag``.
         */
        openTag() {
          var _a;
          this.processAttribs();
          const { tags } = this;
          const tag = this.tag;
          tag.isSelfClosing = false;
          (_a = this.openTagHandler) === null || _a === void 0 ? void 0 : _a.call(this, tag);
          tags.push(tag);
          this.state = S_TEXT;
          this.name = "";
        }
        /**
         * Handle a complete self-closing tag. This parser code calls this once it has
         * seen the whole tag. This method checks for well-formeness and then emits
         * ``onopentag`` and ``onclosetag``.
         */
        openSelfClosingTag() {
          var _a, _b, _c;
          this.processAttribs();
          const { tags } = this;
          const tag = this.tag;
          tag.isSelfClosing = true;
          (_a = this.openTagHandler) === null || _a === void 0 ? void 0 : _a.call(this, tag);
          (_b = this.closeTagHandler) === null || _b === void 0 ? void 0 : _b.call(this, tag);
          const top = this.tag = (_c = tags[tags.length - 1]) !== null && _c !== void 0 ? _c : null;
          if (top === null) {
            this.closedRoot = true;
          }
          this.state = S_TEXT;
          this.name = "";
        }
        /**
         * Handle a complete close tag. This parser code calls this once it has seen
         * the whole tag. This method checks for well-formeness and then emits
         * ``onclosetag``.
         */
        closeTag() {
          const { tags, name } = this;
          this.state = S_TEXT;
          this.name = "";
          if (name === "") {
            this.fail("weird empty close tag.");
            this.text += "</>";
            return;
          }
          const handler = this.closeTagHandler;
          let l = tags.length;
          while (l-- > 0) {
            const tag = this.tag = tags.pop();
            this.topNS = tag.ns;
            handler === null || handler === void 0 ? void 0 : handler(tag);
            if (tag.name === name) {
              break;
            }
            this.fail("unexpected close tag.");
          }
          if (l === 0) {
            this.closedRoot = true;
          } else if (l < 0) {
            this.fail(`unmatched closing tag: ${name}.`);
            this.text += `</${name}>`;
          }
        }
        /**
         * Resolves an entity. Makes any necessary well-formedness checks.
         *
         * @param entity The entity to resolve.
         *
         * @returns The parsed entity.
         */
        parseEntity(entity) {
          if (entity[0] !== "#") {
            const defined = this.ENTITIES[entity];
            if (defined !== void 0) {
              return defined;
            }
            this.fail(this.isName(entity) ? "undefined entity." : "disallowed character in entity name.");
            return `&${entity};`;
          }
          let num = NaN;
          if (entity[1] === "x" && /^#x[0-9a-f]+$/i.test(entity)) {
            num = parseInt(entity.slice(2), 16);
          } else if (/^#[0-9]+$/.test(entity)) {
            num = parseInt(entity.slice(1), 10);
          }
          if (!this.isChar(num)) {
            this.fail("malformed character entity.");
            return `&${entity};`;
          }
          return String.fromCodePoint(num);
        }
      };
      exports.SaxesParser = SaxesParser2;
    }
  });

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
      const { id, call, argument: argument2 } = data;
      if (id === void 0) line.postMessage({ pong: true }, []);
      else void respond(line, handlers, failed, id, call ?? "", argument2);
    };
  }
  async function respond(line, handlers, failed, id, call, argument2) {
    try {
      const handler = handlers[call];
      if (!handler) throw new TypeError(`nothing answers ${call}`);
      const result = await handler(
        argument2,
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
  function octets(text4) {
    return Uint8Array.from(text4, (character) => character.charCodeAt(0));
  }
  function latin1(data) {
    let text4 = "";
    for (let at = 0; at < data.length; at += 4096)
      text4 += String.fromCharCode(...data.subarray(at, at + 4096));
    return text4;
  }
  function nameAt(data, at) {
    return latin1(data.subarray(at, at + 4));
  }
  function begins(data, text4, at = 0) {
    if (at + text4.length > data.length) return false;
    for (let place2 = 0; place2 < text4.length; place2++)
      if (data[at + place2] !== text4.charCodeAt(place2)) return false;
    return true;
  }
  function find(data, text4, from = 0) {
    const first = text4.charCodeAt(0);
    let at = data.indexOf(first, from);
    while (at >= 0 && !begins(data, text4, at)) at = data.indexOf(first, at + 1);
    return at;
  }
  function without(data, text4) {
    return begins(data, text4) ? data.subarray(text4.length) : data;
  }
  function atZero(data) {
    const zero2 = data.indexOf(0);
    return zero2 < 0 ? [data, data.subarray(data.length)] : [data.subarray(0, zero2), data.subarray(zero2 + 1)];
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
    for (let place2 = at; place2 < Math.min(at + size, data.length); place2++)
      number2 = number2 * 256 + data[place2];
    return number2;
  }
  function little(data, at, size) {
    let number2 = 0;
    for (let place2 = Math.min(at + size, data.length) - 1; place2 >= at; place2--)
      number2 = number2 * 256 + data[place2];
    return number2;
  }
  function bigBytes(number2, size) {
    const bytes3 = new Uint8Array(4);
    new DataView(bytes3.buffer).setUint32(0, number2);
    return bytes3.subarray(4 - size);
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
  function inOrder(kinds9) {
    return KINDS.filter((kind) => kinds9.has(kind));
  }
  function addAll(kinds9, others) {
    for (const kind of others) kinds9.add(kind);
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
    const text4 = latin1(packet.subarray(0, READ).filter((byte) => byte !== 0));
    const names = /* @__PURE__ */ new Set();
    let left = MOST_NAMES;
    for (const [, prefix, name] of text4.matchAll(NAME)) {
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
    ].flatMap(([kind, sets]) => sets.map((set2) => [set2, kind]))
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
  function long(bytes3) {
    let number2 = 0;
    for (const byte of bytes3) number2 = Math.min(number2 * 256 + byte, 2 ** 40);
    return number2;
  }
  function resourceKinds(data) {
    const found = /* @__PURE__ */ new Set();
    let at = 0;
    for (let left = MOST; left && begins(data, "8BIM", at) && at + 6 <= data.length; left--) {
      const number2 = big(data, at + 4, 2);
      const name = data[at + 6];
      const start2 = name === void 0 ? data.length : at + 6 + (name | 1) + 1;
      const size = big(data, start2, 4);
      const body = data.subarray(start2 + 4, start2 + 4 + size);
      if (number2 === 1028) addAll(found, kinds2(body));
      else if (number2 === 1060) addAll(found, kinds(body));
      else found.add(RESOURCES.get(number2) ?? "other");
      at = start2 + 4 + size + size % 2;
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
    return Array.from({ length: last - first + 1 }, (_, place2) => first + place2);
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
    const numbers2 = ([number2, size]) => bigBytes(number2, size);
    const entry = [
      [ORIENTATION, 2],
      [SHORT, 2],
      [1, 4],
      [turned, 2],
      [0, 2]
    ];
    const rows = [[42, 2], [8, 4], [1, 2], ...entry, [0, 4]];
    return concat(octets("MM"), ...rows.map(numbers2));
  }
  function orientation(data) {
    const read2 = begins(data, "II") ? little : big;
    for (const entry of entries(data)) {
      if (entry.ifd !== 0 || entry.tag !== ORIENTATION || entry.type !== SHORT) continue;
      const value2 = read2(entry.value, 0, 2);
      return value2 >= 2 && value2 <= 8 ? value2 : 1;
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
      const place2 = entry.ifd * 65536 + entry.tag;
      if (!seen.has(place2) && !isBlank2(entry, telling)) addAll(found, entryKinds(entry));
      seen.add(place2);
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
  function isBlank2({ start: start2, tag, type, value: value2 }, telling) {
    const end2 = start2 + value2.length;
    const from = Math.min(tag === USER_COMMENT ? start2 + 8 : start2, end2);
    return TEXTS.has(type) && (from === end2 || telling[from] >= end2);
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
    const read2 = begins(tiff, "II*\0") ? little : begins(tiff, "MM\0*") ? big : void 0;
    if (!read2) return;
    const data = tiff.subarray(0, MOST_BYTES);
    let left = MOST_ENTRIES;
    const waiting = [[0, number(data, 4, read2)]];
    const seen = /* @__PURE__ */ new Set();
    for (let next = 0; next < waiting.length && seen.size < MOST_IFDS; next++) {
      const [ifd, start2] = waiting[next];
      if (seen.has(start2) || start2 < 8 || start2 > data.length - 2) continue;
      seen.add(start2);
      const count = read2(data, start2, 2);
      const end2 = start2 + 2 + 12 * Math.min(count, left);
      for (let at = start2 + 2; at < end2 && at + 12 <= data.length; at += 12) {
        const entry = entryAt(data, at, read2, ifd);
        left--;
        yield entry;
        if (!POINTERS.has(entry.tag)) continue;
        const offsets = Math.min(Math.floor(entry.value.length / 4), MOST_IFDS);
        for (let place2 = 0; place2 < offsets; place2++)
          waiting.push([entry.tag, read2(entry.value, 4 * place2, 4)]);
      }
      if (ifd === 0 || ifd === 1) waiting.push([1, number(data, start2 + 2 + 12 * count, read2)]);
    }
  }
  function entryAt(data, at, read2, ifd) {
    const [tag, type] = [read2(data, at, 2), read2(data, at + 2, 2)];
    const size = (SIZES.get(type) ?? 1) * read2(data, at + 4, 4);
    const start2 = size <= 4 ? at + 8 : number(data, at + 8, read2);
    return { ifd, tag, type, start: start2, value: data.subarray(start2, start2 + Math.min(size, MOST_VALUE)) };
  }
  function number(data, at, read2) {
    return at + 4 <= data.length ? read2(data, at, 4) : 0;
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
      const end2 = find(data, "</x:xmpmeta>", packet);
      addAll(found, kinds(data.subarray(packet, end2 < 0 ? packet + EXIF_LIMIT : end2)));
    }
    return found;
  }
  function findExif(data) {
    for (let at = find(data, EXIF); at >= 0; at = find(data, EXIF, at + 1)) {
      const start2 = at + EXIF.length;
      if (begins(data, "II*\0", start2) || begins(data, "MM\0*", start2)) return start2;
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
      const start2 = big(profile2, at + 4, 4);
      tags.set(nameAt(profile2, at), profile2.subarray(start2, start2 + big(profile2, at + 8, 4)));
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
      ([, usual2]) => primaries.every((primary, place2) => isNear(primary, usual2[place2]))
    );
    return space ? space[0] : "";
  }
  function isNear(primary, usual2) {
    return primary.length === 3 && primary.every((value2, place2) => Math.abs(value2 - usual2[place2]) <= TOLERANCE);
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
  function follows(shown3, law) {
    return Math.abs((shown3.at(-1) ?? 0) - 1) <= WHITE_TOLERANCE && shown3.every(
      (value2, place2) => Math.abs(value2 - light(law, place2 / 255)) <= CURVE_TOLERANCE && light(law, place2 / 255 - STEP_TOLERANCE) <= value2 && value2 <= light(law, place2 / 255 + STEP_TOLERANCE)
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
    places.forEach((place2, number2) => law[place2] = signed(curve2, 12 + 4 * number2) / 65536);
    return computed(law);
  }
  function drawn(table) {
    const last = table.length / 2 - 1;
    return Array.from({ length: 256 }, (_, place2) => {
      const at = place2 * last / 255;
      const whole2 = Math.floor(at);
      const [low, high] = [big(table, 2 * whole2, 2), big(table, 2 * Math.min(whole2 + 1, last), 2)];
      return (low + (high - low) * (at - whole2)) / 65535;
    });
  }
  function computed(law) {
    const [gamma] = law;
    if (gamma <= 0 || gamma > LARGEST_GAMMA) return [];
    return Array.from({ length: 256 }, (_, place2) => light(law, place2 / 255));
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
    space?.forEach((primary, place2) => parts.push([PRIMARIES[place2], fixed("XYZ ", primary)]));
    for (const tag of space ? CURVES : ["kTRC"]) parts.push([tag, curve(law, later)]);
    return pack(later ? "0" : "", nameAt(profile2, 16), parts);
  }
  function curve(law, later) {
    const plain = law.slice(1).every((number2, place2) => number2 === PLAIN4[place2 + 1]);
    if (later) {
      const kind = plain ? 0 : 3;
      const numbers3 = FORMULAS[kind].map((place2) => bigBytes(Math.round(law[place2] * 65536), 4));
      return concat(octets("para\0\0\0\0"), bigBytes(kind, 2), bigBytes(0, 2), ...numbers3);
    }
    const table = plain ? [Math.round(law[0] * 256)] : Array.from({ length: 1024 }, (_, at) => Math.round(light(law, at / 1023) * 65535));
    const numbers2 = table.map((number2) => bigBytes(number2, 2));
    return concat(octets("curv\0\0\0\0"), bigBytes(table.length, 4), ...numbers2);
  }
  function fixed(kind, numbers2) {
    return concat(octets(`${kind}\0\0\0\0`), ...numbers2.map((number2) => bigBytes(number2, 4)));
  }
  function text(text4, later) {
    if (later) {
      const body = octets([...text4].map((character) => `\0${character}`).join(""));
      const head = [octets("mluc"), ...[0, 1, 12].map((number2) => bigBytes(number2, 4)), octets("enUS")];
      return concat(...head, bigBytes(body.length, 4), bigBytes(28, 4), body);
    }
    if (!text4) return octets("text\0\0\0\0\0");
    return concat(
      octets("desc\0\0\0\0"),
      bigBytes(text4.length + 1, 4),
      octets(`${text4}\0`),
      new Uint8Array(78)
    );
  }
  function pack(version, colours, parts) {
    let end2 = 132 + 12 * parts.length;
    const [table, bodies] = [[], []];
    const places = /* @__PURE__ */ new Map();
    for (const [tag, data] of parts) {
      const key = latin1(data);
      let place2 = places.get(key);
      if (place2 === void 0) {
        places.set(key, place2 = end2);
        bodies.push(data, new Uint8Array(-data.length & 3));
        end2 += data.length + (-data.length & 3);
      }
      table.push(octets(tag), bigBytes(place2, 4), bigBytes(data.length, 4));
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
    D50.forEach((number2, place2) => header.set(bigBytes(number2, 4), 68 + 4 * place2));
    header.set(bigBytes(end2, 4));
    return concat(header, bigBytes(parts.length, 4), ...table, ...bodies);
  }
  function headerKinds(profile2) {
    const found = /* @__PURE__ */ new Set();
    const any = (start2, end2) => profile2.subarray(start2, end2).some((byte) => byte !== 0);
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
  var HEADS = Object.fromEntries(NAMES.map(([, start2, name]) => [name, start2]));
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
  function walk(data, start2) {
    const segments = [];
    let [at, strays, framed, scanned] = [start2 + 2, false, false, false];
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
  function isFill(data, start2, end2) {
    for (let at = start2; at < end2; at++) if (data[at] !== 255) return false;
    return true;
  }
  function segmentEnd(data, at, marker) {
    const size = big(data, at, 2);
    const end2 = at + size;
    if (size < 2 || end2 > data.length) throw new Damaged();
    if (PICTURE.has(marker) && !isFilled(marker, data.subarray(at + 2, end2))) throw new Damaged();
    if (marker !== SOS) return end2;
    const scanEnd = findMarker(data, end2, endsScan);
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
    return NAMES.find(([known, start2]) => marker === known && begins(payload, start2))?.[2] ?? "unknown";
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
    const order = payloads.map((_, place2) => parts[place2 + 1]);
    return order.every((part) => part !== void 0) ? concat(...order) : new Uint8Array();
  }
  function kinds5(name, payloads, kept) {
    const stays2 = kept.get(name);
    if (stays2?.length === payloads.length && stays2.every((payload, place2) => same(payload, payloads[place2])))
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
    let start2 = behind;
    for (let left = MOST_PICTURES; left; left--) {
      start2 = find(data, "ÿØÿ", start2);
      if (start2 < 0) return;
      let picture;
      try {
        picture = walk(data, start2);
      } catch (error) {
        if (error instanceof Damaged) return;
        throw error;
      }
      for (const [name, payloads] of metadata(data, picture))
        if (!["jfif", "adobe", "icc"].includes(name)) addAll(found, kinds5(name, payloads, /* @__PURE__ */ new Map()));
      start2 = picture.end;
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
      let value2 = 0;
      let first = 0;
      let index = 0;
      for (let length = 1; length <= MOST_BITS; length++) {
        if (length > this.#count) throw new Enough();
        value2 |= this.#hold >> length - 1 & 1;
        const count = code.counts[length];
        if (value2 - first < count) {
          this.#bits(length);
          return code.symbols[index + value2 - first];
        }
        index += count;
        first = first + count << 1;
        value2 <<= 1;
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
      const larger2 = new Uint8Array(Math.min(this.#most, Math.max(size, 2 * this.output.length)));
      larger2.set(this.output);
      this.output = larger2;
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
      for (let place2 = 0; place2 < 4 + (sizes >> 10); place2++) this.#short[ORDER[place2]] = this.#bits(3);
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
    let [looked, end2] = [0, 0];
    for (const chunk of walk2(data)) {
      const { name, start: start2 } = chunk;
      end2 = chunk.end;
      if (CRITICAL.has(name) || stays(chunk, data, seen)) {
        seen.add(name);
        parts.push(data.subarray(start2, end2));
        continue;
      }
      const body = data.subarray(start2 + 8, end2 - 4);
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
    if (end2 < data.length) found.add("trailer");
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
    let start2 = 0;
    let end2 = keyword.length;
    while (start2 < end2 && isSpace(keyword[start2])) start2++;
    while (end2 > start2 && isSpace(keyword[end2 - 1])) end2--;
    return latin1(keyword.subarray(start2, Math.min(end2, start2 + LONGEST_KEYWORD))).toLowerCase();
  }
  var isSpace = (byte) => byte === 32 || byte >= 9 && byte <= 13;
  function text2(name, rest) {
    if (name === "tEXt") return rest.subarray(0, READ2);
    if (name === "zTXt") return unpack(rest.subarray(1), READ2);
    const language = atZero(rest.subarray(2))[1];
    const told = atZero(language)[1];
    return rest[0] === 1 ? unpack(told, READ2) : told.subarray(0, READ2);
  }
  function textKinds(keyword, text4) {
    if (keyword === "xml:com.adobe.xmp") return kinds(text4());
    if (keyword.startsWith(RAW)) return rawKinds(keyword.slice(RAW.length), text4());
    const [prefix] = keyword.split(":", 1);
    const kind = prefix === "exif" ? "device" : prefix === "thumb" ? "thumbnail" : "other";
    return [KEYWORDS.get(keyword) ?? kind];
  }
  function rawKinds(kind, text4) {
    const raw = digits(text4);
    if (!raw) return ["other"];
    if (kind === "exif" || kind === "app1") return kinds3(without(raw, "Exif\0\0"));
    if (kind === "iptc" || kind === "8bim") return resourceKinds(without(raw, "Photoshop 3.0\0"));
    if (kind === "xmp") return kinds(raw);
    return [kind === "icc" || kind === "icm" ? "profile" : "other"];
  }
  function digits(text4) {
    let at = 0;
    for (let word = 0; word < 2; word++) {
      while (at < text4.length && isSpace(text4[at])) at++;
      while (at < text4.length && !isSpace(text4[at])) at++;
    }
    const values = text4.subarray(at).filter((byte) => !isSpace(byte));
    if (values.length % 2) return null;
    const bytes3 = new Uint8Array(values.length / 2);
    for (let place2 = 0; place2 < values.length; place2++) {
      const value2 = digit(values[place2]);
      if (value2 < 0) return null;
      bytes3[place2 >> 1] = bytes3[place2 >> 1] << 4 | value2;
    }
    return bytes3;
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
    for (const [start2, signature, format, type] of SIGNATURES)
      if (begins(head, signature, start2) && (start2 !== 8 || begins(head, "RIFF"))) return [format, type];
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
      const wide2 = (name) => [...name].map((letter) => `${letter}\0`).join("");
      return OLE.find(([name]) => find(head, wide2(name)) >= 0)?.[1] ?? "application/x-ole-storage";
    }
    const text4 = latin1(head);
    if (BMP.test(text4)) return "image/bmp";
    if (begins(head, "Eß£"))
      return find(head.subarray(0, 64), "webm") >= 0 ? "video/webm" : "video/x-matroska";
    if (begins(head, "ÿþ") || begins(head, "þÿ")) return "text/plain";
    if (!head.length || CONTROLS.test(text4)) return UNKNOWN;
    if (HTML.test(latin1(without(head, "ï»¿")))) return "text/html";
    if (MAIL.test(text4)) return "message/rfc822";
    const cuts = head.length < HEAD ? [0] : [0, 1, 2, 3];
    return cuts.some((cut5) => isUtf8(head.subarray(0, head.length - cut5))) ? "text/plain" : UNKNOWN;
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
    const end2 = 8 + size + size % 2;
    if (8 + size > data.length || size < 12) throw new Damaged();
    const found = new Set(end2 < data.length ? ["trailer"] : []);
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
      const start2 = at + 8;
      if (start2 + size > data.length || chunks.length === most) throw new Damaged();
      chunks.push({ name: nameAt(data, at), body: data.subarray(start2, start2 + size) });
      at = start2 + size + size % 2;
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
      const kinds9 = inOrder(found);
      const edited = kinds9.length ? content : null;
      return {
        format,
        type,
        found: kinds9,
        removed: kinds9,
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

  // src/scrub/documents/findings.ts
  var Kept = class extends Error {
    constructor(warning) {
      super(warning);
      this.warning = warning;
    }
    warning;
  };
  var Findings = class {
    kinds = /* @__PURE__ */ new Set();
    left = /* @__PURE__ */ new Set();
    partial = false;
    signed = false;
    /** Notes kinds that go; the empty name is what goes along and tells nothing. */
    add(...kinds9) {
      for (const kind of kinds9) if (kind) this.kinds.add(kind);
    }
    /** Notes something that stays because it cannot be edited, and kinds that are surely in it. */
    keep(...kinds9) {
      addAll(this.left, kinds9);
      this.partial = true;
    }
    /** Adds the answer for a file within this one. */
    join(part) {
      this.add(...part.removed);
      const stays2 = part.found.filter((kind) => !part.removed.includes(kind));
      if (part.warning || stays2.length) this.keep(...stays2);
    }
  };
  function examine(format, type, data, edit4) {
    if (data.length > DOCUMENT_LIMIT) return warned(format, type, "too_large");
    try {
      const edited = edit4(data);
      const { kinds: kinds9, left, partial, signed: signed2 } = edited.findings;
      if (!kinds9.size && !signed2) {
        const warning2 = partial ? "partial" : "";
        return { format, type: edited.type, found: inOrder(left), removed: [], content: null, warning: warning2 };
      }
      const content = edited.write();
      const again = edited.again(content);
      const found = inOrder(/* @__PURE__ */ new Set([...kinds9, ...left]));
      const removed = found.filter(
        (kind) => !left.has(kind) && !again.kinds.has(kind) && !again.left.has(kind)
      );
      const whole2 = !partial && removed.length === found.length;
      const warning = signed2 ? "signed" : whole2 ? "" : "partial";
      return { format, type: edited.type, found, removed, content, warning };
    } catch (outcome) {
      if (outcome instanceof Kept) return warned(format, type, outcome.warning);
      throw outcome;
    }
  }

  // src/scrub/documents/directory.ts
  var END_SIZE = 22;
  var UTF8_NAME = 2048;
  var ENTRY_SIZE = 46;
  var LOCATOR_SIZE = 20;
  var LARGE_END_SIZE = 56;
  var LARGE = 4294967295;
  var NEWEST = 63;
  var CP437 = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ";
  function lastEnd(data) {
    for (let at = data.length - 4; at >= 0; at--)
      if (data[at] === 80 && begins(data, "PK", at)) return at;
    return -1;
  }
  function readDirectory(data) {
    const end2 = findEnd(data);
    const comment = data.subarray(end2 + END_SIZE, end2 + END_SIZE + little(data, end2 + 20, 2));
    let [size, offset, place2] = [little(data, end2 + 12, 4), little(data, end2 + 16, 4), end2];
    const large = largeEnd(data, end2);
    if (large !== null) {
      [size, offset] = [wide(data, large + 40), wide(data, large + 48)];
      place2 -= LARGE_END_SIZE + LOCATOR_SIZE;
    }
    const start2 = place2 - size;
    if (start2 < 0) throw new Kept("damaged");
    const members = [];
    for (let at = start2; at < start2 + size; ) {
      if (at + ENTRY_SIZE > Math.min(start2 + size, data.length) || !begins(data, "PK", at))
        throw new Kept("damaged");
      const [name, extra, remark] = [28, 30, 32].map((field) => little(data, at + field, 2));
      members.push(member(data, at, start2 + size, start2 - offset));
      at += ENTRY_SIZE + name + extra + remark;
    }
    return { members, comment, start: start2 };
  }
  function findEnd(data) {
    const plain = data.length - END_SIZE;
    if (plain >= 0 && begins(data, "PK", plain) && !little(data, plain + 20, 2)) return plain;
    const least = Math.max(data.length - (1 << 16) - END_SIZE, 0);
    const end2 = lastEnd(data);
    if (end2 < least || end2 + END_SIZE > data.length) throw new Kept("damaged");
    return end2;
  }
  function largeEnd(data, end2) {
    const locator = end2 - LOCATOR_SIZE;
    if (locator < 0 || !begins(data, "PK\x07", locator)) return null;
    if (little(data, locator + 4, 4) || little(data, locator + 16, 4) > 1) throw new Kept("damaged");
    const large = locator - LARGE_END_SIZE;
    return large >= 0 && begins(data, "PK", large) ? large : null;
  }
  function member(data, at, most, shift) {
    const field = (place2, size2) => little(data, at + place2, size2);
    const take = (from, size2) => data.subarray(Math.min(from, most), Math.min(from + size2, most));
    const [nameSize, extraSize] = [field(28, 2), field(30, 2)];
    const flags2 = field(8, 2);
    const written3 = take(at + ENTRY_SIZE, nameSize);
    const extra = take(at + ENTRY_SIZE + nameSize, extraSize);
    if (field(6, 1) > NEWEST) throw new Kept("damaged");
    const [packed, size, offset] = larger(extra, field(20, 4), field(24, 4), field(42, 4));
    return {
      name: flags2 & UTF8_NAME ? utf8(written3) : cp437(written3),
      flags: flags2,
      method: field(10, 2),
      time: field(12, 2),
      date: field(14, 2),
      crc: field(16, 4),
      packed,
      size,
      extra,
      comment: take(at + ENTRY_SIZE + nameSize + extraSize, field(32, 2)),
      offset: offset + shift
    };
  }
  function larger(extra, packed, size, offset) {
    let numbers2 = [packed, size, offset];
    for (let at = 0; at + 4 <= extra.length; ) {
      const end2 = at + 4 + little(extra, at + 2, 2);
      if (end2 > extra.length) throw new Kept("damaged");
      if (little(extra, at, 2) === 1) {
        let place2 = at + 4;
        const next = (number2) => {
          if (number2 !== LARGE) return number2;
          if (place2 + 8 > end2) throw new Kept("damaged");
          place2 += 8;
          return wide(extra, place2 - 8);
        };
        const whole2 = next(numbers2[1]);
        numbers2 = [next(numbers2[0]), whole2, next(numbers2[2])];
      }
      at = end2;
    }
    return numbers2;
  }
  function wide(data, at) {
    return little(data, at, 4) + little(data, at + 4, 4) * 2 ** 32;
  }
  function utf8(data) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    } catch {
      throw new Kept("damaged");
    }
  }
  function cp437(data) {
    return latin1(data).replace(/[\x80-\xff]/g, (byte) => CP437[byte.charCodeAt(0) - 128]);
  }
  function toCp437(name) {
    return Uint8Array.from([...name], (letter) => {
      const code = letter.codePointAt(0);
      const place2 = CP437.indexOf(letter);
      return code < 128 ? code : place2 < 0 ? 63 : place2 + 128;
    });
  }

  // src/scrub/documents/tree.ts
  var XML_NAMESPACE = { prefix: "xml", uri: "http://www.w3.org/XML/1998/namespace" };
  var Linked = class {
    parent = null;
    previous = null;
    next = null;
    tail = "";
  };
  var Remark = class extends Linked {
    constructor(written3) {
      super();
      this.written = written3;
    }
    written;
  };
  var Element = class extends Linked {
    constructor(name, namespace, declared2, attributes) {
      super();
      this.name = name;
      this.namespace = namespace;
      this.declared = declared2;
      this.attributes = attributes;
    }
    name;
    namespace;
    declared;
    attributes;
    first = null;
    last = null;
    /** What stands before the first child. */
    text = "";
    get short() {
      return this.name.short;
    }
    /** The value of an attribute by its short name. */
    get(short2) {
      return this.attributes.find((each2) => each2.name.short === short2)?.value ?? null;
    }
    remove(short2) {
      this.attributes = this.attributes.filter((each2) => each2.name.short !== short2);
    }
    *children() {
      for (let each2 = this.first, next; each2; each2 = next) {
        next = each2.next;
        yield each2;
      }
    }
    /** The elements around it, the nearest first. */
    *ancestors() {
      for (let above = this.parent; above; above = above.parent) yield above;
    }
    append(node) {
      node.parent = this;
      node.previous = this.last;
      if (this.last) this.last.next = node;
      else this.first = node;
      this.last = node;
    }
    /** Empties it, and gives it this text. */
    fill(text4) {
      for (const child of this.children()) unlink(child);
      this.text = text4;
    }
  };
  function* nodes(root) {
    for (let node = root; node; node = following(node, root)) yield node;
  }
  function following(node, root) {
    if (node instanceof Element && node.first) return node.first;
    for (let each2 = node; each2 !== root; each2 = each2.parent) {
      if (each2.next) return each2.next;
      if (!each2.parent) return null;
    }
    return null;
  }
  function elements(root, holds = () => true) {
    const found = [];
    for (let node = root; node; node = following(node, root))
      if (node instanceof Element && holds(node)) found.push(node);
    return found;
  }
  function drop(node) {
    if (!node.parent) return;
    addText(node, node.tail);
    node.tail = "";
    unlink(node);
  }
  function addText(node, text4) {
    if (node.previous) node.previous.tail += text4;
    else node.parent.text += text4;
  }
  function insertBefore(node, place2) {
    unlink(node);
    node.parent = place2.parent;
    node.previous = place2.previous;
    node.next = place2;
    if (place2.previous) place2.previous.next = node;
    else place2.parent.first = node;
    place2.previous = node;
  }
  function unlink(node) {
    const { parent, previous, next } = node;
    if (!parent) return;
    if (previous) previous.next = next;
    else parent.first = next;
    if (next) next.previous = previous;
    else parent.last = previous;
    node.parent = node.previous = node.next = null;
  }

  // src/scrub/documents/scope.ts
  var USUAL = /* @__PURE__ */ new Map([
    ["http://www.w3.org/1999/xhtml", "html"],
    ["http://www.w3.org/1999/XSL/Transform", "xsl"],
    ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"],
    ["http://schemas.xmlsoap.org/wsdl/", "wsdl"],
    ["http://www.w3.org/2001/XMLSchema", "xs"],
    ["http://www.w3.org/2001/XMLSchema-instance", "xsi"],
    ["http://purl.org/dc/elements/1.1/", "dc"],
    ["http://codespeak.net/lxml/objectify/pytype", "py"]
  ]);
  function byPrefix(element, prefix) {
    if (prefix === "xml") return XML_NAMESPACE;
    for (let each2 = element; each2; each2 = each2.parent) {
      const found = each2.declared.find((known) => known.prefix === prefix);
      if (found) return found;
    }
    return null;
  }
  function byUri(element, uri, prefixed) {
    if (uri === XML_NAMESPACE.uri) return XML_NAMESPACE;
    for (let each2 = element; each2; each2 = each2.parent) {
      const own = each2 !== element && each2.namespace ? [each2.namespace] : [];
      for (const known of [...each2.declared, ...own])
        if (known.uri === uri && (known.prefix || !prefixed) && byPrefix(element, known.prefix) === known)
          return known;
    }
    return null;
  }
  function declared(element, uri, prefix, prefixed) {
    const known = byUri(element, uri, prefixed);
    if (known) return known;
    let [free, number2] = [prefix || USUAL.get(uri) || "ns0", 0];
    while (byPrefix(element, free)) free = `ns${number2++}`;
    const made = { prefix: free, uri };
    element.declared = [...element.declared, made];
    return made;
  }
  function setAttribute(element, attribute, value2) {
    attribute.value = value2;
    if (attribute.namespace) attribute.namespace = declared(element, attribute.name.uri, "", true);
  }
  function settle(moved) {
    const known = /* @__PURE__ */ new Map();
    const find3 = (old, isAttribute) => {
      const cached = known.get(old);
      if (cached && !(isAttribute && old.prefix && !cached.prefix)) return cached;
      const found = declared(moved, old.uri, old.prefix, isAttribute);
      if (!known.has(found)) known.set(found, found);
      return found;
    };
    for (const element of elements(moved)) {
      const stays2 = [];
      for (const each2 of element.declared) {
        const above = byUri(element.parent, each2.uri, false);
        if (!known.has(each2)) known.set(each2, above ?? each2);
        if (!above) stays2.push(each2);
      }
      if (stays2.length < element.declared.length) element.declared = stays2;
      if (element.namespace) element.namespace = find3(element.namespace, false);
      for (const each2 of element.attributes)
        if (each2.namespace) each2.namespace = find3(each2.namespace, true);
    }
  }

  // src/scrub/documents/paths.ts
  var LOCAL = /^(?:[Ff][Ii][Ll][Ee]:|(?:smb|afp):\/|[A-Za-z]:[\\/]|\\\\)/;
  var FOLDER = /^\/(?:users|home|root|tmp|var|run|mnt|media|volumes|private)\//i;
  var URL = /^[Ff][Ii][Ll][Ee]:\//;
  var WITHIN = /[Ff][Ii][Ll][Ee]:\/[^'"#[\]]*[/\\][^'"#[\]/\\]*|(^|[^A-Za-z])[A-Za-z]:\\[^'"#[\]]*\\/gu;
  var READ3 = /* @__PURE__ */ new Set([
    ...["office:string-value", "text:string-value", "table:string-value", "text:string-value-if-true"],
    ...[
      "text:string-value-if-false",
      "form:label",
      "form:value",
      "form:current-value",
      "table:value",
      "field:value",
      "string"
    ]
  ]);
  var NAME3 = /^[^\\/\n]{1,200}$/u;
  var PICTURE3 = /\.(?:jpe?g|png|gif|bmp|tiff?|webp|hei[cf]|emf|wmf|svg)$/i;
  function isLocal(text4) {
    return LOCAL.test(text4) || FOLDER.test(text4);
  }
  function isUrl(text4) {
    return URL.test(text4);
  }
  function namesPicture(text4) {
    return isLocal(text4) || PICTURE3.test(text4) && NAME3.test(text4.replace(PICTURE3, ""));
  }
  function leadsUp(text4) {
    return text4.startsWith("../") || text4.startsWith("..\\");
  }
  function steps(path) {
    return path.split(/[\\/]|%5C|%2F/i);
  }
  function lastStep(path) {
    return steps(path).at(-1) || "-";
  }
  var Urls = class {
    #folders = /* @__PURE__ */ new Map();
    /** The URL for the file of this path. */
    short(path) {
      const name = steps(path).at(-1);
      const folder = path.slice(0, path.length - name.length);
      const known = this.#folders.get(name) ?? /* @__PURE__ */ new Map();
      const number2 = known.get(folder) ?? known.size + 1;
      this.#folders.set(name, known.set(folder, number2));
      return number2 > 1 ? `file:///${number2}/${name}` : `file:///${name}`;
    }
  };
  function withoutFolders(text4, urls) {
    return text4.replace(WITHIN, (path, before = "") => isUrl(path) ? urls.short(path) : before);
  }
  function cut(root, within = withoutFolders) {
    let found = false;
    const urls = new Urls();
    for (const element of elements(root))
      for (const attribute of element.attributes) {
        const { name, value: value2 } = attribute;
        const short2 = isLocal(value2) ? lastStep(value2) : within(value2, urls);
        if (short2 === value2 || READ3.has(name.short)) continue;
        setAttribute(element, attribute, short2);
        found = true;
      }
    return found;
  }

  // src/scrub/documents/odfformulas.ts
  var TOKEN = /"[^"]*(?:""[^"]*)*"|'[^']*(?:''[^']*)*'/g;
  var FILE = /\b(?:HYPERLINK|INDIRECT|WEBSERVICE)[ \n]*\([ \n]*$/i;
  var PROGRAM = /\bDDE[ \n]*\([ \n]*$/i;
  var NEXT = /^[ \n]*[;,][ \n]*$/;
  var ELSEWHERE = /^(?!https?:|ftp:)[A-Za-z][A-Za-z0-9+.-]*:\//;
  function cut2(text4, urls) {
    const pieces = [];
    let [end2, followsProgram] = [0, false];
    for (const { 0: token, index } of text4.matchAll(TOKEN)) {
      const [before, inside] = [text4.slice(end2, index), token.slice(1, -1)];
      end2 = index + token.length;
      pieces.push(withoutFolders(before, urls));
      if (token.startsWith('"')) {
        const isFile = FILE.test(before) || followsProgram && NEXT.test(before);
        pieces.push(isFile ? `"${argument(inside, urls)}"` : token);
      } else if (text4.startsWith("#", end2)) pieces.push(`'${sheet(inside, urls)}'`);
      else pieces.push(withoutFolders(token, urls));
      followsProgram = PROGRAM.test(before);
    }
    return [...pieces, withoutFolders(text4.slice(end2), urls)].join("");
  }
  function argument(text4, urls) {
    const path = text4.split("#", 1)[0];
    const place2 = text4.slice(path.length);
    if (place2 && path.startsWith("'") && path.endsWith("'"))
      return `'${sheet(path.slice(1, -1), urls)}'${place2}`;
    if (!isOutside(path)) return text4;
    return (isUrl(path) ? urls.short(path) : steps(path).at(-1)) + place2;
  }
  function sheet(path, urls) {
    if (!isOutside(path)) return path;
    return isAbsolute(path) ? urls.short(path) : steps(path).at(-1);
  }
  function isOutside(path) {
    const folders2 = steps(path).slice(0, -1);
    const isNamed = folders2.some((step) => !["", ".", ".."].includes(step));
    return folders2.includes("..") && !path.includes(":") && isNamed || isAbsolute(path);
  }
  function isAbsolute(path) {
    return isLocal(path) || path.startsWith("/") || ELSEWHERE.test(path);
  }

  // src/scrub/documents/parse.ts
  var import_saxes = __toESM(require_saxes(), 1);
  var PART_LIMIT = 20 << 20;
  var WEIGHT_LIMIT = 15e5;
  var RUN_LIMIT = 9e6;
  var NAME_LIMIT = 1e4;
  var DEPTH_LIMIT = 256;
  var TEXT_LIMIT = 1e7;
  var [SLASH, LESS, EQUALS] = [47, 60, 61];
  var UTF82 = "utf-8";
  var ENCODINGS = new Map([
    ...["utf-8", "utf8"].map((name) => [name, UTF82]),
    ...["us-ascii", "ascii"].map((name) => [name, "us-ascii"]),
    ...["iso-8859-1", "iso_8859-1", "latin1"].map((name) => [name, "iso-8859-1"]),
    ["windows-1252", "windows-1252"]
  ]);
  var WINDOWS = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";
  var DECLARED = /^<\?xml[^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][\w.-]*)["']/;
  var LETTER = String.raw`(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})`;
  var HOST = String.raw`//(?:[^@/?#]*@)?(?:\[[0-9A-Fa-f:.]*\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d{1,9})?(?=[/?#]|$)`;
  var URI = new RegExp(
    String.raw`^(?:[A-Za-z][\w+.-]*:|(?![^/?#]*:))(?:${HOST}|(?!//))(?:${LETTER})*(?:\?(?:${LETTER}|\?)*)?(?:#(?:${LETTER}|\?)*)?$`
  );
  var NO_START = /^[-.\d\xb7\u0300-\u036f\u203f\u2040]/;
  var IDENTIFIER = /^[ \t\r\n]*[\p{L}_][\p{L}\p{M}\p{Nd}._\xb7-]*[ \t\r\n]*$/u;
  function parse(data, short2) {
    if (data.length > PART_LIMIT || weight(data) > WEIGHT_LIMIT || hasLongRun(data))
      throw new Kept("too_large");
    return new Reader(short2).read(decoded(data));
  }
  function weight(data) {
    let count = 0;
    for (let at = 0; at < data.length; at++)
      if (data[at] === EQUALS || data[at] === LESS && data[at + 1] !== SLASH) count++;
    return count;
  }
  function hasLongRun(data) {
    let start2 = -1;
    for (let at = data.indexOf(LESS); at >= 0; at = data.indexOf(LESS, at + 1)) {
      if (at - start2 - 1 > RUN_LIMIT) return true;
      start2 = at;
    }
    return data.length - start2 - 1 > RUN_LIMIT;
  }
  var Reader = class {
    #parser = new import_saxes.SaxesParser({
      xmlns: true,
      position: false,
      forceXMLVersion: true,
      defaultXMLVersion: "1.0"
    });
    #short;
    #names = /* @__PURE__ */ new Map();
    /** By prefix, what it refers to where reading stands; the last holds. */
    #scope = /* @__PURE__ */ new Map([["xml", [XML_NAMESPACE]]]);
    #identifiers = /* @__PURE__ */ new Set();
    #root = null;
    #open = null;
    #depth = 0;
    #around = 0;
    #version = "1.0";
    constructor(short2) {
      this.#short = short2;
    }
    read(text4) {
      const parser = this.#parser;
      const damaged = () => {
        throw new Kept("damaged");
      };
      parser.on("error", damaged);
      parser.on("doctype", damaged);
      parser.on("xmldecl", ({ version }) => this.#version = version ?? "1.0");
      parser.on("opentag", (tag) => this.#start(tag));
      parser.on("closetag", () => this.#end());
      parser.on("text", (more) => this.#text(more));
      parser.on("cdata", (more) => this.#text(more));
      parser.on("comment", (comment) => this.#remark(`<!--${comment}-->`));
      parser.on("processinginstruction", ({ target, body }) => {
        if (target.includes(":") || isLong(target)) damaged();
        this.#remark(`<?${target}${body && ` ${body}`}?>`);
      });
      parser.write(text4).close();
      if (!this.#root) throw new Kept("damaged");
      return { root: this.#root, around: this.#around, version: this.#version };
    }
    #start(tag) {
      if (++this.#depth > DEPTH_LIMIT) throw new Kept("damaged");
      const written3 = Object.values(tag.attributes);
      const [declared2, attributes] = [[], []];
      for (const { name, prefix, local, value: value2 } of written3)
        if (name === "xmlns") declared2.push(this.#declare("", value2));
        else if (prefix === "xmlns" && local !== "xml") declared2.push(this.#declare(local, value2));
      for (const { name, prefix, local, uri, value: value2 } of written3) {
        if (value2.length > TEXT_LIMIT) throw new Kept("damaged");
        if (name === "xmlns" || prefix === "xmlns") continue;
        const namespace2 = prefix ? this.#scope.get(prefix).at(-1) : null;
        attributes.push({ name: this.#name(uri, local), namespace: namespace2, value: value2 });
        if (namespace2 === XML_NAMESPACE && local === "id") this.#identify(value2);
      }
      const namespace = tag.uri ? this.#scope.get(tag.prefix).at(-1) : null;
      const element = new Element(this.#name(tag.uri, tag.local), namespace, declared2, attributes);
      this.#open?.append(element);
      this.#root ??= element;
      this.#open = element;
    }
    /** Identifiers are names, and each is there once (xml:id 1.0, 4). */
    #identify(value2) {
      if (!IDENTIFIER.test(value2) || this.#identifiers.has(value2)) throw new Kept("damaged");
      this.#identifiers.add(value2);
    }
    #declare(prefix, uri) {
      if (isNoName(prefix) || isLong(uri) || uri && !URI.test(uri)) throw new Kept("damaged");
      const namespace = { prefix, uri };
      const known = this.#scope.get(prefix);
      if (known) known.push(namespace);
      else this.#scope.set(prefix, [namespace]);
      return namespace;
    }
    #end() {
      const element = this.#open;
      for (const { prefix } of element.declared) this.#scope.get(prefix).pop();
      this.#open = element.parent;
      this.#depth--;
    }
    #text(more) {
      if (!this.#open) return;
      const { last } = this.#open;
      const text4 = (last ? last.tail : this.#open.text) + more;
      if (text4.length > TEXT_LIMIT) throw new Kept("damaged");
      if (last) last.tail = text4;
      else this.#open.text = text4;
    }
    #remark(written3) {
      if (written3.length > TEXT_LIMIT) throw new Kept("damaged");
      if (this.#open) this.#open.append(new Remark(written3));
      else this.#around++;
    }
    /** One object for each name, of which there are few. */
    #name(uri, local) {
      let names = this.#names.get(uri);
      if (!names) this.#names.set(uri, names = /* @__PURE__ */ new Map());
      let name = names.get(local);
      if (!name) {
        if (isNoName(local)) throw new Kept("damaged");
        names.set(local, name = { uri, local, short: this.#short(uri, local) });
      }
      return name;
    }
  };
  function isNoName(name) {
    return NO_START.test(name) || isLong(name);
  }
  function isLong(name) {
    return name.length > NAME_LIMIT && [...name].length > NAME_LIMIT;
  }
  function decoded(data) {
    const encoding = encodingOf(data);
    if (encoding === "iso-8859-1") return latin1(data);
    if (encoding === "windows-1252") return latin1(data).replace(/[\x80-\x9f]/g, fromWindows);
    if (encoding === "us-ascii" && data.some((byte) => byte > 127)) throw new Kept("damaged");
    const label = encoding === "us-ascii" ? UTF82 : encoding;
    try {
      const text4 = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(data);
      return text4.startsWith("\uFEFF") ? text4.slice(1) : text4;
    } catch {
      throw new Kept("damaged");
    }
  }
  function fromWindows(byte) {
    const letter = WINDOWS[byte.charCodeAt(0) - 128];
    if (letter === "\0") throw new Kept("damaged");
    return letter;
  }
  function encodingOf(data) {
    if (begins(data, "ÿþ") || begins(data, "<\0?\0")) return "utf-16le";
    if (begins(data, "þÿ") || begins(data, "\0<\0?")) return "utf-16be";
    const declared2 = DECLARED.exec(latin1(without(data, "ï»¿").subarray(0, 1e3)));
    const known = declared2 ? ENCODINGS.get(declared2[1].toLowerCase()) : UTF82;
    if (known === void 0) throw new Kept("damaged");
    return known;
  }

  // src/scrub/documents/xml.ts
  var OOXML = "http://schemas.openxmlformats.org/";
  var STRICT = "http://purl.oclc.org/ooxml/";
  var MS = "http://schemas.microsoft.com/office/";
  var ODF = "urn:oasis:names:tc:opendocument:xmlns:";
  var both = (transitional, strict) => [OOXML + transitional, STRICT + strict];
  var NAMESPACES = {
    // OOXML: ISO/IEC 29500, [MS-DOCX], [MS-XLSX], [MS-PPTX]
    rel: [`${OOXML}package/2006/relationships`],
    ct: [`${OOXML}package/2006/content-types`],
    cp: both("package/2006/metadata/core-properties", "package/metadata/core-properties"),
    ap: both("officeDocument/2006/extended-properties", "officeDocument/extendedProperties"),
    r: both("officeDocument/2006/relationships", "officeDocument/relationships"),
    w: both("wordprocessingml/2006/main", "wordprocessingml/main"),
    x: both("spreadsheetml/2006/main", "spreadsheetml/main"),
    p: both("presentationml/2006/main", "presentationml/main"),
    a: both("drawingml/2006/main", "drawingml/main"),
    c: both("drawingml/2006/chart", "drawingml/chart"),
    m: both("officeDocument/2006/math", "officeDocument/math"),
    pic: both("drawingml/2006/picture", "drawingml/picture"),
    wp: both("drawingml/2006/wordprocessingDrawing", "drawingml/wordprocessingDrawing"),
    xdr: both("drawingml/2006/spreadsheetDrawing", "drawingml/spreadsheetDrawing"),
    mc: [`${OOXML}markup-compatibility/2006`],
    w14: [`${MS}word/2010/wordml`],
    w15: [`${MS}word/2012/wordml`],
    w16cid: [`${MS}word/2016/wordml/cid`],
    w16du: [`${MS}word/2023/wordml/word16du`],
    wp14: [`${MS}word/2010/wordprocessingDrawing`],
    x15: [`${MS}spreadsheetml/2010/11/main`],
    x15ac: [`${MS}spreadsheetml/2010/11/ac`],
    xm: [`${MS}excel/2006/main`],
    xxl21: [`${MS}spreadsheetml/2021/extlinks2021`],
    xr: [2014, 2015, 2016, 2017, 2018].flatMap(
      (year) => ["", ...Array.from({ length: 15 }, (_, number2) => number2 + 2)].map(
        (number2) => `${MS}spreadsheetml/${year}/revision${number2}`
      )
    ),
    p14: [`${MS}powerpoint/2010/main`],
    p188: [`${MS}powerpoint/2018/8/main`],
    a16: [`${MS}drawing/2014/main`],
    c15: [`${MS}drawing/2012/chart`],
    c16: [`${MS}drawing/2014/chart`],
    cx: [`${MS}drawing/2014/chartex`],
    dsp: [`${MS}drawing/2008/diagram`],
    sl: both("schemaLibrary/2006/main", "schemaLibrary/main"),
    v: ["urn:schemas-microsoft-com:vml"],
    o: ["urn:schemas-microsoft-com:office:office"],
    vx: ["urn:schemas-microsoft-com:office:excel"],
    // OpenDocument 1.3, and what LibreOffice adds
    office: [`${ODF}office:1.0`],
    meta: [`${ODF}meta:1.0`],
    text: [`${ODF}text:1.0`],
    table: [`${ODF}table:1.0`],
    draw: [`${ODF}drawing:1.0`],
    presentation: [`${ODF}presentation:1.0`],
    config: [`${ODF}config:1.0`],
    form: [`${ODF}form:1.0`],
    field: ["urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"],
    manifest: [`${ODF}manifest:1.0`],
    officeooo: ["http://openoffice.org/2009/office"],
    loext: ["urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"],
    pkg: ["http://docs.oasis-open.org/ns/office/1.2/meta/pkg#"],
    // shared
    rdf: ["http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
    dc: ["http://purl.org/dc/elements/1.1/"],
    dcterms: ["http://purl.org/dc/terms/"],
    xlink: ["http://www.w3.org/1999/xlink"],
    svg: ["http://www.w3.org/2000/svg", `${ODF}svg-compatible:1.0`],
    inkml: ["http://www.w3.org/2003/InkML"],
    inkscape: ["http://www.inkscape.org/namespaces/inkscape"],
    sodipodi: ["http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"]
  };
  var KNOWN = [
    OOXML,
    STRICT,
    "http://schemas.microsoft.com/",
    "urn:schemas-microsoft-com:",
    "http://www.w3.org/",
    "http://purl.org/dc/"
  ];
  var PREFIXES = new Map(
    Object.entries(NAMESPACES).flatMap(([prefix, uris]) => uris.map((uri) => [uri, prefix]))
  );
  var SPACE = String.raw`[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+`;
  var SPACES2 = new RegExp(SPACE);
  var AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "g");
  function parse2(data) {
    return parse(data, short);
  }
  function short(uri, local) {
    if (!uri) return local;
    const prefix = PREFIXES.get(uri);
    return prefix ? `${prefix}:${local}` : `{${uri}}${local}`;
  }
  function each(root, names) {
    const wanted = new Set(names);
    return elements(root, (element) => wanted.has(element.short));
  }
  function having(root, holds) {
    return elements(root, ({ attributes }) => attributes.some(({ name }) => holds(name.uri, name.short)));
  }
  function isKnown(uri) {
    return !uri || KNOWN.some((start2) => uri.startsWith(start2));
  }
  function unwrap(element) {
    if (!element.parent) return;
    addText(element, element.text);
    for (const child of element.children()) move(child, element);
    drop(element);
  }
  function move(node, place2) {
    insertBefore(node, place2);
    if (node instanceof Element) settle(node);
  }
  function moveInto(node, element) {
    unlink(node);
    element.append(node);
    if (node instanceof Element) settle(node);
  }
  function stripped(text4) {
    return text4.replace(AROUND, "");
  }
  function words(text4) {
    return text4.split(SPACES2).filter((word) => word);
  }
  function kinds7(table) {
    return new Map(Object.entries(table));
  }
  var Table = class {
    #dropped;
    #hollow;
    #attributes = /* @__PURE__ */ new Map();
    #of = /* @__PURE__ */ new Map();
    constructor(dropped2, attributes, hollow = []) {
      this.#dropped = dropped2;
      this.#hollow = new Set(hollow);
      for (const [key, kind] of attributes) {
        const [element, name] = key.split("@");
        if (name === void 0) this.#attributes.set(element, kind);
        else
          this.#of.set(
            element,
            (this.#of.get(element) ?? /* @__PURE__ */ new Map()).set(name, kind)
          );
      }
    }
    /** Takes it out of one part; whether anything was there. */
    take({ root, around }, findings) {
      const remarks = [...nodes(root)].filter((node) => node instanceof Remark);
      remarks.forEach(drop);
      let found = remarks.length + around > 0;
      if (found) findings.add("other");
      for (const element of elements(root, ({ short: short2 }) => this.#dropped.has(short2))) {
        if (![...element.ancestors()].includes(root)) continue;
        this.prune(element);
        findings.add(this.#dropped.get(element.short));
        found = true;
      }
      for (const element of elements(root)) {
        const own = this.#of.get(element.short);
        for (const { name } of element.attributes) {
          const kind = this.#attributes.get(name.short) ?? own?.get(name.short);
          if (kind === void 0) continue;
          element.remove(name.short);
          findings.add(kind);
          found = true;
        }
      }
      return found;
    }
    /** Drops an element, and those around it that it leaves hollow. */
    prune(element) {
      for (let each2 = element; each2; ) {
        const above = each2.parent;
        drop(each2);
        each2 = above && this.#hollow.has(above.short) && !above.first ? above : null;
      }
    }
  };

  // src/scrub/documents/odfnames.ts
  var PROPERTIES2 = kinds7({
    "dc:creator": "author",
    "meta:initial-creator": "author",
    "meta:printed-by": "author",
    "dc:contributor": "author",
    "dc:publisher": "author",
    "dc:date": "dates",
    "meta:creation-date": "dates",
    "meta:print-date": "dates",
    "meta:editing-duration": "dates",
    "meta:generator": "software",
    "dc:title": "description",
    "dc:subject": "description",
    "dc:description": "description",
    "meta:keyword": "description",
    "dc:identifier": "identifiers",
    "dc:language": "",
    "meta:document-statistic": ""
  });
  var ELEMENTS = kinds7({
    "office:meta": "other",
    "text:tracked-changes": "revisions",
    "table:tracked-changes": "revisions",
    "text:change": "revisions",
    "text:change-start": "revisions",
    "text:change-end": "revisions",
    "office:annotation": "comments",
    "office:annotation-end": "",
    // by Impress
    "officeooo:annotation": "comments",
    "loext:annotation": "comments",
    "dc:creator": "author",
    "dc:date": "dates",
    // the writer's own databases; what came from them stays
    "table:database-source-sql": "other",
    "table:database-source-table": "other",
    "table:database-source-query": "other",
    "form:connection-resource": "other",
    "text:database-next": "other",
    "text:database-row-select": "other",
    // pictures in SVG
    "svg:metadata": "other"
  });
  var ATTRIBUTES = kinds7({
    "officeooo:rsid": "identifiers",
    "officeooo:paragraph-rsid": "identifiers",
    // of a scenario, with the name of who made it and when
    "table:comment": "comments",
    "text:database-name": "other",
    "form:datasource": "other",
    "form:command": "other",
    "form:filter": "other",
    "form:order": "other",
    "inkscape:export-filename": "other",
    "sodipodi:docname": "other"
  });
  var PROPERTY_FIELDS = new Map(
    Object.entries({
      "text:title": "dc:title",
      "text:subject": "dc:subject",
      "text:keywords": "meta:keyword",
      "text:description": "dc:description",
      "text:initial-creator": "meta:initial-creator",
      "text:creator": "dc:creator",
      "text:printed-by": "meta:printed-by"
    })
  );
  var FIELDS = [
    "text:user-defined",
    "text:creation-date",
    "text:creation-time",
    "text:modification-date",
    "text:modification-time",
    "text:print-date",
    "text:print-time",
    "text:editing-cycles",
    "text:editing-duration",
    "text:template-name",
    "text:database-display",
    "text:database-name",
    "text:database-row-number",
    "text:paragraph-count",
    "text:word-count",
    "text:character-count",
    "text:table-count",
    "text:image-count",
    "text:object-count"
  ];
  var LIVE_FIELDS = kinds7({
    "text:author-name": "author",
    "text:author-initials": "author",
    "text:file-name": "other",
    "text:sender-firstname": "author",
    "text:sender-lastname": "author",
    "text:sender-initials": "author",
    "text:sender-title": "author",
    "text:sender-position": "author",
    "text:sender-email": "author",
    "text:sender-phone-private": "author",
    "text:sender-fax": "author",
    "text:sender-company": "author",
    "text:sender-phone-work": "author",
    "text:sender-street": "author",
    "text:sender-city": "author",
    "text:sender-postal-code": "author",
    "text:sender-country": "author",
    "text:sender-state-or-province": "author"
  });
  var PLACEHOLDER = "???";
  var CITED = [
    "text:reference-mark",
    "text:reference-mark-start",
    "text:reference-mark-end",
    "text:bookmark",
    "text:bookmark-start",
    "text:bookmark-end"
  ];
  var CITED_FIELDS = ["text:bookmark-ref", "text:reference-ref"];
  var CITING = ["ZOTERO_", "ADDIN ", "Mendeley "];
  var CODE = "vnd.oasis.opendocument.field.code";
  var CONDITIONS = ["text:condition", "text:formula"];
  var SETTINGS = kinds7({
    PrinterName: "device",
    PrinterSetup: "device",
    PrintFaxName: "device",
    CurrentDatabaseDataSource: "other",
    CurrentDatabaseCommand: "other",
    CurrentDatabaseCommandType: "",
    EmbeddedDatabaseName: "other",
    Rsid: "identifiers",
    RsidRoot: "identifiers",
    RedlineProtectionKey: "identifiers",
    TrackedChangesProtectionKey: "identifiers"
  });
  var PARTS2 = kinds7({
    "Thumbnails/": "thumbnail",
    "Versions/": "earlier",
    "VersionList.xml": "earlier",
    "Configurations2/": "",
    "layout-cache": "",
    // named by what it says
    "manifest.rdf": ""
  });
  var MACROS = ["Basic/", "Dialogs/", "Scripts/"];
  var OWN = ["mimetype", "content.xml", "styles.xml", "settings.xml"];
  var OWN_FOLDERS = [...MACROS, "database/"];
  var REFERRING = ["xlink:href", "form:image-data"];
  var DESCRIBED = ["svg:desc", "svg:title"];
  var UNSEEN = ["office:binary-data", "svg:image"];
  var STATEMENTS = "manifest.rdf";
  var ABOUT_PARTS = ["rdf:RDF", "rdf:Description", "rdf:type", "pkg:hasPart"];
  var REPLACEMENTS = "ObjectReplacements/";
  var FONTS = "Fonts/";
  var OBJECT = "application/vnd.sun.star.oleobject";

  // src/scrub/documents/sheet.ts
  var LARGE2 = 4 << 20;
  var OTHER_CODE = /^<\?xml[^>]*encoding[ \t-\r]*=[ \t-\r]*["'](?!utf-8["'])/i;
  var START = /<sheetData(?:>|[ \t-\r](?:[^<>]*[^<>/])?>)/;
  var END = "</sheetData>";
  var EMPTY = "<sheetData/>";
  var PREFIXED = /:([A-Za-z_][\w.-]*)(?=[ \t-\r=/>])/g;
  var FOLDER2 = /<f(?:[ \t-\r][^<>]*)?>[^<]*(?:\\|(?<!https?):\/|(?:['[]|&apos;)https?:\/|file:|\.\.\/|\/\[|%5c|%2f|\/(?:users|home|root|tmp|var|run|mnt|media|volumes|private)\/)/i;
  var KNOWN2 = /* @__PURE__ */ new Set(["dyDescent", "space"]);
  function setAside(part) {
    const whole2 = [part, part.subarray(0, 0)];
    if (part.length < LARGE2) return whole2;
    const text4 = new TextDecoder("windows-1252").decode(part);
    if (text4.includes("<!") || text4.includes("<?", 1) || OTHER_CODE.test(text4)) return whole2;
    const start2 = START.exec(text4);
    const end2 = text4.indexOf(END);
    if (!start2 || end2 < start2.index + start2[0].length) return whole2;
    if (text4.indexOf(END, end2 + 1) >= 0 || text4.includes(EMPTY)) return whole2;
    const [from, to] = [start2.index, end2 + END.length];
    const cells = text4.slice(from, to);
    if (cells.includes("xmlns") || FOLDER2.test(cells)) return whole2;
    for (const [, name] of cells.matchAll(PREFIXED)) if (!KNOWN2.has(name)) return whole2;
    const empty = new TextEncoder().encode(EMPTY);
    return [joined([part.subarray(0, from), empty, part.subarray(to)]), part.subarray(from, to)];
  }
  function putBack(part, cells) {
    if (!cells.length) return part;
    const place2 = find(part, EMPTY);
    if (place2 < 0) return part;
    return joined([part.subarray(0, place2), cells, part.subarray(place2 + EMPTY.length)]);
  }

  // src/scrub/documents/svg.ts
  var TYPE = "image/svg+xml";
  var DOCTYPE = /<!DOCTYPE[ \t\r\n]+svg(?:[ \t\r\n]+PUBLIC[ \t\r\n]+"[^"<>]*")?(?:[ \t\r\n]+(?:SYSTEM[ \t\r\n]+)?"[^"<>]*")?[ \t\r\n]*>/;
  var ELEMENT = /<[A-Za-z_]/;
  var DATA = /data:[^,]{0,100},/iu;
  function withoutDoctype(part) {
    const text4 = latin1(part);
    const found = DOCTYPE.exec(text4);
    if (!found || ELEMENT.test(text4.slice(0, found.index))) return part;
    return joined([part.subarray(0, found.index), part.subarray(found.index + found[0].length)]);
  }
  function holdsFile(root) {
    if (root.short !== "svg:svg") return false;
    const styles = each(root, ["svg:style"]).map(({ text: text4 }) => text4);
    const values = elements(root).flatMap(({ attributes }) => attributes.map(({ value: value2 }) => value2));
    return [...styles, ...values].some((text4) => DATA.test(text4));
  }

  // src/scrub/documents/write.ts
  var IN_TEXT = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };
  var IN_VALUE = { ...IN_TEXT, '"': "&quot;", "\n": "&#10;", "	": "&#9;" };
  function written2({ root, version }) {
    const pieces = [`<?xml version='${version}' encoding='UTF-8' standalone='yes'?>
`];
    let node = root;
    for (; ; ) {
      if (node instanceof Element) {
        pieces.push(start(node));
        if (node.first) {
          node = node.first;
          continue;
        }
      } else pieces.push(node.written);
      while (node !== root) {
        pieces.push(text3(node.tail));
        if (node.next) break;
        node = node.parent;
        pieces.push(end(node));
      }
      if (node === root) return new TextEncoder().encode(pieces.join(""));
      node = node.next;
    }
  }
  function start(element) {
    const { namespace, name, declared: declared2, attributes } = element;
    let tag = `<${qualified(namespace, name.local)}`;
    for (const { prefix, uri } of declared2) tag += ` ${prefix ? `xmlns:${prefix}` : "xmlns"}="${value(uri)}"`;
    for (const each2 of attributes)
      tag += ` ${qualified(each2.namespace, each2.name.local)}="${value(each2.value)}"`;
    if (element.first) return `${tag}>${text3(element.text)}`;
    return element.text ? `${tag}>${text3(element.text)}${end(element)}` : `${tag}/>`;
  }
  function end({ namespace, name }) {
    return `</${qualified(namespace, name.local)}>`;
  }
  function qualified(namespace, local) {
    return namespace?.prefix ? `${namespace.prefix}:${local}` : local;
  }
  function text3(raw) {
    return raw.replace(/[&<>\r]/g, (sign) => IN_TEXT[sign]);
  }
  function value(raw) {
    return raw.replace(/[&<>"\n\t\r]/g, (sign) => IN_VALUE[sign]);
  }

  // node_modules/pako/dist/pako.mjs
  var Z_FIXED$1 = 4;
  var Z_BINARY = 0;
  var Z_TEXT = 1;
  var Z_UNKNOWN = 2;
  function zero$1(buf) {
    let len = buf.length;
    while (--len >= 0) buf[len] = 0;
  }
  var STORED_BLOCK = 0;
  var STATIC_TREES = 1;
  var DYN_TREES = 2;
  var LENGTH_CODES = 29;
  var LITERALS = 256;
  var L_CODES = 286;
  var D_CODES = 30;
  var BL_CODES = 19;
  var HEAP_SIZE$1 = 573;
  var MAX_BITS = 15;
  var Buf_size = 16;
  var MAX_BL_BITS = 7;
  var END_BLOCK = 256;
  var REP_3_6 = 16;
  var REPZ_3_10 = 17;
  var REPZ_11_138 = 18;
  var extra_lbits = new Uint8Array([
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    1,
    1,
    1,
    2,
    2,
    2,
    2,
    3,
    3,
    3,
    3,
    4,
    4,
    4,
    4,
    5,
    5,
    5,
    5,
    0
  ]);
  var extra_dbits = new Uint8Array([
    0,
    0,
    0,
    0,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    4,
    5,
    5,
    6,
    6,
    7,
    7,
    8,
    8,
    9,
    9,
    10,
    10,
    11,
    11,
    12,
    12,
    13,
    13
  ]);
  var extra_blbits = new Uint8Array([
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    2,
    3,
    7
  ]);
  var bl_order = new Uint8Array([
    16,
    17,
    18,
    0,
    8,
    7,
    9,
    6,
    10,
    5,
    11,
    4,
    12,
    3,
    13,
    2,
    14,
    1,
    15
  ]);
  var DIST_CODE_LEN = 512;
  var static_ltree = new Array(288 * 2);
  zero$1(static_ltree);
  var static_dtree = new Array(D_CODES * 2);
  zero$1(static_dtree);
  var _dist_code = new Array(DIST_CODE_LEN);
  zero$1(_dist_code);
  var _length_code = new Array(256);
  zero$1(_length_code);
  var base_length = new Array(LENGTH_CODES);
  zero$1(base_length);
  var base_dist = new Array(D_CODES);
  zero$1(base_dist);
  var StaticTreeDesc = class {
    constructor(static_tree, extra_bits, extra_base, elems, max_length) {
      this.static_tree = static_tree;
      this.extra_bits = extra_bits;
      this.extra_base = extra_base;
      this.elems = elems;
      this.max_length = max_length;
      this.has_stree = static_tree && static_tree.length;
    }
  };
  var static_l_desc;
  var static_d_desc;
  var static_bl_desc;
  var TreeDesc = class {
    constructor(dyn_tree, stat_desc) {
      this.dyn_tree = dyn_tree;
      this.max_code = 0;
      this.stat_desc = stat_desc;
    }
  };
  var d_code = (dist) => {
    return dist < 256 ? _dist_code[dist] : _dist_code[256 + (dist >>> 7)];
  };
  var put_short = (s, w) => {
    s.pending_buf[s.pending++] = w & 255;
    s.pending_buf[s.pending++] = w >>> 8 & 255;
  };
  var send_bits = (s, value2, length) => {
    if (s.bi_valid > Buf_size - length) {
      s.bi_buf |= value2 << s.bi_valid & 65535;
      put_short(s, s.bi_buf);
      s.bi_buf = value2 >> Buf_size - s.bi_valid;
      s.bi_valid += length - Buf_size;
    } else {
      s.bi_buf |= value2 << s.bi_valid & 65535;
      s.bi_valid += length;
    }
  };
  var send_code = (s, c, tree) => {
    send_bits(s, tree[c * 2], tree[c * 2 + 1]);
  };
  var bi_reverse = (code, len) => {
    let res = 0;
    do {
      res |= code & 1;
      code >>>= 1;
      res <<= 1;
    } while (--len > 0);
    return res >>> 1;
  };
  var bi_flush = (s) => {
    if (s.bi_valid === 16) {
      put_short(s, s.bi_buf);
      s.bi_buf = 0;
      s.bi_valid = 0;
    } else if (s.bi_valid >= 8) {
      s.pending_buf[s.pending++] = s.bi_buf & 255;
      s.bi_buf >>= 8;
      s.bi_valid -= 8;
    }
  };
  var gen_bitlen = (s, desc) => {
    const tree = desc.dyn_tree;
    const max_code = desc.max_code;
    const stree = desc.stat_desc.static_tree;
    const has_stree = desc.stat_desc.has_stree;
    const extra = desc.stat_desc.extra_bits;
    const base = desc.stat_desc.extra_base;
    const max_length = desc.stat_desc.max_length;
    let h;
    let n, m;
    let bits;
    let xbits;
    let f;
    let overflow = 0;
    for (bits = 0; bits <= MAX_BITS; bits++) s.bl_count[bits] = 0;
    tree[s.heap[s.heap_max] * 2 + 1] = 0;
    for (h = s.heap_max + 1; h < HEAP_SIZE$1; h++) {
      n = s.heap[h];
      bits = tree[tree[n * 2 + 1] * 2 + 1] + 1;
      if (bits > max_length) {
        bits = max_length;
        overflow++;
      }
      tree[n * 2 + 1] = bits;
      if (n > max_code) continue;
      s.bl_count[bits]++;
      xbits = 0;
      if (n >= base) xbits = extra[n - base];
      f = tree[n * 2];
      s.opt_len += f * (bits + xbits);
      if (has_stree) s.static_len += f * (stree[n * 2 + 1] + xbits);
    }
    if (overflow === 0) return;
    do {
      bits = max_length - 1;
      while (s.bl_count[bits] === 0) bits--;
      s.bl_count[bits]--;
      s.bl_count[bits + 1] += 2;
      s.bl_count[max_length]--;
      overflow -= 2;
    } while (overflow > 0);
    for (bits = max_length; bits !== 0; bits--) {
      n = s.bl_count[bits];
      while (n !== 0) {
        m = s.heap[--h];
        if (m > max_code) continue;
        if (tree[m * 2 + 1] !== bits) {
          s.opt_len += (bits - tree[m * 2 + 1]) * tree[m * 2];
          tree[m * 2 + 1] = bits;
        }
        n--;
      }
    }
  };
  var gen_codes = (tree, max_code, bl_count) => {
    const next_code = new Array(16);
    let code = 0;
    let bits;
    let n;
    for (bits = 1; bits <= MAX_BITS; bits++) {
      code = code + bl_count[bits - 1] << 1;
      next_code[bits] = code;
    }
    for (n = 0; n <= max_code; n++) {
      let len = tree[n * 2 + 1];
      if (len === 0) continue;
      tree[n * 2] = bi_reverse(next_code[len]++, len);
    }
  };
  var tr_static_init = () => {
    let n;
    let bits;
    let length;
    let code;
    let dist;
    const bl_count = new Array(16);
    length = 0;
    for (code = 0; code < LENGTH_CODES - 1; code++) {
      base_length[code] = length;
      for (n = 0; n < 1 << extra_lbits[code]; n++) _length_code[length++] = code;
    }
    _length_code[length - 1] = code;
    dist = 0;
    for (code = 0; code < 16; code++) {
      base_dist[code] = dist;
      for (n = 0; n < 1 << extra_dbits[code]; n++) _dist_code[dist++] = code;
    }
    dist >>= 7;
    for (; code < D_CODES; code++) {
      base_dist[code] = dist << 7;
      for (n = 0; n < 1 << extra_dbits[code] - 7; n++) _dist_code[256 + dist++] = code;
    }
    for (bits = 0; bits <= MAX_BITS; bits++) bl_count[bits] = 0;
    n = 0;
    while (n <= 143) {
      static_ltree[n * 2 + 1] = 8;
      n++;
      bl_count[8]++;
    }
    while (n <= 255) {
      static_ltree[n * 2 + 1] = 9;
      n++;
      bl_count[9]++;
    }
    while (n <= 279) {
      static_ltree[n * 2 + 1] = 7;
      n++;
      bl_count[7]++;
    }
    while (n <= 287) {
      static_ltree[n * 2 + 1] = 8;
      n++;
      bl_count[8]++;
    }
    gen_codes(static_ltree, 287, bl_count);
    for (n = 0; n < D_CODES; n++) {
      static_dtree[n * 2 + 1] = 5;
      static_dtree[n * 2] = bi_reverse(n, 5);
    }
    static_l_desc = new StaticTreeDesc(static_ltree, extra_lbits, 257, L_CODES, MAX_BITS);
    static_d_desc = new StaticTreeDesc(static_dtree, extra_dbits, 0, D_CODES, MAX_BITS);
    static_bl_desc = new StaticTreeDesc(new Array(0), extra_blbits, 0, BL_CODES, MAX_BL_BITS);
  };
  var init_block = (s) => {
    let n;
    for (n = 0; n < L_CODES; n++) s.dyn_ltree[n * 2] = 0;
    for (n = 0; n < D_CODES; n++) s.dyn_dtree[n * 2] = 0;
    for (n = 0; n < BL_CODES; n++) s.bl_tree[n * 2] = 0;
    s.dyn_ltree[END_BLOCK * 2] = 1;
    s.opt_len = s.static_len = 0;
    s.sym_next = s.matches = 0;
  };
  var bi_windup = (s) => {
    if (s.bi_valid > 8) put_short(s, s.bi_buf);
    else if (s.bi_valid > 0) s.pending_buf[s.pending++] = s.bi_buf;
    s.bi_buf = 0;
    s.bi_valid = 0;
  };
  var smaller = (tree, n, m, depth) => {
    const _n2 = n * 2;
    const _m2 = m * 2;
    return tree[_n2] < tree[_m2] || tree[_n2] === tree[_m2] && depth[n] <= depth[m];
  };
  var pqdownheap = (s, tree, k) => {
    const v = s.heap[k];
    let j = k << 1;
    while (j <= s.heap_len) {
      if (j < s.heap_len && smaller(tree, s.heap[j + 1], s.heap[j], s.depth)) j++;
      if (smaller(tree, v, s.heap[j], s.depth)) break;
      s.heap[k] = s.heap[j];
      k = j;
      j <<= 1;
    }
    s.heap[k] = v;
  };
  var compress_block = (s, ltree, dtree) => {
    let dist;
    let lc;
    let sx = 0;
    let code;
    let extra;
    if (s.sym_next !== 0) do {
      dist = s.pending_buf[s.sym_buf + sx++] & 255;
      dist += (s.pending_buf[s.sym_buf + sx++] & 255) << 8;
      lc = s.pending_buf[s.sym_buf + sx++];
      if (dist === 0) send_code(s, lc, ltree);
      else {
        code = _length_code[lc];
        send_code(s, code + LITERALS + 1, ltree);
        extra = extra_lbits[code];
        if (extra !== 0) {
          lc -= base_length[code];
          send_bits(s, lc, extra);
        }
        dist--;
        code = d_code(dist);
        send_code(s, code, dtree);
        extra = extra_dbits[code];
        if (extra !== 0) {
          dist -= base_dist[code];
          send_bits(s, dist, extra);
        }
      }
    } while (sx < s.sym_next);
    send_code(s, END_BLOCK, ltree);
  };
  var build_tree = (s, desc) => {
    const tree = desc.dyn_tree;
    const stree = desc.stat_desc.static_tree;
    const has_stree = desc.stat_desc.has_stree;
    const elems = desc.stat_desc.elems;
    let n, m;
    let max_code = -1;
    let node;
    s.heap_len = 0;
    s.heap_max = HEAP_SIZE$1;
    for (n = 0; n < elems; n++) if (tree[n * 2] !== 0) {
      s.heap[++s.heap_len] = max_code = n;
      s.depth[n] = 0;
    } else tree[n * 2 + 1] = 0;
    while (s.heap_len < 2) {
      node = s.heap[++s.heap_len] = max_code < 2 ? ++max_code : 0;
      tree[node * 2] = 1;
      s.depth[node] = 0;
      s.opt_len--;
      if (has_stree) s.static_len -= stree[node * 2 + 1];
    }
    desc.max_code = max_code;
    for (n = s.heap_len >> 1; n >= 1; n--) pqdownheap(s, tree, n);
    node = elems;
    do {
      n = s.heap[1];
      s.heap[1] = s.heap[s.heap_len--];
      pqdownheap(s, tree, 1);
      m = s.heap[1];
      s.heap[--s.heap_max] = n;
      s.heap[--s.heap_max] = m;
      tree[node * 2] = tree[n * 2] + tree[m * 2];
      s.depth[node] = (s.depth[n] >= s.depth[m] ? s.depth[n] : s.depth[m]) + 1;
      tree[n * 2 + 1] = tree[m * 2 + 1] = node;
      s.heap[1] = node++;
      pqdownheap(s, tree, 1);
    } while (s.heap_len >= 2);
    s.heap[--s.heap_max] = s.heap[1];
    gen_bitlen(s, desc);
    gen_codes(tree, max_code, s.bl_count);
  };
  var scan_tree = (s, tree, max_code) => {
    let n;
    let prevlen = -1;
    let curlen;
    let nextlen = tree[1];
    let count = 0;
    let max_count = 7;
    let min_count = 4;
    if (nextlen === 0) {
      max_count = 138;
      min_count = 3;
    }
    tree[(max_code + 1) * 2 + 1] = 65535;
    for (n = 0; n <= max_code; n++) {
      curlen = nextlen;
      nextlen = tree[(n + 1) * 2 + 1];
      if (++count < max_count && curlen === nextlen) continue;
      else if (count < min_count) s.bl_tree[curlen * 2] += count;
      else if (curlen !== 0) {
        if (curlen !== prevlen) s.bl_tree[curlen * 2]++;
        s.bl_tree[REP_3_6 * 2]++;
      } else if (count <= 10) s.bl_tree[REPZ_3_10 * 2]++;
      else s.bl_tree[REPZ_11_138 * 2]++;
      count = 0;
      prevlen = curlen;
      if (nextlen === 0) {
        max_count = 138;
        min_count = 3;
      } else if (curlen === nextlen) {
        max_count = 6;
        min_count = 3;
      } else {
        max_count = 7;
        min_count = 4;
      }
    }
  };
  var send_tree = (s, tree, max_code) => {
    let n;
    let prevlen = -1;
    let curlen;
    let nextlen = tree[1];
    let count = 0;
    let max_count = 7;
    let min_count = 4;
    if (nextlen === 0) {
      max_count = 138;
      min_count = 3;
    }
    for (n = 0; n <= max_code; n++) {
      curlen = nextlen;
      nextlen = tree[(n + 1) * 2 + 1];
      if (++count < max_count && curlen === nextlen) continue;
      else if (count < min_count) do
        send_code(s, curlen, s.bl_tree);
      while (--count !== 0);
      else if (curlen !== 0) {
        if (curlen !== prevlen) {
          send_code(s, curlen, s.bl_tree);
          count--;
        }
        send_code(s, REP_3_6, s.bl_tree);
        send_bits(s, count - 3, 2);
      } else if (count <= 10) {
        send_code(s, REPZ_3_10, s.bl_tree);
        send_bits(s, count - 3, 3);
      } else {
        send_code(s, REPZ_11_138, s.bl_tree);
        send_bits(s, count - 11, 7);
      }
      count = 0;
      prevlen = curlen;
      if (nextlen === 0) {
        max_count = 138;
        min_count = 3;
      } else if (curlen === nextlen) {
        max_count = 6;
        min_count = 3;
      } else {
        max_count = 7;
        min_count = 4;
      }
    }
  };
  var build_bl_tree = (s) => {
    let max_blindex;
    scan_tree(s, s.dyn_ltree, s.l_desc.max_code);
    scan_tree(s, s.dyn_dtree, s.d_desc.max_code);
    build_tree(s, s.bl_desc);
    for (max_blindex = BL_CODES - 1; max_blindex >= 3; max_blindex--) if (s.bl_tree[bl_order[max_blindex] * 2 + 1] !== 0) break;
    s.opt_len += 3 * (max_blindex + 1) + 5 + 5 + 4;
    return max_blindex;
  };
  var send_all_trees = (s, lcodes, dcodes, blcodes) => {
    let rank2;
    send_bits(s, lcodes - 257, 5);
    send_bits(s, dcodes - 1, 5);
    send_bits(s, blcodes - 4, 4);
    for (rank2 = 0; rank2 < blcodes; rank2++) send_bits(s, s.bl_tree[bl_order[rank2] * 2 + 1], 3);
    send_tree(s, s.dyn_ltree, lcodes - 1);
    send_tree(s, s.dyn_dtree, dcodes - 1);
  };
  var detect_data_type = (s) => {
    let block_mask = 4093624447;
    let n;
    for (n = 0; n <= 31; n++, block_mask >>>= 1) if (block_mask & 1 && s.dyn_ltree[n * 2] !== 0) return Z_BINARY;
    if (s.dyn_ltree[18] !== 0 || s.dyn_ltree[20] !== 0 || s.dyn_ltree[26] !== 0) return Z_TEXT;
    for (n = 32; n < LITERALS; n++) if (s.dyn_ltree[n * 2] !== 0) return Z_TEXT;
    return Z_BINARY;
  };
  var static_init_done = false;
  var _tr_init = (s) => {
    if (!static_init_done) {
      tr_static_init();
      static_init_done = true;
    }
    s.l_desc = new TreeDesc(s.dyn_ltree, static_l_desc);
    s.d_desc = new TreeDesc(s.dyn_dtree, static_d_desc);
    s.bl_desc = new TreeDesc(s.bl_tree, static_bl_desc);
    s.bi_buf = 0;
    s.bi_valid = 0;
    init_block(s);
  };
  var _tr_stored_block = (s, buf, stored_len, last) => {
    send_bits(s, (STORED_BLOCK << 1) + (last ? 1 : 0), 3);
    bi_windup(s);
    put_short(s, stored_len);
    put_short(s, ~stored_len);
    if (stored_len) s.pending_buf.set(s.window.subarray(buf, buf + stored_len), s.pending);
    s.pending += stored_len;
  };
  var _tr_align = (s) => {
    send_bits(s, STATIC_TREES << 1, 3);
    send_code(s, END_BLOCK, static_ltree);
    bi_flush(s);
  };
  var _tr_flush_block = (s, buf, stored_len, last) => {
    let opt_lenb, static_lenb;
    let max_blindex = 0;
    if (s.level > 0) {
      if (s.strm.data_type === Z_UNKNOWN) s.strm.data_type = detect_data_type(s);
      build_tree(s, s.l_desc);
      build_tree(s, s.d_desc);
      max_blindex = build_bl_tree(s);
      opt_lenb = s.opt_len + 3 + 7 >>> 3;
      static_lenb = s.static_len + 3 + 7 >>> 3;
      if (static_lenb <= opt_lenb || s.strategy === Z_FIXED$1) opt_lenb = static_lenb;
    } else opt_lenb = static_lenb = stored_len + 5;
    if (stored_len + 4 <= opt_lenb && buf !== -1) _tr_stored_block(s, buf, stored_len, last);
    else if (s.strategy === Z_FIXED$1 || static_lenb === opt_lenb) {
      send_bits(s, (STATIC_TREES << 1) + (last ? 1 : 0), 3);
      compress_block(s, static_ltree, static_dtree);
    } else {
      send_bits(s, (DYN_TREES << 1) + (last ? 1 : 0), 3);
      send_all_trees(s, s.l_desc.max_code + 1, s.d_desc.max_code + 1, max_blindex + 1);
      compress_block(s, s.dyn_ltree, s.dyn_dtree);
    }
    init_block(s);
    if (last) bi_windup(s);
  };
  var _tr_tally = (s, dist, lc) => {
    s.pending_buf[s.sym_buf + s.sym_next++] = dist;
    s.pending_buf[s.sym_buf + s.sym_next++] = dist >> 8;
    s.pending_buf[s.sym_buf + s.sym_next++] = lc;
    if (dist === 0) s.dyn_ltree[lc * 2]++;
    else {
      s.matches++;
      dist--;
      s.dyn_ltree[(_length_code[lc] + LITERALS + 1) * 2]++;
      s.dyn_dtree[d_code(dist) * 2]++;
    }
    return s.sym_next === s.sym_end;
  };
  var adler322 = (adler, buf, len, pos) => {
    let s1 = adler & 65535 | 0, s2 = adler >>> 16 & 65535 | 0, n = 0;
    while (len !== 0) {
      n = len > 2e3 ? 2e3 : len;
      len -= n;
      do {
        s1 = s1 + buf[pos++] | 0;
        s2 = s2 + s1 | 0;
      } while (--n);
      s1 %= 65521;
      s2 %= 65521;
    }
    return s1 | s2 << 16 | 0;
  };
  var makeTable = () => {
    const table = new Uint32Array(256 * 8);
    let c;
    for (let n = 0; n < 256; n++) {
      c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? 3988292384 ^ c >>> 1 : c >>> 1;
      table[n] = c;
    }
    for (let n = 0; n < 256; n++) {
      c = table[n];
      for (let k = 256; k < 256 * 8; k += 256) {
        c = table[c & 255] ^ c >>> 8;
        table[k + n] = c;
      }
    }
    return table;
  };
  var crcTable = makeTable();
  var crc322 = (crc, buf, len, pos) => {
    const t = crcTable;
    const end2 = pos + len;
    let i = pos;
    crc ^= -1;
    for (const end8 = end2 - 7; i < end8; i += 8) {
      crc ^= buf[i] | buf[i + 1] << 8 | buf[i + 2] << 16 | buf[i + 3] << 24;
      crc = t[1792 + (crc & 255)] ^ t[1536 + (crc >>> 8 & 255)] ^ t[1280 + (crc >>> 16 & 255)] ^ t[1024 + (crc >>> 24)] ^ t[768 + buf[i + 4]] ^ t[512 + buf[i + 5]] ^ t[256 + buf[i + 6]] ^ t[buf[i + 7]];
    }
    for (; i < end2; i++) crc = crc >>> 8 ^ t[(crc ^ buf[i]) & 255];
    return crc ^ -1;
  };
  var messages_default = {
    2: "need dictionary",
    1: "stream end",
    0: "",
    "-1": "file error",
    "-2": "stream error",
    "-3": "data error",
    "-4": "insufficient memory",
    "-5": "buffer error",
    "-6": "incompatible version"
  };
  var MAX_MEM_LEVEL = 9;
  var HEAP_SIZE = 573;
  var MIN_MATCH = 3;
  var MAX_MATCH = 258;
  var MIN_LOOKAHEAD = 262;
  var PRESET_DICT = 32;
  var INIT_STATE = 42;
  var GZIP_STATE = 57;
  var EXTRA_STATE = 69;
  var NAME_STATE = 73;
  var COMMENT_STATE = 91;
  var HCRC_STATE = 103;
  var BUSY_STATE = 113;
  var FINISH_STATE = 666;
  var BS_NEED_MORE = 1;
  var BS_BLOCK_DONE = 2;
  var BS_FINISH_STARTED = 3;
  var BS_FINISH_DONE = 4;
  var OS_CODE = 3;
  var err = (strm, errorCode) => {
    strm.msg = messages_default[errorCode];
    return errorCode;
  };
  var rank = (f) => {
    return f * 2 - (f > 4 ? 9 : 0);
  };
  var zero = (buf) => {
    let len = buf.length;
    while (--len >= 0) buf[len] = 0;
  };
  var slide_hash = (s) => {
    let n, m;
    let p;
    let wsize = s.w_size;
    n = s.hash_size;
    p = n;
    do {
      m = s.head[--p];
      s.head[p] = m >= wsize ? m - wsize : 0;
    } while (--n);
    n = wsize;
    p = n;
    do {
      m = s.prev[--p];
      s.prev[p] = m >= wsize ? m - wsize : 0;
    } while (--n);
  };
  var HASH = (s, prev, data) => (prev << s.hash_shift ^ data) & s.hash_mask;
  var INSERT_STRING = (s, str) => {
    let h;
    if (s.legacy_hash) h = s.ins_h = HASH(s, s.ins_h, s.window[str + MIN_MATCH - 1]);
    else {
      const w = s.window;
      const value2 = w[str] | w[str + 1] << 8 | w[str + 2] << 16 | w[str + 3] << 24;
      h = s.ins_h = Math.imul(value2, 66521) + 66521 >>> 16 & s.hash_mask;
    }
    const hash_head = s.prev[str & s.w_mask] = s.head[h];
    s.head[h] = str;
    return hash_head;
  };
  var flush_pending = (strm) => {
    const s = strm.state;
    let len = s.pending;
    if (len > strm.avail_out) len = strm.avail_out;
    if (len === 0) return;
    strm.output.set(s.pending_buf.subarray(s.pending_out, s.pending_out + len), strm.next_out);
    strm.next_out += len;
    s.pending_out += len;
    strm.total_out += len;
    strm.avail_out -= len;
    s.pending -= len;
    if (s.pending === 0) s.pending_out = 0;
  };
  var flush_block_only = (s, last) => {
    _tr_flush_block(s, s.block_start >= 0 ? s.block_start : -1, s.strstart - s.block_start, last);
    s.block_start = s.strstart;
    flush_pending(s.strm);
  };
  var put_byte = (s, b) => {
    s.pending_buf[s.pending++] = b;
  };
  var putShortMSB = (s, b) => {
    s.pending_buf[s.pending++] = b >>> 8 & 255;
    s.pending_buf[s.pending++] = b & 255;
  };
  var read_buf = (strm, buf, start2, size) => {
    let len = strm.avail_in;
    if (len > size) len = size;
    if (len === 0) return 0;
    strm.avail_in -= len;
    buf.set(strm.input.subarray(strm.next_in, strm.next_in + len), start2);
    if (strm.state.wrap === 1) strm.adler = adler322(strm.adler, buf, len, start2);
    else if (strm.state.wrap === 2) strm.adler = crc322(strm.adler, buf, len, start2);
    strm.next_in += len;
    strm.total_in += len;
    return len;
  };
  var longest_match = (s, cur_match) => {
    let chain_length = s.max_chain_length;
    let scan = s.strstart;
    let match;
    let len;
    let best_len = s.prev_length;
    let nice_match = s.nice_match;
    const limit = s.strstart > s.w_size - MIN_LOOKAHEAD ? s.strstart - (s.w_size - MIN_LOOKAHEAD) : 0;
    const _win = s.window;
    const wmask = s.w_mask;
    const prev = s.prev;
    const strend = s.strstart + MAX_MATCH;
    let scan_end1 = _win[scan + best_len - 1];
    let scan_end = _win[scan + best_len];
    if (s.prev_length >= s.good_match) chain_length >>= 2;
    if (nice_match > s.lookahead) nice_match = s.lookahead;
    do {
      match = cur_match;
      if (_win[match + best_len] !== scan_end || _win[match + best_len - 1] !== scan_end1 || _win[match] !== _win[scan] || _win[++match] !== _win[scan + 1]) continue;
      scan += 2;
      match++;
      do
        ;
      while (_win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && _win[++scan] === _win[++match] && scan < strend);
      len = MAX_MATCH - (strend - scan);
      scan = strend - MAX_MATCH;
      if (len > best_len) {
        s.match_start = cur_match;
        best_len = len;
        if (len >= nice_match) break;
        scan_end1 = _win[scan + best_len - 1];
        scan_end = _win[scan + best_len];
      }
    } while ((cur_match = prev[cur_match & wmask]) > limit && --chain_length !== 0);
    if (best_len <= s.lookahead) return best_len;
    return s.lookahead;
  };
  var fill_window = (s) => {
    const _w_size = s.w_size;
    let n, more, str;
    do {
      more = s.window_size - s.lookahead - s.strstart;
      if (s.strstart >= _w_size + (_w_size - MIN_LOOKAHEAD)) {
        s.window.set(s.window.subarray(_w_size, _w_size + _w_size - more), 0);
        s.match_start -= _w_size;
        s.strstart -= _w_size;
        s.block_start -= _w_size;
        if (s.insert > s.strstart) s.insert = s.strstart;
        slide_hash(s);
        more += _w_size;
      }
      if (s.strm.avail_in === 0) break;
      n = read_buf(s.strm, s.window, s.strstart + s.lookahead, more);
      s.lookahead += n;
      if (!s.legacy_hash) {
        if (s.lookahead + s.insert > MIN_MATCH) {
          str = s.strstart - s.insert;
          while (s.insert) {
            INSERT_STRING(s, str);
            str++;
            s.insert--;
            if (s.lookahead + s.insert <= MIN_MATCH) break;
          }
        }
      } else if (s.lookahead + s.insert >= MIN_MATCH) {
        str = s.strstart - s.insert;
        s.ins_h = s.window[str];
        s.ins_h = HASH(s, s.ins_h, s.window[str + 1]);
        while (s.insert) {
          INSERT_STRING(s, str);
          str++;
          s.insert--;
          if (s.lookahead + s.insert < MIN_MATCH) break;
        }
      }
    } while (s.lookahead < MIN_LOOKAHEAD && s.strm.avail_in !== 0);
  };
  var deflate_stored = (s, flush) => {
    let min_block = s.pending_buf_size - 5 > s.w_size ? s.w_size : s.pending_buf_size - 5;
    let len, left, have, last = 0;
    let used = s.strm.avail_in;
    do {
      len = 65535;
      have = s.bi_valid + 42 >> 3;
      if (s.strm.avail_out < have) break;
      have = s.strm.avail_out - have;
      left = s.strstart - s.block_start;
      if (len > left + s.strm.avail_in) len = left + s.strm.avail_in;
      if (len > have) len = have;
      if (len < min_block && (len === 0 && flush !== 4 || flush === 0 || len !== left + s.strm.avail_in)) break;
      last = flush === 4 && len === left + s.strm.avail_in ? 1 : 0;
      _tr_stored_block(s, 0, 0, last);
      s.pending_buf[s.pending - 4] = len;
      s.pending_buf[s.pending - 3] = len >> 8;
      s.pending_buf[s.pending - 2] = ~len;
      s.pending_buf[s.pending - 1] = ~len >> 8;
      flush_pending(s.strm);
      if (left) {
        if (left > len) left = len;
        s.strm.output.set(s.window.subarray(s.block_start, s.block_start + left), s.strm.next_out);
        s.strm.next_out += left;
        s.strm.avail_out -= left;
        s.strm.total_out += left;
        s.block_start += left;
        len -= left;
      }
      if (len) {
        read_buf(s.strm, s.strm.output, s.strm.next_out, len);
        s.strm.next_out += len;
        s.strm.avail_out -= len;
        s.strm.total_out += len;
      }
    } while (last === 0);
    used -= s.strm.avail_in;
    if (used) {
      if (used >= s.w_size) {
        s.matches = 2;
        s.window.set(s.strm.input.subarray(s.strm.next_in - s.w_size, s.strm.next_in), 0);
        s.strstart = s.w_size;
        s.insert = s.strstart;
      } else {
        if (s.window_size - s.strstart <= used) {
          s.strstart -= s.w_size;
          s.window.set(s.window.subarray(s.w_size, s.w_size + s.strstart), 0);
          if (s.matches < 2) s.matches++;
          if (s.insert > s.strstart) s.insert = s.strstart;
        }
        s.window.set(s.strm.input.subarray(s.strm.next_in - used, s.strm.next_in), s.strstart);
        s.strstart += used;
        s.insert += used > s.w_size - s.insert ? s.w_size - s.insert : used;
      }
      s.block_start = s.strstart;
    }
    if (s.high_water < s.strstart) s.high_water = s.strstart;
    if (last) return BS_FINISH_DONE;
    if (flush !== 0 && flush !== 4 && s.strm.avail_in === 0 && s.strstart === s.block_start) return BS_BLOCK_DONE;
    have = s.window_size - s.strstart;
    if (s.strm.avail_in > have && s.block_start >= s.w_size) {
      s.block_start -= s.w_size;
      s.strstart -= s.w_size;
      s.window.set(s.window.subarray(s.w_size, s.w_size + s.strstart), 0);
      if (s.matches < 2) s.matches++;
      have += s.w_size;
      if (s.insert > s.strstart) s.insert = s.strstart;
    }
    if (have > s.strm.avail_in) have = s.strm.avail_in;
    if (have) {
      read_buf(s.strm, s.window, s.strstart, have);
      s.strstart += have;
      s.insert += have > s.w_size - s.insert ? s.w_size - s.insert : have;
    }
    if (s.high_water < s.strstart) s.high_water = s.strstart;
    have = s.bi_valid + 42 >> 3;
    have = s.pending_buf_size - have > 65535 ? 65535 : s.pending_buf_size - have;
    min_block = have > s.w_size ? s.w_size : have;
    left = s.strstart - s.block_start;
    if (left >= min_block || (left || flush === 4) && flush !== 0 && s.strm.avail_in === 0 && left <= have) {
      len = left > have ? have : left;
      last = flush === 4 && s.strm.avail_in === 0 && len === left ? 1 : 0;
      _tr_stored_block(s, s.block_start, len, last);
      s.block_start += len;
      flush_pending(s.strm);
    }
    return last ? BS_FINISH_STARTED : BS_NEED_MORE;
  };
  var deflate_fast = (s, flush) => {
    let hash_head;
    let bflush;
    for (; ; ) {
      if (s.lookahead < MIN_LOOKAHEAD) {
        fill_window(s);
        if (s.lookahead < MIN_LOOKAHEAD && flush === 0) return BS_NEED_MORE;
        if (s.lookahead === 0) break;
      }
      hash_head = 0;
      if (s.lookahead >= MIN_MATCH) hash_head = INSERT_STRING(s, s.strstart);
      if (hash_head !== 0 && s.strstart - hash_head <= s.w_size - MIN_LOOKAHEAD) s.match_length = longest_match(s, hash_head);
      if (s.match_length >= MIN_MATCH) {
        bflush = _tr_tally(s, s.strstart - s.match_start, s.match_length - MIN_MATCH);
        s.lookahead -= s.match_length;
        if (s.match_length <= s.max_lazy_match && s.lookahead >= MIN_MATCH) {
          s.match_length--;
          do {
            s.strstart++;
            hash_head = INSERT_STRING(s, s.strstart);
          } while (--s.match_length !== 0);
          s.strstart++;
        } else {
          s.strstart += s.match_length;
          s.match_length = 0;
          if (s.legacy_hash) {
            s.ins_h = s.window[s.strstart];
            s.ins_h = HASH(s, s.ins_h, s.window[s.strstart + 1]);
          }
        }
      } else {
        bflush = _tr_tally(s, 0, s.window[s.strstart]);
        s.lookahead--;
        s.strstart++;
      }
      if (bflush) {
        flush_block_only(s, false);
        if (s.strm.avail_out === 0) return BS_NEED_MORE;
      }
    }
    s.insert = s.strstart < MIN_MATCH - 1 ? s.strstart : MIN_MATCH - 1;
    if (flush === 4) {
      flush_block_only(s, true);
      if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
      return BS_FINISH_DONE;
    }
    if (s.sym_next) {
      flush_block_only(s, false);
      if (s.strm.avail_out === 0) return BS_NEED_MORE;
    }
    return BS_BLOCK_DONE;
  };
  var deflate_slow = (s, flush) => {
    let hash_head;
    let bflush;
    let max_insert;
    for (; ; ) {
      if (s.lookahead < MIN_LOOKAHEAD) {
        fill_window(s);
        if (s.lookahead < MIN_LOOKAHEAD && flush === 0) return BS_NEED_MORE;
        if (s.lookahead === 0) break;
      }
      hash_head = 0;
      if (s.lookahead >= MIN_MATCH) hash_head = INSERT_STRING(s, s.strstart);
      s.prev_length = s.match_length;
      s.prev_match = s.match_start;
      s.match_length = MIN_MATCH - 1;
      if (hash_head !== 0 && s.prev_length < s.max_lazy_match && s.strstart - hash_head <= s.w_size - MIN_LOOKAHEAD) {
        s.match_length = longest_match(s, hash_head);
        if (s.match_length <= 5 && (s.strategy === 1 || s.match_length === MIN_MATCH && s.strstart - s.match_start > 4096)) s.match_length = MIN_MATCH - 1;
      }
      if (s.prev_length >= MIN_MATCH && s.match_length <= s.prev_length) {
        max_insert = s.strstart + s.lookahead - MIN_MATCH;
        bflush = _tr_tally(s, s.strstart - 1 - s.prev_match, s.prev_length - MIN_MATCH);
        s.lookahead -= s.prev_length - 1;
        s.prev_length -= 2;
        do
          if (++s.strstart <= max_insert) hash_head = INSERT_STRING(s, s.strstart);
        while (--s.prev_length !== 0);
        s.match_available = 0;
        s.match_length = MIN_MATCH - 1;
        s.strstart++;
        if (bflush) {
          flush_block_only(s, false);
          if (s.strm.avail_out === 0) return BS_NEED_MORE;
        }
      } else if (s.match_available) {
        bflush = _tr_tally(s, 0, s.window[s.strstart - 1]);
        if (bflush)
          flush_block_only(s, false);
        s.strstart++;
        s.lookahead--;
        if (s.strm.avail_out === 0) return BS_NEED_MORE;
      } else {
        s.match_available = 1;
        s.strstart++;
        s.lookahead--;
      }
    }
    if (s.match_available) {
      bflush = _tr_tally(s, 0, s.window[s.strstart - 1]);
      s.match_available = 0;
    }
    s.insert = s.strstart < MIN_MATCH - 1 ? s.strstart : MIN_MATCH - 1;
    if (flush === 4) {
      flush_block_only(s, true);
      if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
      return BS_FINISH_DONE;
    }
    if (s.sym_next) {
      flush_block_only(s, false);
      if (s.strm.avail_out === 0) return BS_NEED_MORE;
    }
    return BS_BLOCK_DONE;
  };
  var deflate_rle = (s, flush) => {
    let bflush;
    let prev;
    let scan, strend;
    const _win = s.window;
    for (; ; ) {
      if (s.lookahead <= MAX_MATCH) {
        fill_window(s);
        if (s.lookahead <= MAX_MATCH && flush === 0) return BS_NEED_MORE;
        if (s.lookahead === 0) break;
      }
      s.match_length = 0;
      if (s.lookahead >= MIN_MATCH && s.strstart > 0) {
        scan = s.strstart - 1;
        prev = _win[scan];
        if (prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan]) {
          strend = s.strstart + MAX_MATCH;
          do
            ;
          while (prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && prev === _win[++scan] && scan < strend);
          s.match_length = MAX_MATCH - (strend - scan);
          if (s.match_length > s.lookahead) s.match_length = s.lookahead;
        }
      }
      if (s.match_length >= MIN_MATCH) {
        bflush = _tr_tally(s, 1, s.match_length - MIN_MATCH);
        s.lookahead -= s.match_length;
        s.strstart += s.match_length;
        s.match_length = 0;
      } else {
        bflush = _tr_tally(s, 0, s.window[s.strstart]);
        s.lookahead--;
        s.strstart++;
      }
      if (bflush) {
        flush_block_only(s, false);
        if (s.strm.avail_out === 0) return BS_NEED_MORE;
      }
    }
    s.insert = 0;
    if (flush === 4) {
      flush_block_only(s, true);
      if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
      return BS_FINISH_DONE;
    }
    if (s.sym_next) {
      flush_block_only(s, false);
      if (s.strm.avail_out === 0) return BS_NEED_MORE;
    }
    return BS_BLOCK_DONE;
  };
  var deflate_huff = (s, flush) => {
    let bflush;
    for (; ; ) {
      if (s.lookahead === 0) {
        fill_window(s);
        if (s.lookahead === 0) {
          if (flush === 0) return BS_NEED_MORE;
          break;
        }
      }
      s.match_length = 0;
      bflush = _tr_tally(s, 0, s.window[s.strstart]);
      s.lookahead--;
      s.strstart++;
      if (bflush) {
        flush_block_only(s, false);
        if (s.strm.avail_out === 0) return BS_NEED_MORE;
      }
    }
    s.insert = 0;
    if (flush === 4) {
      flush_block_only(s, true);
      if (s.strm.avail_out === 0) return BS_FINISH_STARTED;
      return BS_FINISH_DONE;
    }
    if (s.sym_next) {
      flush_block_only(s, false);
      if (s.strm.avail_out === 0) return BS_NEED_MORE;
    }
    return BS_BLOCK_DONE;
  };
  var Config = class {
    constructor(good_length, max_lazy, nice_length, max_chain, func) {
      this.good_length = good_length;
      this.max_lazy = max_lazy;
      this.nice_length = nice_length;
      this.max_chain = max_chain;
      this.func = func;
    }
  };
  var configuration_table = [
    new Config(0, 0, 0, 0, deflate_stored),
    new Config(4, 4, 8, 4, deflate_fast),
    new Config(4, 5, 16, 8, deflate_fast),
    new Config(4, 6, 32, 32, deflate_fast),
    new Config(4, 4, 16, 16, deflate_slow),
    new Config(8, 16, 32, 32, deflate_slow),
    new Config(8, 16, 128, 128, deflate_slow),
    new Config(8, 32, 128, 256, deflate_slow),
    new Config(32, 128, 258, 1024, deflate_slow),
    new Config(32, 258, 258, 4096, deflate_slow)
  ];
  var lm_init = (s) => {
    s.window_size = 2 * s.w_size;
    zero(s.head);
    s.max_lazy_match = configuration_table[s.level].max_lazy;
    s.good_match = configuration_table[s.level].good_length;
    s.nice_match = configuration_table[s.level].nice_length;
    s.max_chain_length = configuration_table[s.level].max_chain;
    s.strstart = 0;
    s.block_start = 0;
    s.lookahead = 0;
    s.insert = 0;
    s.match_length = s.prev_length = MIN_MATCH - 1;
    s.match_available = 0;
    s.ins_h = 0;
  };
  var DeflateState = class {
    constructor() {
      this.strm = null;
      this.status = 0;
      this.pending_buf = null;
      this.pending_buf_size = 0;
      this.pending_out = 0;
      this.pending = 0;
      this.wrap = 0;
      this.gzhead = null;
      this.gzindex = 0;
      this.method = 8;
      this.last_flush = -1;
      this.w_size = 0;
      this.w_bits = 0;
      this.w_mask = 0;
      this.window = null;
      this.window_size = 0;
      this.prev = null;
      this.head = null;
      this.ins_h = 0;
      this.legacy_hash = 0;
      this.hash_size = 0;
      this.hash_bits = 0;
      this.hash_mask = 0;
      this.hash_shift = 0;
      this.block_start = 0;
      this.match_length = 0;
      this.prev_match = 0;
      this.match_available = 0;
      this.strstart = 0;
      this.match_start = 0;
      this.lookahead = 0;
      this.prev_length = 0;
      this.max_chain_length = 0;
      this.max_lazy_match = 0;
      this.level = 0;
      this.strategy = 0;
      this.good_match = 0;
      this.nice_match = 0;
      this.dyn_ltree = new Uint16Array(HEAP_SIZE * 2);
      this.dyn_dtree = /* @__PURE__ */ new Uint16Array(122);
      this.bl_tree = /* @__PURE__ */ new Uint16Array(78);
      zero(this.dyn_ltree);
      zero(this.dyn_dtree);
      zero(this.bl_tree);
      this.l_desc = null;
      this.d_desc = null;
      this.bl_desc = null;
      this.bl_count = /* @__PURE__ */ new Uint16Array(16);
      this.heap = /* @__PURE__ */ new Uint16Array(573);
      zero(this.heap);
      this.heap_len = 0;
      this.heap_max = 0;
      this.depth = /* @__PURE__ */ new Uint16Array(573);
      zero(this.depth);
      this.sym_buf = 0;
      this.lit_bufsize = 0;
      this.sym_next = 0;
      this.sym_end = 0;
      this.opt_len = 0;
      this.static_len = 0;
      this.matches = 0;
      this.insert = 0;
      this.bi_buf = 0;
      this.bi_valid = 0;
    }
  };
  var deflateStateCheck = (strm) => {
    if (!strm) return 1;
    const s = strm.state;
    if (!s || s.strm !== strm || s.status !== INIT_STATE && s.status !== GZIP_STATE && s.status !== EXTRA_STATE && s.status !== NAME_STATE && s.status !== COMMENT_STATE && s.status !== HCRC_STATE && s.status !== BUSY_STATE && s.status !== FINISH_STATE) return 1;
    return 0;
  };
  var deflateResetKeep = (strm) => {
    if (deflateStateCheck(strm)) return err(strm, -2);
    strm.total_in = strm.total_out = 0;
    strm.data_type = 2;
    const s = strm.state;
    s.pending = 0;
    s.pending_out = 0;
    if (s.wrap < 0) s.wrap = -s.wrap;
    s.status = s.wrap === 2 ? GZIP_STATE : s.wrap ? INIT_STATE : BUSY_STATE;
    strm.adler = s.wrap === 2 ? 0 : 1;
    s.last_flush = -2;
    _tr_init(s);
    return 0;
  };
  var deflateReset = (strm) => {
    const ret = deflateResetKeep(strm);
    if (ret === 0) lm_init(strm.state);
    return ret;
  };
  var deflateInit2 = (strm, level, method, windowBits, memLevel, strategy, legacyHash) => {
    if (!strm) return -2;
    let wrap = 1;
    if (level === -1) level = 6;
    if (windowBits < 0) {
      wrap = 0;
      windowBits = -windowBits;
    } else if (windowBits > 15) {
      wrap = 2;
      windowBits -= 16;
    }
    if (memLevel < 1 || memLevel > MAX_MEM_LEVEL || method !== 8 || windowBits < 8 || windowBits > 15 || level < 0 || level > 9 || strategy < 0 || strategy > 4 || windowBits === 8 && wrap !== 1) return err(strm, -2);
    if (windowBits === 8) windowBits = 9;
    const s = new DeflateState();
    strm.state = s;
    s.strm = strm;
    s.status = INIT_STATE;
    s.wrap = wrap;
    s.gzhead = null;
    s.w_bits = windowBits;
    s.w_size = 1 << s.w_bits;
    s.w_mask = s.w_size - 1;
    s.legacy_hash = legacyHash ? 1 : 0;
    s.hash_bits = memLevel + 7;
    if (!s.legacy_hash && s.hash_bits < 15) s.hash_bits = 15;
    s.hash_size = 1 << s.hash_bits;
    s.hash_mask = s.hash_size - 1;
    s.hash_shift = ~~((s.hash_bits + MIN_MATCH - 1) / MIN_MATCH);
    s.window = new Uint8Array(s.w_size * 2);
    s.head = new Uint16Array(s.hash_size);
    s.prev = new Uint16Array(s.w_size);
    s.lit_bufsize = 1 << memLevel + 6;
    s.pending_buf_size = s.lit_bufsize * 4;
    s.pending_buf = new Uint8Array(s.pending_buf_size);
    s.sym_buf = s.lit_bufsize;
    s.sym_end = (s.lit_bufsize - 1) * 3;
    s.level = level;
    s.strategy = strategy;
    s.method = method;
    return deflateReset(strm);
  };
  var deflate$1 = (strm, flush) => {
    if (deflateStateCheck(strm) || flush > 5 || flush < 0) return strm ? err(strm, -2) : -2;
    const s = strm.state;
    if (!strm.output || strm.avail_in !== 0 && !strm.input || s.status === FINISH_STATE && flush !== 4) return err(strm, strm.avail_out === 0 ? -5 : -2);
    const old_flush = s.last_flush;
    s.last_flush = flush;
    if (s.pending !== 0) {
      flush_pending(strm);
      if (strm.avail_out === 0) {
        s.last_flush = -1;
        return 0;
      }
    } else if (strm.avail_in === 0 && rank(flush) <= rank(old_flush) && flush !== 4) return err(strm, -5);
    if (s.status === FINISH_STATE && strm.avail_in !== 0) return err(strm, -5);
    if (s.status === INIT_STATE && s.wrap === 0) s.status = BUSY_STATE;
    if (s.status === INIT_STATE) {
      let header = 8 + (s.w_bits - 8 << 4) << 8;
      let level_flags = -1;
      if (s.strategy >= 2 || s.level < 2) level_flags = 0;
      else if (s.level < 6) level_flags = 1;
      else if (s.level === 6) level_flags = 2;
      else level_flags = 3;
      header |= level_flags << 6;
      if (s.strstart !== 0) header |= PRESET_DICT;
      header += 31 - header % 31;
      putShortMSB(s, header);
      if (s.strstart !== 0) {
        putShortMSB(s, strm.adler >>> 16);
        putShortMSB(s, strm.adler & 65535);
      }
      strm.adler = 1;
      s.status = BUSY_STATE;
      flush_pending(strm);
      if (s.pending !== 0) {
        s.last_flush = -1;
        return 0;
      }
    }
    if (s.status === GZIP_STATE) {
      strm.adler = 0;
      put_byte(s, 31);
      put_byte(s, 139);
      put_byte(s, 8);
      if (!s.gzhead) {
        put_byte(s, 0);
        put_byte(s, 0);
        put_byte(s, 0);
        put_byte(s, 0);
        put_byte(s, 0);
        put_byte(s, s.level === 9 ? 2 : s.strategy >= 2 || s.level < 2 ? 4 : 0);
        put_byte(s, OS_CODE);
        s.status = BUSY_STATE;
        flush_pending(strm);
        if (s.pending !== 0) {
          s.last_flush = -1;
          return 0;
        }
      } else {
        put_byte(s, (s.gzhead.text ? 1 : 0) + (s.gzhead.hcrc ? 2 : 0) + (!s.gzhead.extra ? 0 : 4) + (!s.gzhead.name ? 0 : 8) + (!s.gzhead.comment ? 0 : 16));
        put_byte(s, s.gzhead.time & 255);
        put_byte(s, s.gzhead.time >> 8 & 255);
        put_byte(s, s.gzhead.time >> 16 & 255);
        put_byte(s, s.gzhead.time >> 24 & 255);
        put_byte(s, s.level === 9 ? 2 : s.strategy >= 2 || s.level < 2 ? 4 : 0);
        put_byte(s, s.gzhead.os & 255);
        if (s.gzhead.extra && s.gzhead.extra.length) {
          put_byte(s, s.gzhead.extra.length & 255);
          put_byte(s, s.gzhead.extra.length >> 8 & 255);
        }
        if (s.gzhead.hcrc) strm.adler = crc322(strm.adler, s.pending_buf, s.pending, 0);
        s.gzindex = 0;
        s.status = EXTRA_STATE;
      }
    }
    if (s.status === EXTRA_STATE) {
      if (s.gzhead.extra) {
        let beg = s.pending;
        let left = (s.gzhead.extra.length & 65535) - s.gzindex;
        while (s.pending + left > s.pending_buf_size) {
          let copy = s.pending_buf_size - s.pending;
          s.pending_buf.set(s.gzhead.extra.subarray(s.gzindex, s.gzindex + copy), s.pending);
          s.pending = s.pending_buf_size;
          if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc322(strm.adler, s.pending_buf, s.pending - beg, beg);
          s.gzindex += copy;
          flush_pending(strm);
          if (s.pending !== 0) {
            s.last_flush = -1;
            return 0;
          }
          beg = 0;
          left -= copy;
        }
        let gzhead_extra = new Uint8Array(s.gzhead.extra);
        s.pending_buf.set(gzhead_extra.subarray(s.gzindex, s.gzindex + left), s.pending);
        s.pending += left;
        if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc322(strm.adler, s.pending_buf, s.pending - beg, beg);
        s.gzindex = 0;
      }
      s.status = NAME_STATE;
    }
    if (s.status === NAME_STATE) {
      if (s.gzhead.name) {
        let beg = s.pending;
        let val;
        do {
          if (s.pending === s.pending_buf_size) {
            if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc322(strm.adler, s.pending_buf, s.pending - beg, beg);
            flush_pending(strm);
            if (s.pending !== 0) {
              s.last_flush = -1;
              return 0;
            }
            beg = 0;
          }
          if (s.gzindex < s.gzhead.name.length) val = s.gzhead.name.charCodeAt(s.gzindex++) & 255;
          else val = 0;
          put_byte(s, val);
        } while (val !== 0);
        if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc322(strm.adler, s.pending_buf, s.pending - beg, beg);
        s.gzindex = 0;
      }
      s.status = COMMENT_STATE;
    }
    if (s.status === COMMENT_STATE) {
      if (s.gzhead.comment) {
        let beg = s.pending;
        let val;
        do {
          if (s.pending === s.pending_buf_size) {
            if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc322(strm.adler, s.pending_buf, s.pending - beg, beg);
            flush_pending(strm);
            if (s.pending !== 0) {
              s.last_flush = -1;
              return 0;
            }
            beg = 0;
          }
          if (s.gzindex < s.gzhead.comment.length) val = s.gzhead.comment.charCodeAt(s.gzindex++) & 255;
          else val = 0;
          put_byte(s, val);
        } while (val !== 0);
        if (s.gzhead.hcrc && s.pending > beg) strm.adler = crc322(strm.adler, s.pending_buf, s.pending - beg, beg);
      }
      s.status = HCRC_STATE;
    }
    if (s.status === HCRC_STATE) {
      if (s.gzhead.hcrc) {
        if (s.pending + 2 > s.pending_buf_size) {
          flush_pending(strm);
          if (s.pending !== 0) {
            s.last_flush = -1;
            return 0;
          }
        }
        put_byte(s, strm.adler & 255);
        put_byte(s, strm.adler >> 8 & 255);
        strm.adler = 0;
      }
      s.status = BUSY_STATE;
      flush_pending(strm);
      if (s.pending !== 0) {
        s.last_flush = -1;
        return 0;
      }
    }
    if (strm.avail_in !== 0 || s.lookahead !== 0 || flush !== 0 && s.status !== FINISH_STATE) {
      let bstate = s.level === 0 ? deflate_stored(s, flush) : s.strategy === 2 ? deflate_huff(s, flush) : s.strategy === 3 ? deflate_rle(s, flush) : configuration_table[s.level].func(s, flush);
      if (bstate === BS_FINISH_STARTED || bstate === BS_FINISH_DONE) s.status = FINISH_STATE;
      if (bstate === BS_NEED_MORE || bstate === BS_FINISH_STARTED) {
        if (strm.avail_out === 0) s.last_flush = -1;
        return 0;
      }
      if (bstate === BS_BLOCK_DONE) {
        if (flush === 1) _tr_align(s);
        else if (flush !== 5) {
          _tr_stored_block(s, 0, 0, false);
          if (flush === 3) {
            zero(s.head);
            if (s.lookahead === 0) {
              s.strstart = 0;
              s.block_start = 0;
              s.insert = 0;
            }
          }
        }
        flush_pending(strm);
        if (strm.avail_out === 0) {
          s.last_flush = -1;
          return 0;
        }
      }
    }
    if (flush !== 4) return 0;
    if (s.wrap <= 0) return 1;
    if (s.wrap === 2) {
      put_byte(s, strm.adler & 255);
      put_byte(s, strm.adler >> 8 & 255);
      put_byte(s, strm.adler >> 16 & 255);
      put_byte(s, strm.adler >> 24 & 255);
      put_byte(s, strm.total_in & 255);
      put_byte(s, strm.total_in >> 8 & 255);
      put_byte(s, strm.total_in >> 16 & 255);
      put_byte(s, strm.total_in >> 24 & 255);
    } else {
      putShortMSB(s, strm.adler >>> 16);
      putShortMSB(s, strm.adler & 65535);
    }
    flush_pending(strm);
    if (s.wrap > 0) s.wrap = -s.wrap;
    return s.pending !== 0 ? 0 : 1;
  };
  var deflateEnd = (strm) => {
    if (deflateStateCheck(strm)) return -2;
    const status = strm.state.status;
    strm.state = null;
    return status === BUSY_STATE ? err(strm, -3) : 0;
  };
  var deflateSetDictionary = (strm, dictionary) => {
    let dictLength = dictionary.length;
    if (deflateStateCheck(strm)) return -2;
    const s = strm.state;
    const wrap = s.wrap;
    if (wrap === 2 || wrap === 1 && s.status !== INIT_STATE || s.lookahead) return -2;
    if (wrap === 1) strm.adler = adler322(strm.adler, dictionary, dictLength, 0);
    s.wrap = 0;
    if (dictLength >= s.w_size) {
      if (wrap === 0) {
        zero(s.head);
        s.strstart = 0;
        s.block_start = 0;
        s.insert = 0;
      }
      let tmpDict = new Uint8Array(s.w_size);
      tmpDict.set(dictionary.subarray(dictLength - s.w_size, dictLength), 0);
      dictionary = tmpDict;
      dictLength = s.w_size;
    }
    const avail = strm.avail_in;
    const next = strm.next_in;
    const input = strm.input;
    strm.avail_in = dictLength;
    strm.next_in = 0;
    strm.input = dictionary;
    fill_window(s);
    while (s.lookahead >= MIN_MATCH) {
      let str = s.strstart;
      let n = s.lookahead - (MIN_MATCH - 1);
      do {
        INSERT_STRING(s, str);
        str++;
      } while (--n);
      s.strstart = str;
      s.lookahead = MIN_MATCH - 1;
      fill_window(s);
    }
    s.strstart += s.lookahead;
    s.block_start = s.strstart;
    s.insert = s.lookahead;
    s.lookahead = 0;
    s.match_length = s.prev_length = MIN_MATCH - 1;
    s.match_available = 0;
    strm.next_in = next;
    strm.input = input;
    strm.avail_in = avail;
    s.wrap = wrap;
    return 0;
  };
  var lbase = new Uint16Array([
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
    258,
    0,
    0
  ]);
  var lext = new Uint8Array([
    16,
    16,
    16,
    16,
    16,
    16,
    16,
    16,
    17,
    17,
    17,
    17,
    18,
    18,
    18,
    18,
    19,
    19,
    19,
    19,
    20,
    20,
    20,
    20,
    21,
    21,
    21,
    21,
    16,
    199,
    75
  ]);
  var dbase = new Uint16Array([
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
    24577,
    0,
    0
  ]);
  var dext = new Uint8Array([
    16,
    16,
    16,
    16,
    17,
    17,
    18,
    18,
    19,
    19,
    20,
    20,
    21,
    21,
    22,
    22,
    23,
    23,
    24,
    24,
    25,
    25,
    26,
    26,
    27,
    27,
    28,
    28,
    29,
    29,
    64,
    64
  ]);
  var ZStream = class {
    constructor() {
      this.input = null;
      this.next_in = 0;
      this.avail_in = 0;
      this.total_in = 0;
      this.output = null;
      this.next_out = 0;
      this.avail_out = 0;
      this.total_out = 0;
      this.msg = "";
      this.state = null;
      this.data_type = 2;
      this.adler = 0;
    }
  };
  var flattenChunks = (chunks) => {
    const result = new Uint8Array(chunks.reduce((len, chunk) => len + chunk.length, 0));
    let pos = 0;
    for (const chunk of chunks) {
      result.set(chunk, pos);
      pos += chunk.length;
    }
    return result;
  };
  var toString$1 = Object.prototype.toString;
  var defaultOptions$1 = {
    level: -1,
    chunkSize: 16384,
    windowBits: 15,
    memLevel: 8,
    strategy: 0,
    raw: false,
    gzip: false,
    legacyHash: false,
    dictionary: /* @__PURE__ */ new Uint8Array(0)
  };
  var Deflate = class {
    options;
    /**
    * Error code after deflate finishes. {@link Z_OK} on success.
    * You will not need it in real life, because deflate errors
    * are possible only on wrong options or bad custom `onData` / `onEnd`
    * handlers.
    */
    err;
    /** Error message, if {@link Deflate.err} is not {@link Z_OK}. */
    msg;
    ended;
    started;
    /**
    * Chunks of output data, if {@link Deflate.onData} not overridden.
    * @internal
    */
    chunks;
    strm;
    /**
    * Compressed result, generated by default {@link Deflate.onData}
    * and {@link Deflate.onEnd} handlers. Filled after you push last chunk
    * (call {@link Deflate.push} with {@link Z_FINISH} / `true` param).
    */
    result;
    /**
    * Creates a new deflator instance with the specified params. Throws an
    * exception on bad params. See {@link DeflateOptions} for the list of
    * supported options.
    *
    * @example
    * ```javascript
    * import { Deflate } from 'pako'
    *
    * const chunk1 = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9])
    * const chunk2 = new Uint8Array([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    *
    * const deflate = new Deflate({ level: 3 })
    *
    * deflate.push(chunk1, false)
    * deflate.push(chunk2, true)  // true -> last chunk
    *
    * if (deflate.err) throw new Error(deflate.err)
    *
    * console.log(deflate.result)
    * ```
    */
    constructor(options = {}) {
      this.options = Object.assign({}, defaultOptions$1, options);
      const opt = this.options;
      if (opt.raw && opt.windowBits > 0) opt.windowBits = -opt.windowBits;
      else if (opt.gzip && opt.windowBits > 0 && opt.windowBits < 16) opt.windowBits += 16;
      this.err = 0;
      this.msg = "";
      this.ended = false;
      this.started = false;
      this.chunks = [];
      this.result = /* @__PURE__ */ new Uint8Array(0);
      this.strm = new ZStream();
      this.strm.avail_out = 0;
      let status = deflateInit2(this.strm, opt.level, 8, opt.windowBits, opt.memLevel, opt.strategy, opt.legacyHash);
      if (status !== 0) throw new Error(messages_default[status]);
      if (toString$1.call(opt.dictionary) === "[object ArrayBuffer]") opt.dictionary = new Uint8Array(opt.dictionary);
      const dictionary = opt.dictionary;
      if (dictionary.length) {
        if (opt.gzip) throw new Error("dictionary is not supported with gzip");
        status = deflateSetDictionary(this.strm, dictionary);
        if (status !== 0) throw new Error(messages_default[status]);
      }
    }
    /**
    * Sends input data to the deflate pipe, generating {@link Deflate.onData} calls
    * with new compressed chunks. Returns `true` on success. The last data block must
    * have `flush_mode` {@link Z_FINISH} (or `true`). That will flush the internal
    * pending buffers and call {@link Deflate.onEnd}.
    *
    * On failure, calls {@link Deflate.onEnd} with the error code and returns false.
    *
    * @param data input data. Strings will be converted to utf8 byte sequence.
    * @param flush_mode 0..6 for corresponding {@link Z_NO_FLUSH}..{@link Z_TREES} modes.
    *   See constants. Skipped or `false` means {@link Z_NO_FLUSH}, `true` means {@link Z_FINISH}.
    *
    * @example
    * ```javascript
    * push(chunk, false) // push one of data chunks
    * ...
    * push(chunk, true)  // push last chunk
    * ```
    */
    push(data, flush_mode = false) {
      const strm = this.strm;
      const chunkSize = this.options.chunkSize;
      let status;
      let _flush_mode;
      if (this.ended) return false;
      if (typeof flush_mode === "number") _flush_mode = flush_mode;
      else _flush_mode = flush_mode === true ? 4 : 0;
      if (typeof data === "string") strm.input = new TextEncoder().encode(data);
      else if (toString$1.call(data) === "[object ArrayBuffer]") strm.input = new Uint8Array(data);
      else strm.input = data;
      strm.next_in = 0;
      strm.avail_in = strm.input.length;
      if (!this.started) {
        this.started = true;
        this.onStart(strm);
      }
      for (; ; ) {
        if (strm.avail_out === 0) {
          strm.output = new Uint8Array(chunkSize);
          strm.next_out = 0;
          strm.avail_out = chunkSize;
        }
        if ((_flush_mode === 2 || _flush_mode === 3) && strm.avail_out <= 6) {
          this.onData(strm.output.subarray(0, strm.next_out));
          strm.avail_out = 0;
          continue;
        }
        status = deflate$1(strm, _flush_mode);
        if (status === -2) break;
        if (status === 1) {
          if (strm.next_out > 0) this.onData(strm.output.subarray(0, strm.next_out));
          status = deflateEnd(this.strm);
          break;
        }
        if (strm.avail_out === 0) {
          this.onData(strm.output);
          continue;
        }
        if (_flush_mode > 0 && strm.next_out > 0) {
          this.onData(strm.output.subarray(0, strm.next_out));
          strm.avail_out = 0;
          continue;
        }
        if (strm.avail_in === 0) return true;
      }
      this.err = status;
      this.msg = strm.msg || messages_default[status];
      this.ended = true;
      this.onEnd(status);
      return status === 0;
    }
    /**
    * Called once before the first low-level deflate call.
    */
    onStart(strm) {
    }
    /**
    * By default, stores data blocks in the {@link Deflate.chunks} property and glues
    * them in {@link Deflate.onEnd}. Override this handler if you need another behaviour.
    */
    onData(chunk) {
      this.chunks.push(chunk);
    }
    /**
    * Called once after you tell deflate that the input stream is
    * complete ({@link Z_FINISH}). By default, joins the collected {@link Deflate.chunks}
    * into the {@link Deflate.result} property.
    *
    * @param status deflate status. {@link Z_OK} on success, other if not.
    */
    onEnd(status) {
      if (status === 0) this.result = flattenChunks(this.chunks);
      this.chunks = [];
    }
  };
  function deflate(input, options = {}) {
    const deflator = new Deflate(options);
    deflator.push(input, true);
    if (deflator.err) throw new Error(deflator.msg);
    return deflator.result;
  }
  function deflateRaw(input, options = {}) {
    return deflate(input, Object.assign({}, options, { raw: true }));
  }
  var defaultOptions = {
    chunkSize: 1024 * 64,
    windowBits: 15,
    raw: false,
    dictionary: /* @__PURE__ */ new Uint8Array(0)
  };

  // src/scrub/documents/zipped.ts
  var UNPACKED_LIMIT = 256 << 20;
  var PARTS_LIMIT = 1e4;
  var LOCAL_SIZE = 30;
  var ENCRYPTED = 1;
  var DESCRIBED2 = 8;
  var STORED = 0;
  var DEFLATED = 8;
  var DESCRIPTORS = /* @__PURE__ */ new Set([12, 16, 20, 24]);
  var NO_DATE = 33;
  var RIGHTS = 384 << 16;
  var EXTRAS = /* @__PURE__ */ new Map([
    [1, ""],
    [41504, ""],
    [51966, ""],
    [10, "dates"],
    [21589, "dates"],
    [22613, "dates"],
    [30805, "identifiers"],
    [30837, "identifiers"]
  ]);
  var PRINTABLE = /^(?:[^\p{C}\p{Z}]| )*$/u;
  function folded(name) {
    return name.toUpperCase().toLowerCase().replaceAll("ς", "σ");
  }
  function read(data, findings) {
    let entries2 = 0;
    for (let at = find(data, "PK"); at >= 0; at = find(data, "PK", at + 4))
      if (++entries2 > 2 * PARTS_LIMIT) throw new Kept("too_large");
    const { members, comment, start: start2 } = readDirectory(data);
    const unpacked = members.reduce((size, each2) => size + each2.size, 0);
    if (members.length > PARTS_LIMIT || unpacked > UNPACKED_LIMIT) throw new Kept("too_large");
    if (comment.length) findings.add("comments");
    if (lastEnd(data) + END_SIZE + comment.length !== data.length) findings.add("trailer");
    const parts = new Map(members.map((each2) => [each2.name, new Uint8Array()]));
    const different = new Set([...parts.keys()].map(folded)).size === members.length;
    if (!different || !members.every(isPlain)) throw new Kept("damaged");
    let [end2, described] = [0, false];
    for (const member2 of [...members].sort((one, other2) => one.offset - other2.offset)) {
      checkGap(end2, member2.offset, described, findings);
      const from = startOf(data, member2, findings);
      end2 = from + member2.packed;
      described = Boolean(member2.flags & DESCRIBED2);
      parts.set(member2.name, unpack2(data.subarray(from, end2), member2, findings));
    }
    checkGap(end2, start2, described, findings);
    for (const name of [...parts.keys()]) if (name.endsWith("/")) parts.delete(name);
    return parts;
  }
  function write(parts, stored2 = []) {
    const members = [];
    const directory = [];
    let offset = 0;
    for (const [name, part] of parts) {
      const method = stored2.includes(name) ? STORED : DEFLATED;
      const packed = method === STORED ? part : deflateRaw(part, { legacyHash: true });
      const written3 = new TextEncoder().encode(name);
      const about = numbers(
        [20, 2],
        [written3.length === name.length ? 0 : UTF8_NAME, 2],
        [method, 2],
        [0, 2],
        [NO_DATE, 2],
        [crc32(part), 4],
        [packed.length, 4],
        [part.length, 4],
        [written3.length, 2],
        [0, 2]
      );
      members.push(octets("PK"), about, written3, packed);
      const place2 = numbers([0, 2], [0, 2], [0, 2], [RIGHTS, 4], [offset, 4]);
      directory.push(octets("PK"), numbers([20, 2]), about, place2, written3);
      offset += LOCAL_SIZE + written3.length + packed.length;
    }
    const listed = joined(directory);
    const many = parts.size;
    const end2 = numbers([0, 2], [0, 2], [many, 2], [many, 2], [listed.length, 4], [offset, 4], [0, 2]);
    return joined([...members, listed, octets("PK"), end2]);
  }
  function numbers(...fields) {
    return joined(fields.map(([number2, size]) => littleBytes(number2, size)));
  }
  function isPlain({ name }) {
    const steps2 = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
    return PRINTABLE.test(name) && !name.includes("\\") && steps2.every((step) => !["", ".", ".."].includes(step));
  }
  function checkGap(end2, start2, described, findings) {
    if (start2 < end2) throw new Kept("damaged");
    if ((start2 > end2 || described) && !(described && DESCRIPTORS.has(start2 - end2))) findings.add("trailer");
  }
  function startOf(data, member2, findings) {
    const { offset, name } = member2;
    if (offset + LOCAL_SIZE > data.length) throw new Kept("damaged");
    const [flags2, method, time, date] = [6, 8, 10, 12].map((field) => little(data, offset + field, 2));
    const [nameSize, extraSize] = [little(data, offset + 26, 2), little(data, offset + 28, 2)];
    const start2 = offset + LOCAL_SIZE + nameSize + extraSize;
    const own = data.subarray(offset + LOCAL_SIZE, offset + LOCAL_SIZE + nameSize);
    if ((flags2 | member2.flags) & ENCRYPTED) throw new Kept("encrypted");
    if (!begins(data, "PK", offset) || method !== member2.method || !(same(own, new TextEncoder().encode(name)) || same(own, toCp437(name))) || start2 + member2.packed > data.length)
      throw new Kept("damaged");
    if (!isNoDate(member2.date, member2.time) || !isNoDate(date, time)) findings.add("dates");
    findings.add(...extras(member2.extra), ...extras(data.subarray(start2 - extraSize, start2)));
    if (member2.comment.length) findings.add("comments");
    return start2;
  }
  function isNoDate(date, time) {
    return time === 0 && (date === NO_DATE || date === 0);
  }
  function extras(extra) {
    const found = [];
    let at = 0;
    for (; at + 4 <= extra.length; at += 4 + little(extra, at + 2, 2))
      found.push(EXTRAS.get(little(extra, at, 2)) ?? "other");
    if (at < extra.length) found.push("other");
    return found;
  }
  function unpack2(packed, member2, findings) {
    let part = packed;
    if (member2.method === DEFLATED) {
      const { output, ended, read: taken } = inflated(packed, member2.size + 1);
      if (!ended) throw new Kept("damaged");
      if (taken < packed.length) findings.add("trailer");
      part = output;
    } else if (member2.method !== STORED) throw new Kept("damaged");
    if (part.length !== member2.size || crc32(part) !== member2.crc) throw new Kept("damaged");
    if (part.length && member2.name.endsWith("/")) findings.add("other");
    return part;
  }
  function inflated(packed, most) {
    try {
      return inflate(packed, most, false);
    } catch (error) {
      if (error instanceof Damaged) throw new Kept("damaged");
      throw error;
    }
  }

  // src/scrub/documents/opc.ts
  var TYPES = "[Content_Types].xml";
  var ROOT = "";
  var Package = class {
    parts;
    #names;
    #trees = /* @__PURE__ */ new Map();
    #weights = /* @__PURE__ */ new Map();
    #weight = 0;
    #cells = /* @__PURE__ */ new Map();
    #changed = /* @__PURE__ */ new Set();
    #defaults = /* @__PURE__ */ new Map();
    #overrides = /* @__PURE__ */ new Map();
    /** Kept: damaged, if it has no content types. */
    constructor(parts) {
      if (!parts.has(TYPES)) throw new Kept("damaged");
      this.parts = parts;
      this.#names = new Map([...parts.keys()].map((name) => [folded(name), name]));
      const listed = (name, key) => new Map(
        each(this.tree(TYPES).root, [name]).filter(key).map((each2) => [folded(key(each2)), each2.get("ContentType") ?? ""])
      );
      this.#defaults = listed("ct:Default", (each2) => each2.get("Extension") ?? "");
      this.#overrides = listed("ct:Override", partName);
    }
    /** An XML part. Kept: damaged, too_large. */
    tree(name) {
      const known = this.#trees.get(name);
      if (known) return known;
      const [part, cells] = setAside(this.parts.get(name));
      this.#cells.set(name, cells);
      const weight2 = weight(part);
      if (this.#weight + weight2 > WEIGHT_LIMIT) throw new Kept("too_large");
      const tree = parse2(this.#isSvg(name) ? withoutDoctype(part) : part);
      this.#trees.set(name, tree);
      this.#weights.set(name, weight2);
      this.#weight += weight2;
      return tree;
    }
    /** An XML part; null of one that stays as it is. Kept: damaged. */
    readable(name) {
      try {
        return this.tree(name);
      } catch (outcome) {
        if (!(outcome instanceof Kept)) throw outcome;
        if (outcome.warning === "damaged" && !(name.endsWith(".vml") || this.#isSvg(name))) throw outcome;
        return null;
      }
    }
    /** The tree of this part was edited. */
    change(name) {
      this.#changed.add(name);
    }
    /** Nothing more is edited in this part: its tree is written if it was, and let go of. */
    settle(name) {
      const tree = this.#trees.get(name);
      this.#trees.delete(name);
      this.#weight -= this.#weights.get(name) ?? 0;
      this.#weights.delete(name);
      if (tree && this.#changed.has(name))
        this.parts.set(name, putBack(written2(tree), this.#cells.get(name)));
    }
    /** Puts other bytes into a part that is no XML. */
    replace(name, part) {
      this.parts.set(name, part);
    }
    /** The content type of a part; empty if none is given. */
    type(name) {
      return this.#overrides.get(folded(name)) || (this.#defaults.get(folded(extension(name))) ?? "");
    }
    /** Whether its content type says that a part is XML. */
    isXml(name) {
      const type = this.type(name);
      return type.endsWith("xml") || type.endsWith("vmlDrawing");
    }
    /** Of a part, or of the package itself. */
    *relationships(source) {
      const name = this.relationshipsPart(source);
      if (name === null) return;
      for (const element of each(this.tree(name).root, ["rel:Relationship"])) {
        const outside = element.get("TargetMode") === "External";
        const target = outside ? null : this.#resolved(source, element.get("Target") ?? "");
        const kind = (element.get("Type") ?? "").split("/").at(-1);
        yield { element, id: element.get("Id") ?? "", kind, target };
      }
    }
    /** The name of the part that holds a part's relationships. */
    relationshipsPart(source) {
      const cut5 = source.lastIndexOf("/") + 1;
      const name = `${source.slice(0, cut5)}_rels/${source.slice(cut5)}.rels`;
      return this.#names.get(folded(name)) ?? null;
    }
    /** Drops every other part, and what the content types say of it. */
    keepOnly(reached2) {
      const about = [ROOT, ...reached2].map((each2) => this.relationshipsPart(each2));
      const wanted = /* @__PURE__ */ new Set([TYPES, ...reached2, ...about]);
      for (const name of [...this.parts.keys()]) {
        if (wanted.has(name)) continue;
        this.settle(name);
        this.parts.delete(name);
      }
      for (const each2 of each(this.tree(TYPES).root, ["ct:Override"])) {
        const name = this.#names.get(folded(partName(each2)));
        if (name !== void 0 && this.parts.has(name)) continue;
        drop(each2);
        this.change(TYPES);
      }
    }
    /** All parts as they are now, the content types first. */
    content() {
      for (const name of [...this.#trees.keys()]) if (this.parts.has(name)) this.settle(name);
      return new Map([[TYPES, this.parts.get(TYPES)], ...this.parts]);
    }
    #isSvg(name) {
      return this.type(name) === TYPE;
    }
    #resolved(source, target) {
      const path = unquoted(target.split("#", 1)[0]);
      const steps2 = [];
      const whole2 = path.startsWith("/") ? path : `${source.slice(0, source.lastIndexOf("/") + 1)}${path}`;
      for (const step of whole2.split("/"))
        if (step === "..") steps2.pop();
        else if (step && step !== ".") steps2.push(step);
      return this.#names.get(folded(steps2.join("/"))) ?? null;
    }
  };
  function partName(override) {
    return unquoted(override.get("PartName") ?? "").replace(/^\/+/, "");
  }
  function extension(name) {
    const base = name.slice(name.lastIndexOf("/") + 1).replace(/^\.+/, "");
    return base.includes(".") ? base.slice(base.lastIndexOf(".") + 1) : "";
  }
  function unquoted(text4) {
    return text4.replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) => {
      const bytes3 = codes.slice(1).split("%").map((code) => parseInt(code, 16));
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes3));
    });
  }

  // src/scrub/documents/odfpackage.ts
  var TYPE2 = /^application\/vnd\.oasis\.opendocument\.[a-z]+(-[a-z]+)?$/;
  var ROOT2 = "";
  var NAME_LIMIT2 = 1e3;
  var DEPTH_LIMIT2 = 20;
  var PACKAGE = "vnd.sun.star.Package:";
  var BEHIND = /[?#]/;
  var SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
  var Package2 = class {
    /**
     * `types`: media types of parts and folders, by their paths in the manifest.
     *
     * Kept: damaged, if no program would have named a part so.
     */
    constructor(parts, types) {
      this.parts = parts;
      this.types = types;
      if ([...parts.keys()].some(
        (name) => [...name].length > NAME_LIMIT2 || folders(name).length > DEPTH_LIMIT2
      ))
        throw new Kept("damaged");
      this.#documents = new Set([...types].filter(([, type]) => TYPE2.test(type)).map(([path]) => path));
      for (const name of parts.keys())
        for (const path of this.#paths(name))
          this.#behind.get(path)?.push(name) ?? this.#behind.set(path, [name]);
    }
    parts;
    types;
    #documents;
    #behind = /* @__PURE__ */ new Map();
    /** A part's name within its document: `Object 1/meta.xml` is the `meta.xml` of an inner one. */
    local(name) {
      return name.slice(this.#document(name).length);
    }
    /** The parts that a path leads to: itself, what the document there has of its own, or a folder. */
    behind(path) {
      return this.#behind.get(path) ?? [];
    }
    /** The paths in the package that references lead to; `around`: the folders of their part. */
    ledTo(around, references3) {
      return references3.flatMap((each2) => targets(around, each2)).filter((path) => this.#behind.has(path));
    }
    #document(name) {
      return folders(name).find((folder) => this.#documents.has(folder)) ?? ROOT2;
    }
    *#paths(name) {
      const document = this.#document(name);
      const local = name.slice(document.length);
      yield name;
      const isListed = OWN_FOLDERS.some((start2) => local.startsWith(start2)) && this.types.has(name);
      if (OWN.includes(local) || isListed) yield document.slice(0, -1);
      else
        for (const folder of folders(name))
          if (folder.length > document.length) yield folder.slice(0, -1);
    }
  };
  function folders(name) {
    return [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index + 1)).reverse();
  }
  function references(root) {
    const refers = ({ name }) => REFERRING.includes(name.short);
    return having(root, (_, short2) => REFERRING.includes(short2)).flatMap(
      (element) => element.attributes.filter(refers).map((each2) => [element, each2])
    );
  }
  function targets(around, reference) {
    const whole2 = reference.startsWith(PACKAGE) ? reference.slice(PACKAGE.length) : reference;
    const written3 = [whole2, ...["#", "?", BEHIND].map((mark) => whole2.split(mark, 1)[0])];
    return [...new Set(written3)].flatMap((each2) => [each2, unquoted(each2)]).map((path) => resolved(around, path)).filter((path) => path !== null);
  }
  function resolved(around, written3) {
    const path = written3.replaceAll("\\", "/");
    if (!path || path.startsWith("/") || SCHEME.test(path)) return null;
    const steps2 = [...around];
    for (const step of path.split("/"))
      if (step === ".." && steps2.length && steps2.at(-1) !== "..") steps2.pop();
      else if (step && step !== ".") steps2.push(step);
    return steps2.join("/");
  }
  function beside(around, reference) {
    const path = unquoted(reference.split("#", 1)[0]).replaceAll("\\", "/");
    const folders2 = path.split("/").slice(0, -1);
    const isNamed = folders2.some((step) => !["", ".", ".."].includes(step));
    const leadsOut = resolved(around, path)?.split("/", 1)[0] === "..";
    if (isLocal(reference) || path.startsWith("/") || isNamed && leadsOut)
      return "../".repeat(around.length + 1) + lastStep(reference);
    return reference;
  }

  // src/scrub/documents/word.ts
  var ENDS = ["Start", "End"];
  var GONE = [
    ...["w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w14:conflictDel", "w:cellDel", "w:cellIns"],
    ...["w:cellMerge", "w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:tblGridChange"],
    ...["w:trPrChange", "w:tcPrChange", "w:tblPrExChange", "w:numberingChange"],
    ...ENDS.flatMap(
      (end2) => [
        ...["moveFrom", "moveTo", "customXmlIns", "customXmlDel"],
        ...["customXmlMoveFrom", "customXmlMoveTo"]
      ].map((kind) => `w:${kind}Range${end2}`)
    ),
    ...ENDS.flatMap((end2) => ["Ins", "Del"].map((kind) => `w14:customXmlConflict${kind}Range${end2}`))
  ];
  var CAME = ["w:ins", "w:moveTo", "w14:conflictIns"];
  var RUNS = ["w:r", "m:r"];
  var CONTROLS2 = ["w:sdt", "w:sdtContent", "w:customXml"];
  var MARGINS = ["w:headerReference", "w:footerReference"];
  var PAGES = ["default", "even", "first"];
  var FIELDS2 = /* @__PURE__ */ new Set([
    ...["AUTHOR", "COMMENTS", "CREATEDATE", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "FILENAME", "INFO"],
    ...["KEYWORDS", "LASTSAVEDBY", "PRINTDATE", "REVNUM", "SAVEDATE", "SUBJECT", "TEMPLATE", "TITLE"],
    ...["USERADDRESS", "USERINITIALS", "USERNAME"]
  ]);
  var FILES = /* @__PURE__ */ new Set([
    ...["ADDIN", "DATABASE", "DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK"],
    ...["PRIVATE", "RD"]
  ]);
  function accept(root, findings) {
    const deleted = each(root, ["w:del", "w:moveFrom"]);
    const rows = allAbove(
      deleted.filter((mark) => mark.short === "w:del" && mark.parent?.short === "w:trPr"),
      "w:tr"
    );
    const cells = allAbove(each(root, ["w:cellDel"]), "w:tc");
    const paragraphs = deleted.filter(
      ({ parent }) => parent?.short === "w:rPr" && parent.parent?.short === "w:pPr"
    );
    const joined2 = allAbove(paragraphs, "w:p");
    dropped([...rows, ...dropped(cells, "w:tr")], "w:tbl").forEach(drop);
    const [gone, came] = [each(root, GONE), each(root, CAME)];
    for (const element of gone) drop(element);
    for (const element of came)
      if (element.parent?.short.endsWith("Pr")) drop(element);
      else unwrap(element);
    const sections = each(root, ["w:sectPr"]);
    join(joined2);
    sections.slice(1).forEach((heir, number2) => {
      const section = sections[number2];
      if (![...section.ancestors()].includes(root)) bequeath(section, heir);
    });
    if (gone.length) unlinkHollow(root);
    const changed = rows.length + cells.length + gone.length + came.length > 0;
    if (changed) findings.add("revisions");
    return changed;
  }
  function unremark(root, findings) {
    const marks = each(root, ["w:commentReference"]);
    for (const mark of marks) {
      const run = mark.parent;
      const only = run && [...run.children()].every((each2) => each2 === mark || isA(each2, "w:rPr"));
      drop(only ? run : mark);
    }
    if (marks.length) findings.add("comments");
    return marks.length > 0;
  }
  function unlink2(root, findings) {
    let changed = false;
    for (const simple of each(root, ["w:fldSimple"]))
      if (goes(simple.get("w:instr") ?? "", findings)) {
        unwrap(simple);
        changed = true;
      }
    const open = [];
    for (const element of each(root, ["w:fldChar", "w:instrText"])) {
      const step = element.get("w:fldCharType");
      if (step === "begin") open.push({ marks: [], instruction: "" });
      const field = open.at(-1);
      if (!field) continue;
      field.marks.push(element);
      if (step === null) field.instruction += element.text;
      if (step !== "end") continue;
      open.pop();
      if (!goes(field.instruction, findings)) continue;
      changed = true;
      field.marks.forEach(drop);
    }
    return changed;
  }
  function goes(instruction, findings) {
    const words2 = words(instruction);
    const name = (words2[0] ?? "").toUpperCase();
    const plain = words2.map((word) => word.replace(/^"+|"+$/g, ""));
    const namesFile = FILES.has(name) || plain.some((word) => isLocal(word) || leadsUp(word));
    if (namesFile) findings.add("other");
    return namesFile || FIELDS2.has(name);
  }
  function allAbove(elements2, name) {
    const found = [];
    for (const element of elements2)
      for (const above of element.ancestors())
        if (above.short === name) {
          found.push(above);
          break;
        }
    return found;
  }
  function dropped(elements2, around) {
    const holders = new Set(allAbove(elements2, around));
    elements2.forEach(drop);
    return [...holders].filter(isHollow);
  }
  function isHollow(holder) {
    let hollow = true;
    for (const child of holder.children()) {
      if (!(child instanceof Element)) continue;
      const isControl = CONTROLS2.includes(child.short);
      if (isControl && isHollow(child)) drop(child);
      else if (isControl || child.short === "w:tr" || child.short === "w:tc") hollow = false;
    }
    return hollow;
  }
  function join(paragraphs) {
    const joined2 = new Set(paragraphs);
    const waiting = /* @__PURE__ */ new Map();
    for (const paragraph of paragraphs) {
      if (!paragraph.parent) continue;
      const left = waiting.get(paragraph) ?? [];
      waiting.delete(paragraph);
      const own = [...paragraph.children()].filter((child) => !isA(child, "w:pPr"));
      let next = paragraph.next;
      while (isA(next, "w:bookmarkStart") || isA(next, "w:bookmarkEnd")) next = next.next;
      if (isA(next, "w:p")) {
        const heir = next;
        for (const child of own) left.push(child);
        if (joined2.has(heir)) waiting.set(heir, left);
        else begin(heir, left);
        drop(paragraph);
      } else if (isA(next, "w:tbl") && !left.length && !own.length) drop(paragraph);
      else begin(paragraph, left);
    }
  }
  function begin(paragraph, content) {
    const { first } = paragraph;
    const place2 = isA(first, "w:pPr") ? first.next : first;
    for (const child of content)
      if (place2) move(child, place2);
      else moveInto(child, paragraph);
  }
  function bequeath(section, heir) {
    const taken = new Set(margins(heir).map(place));
    const before = heir.first;
    for (const each2 of margins(section).filter((margin) => !taken.has(place(margin))))
      if (before) move(each2, before);
      else moveInto(each2, heir);
  }
  function margins(section) {
    const first = /* @__PURE__ */ new Map();
    for (const each2 of section.children()) {
      if (!(each2 instanceof Element) || !MARGINS.includes(each2.short) || !PAGES.includes(pages(each2)))
        continue;
      if (!first.has(place(each2))) first.set(place(each2), each2);
    }
    return [...first.values()];
  }
  function unlinkHollow(root) {
    const links = each(root, ["w:hyperlink"]);
    const seen = new Set(allAbove(each(root, RUNS), "w:hyperlink"));
    for (const link of [...links].reverse())
      if (seen.has(link)) allAbove([link], "w:hyperlink").forEach((above) => seen.add(above));
    for (const link of links) if (!seen.has(link)) unwrap(link);
  }
  function place(margin) {
    return `${margin.short} ${pages(margin)}`;
  }
  function pages(margin) {
    return margin.get("w:type") || "default";
  }
  function isA(node, name) {
    return node instanceof Element && node.short === name;
  }

  // src/scrub/documents/odf.ts
  var MIMETYPE2 = "mimetype";
  var MANIFEST = "META-INF/manifest.xml";
  var TABLE = new Table(ELEMENTS, ATTRIBUTES);
  var SOURCE = /src="([^"]*)"/g;
  var NAME4 = String.raw`[^ \n"[\]().,;:!=<>&|+*/^-]`;
  var DATABASE = new RegExp(
    String.raw`("[^"]*")|(?<=\[)[^[\]."]+(?=\.[^[\]."]+\.[^[\]."]+\])` + String.raw`|(?<!${NAME4})(?<![.[])(?![0-9])${NAME4}+(?=\.(?![0-9])${NAME4}+\.(?![0-9])${NAME4})`,
    "g"
  );
  function scrubOdf(data) {
    return examine("odf", "application/zip", data, edit2);
  }
  function edit2(data) {
    const findings = new Findings();
    const parts = read(data, findings);
    const type = stripped(latin1(parts.get(MIMETYPE2) ?? new Uint8Array()));
    if (!TYPE2.test(type)) throw new Kept("unknown");
    const listed = parts.get(MANIFEST);
    if (!listed) throw new Kept("damaged");
    const manifest = parse2(listed);
    const entries2 = () => each(manifest.root, ["manifest:file-entry"]);
    if (each(manifest.root, ["manifest:encryption-data"]).length) throw new Kept("encrypted");
    const types = new Map(entries2().map((each2) => [pathOf(each2), each2.get("manifest:media-type") ?? ""]));
    parts.delete(MIMETYPE2);
    parts.delete(MANIFEST);
    const staying = reached(new Package2(parts, types), findings);
    const kept = new Map([[MIMETYPE2, octets(type)], ...staying]);
    TABLE.take(manifest, findings);
    const there = /* @__PURE__ */ new Set(["/", ...[...kept.keys()].flatMap((name) => [name, ...folders(name)])]);
    for (const each2 of entries2()) if (!there.has(pathOf(each2))) drop(each2);
    kept.set(MANIFEST, written2(manifest));
    return {
      type,
      findings,
      write: () => write(kept, [MIMETYPE2]),
      again: (content) => edit2(content).findings
    };
  }
  function pathOf(entry) {
    return entry.get("manifest:full-path") ?? "";
  }
  function reached(parts, findings) {
    const properties = shown2(parts.parts.get("meta.xml"));
    const staying = new Set([...parts.parts.keys()].filter((name) => !goes2(name, parts, findings)));
    const reached2 = /* @__PURE__ */ new Map();
    const queue = /* @__PURE__ */ new Set([ROOT2]);
    for (const path of queue)
      for (const name of parts.behind(path)) {
        if (!staying.has(name) || reached2.has(name)) continue;
        const [part, targets2] = cleanPart(name, parts, properties, findings);
        reached2.set(name, part);
        for (const target of targets2) queue.add(target);
      }
    for (const name of staying)
      if (!reached2.has(name)) findings.add(parts.types.has(name) ? "earlier" : "other");
    return [...staying].filter((name) => reached2.has(name)).map((name) => [name, reached2.get(name)]);
  }
  function goes2(name, parts, findings) {
    const [local, part] = [parts.local(name), parts.parts.get(name)];
    if (local.startsWith("META-INF/")) {
      const signed2 = local.endsWith("signatures.xml");
      findings.signed ||= signed2;
      if (signed2) findings.add("author", "identifiers");
      else findings.add("other");
      return true;
    }
    const whole2 = [...PARTS2].find(([path]) => local.startsWith(path));
    if (whole2) {
      if (whole2[0] !== STATEMENTS) findings.add(whole2[1]);
      else if (hasStatements(part)) findings.add("other");
      return true;
    }
    if (local === "meta.xml") {
      for (const [property] of propertiesOf(part)) findings.add(PROPERTIES2.get(property) ?? "other");
      return true;
    }
    return false;
  }
  function propertiesOf(part) {
    if (!part?.length) return [];
    const groups = each(parse2(part).root, ["office:meta"]);
    return groups.flatMap((group) => [...group.children()]).filter((each2) => each2 instanceof Element).filter((each2) => each2.first || stripped(each2.text) || each2.attributes.length).map((each2) => [each2.short, stripped(each2.text)]);
  }
  function shown2(part) {
    const shown3 = /* @__PURE__ */ new Map();
    for (const [name, text4] of propertiesOf(part)) shown3.get(name)?.push(text4) ?? shown3.set(name, [text4]);
    return new Map([...shown3].map(([name, texts]) => [name, texts.join(", ")]));
  }
  function hasStatements(part) {
    return elements(parse2(part).root, ({ short: short2 }) => !ABOUT_PARTS.includes(short2)).length > 0;
  }
  function cleanPart(name, parts, properties, findings) {
    const [local, part, type] = [parts.local(name), parts.parts.get(name), parts.types.get(name) ?? ""];
    if (MACROS.some((folder) => local.startsWith(folder))) {
      findings.keep();
      return [part, dialogTargets(name.slice(0, name.length - local.length), part, parts)];
    }
    if (local.endsWith(".xml") || type.endsWith("xml")) return cleanXml(name, parts, properties, findings);
    const picture = scrubImage(part);
    if (picture) {
      findings.join(picture);
      return [picture.content ?? part, []];
    }
    if (type === OBJECT) findings.keep("attached");
    else if (!local.startsWith(REPLACEMENTS) && !local.startsWith(FONTS)) findings.keep();
    return [part, []];
  }
  function dialogTargets(document, part, parts) {
    if (part.length > PART_LIMIT) return parts.parts.keys();
    const sources = [...new TextDecoder().decode(part).matchAll(SOURCE)];
    return parts.ledTo(
      document.split("/").slice(0, -1),
      sources.map((each2) => each2[1])
    );
  }
  function cleanXml(name, parts, properties, findings) {
    const part = parts.parts.get(name);
    if (!part.length) return [part, []];
    let tree;
    try {
      tree = parse2(part);
    } catch (outcome) {
      if (!(outcome instanceof Kept) || outcome.warning !== "too_large") throw outcome;
      findings.keep();
      return [part, parts.parts.keys()];
    }
    const { root } = tree;
    const around = name.split("/").slice(0, -1);
    let changed = TABLE.take(tree, findings);
    changed = settleFields(root, properties, findings) || changed;
    changed = dropSettings(root, findings) || changed;
    changed = dropFileNames(root, findings) || changed;
    changed = leaveFolders(root, around, findings) || changed;
    changed = dropCitations(root, findings) || changed;
    changed = dropInstructions(root, findings) || changed;
    changed = leaveDatabases(root, findings) || changed;
    if (cut(root, cut2)) {
      findings.add("other");
      changed = true;
    }
    if (each(root, UNSEEN).length) findings.keep();
    const referred = references(root).map(([, { value: value2 }]) => value2);
    return [changed ? written2(tree) : part, parts.ledTo(around, referred)];
  }
  function dropSettings(root, findings) {
    let changed = false;
    for (const each2 of each(root, ["config:config-item"])) {
      const kind = SETTINGS.get(each2.get("config:name") ?? "") ?? (isLocal(each2.text) ? "other" : void 0);
      if (kind === void 0) continue;
      if (each2.text) findings.add(kind);
      drop(each2);
      changed = true;
    }
    return changed;
  }
  function dropFileNames(root, findings) {
    let found = false;
    for (const each2 of each(root, DESCRIBED))
      if (namesPicture(each2.text)) {
        drop(each2);
        found = true;
      }
    for (const each2 of having(root, (_, short2) => short2 === "draw:name"))
      if (namesPicture(each2.get("draw:name") ?? "")) {
        each2.remove("draw:name");
        found = true;
      }
    if (found) findings.add("other");
    return found;
  }
  function leaveFolders(root, around, findings) {
    let found = false;
    for (const [element, attribute] of references(root)) {
      const short2 = beside(around, attribute.value);
      if (short2 === attribute.value) continue;
      setAttribute(element, attribute, short2);
      found = true;
    }
    if (found) findings.add("other");
    return found;
  }
  function dropCitations(root, findings) {
    let found = false;
    const cites = (element, key) => CITING.some((start2) => element.get(key)?.startsWith(start2));
    for (const each2 of each(root, CITED).filter((mark) => cites(mark, "text:name"))) {
      drop(each2);
      found = true;
    }
    for (const each2 of each(root, CITED_FIELDS).filter((field) => cites(field, "text:ref-name"))) {
      unwrap(each2);
      found = true;
    }
    const sections = each(root, ["text:section"]);
    const taken = new Set(sections.map((section) => section.get("text:name")));
    let number2 = 1;
    for (const section of sections.filter((each2) => cites(each2, "text:name"))) {
      while (taken.has(`Section${number2}`)) number2++;
      const name = section.attributes.find((each2) => each2.name.short === "text:name");
      setAttribute(section, name, `Section${number2++}`);
      found = true;
    }
    if (found) findings.add("identifiers");
    return found;
  }
  function dropInstructions(root, findings) {
    let found = false;
    for (const each2 of each(root, ["field:param"])) {
      const instruction = each2.get("field:value") ?? "";
      if (each2.get("field:name") !== CODE || !goes(instruction, findings)) continue;
      drop(each2);
      found = true;
    }
    return found;
  }
  function leaveDatabases(root, findings) {
    let found = false;
    for (const element of elements(root))
      for (const attribute of element.attributes) {
        if (!CONDITIONS.includes(attribute.name.short)) continue;
        const left = attribute.value.replace(DATABASE, (_, text4) => text4 ?? "Database");
        if (left === attribute.value) continue;
        setAttribute(element, attribute, left);
        found = true;
      }
    if (found) findings.add("other");
    return found;
  }
  function settleFields(root, properties, findings) {
    let changed = false;
    const fields = [...PROPERTY_FIELDS.keys(), ...FIELDS, ...LIVE_FIELDS.keys()];
    for (const each2 of each(root, fields)) {
      const fixed3 = each2.get("text:fixed") === "true";
      const live = LIVE_FIELDS.get(each2.short);
      if (live !== void 0 && !fixed3) {
        const shown3 = textOf(each2);
        if (shown3 === "" || shown3 === PLACEHOLDER) continue;
        findings.add(live);
        each2.fill("");
      } else {
        const property = PROPERTY_FIELDS.get(each2.short);
        if (property !== void 0 && !fixed3) each2.fill(properties.get(property) ?? "");
        unwrap(each2);
      }
      changed = true;
    }
    return changed;
  }
  function textOf(element) {
    let text4 = "";
    for (const node of nodes(element)) {
      if (!(node instanceof Remark)) text4 += node.text;
      if (node !== element) text4 += node.tail;
    }
    return text4;
  }

  // src/scrub/documents/formulas.ts
  var LIMIT2 = 1 << 16;
  var TOKEN2 = /(\b(?:HYPERLINK|INDIRECT|WEBSERVICE)[ \n]*\([ \n]*)?("[^"]*(?:""[^"]*)*"|'[^']*(?:''[^']*)*'|\[[^[\]]*\])/gi;
  var FOLDER3 = /^(?:https?:\/\/|[^[]*[\\/]\[)/i;
  function cut3(formula) {
    if (formula.length > LIMIT2) return formula;
    return formula.replace(TOKEN2, (whole2, before, token, at) => {
      return (before ?? "") + cutToken(before, token, formula.charAt(at + whole2.length));
    });
  }
  function cutToken(before, token, following2) {
    if (token.startsWith('"') && !before) return token;
    const opening = token.startsWith("'[") ? "'[" : token.charAt(0);
    const path = token.slice(opening.length);
    const isBook = token.startsWith("[") || token.startsWith("'") && following2 === "!";
    if (!isLocal(path) && !leadsUp(path) && !(isBook && FOLDER3.test(path))) return token;
    const end2 = token.startsWith('"') && path.includes("#") ? path.indexOf("#") : path.length;
    return opening + steps(path.slice(0, end2)).at(-1) + path.slice(end2);
  }

  // src/scrub/documents/ooxmlnames.ts
  var RELATIONSHIPS = kinds7({
    // named by what they hold
    "core-properties": "",
    "extended-properties": "",
    "custom-properties": "",
    // so in the strict form of ISO/IEC 29500
    extendedProperties: "",
    customProperties: "",
    thumbnail: "thumbnail",
    // remarks and who made them
    comments: "comments",
    commentsExtended: "comments",
    commentsIds: "comments",
    commentsExtensible: "comments",
    threadedComment: "comments",
    documenttasks: "comments",
    people: "author",
    person: "author",
    commentAuthors: "author",
    authors: "author",
    // shared workbooks, co-authored presentations
    revisionHeaders: "revisions",
    revisionLog: "revisions",
    changesInfo: "revisions",
    revisionInfo: "revisions",
    slideUpdateInfo: "dates",
    usernames: "author",
    userNames: "author",
    // where it was printed, what it was made from, what programs noted
    printerSettings: "device",
    attachedTemplate: "other",
    mailMergeSource: "other",
    mailMergeHeaderSource: "other",
    recipientData: "other",
    customXml: "other",
    customXmlProps: "other",
    customProperty: "other",
    tags: "other",
    classificationlabels: "identifiers",
    webextensiontaskpanes: "other",
    keyMapCustomizations: "other",
    attachedToolbars: "other"
  });
  var SHOWN = /* @__PURE__ */ new Set(["audio", "hyperlink", "image", "media", "video"]);
  var PROPERTY_PARTS = /* @__PURE__ */ new Set([
    "core-properties",
    "custom-properties",
    "customProperties",
    "extended-properties",
    "extendedProperties"
  ]);
  var SIGNATURES2 = "origin";
  var DRAWING = "vmlDrawing";
  var CUSTOM_XML = "customXml";
  var INK = "application/inkml+xml";
  var PROPERTIES3 = kinds7({
    "dc:creator": "author",
    "cp:lastModifiedBy": "author",
    "ap:Company": "author",
    "ap:Manager": "author",
    "dcterms:created": "dates",
    "dcterms:modified": "dates",
    "cp:lastPrinted": "dates",
    "ap:TotalTime": "dates",
    "ap:Application": "software",
    "ap:AppVersion": "software",
    "dc:title": "description",
    "dc:subject": "description",
    "dc:description": "description",
    "cp:keywords": "description",
    "cp:category": "description",
    "cp:contentStatus": "description",
    "dc:identifier": "identifiers",
    // counted from the text itself
    "dc:language": "",
    "ap:Pages": "",
    "ap:Words": "",
    "ap:Characters": "",
    "ap:CharactersWithSpaces": "",
    "ap:Lines": "",
    "ap:Paragraphs": "",
    "ap:Slides": "",
    "ap:Notes": "",
    "ap:HiddenSlides": "",
    "ap:MMClips": "",
    "ap:ScaleCrop": "",
    "ap:HeadingPairs": "",
    "ap:TitlesOfParts": "",
    "ap:DocSecurity": "",
    "ap:LinksUpToDate": "",
    "ap:SharedDoc": "",
    "ap:HyperlinksChanged": "",
    "ap:PresentationFormat": ""
  });
  var ELEMENTS2 = kinds7({
    // WordprocessingML
    "w:commentRangeStart": "comments",
    "w:commentRangeEnd": "comments",
    "w:rsids": "identifiers",
    "w:rsid": "identifiers",
    "w:nsid": "identifiers",
    "w:tmpl": "identifiers",
    "w:guid": "identifiers",
    "w14:docId": "identifiers",
    "w15:docId": "identifiers",
    "w:attachedTemplate": "other",
    "w:mailMerge": "other",
    "w:docVars": "other",
    "w:attachedSchema": "other",
    "sl:schemaLibrary": "other",
    "w:saveThroughXslt": "other",
    "w:smartTagType": "other",
    "w:smartTagPr": "other",
    "w:fldData": "other",
    "w:permStart": "author",
    "w:permEnd": "",
    // would fill a field from properties that are gone
    "w:dataBinding": "",
    "w15:dataBinding": "",
    // SpreadsheetML
    "x:fileVersion": "software",
    "xr:revisionPtr": "identifiers",
    "x15ac:absPath": "other",
    "x:webPublishing": "other",
    "x:webPublishObjects": "other",
    "x:webPublishItems": "other",
    "x:securityDescriptor": "identifiers",
    "xxl21:alternateUrls": "identifiers",
    "x:customWorkbookViews": "author",
    "x:customSheetViews": "",
    // PresentationML, DrawingML
    "p14:creationId": "identifiers",
    "p14:modId": "identifiers",
    "a16:creationId": "identifiers",
    "a16:rowId": "identifiers",
    "a16:colId": "identifiers",
    "c16:uniqueId": "identifiers",
    // pictures in SVG
    "svg:metadata": "other",
    // ink (W3C InkML): when and with what it was drawn, and what else was noted of it
    "inkml:timestamp": "dates",
    "inkml:annotation": "other",
    "inkml:annotationXML": "other",
    "inkml:sampleRate": "device",
    "inkml:latency": "device",
    "inkml:activeArea": "device",
    "inkml:sourceProperty": "device"
  });
  var ATTRIBUTES2 = kinds7({
    "w:rsidR": "identifiers",
    "w:rsidRPr": "identifiers",
    "w:rsidRDefault": "identifiers",
    "w:rsidP": "identifiers",
    "w:rsidSect": "identifiers",
    "w:rsidTr": "identifiers",
    "w:rsidDel": "identifiers",
    "w14:paraId": "identifiers",
    "w14:textId": "identifiers",
    "w14:anchorId": "identifiers",
    "w16cid:durableId": "identifiers",
    "wp14:anchorId": "identifiers",
    "wp14:editId": "identifiers",
    "w16du:dateUtc": "dates",
    "xr:uid": "identifiers",
    "x:fileSharing@userName": "author",
    "x:pivotCacheDefinition@refreshedBy": "author",
    "x:pivotCacheDefinition@refreshedDate": "dates",
    "x:pivotCacheDefinition@refreshedDateIso": "dates",
    "w:tplc": "identifiers",
    "x:protectedRange@securityDescriptor": "identifiers",
    "x:scenario@user": "author",
    "x:scenario@comment": "comments",
    "o:suggestedsigner": "author",
    "o:suggestedsigner2": "author",
    "o:suggestedsigneremail": "author",
    // the shape once more as an archive, with its pictures as they were
    "o:gfxdata": "other",
    "v:imagedata@o:title": "other",
    "v:fill@o:title": "other",
    "x:definedName@comment": "comments",
    "x:connection@odcFile": "other",
    "x:connection@sourceFile": "other",
    "inkml:inkSource@manufacturer": "device",
    "inkml:inkSource@model": "device",
    "inkml:inkSource@serialNo": "device",
    "inkml:inkSource@specificationRef": "device",
    "inkml:inkSource@description": "device",
    "inkml:context@timestampRef": "",
    "inkml:trace@timeOffset": "dates",
    "inkml:trace@duration": "dates",
    "inkscape:export-filename": "other",
    "sodipodi:docname": "other"
  });
  var HOLLOW = [
    "p:ext",
    "p:extLst",
    "a:ext",
    "a:extLst",
    "c:ext",
    "c:extLst",
    "x:ext",
    "x:extLst",
    "p:custDataLst",
    "x:definedNames",
    "mc:Choice",
    "mc:AlternateContent"
  ];
  var UNSEEN2 = ["x:dbPr", "x:olapPr", "x15:oledbPr", "w:altChunk", "w:binData", "svg:image"];
  var REFERENCES = ["r:", "o:relid"];
  var NOTES = /* @__PURE__ */ new Map([
    ["footnotes", { mark: "w:footnoteReference", note: "w:footnote" }],
    ["endnotes", { mark: "w:endnoteReference", note: "w:endnote" }]
  ]);
  var DIAGRAM = "diagramData";
  var REFERRING2 = ["x:pageSetup"];
  var FORMULAS2 = [
    ...["x:definedName", "x:f", "x:formula", "x:formula1", "x:formula2", "xm:f", "c:f", "c15:f", "cx:f"],
    ...["vx:FmlaLink", "vx:FmlaMacro", "vx:FmlaRange", "vx:FmlaPict", "vx:FmlaTxbx", "vx:FmlaGroup"]
  ];
  var DESCRIBED3 = ["wp:docPr", "pic:cNvPr", "xdr:cNvPr", "p:cNvPr", "v:shape"];
  var VIEW = /^Z_[0-9A-F]{8}(_[0-9A-F]{4}){3}_[0-9A-F]{12}_\.wvu\./;

  // src/scrub/documents/mentions.ts
  var RELATIONSHIP = "";
  function find2(parts, name) {
    const tree = parts.relationshipsPart(name) !== null && parts.isXml(name) ? parts.readable(name) : null;
    if (!tree) return /* @__PURE__ */ new Map();
    const ids = new Set(references2(tree.root).map(({ attribute }) => attribute.value));
    const diagrams = /* @__PURE__ */ new Set();
    for (const { kind, target, id } of parts.relationships(name))
      if (kind === DIAGRAM && target && ids.has(id)) diagrams.add(target);
    for (const each2 of diagrams) for (const id of drawings(parts, each2)) ids.add(id);
    const notes = [...NOTES].map(([kind, { mark }]) => [
      kind,
      new Set(each(tree.root, [mark]).map((each2) => each2.get("w:id") ?? ""))
    ]);
    return new Map([[RELATIONSHIP, ids], ...notes]);
  }
  function lost(before, after) {
    return new Map(
      [...before].map(([kind, ids]) => [kind, new Set([...ids].filter((id) => !after.get(kind)?.has(id)))])
    );
  }
  function references2(root) {
    const refers = (short2) => REFERENCES.some((start2) => short2.startsWith(start2));
    return having(root, (_, short2) => refers(short2)).flatMap(
      (element) => element.attributes.filter(({ name }) => refers(name.short)).map((attribute) => ({ element, attribute }))
    );
  }
  function unrelate(parts, name, gone) {
    for (const { element, id } of [...parts.relationships(name)])
      if (gone.get(RELATIONSHIP)?.has(id)) {
        drop(element);
        parts.change(parts.relationshipsPart(name));
      }
  }
  function drawings(parts, name) {
    const tree = parts.isXml(name) ? parts.readable(name) : null;
    return tree ? each(tree.root, ["dsp:dataModelExt"]).map((each2) => each2.get("relId") ?? "") : [];
  }

  // src/scrub/documents/ooxml.ts
  var MAIN = /^(application\/vnd\.(?:openxmlformats-officedocument\.(?:wordprocessingml|spreadsheetml|presentationml)|ms-word|ms-excel|ms-powerpoint)\.\w+(\.macroEnabled)?)\.main\+xml$/i;
  var FONT = /^application\/(x-font|vnd\.openxmlformats-officedocument\.obfuscatedFont)/i;
  var DEPTH = 1;
  var ALTERNATIVE = ["descr", "title", "alt"];
  var TABLE2 = new Table(ELEMENTS2, ATTRIBUTES2, HOLLOW);
  function scrubOoxml(data) {
    return examine("ooxml", "application/zip", data, (content) => edit3(content, 0));
  }
  function edit3(data, depth) {
    const findings = new Findings();
    const parts = new Package(read(data, findings));
    const main = [...parts.relationships(ROOT)].find(({ kind }) => kind === "officeDocument")?.target;
    const known = main ? MAIN.exec(parts.type(main)) : null;
    if (!known) throw new Kept("unknown");
    noteStrays(parts, findings);
    parts.keepOnly(cleanAll(parts, findings, depth));
    return {
      type: known[1].toLowerCase() + (known[2] ? ".12" : ""),
      findings,
      write: () => write(parts.content()),
      again: (content) => edit3(content, depth).findings
    };
  }
  function noteStrays(parts, findings) {
    const reached2 = /* @__PURE__ */ new Set([ROOT]);
    for (const source of reached2)
      for (const { target } of parts.relationships(source)) if (target) reached2.add(target);
    const about = /* @__PURE__ */ new Set([
      TYPES,
      ...[...reached2].map((each2) => parts.relationshipsPart(each2))
    ]);
    for (const name of parts.parts.keys())
      if (!reached2.has(name) && !about.has(name))
        findings.add(name.startsWith("[trash]") ? "earlier" : "other");
  }
  function cleanAll(parts, findings, depth) {
    if (TABLE2.take(parts.tree(TYPES), findings)) parts.change(TYPES);
    const reached2 = /* @__PURE__ */ new Set([ROOT]);
    for (const source of reached2) {
      visit(parts, source, findings, depth);
      for (const { target } of parts.relationships(source)) if (target) reached2.add(target);
    }
    reached2.delete(ROOT);
    return reached2;
  }
  function visit(parts, name, findings, depth) {
    const before = find2(parts, name);
    cut4(parts, name, findings);
    if (name !== ROOT) cleanPart2(parts, name, findings, depth);
    const gone = lost(before, find2(parts, name));
    parts.settle(name);
    unrelate(parts, name, gone);
    const notes = /* @__PURE__ */ new Map();
    for (const { kind, target } of parts.relationships(name))
      if (target && NOTES.has(kind) && gone.get(kind)?.size) notes.set(target, kind);
    for (const [target, kind] of notes) dropFootnotes(parts, target, kind, gone.get(kind));
  }
  function dropFootnotes(parts, name, kind, ids) {
    const tree = parts.isXml(name) ? parts.readable(name) : null;
    if (!tree) return;
    const before = find2(parts, name);
    for (const note of each(tree.root, [NOTES.get(kind).note]))
      if ((note.get("w:type") || "normal") === "normal" && ids.has(note.get("w:id") ?? "")) drop(note);
    parts.change(name);
    unrelate(parts, name, lost(before, find2(parts, name)));
    parts.settle(name);
  }
  function cut4(parts, source, findings) {
    const about = parts.relationshipsPart(source);
    if (about === null) return;
    const known = /* @__PURE__ */ new Map();
    const gone = [];
    for (const each2 of [...parts.relationships(source)]) {
      const what = JSON.stringify([each2.element.get("Type"), each2.target]);
      if (!known.has(what)) known.set(what, goes3(parts, each2, findings));
      if (known.get(what)) gone.push(each2);
    }
    for (const { element } of gone) drop(element);
    if (cleanRelationships(parts.tree(about), findings) || gone.length) parts.change(about);
    if (!gone.length || !source) return;
    forget(parts.tree(source).root, new Set(gone.map(({ id }) => id)));
    parts.change(source);
  }
  function goes3(parts, { element, kind, target }, findings) {
    if (kind === SIGNATURES2) {
      findings.signed = true;
      findings.add("author", "identifiers");
      return true;
    }
    if (kind === DRAWING && target) return onlyNotes(parts, target, findings);
    if (kind === CUSTOM_XML && parts.type(target ?? "") === INK) return false;
    const told = RELATIONSHIPS.get(kind) ?? (isKnown(element.get("Type") ?? "") ? void 0 : "other");
    if (told === void 0) return false;
    findings.add(told);
    if (PROPERTY_PARTS.has(kind) && target) {
      for (const each2 of parts.tree(target).root.children())
        if (each2 instanceof Element && (each2.first || stripped(each2.text)))
          findings.add(PROPERTIES3.get(each2.short) ?? "other");
    }
    return true;
  }
  function cleanRelationships(tree, findings) {
    let changed = TABLE2.take(tree, findings);
    for (const each2 of each(tree.root, ["rel:Relationship"])) {
      const target = each2.get("Target") ?? "";
      if (each2.get("TargetMode") !== "External" || !isPrivate(each2, target)) continue;
      set(each2, "Target", lastStep(target));
      findings.add("other");
      changed = true;
    }
    return changed;
  }
  function isPrivate(relationship, target) {
    if (isLocal(target) || leadsUp(target)) return true;
    const kind = (relationship.get("Type") ?? "").split("/").at(-1);
    return !SHOWN.has(kind) && lastStep(target) !== target;
  }
  function forget(root, ids) {
    for (const { element, attribute } of references2(root)) {
      if (!ids.has(attribute.value)) continue;
      if (REFERRING2.includes(element.short)) element.remove(attribute.name.short);
      else TABLE2.prune(element);
    }
  }
  function cleanPart2(parts, name, findings, depth) {
    if (parts.isXml(name)) return cleanXml2(parts, name, findings);
    const [type, part] = [parts.type(name), parts.parts.get(name)];
    const isPackage = begins(part, "PK");
    const inner = scrubImage(part) ?? (isPackage && depth < DEPTH ? examine("ooxml", type, part, (data) => edit3(data, depth + 1)) : null);
    if (inner?.warning === "signed") findings.keep("attached");
    else if (inner) {
      findings.join(inner);
      parts.replace(name, inner.content ?? part);
    } else if (type.endsWith("oleObject") || isPackage) findings.keep("attached");
    else if (!FONT.test(type)) findings.keep();
  }
  function cleanXml2(parts, name, findings) {
    const tree = parts.readable(name);
    if (!tree) return findings.keep();
    const { root } = tree;
    let changed = TABLE2.take(tree, findings);
    const edits = [dropNotes, dropViews, dropFileNames2, cutFormulas, dropForeign];
    if (root.short.startsWith("w:")) edits.unshift(accept, unremark, unlink2);
    for (const each2 of edits) changed = each2(root, findings) || changed;
    if (cut(root)) {
      findings.add("other");
      changed = true;
    }
    if (each(root, UNSEEN2).length || holdsFile(root)) findings.keep();
    if (changed) parts.change(name);
  }
  function onlyNotes(parts, name, findings) {
    try {
      const { root } = parts.tree(name);
      const notes = new Set(notesOf(root));
      if (!notes.size || each(root, ["v:shape"]).some((shape) => !notes.has(shape))) return false;
    } catch (outcome) {
      if (outcome instanceof Kept) return false;
      throw outcome;
    }
    findings.add("comments");
    return true;
  }
  function dropNotes(root, findings) {
    const notes = notesOf(root);
    notes.forEach(drop);
    if (notes.length) findings.add("comments");
    return notes.length > 0;
  }
  function notesOf(root) {
    const notes = each(root, ["vx:ClientData"]).filter((each2) => each2.get("ObjectType") === "Note");
    return notes.map((each2) => [...each2.ancestors()].find(({ short: short2 }) => short2 === "v:shape") ?? each2);
  }
  function dropViews(root, findings) {
    const views = each(root, ["x:definedName"]).filter((each2) => VIEW.test(each2.get("name") ?? ""));
    for (const each2 of views) TABLE2.prune(each2);
    if (views.length) findings.add("identifiers");
    return views.length > 0;
  }
  function dropFileNames2(root, findings) {
    let found = false;
    for (const element of each(root, DESCRIBED3)) {
      for (const key of ALTERNATIVE)
        if (namesPicture(element.get(key) ?? "")) {
          element.remove(key);
          found = true;
        }
      if (namesPicture(element.get("name") ?? "")) {
        set(element, "name", "");
        found = true;
      }
    }
    if (found) findings.add("other");
    return found;
  }
  function cutFormulas(root, findings) {
    let found = false;
    for (const element of each(root, FORMULAS2)) {
      const short2 = cut3(element.text);
      if (short2 === element.text) continue;
      element.text = short2;
      found = true;
    }
    if (found) findings.add("other");
    return found;
  }
  function dropForeign(root, findings) {
    if (!isKnown(root.name.uri)) {
      findings.keep();
      return false;
    }
    let found = false;
    for (const element of elements(root, ({ name }) => !isKnown(name.uri))) {
      TABLE2.prune(element);
      found = true;
    }
    for (const element of having(root, (uri) => !isKnown(uri))) {
      element.attributes = element.attributes.filter(({ name }) => isKnown(name.uri));
      found = true;
    }
    if (found) findings.add("other");
    return found;
  }
  function set(element, short2, value2) {
    for (const each2 of element.attributes) if (each2.name.short === short2) setAttribute(element, each2, value2);
  }

  // src/scrub/documents/pdf.ts
  var INFO = /* @__PURE__ */ new Map([
    ["Author", "author"],
    ["Company", "author"],
    ["Manager", "author"],
    ["Creator", "software"],
    ["Producer", "software"],
    ["PTEX.Fullbanner", "software"],
    ["PXCViewerInfo", "software"],
    ["Title", "description"],
    ["Subject", "description"],
    ["Keywords", "description"],
    ["Category", "description"],
    ["AAPL:Keywords", "description"],
    ["Comments", "comments"],
    ["Trapped", ""],
    ["CreationDate", "dates"],
    ["ModDate", "dates"],
    ["SourceModified", "dates"]
  ]);
  var DICTIONARY = 1 << 16;
  var REFERENCE = /\/Info\s+(\d{1,10})\s+(\d{1,5})\s+R/g;
  var ENTRY = /\/([A-Za-z][\w.:]*)\s*(?:\((?!\))|<(?![<>]))/y;
  var OTHER = /\/[^\s()<>[\]{}/%]+|[\w.+-]+|[ \t\r\n\f\0]+|\(\)|<>|\[|\]/y;
  var TEXT = /(?:\((?:[^()\\]|\\[^])*\)|<[0-9A-Fa-f\s]*>)/y;
  function look2(data) {
    return { ...warned("pdf", "application/pdf", "browser"), found: inOrder(kinds8(data)) };
  }
  function kinds8(data) {
    const text4 = latin1(data);
    const packet = text4.indexOf("<x:xmpmeta");
    const end2 = text4.indexOf("</x:xmpmeta>", packet);
    const found = packet < 0 || end2 < 0 ? /* @__PURE__ */ new Set() : kinds(data.subarray(packet, end2));
    const reference = [...text4.matchAll(REFERENCE)].at(-1);
    const start2 = reference ? text4.lastIndexOf(`
${reference[1]} ${reference[2]} obj`) : -1;
    const open = start2 < 0 ? -1 : text4.indexOf("<<", start2);
    if (open >= 0 && open - start2 < 40)
      for (const key of keys(text4.slice(open + 2, open + DICTIONARY))) {
        const kind = INFO.get(key) ?? "other";
        if (kind) found.add(kind);
      }
    return found;
  }
  function keys(text4) {
    const found = [];
    const step = (pattern, at) => {
      pattern.lastIndex = at;
      return pattern.exec(text4);
    };
    for (let at = 0; at < text4.length; ) {
      const entry = step(ENTRY, at);
      if (entry) {
        found.push(entry[1]);
        at += entry[0].length - 1;
      }
      const next = step(TEXT, at) ?? step(OTHER, at);
      if (!next) break;
      at += next[0].length;
    }
    return found;
  }

  // src/scrub/documents/files.ts
  async function scrubFile2(file) {
    const [format, type] = sniff2(await bytes2(file.slice(0, HEAD)));
    const zipped = type === "application/zip" || format === "ooxml" || format === "odf";
    if (format === "pdf" && file.size <= DOCUMENT_LIMIT) return look2(await bytes2(file));
    if (!zipped) return scrubFile(file);
    if (file.size > DOCUMENT_LIMIT) return warned(format, type, format ? "too_large" : "unknown");
    const { content, ...answer2 } = scrub2(await bytes2(file));
    return { ...answer2, content: content && new Blob([content], { type: answer2.type }) };
  }
  function scrub2(data) {
    const format = zipFormat(data);
    if (format === "ooxml") return scrubOoxml(data);
    return format === "odf" ? scrubOdf(data) : warned("", sniff2(data)[1], "unknown");
  }
  function zipFormat(data) {
    try {
      const names = new Set(readDirectory(data).members.map(({ name }) => name.split("\0", 1)[0]));
      if (names.has("[Content_Types].xml")) return "ooxml";
      return names.has("mimetype") && names.has("META-INF/manifest.xml") ? "odf" : "";
    } catch (outcome) {
      if (outcome instanceof Kept) return sniff2(data)[0];
      throw outcome;
    }
  }
  async function bytes2(file) {
    return new Uint8Array(await file.arrayBuffer());
  }

  // src/documents.ts
  void serve({ scrub: scrubFile2 });
})();
