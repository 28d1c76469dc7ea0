/**
 * Names in OpenDocument (ODF 1.3, LibreOffice) that hold metadata, and the kinds of what they tell.
 *
 * The empty kind goes along and tells nothing.
 */

import { kinds } from "./xml.ts";

/** Properties of a document (ODF 1.3-3, 4.3); what is not listed is `other`. */
export const PROPERTIES = kinds({
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
    "meta:document-statistic": "",
});

/**
 * Elements of text, tables and drawings that go with all they hold. Text that was deleted is kept among the
 * tracked changes alone, so that taking them out accepts them.
 */
export const ELEMENTS = kinds({
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
    "svg:metadata": "other",
});

export const ATTRIBUTES = kinds({
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
    "sodipodi:docname": "other",
});

/** Fields that show a property of the document: what they show stays as text. */
export const PROPERTY_FIELDS: ReadonlyMap<string, string> = new Map(
    Object.entries({
        "text:title": "dc:title",
        "text:subject": "dc:subject",
        "text:keywords": "meta:keyword",
        "text:description": "dc:description",
        "text:initial-creator": "meta:initial-creator",
        "text:creator": "dc:creator",
        "text:printed-by": "meta:printed-by",
    }),
);

/** Fields with a text of their own, which a program would fill anew. */
export const FIELDS = [
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
    "text:object-count",
];

/**
 * Fields that show the reader's own name, or the file's; the text in them is the last writer's, and unseen.
 */
export const LIVE_FIELDS = kinds({
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
    "text:sender-state-or-province": "author",
});

/** What sheets have in place of text in fields. */
export const PLACEHOLDER = "???";

/** Places in a text that managers of literature name for themselves, with the account they were used by. */
export const CITED = [
    "text:reference-mark",
    "text:reference-mark-start",
    "text:reference-mark-end",
    "text:bookmark",
    "text:bookmark-start",
    "text:bookmark-end",
];

/** Fields that show what stands in such a place, or where it is. */
export const CITED_FIELDS = ["text:bookmark-ref", "text:reference-ref"];

export const CITING = ["ZOTERO_", "ADDIN ", "Mendeley "];

/** The instruction of a field of Word's, as LibreOffice keeps it. */
export const CODE = "vnd.oasis.opendocument.field.code";

/** Attributes with conditions and formulas of a text, in which fields of databases may stand. */
export const CONDITIONS = ["text:condition", "text:formula"];

/** Settings (ODF 1.3-3, 3.10) by the names that LibreOffice gives them. */
export const SETTINGS = kinds({
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
    TrackedChangesProtectionKey: "identifiers",
});

/** Parts and folders that go. */
export const PARTS = kinds({
    "Thumbnails/": "thumbnail",
    "Versions/": "earlier",
    "VersionList.xml": "earlier",
    "Configurations2/": "",
    "layout-cache": "",
    // named by what it says
    "manifest.rdf": "",
});

/** Macros and their dialogs. */
export const MACROS = ["Basic/", "Dialogs/", "Scripts/"];

/** Parts that a document has of its own, referred to by nothing. */
export const OWN = ["mimetype", "content.xml", "styles.xml", "settings.xml"];

/** The same, folders: of what is in them, the manifest lists what is the document's. The last is a database's. */
export const OWN_FOLDERS = [...MACROS, "database/"];

/** Attributes that refer to parts and files. */
export const REFERRING = ["xlink:href", "form:image-data"];

/** Alternative texts, where programs put the path of a picture's file. */
export const DESCRIBED = ["svg:desc", "svg:title"];

/** Pictures as text, which stay, and are said to. */
export const UNSEEN = ["office:binary-data", "svg:image"];

/** RDF about the document; and the words in it that tell of nothing but its parts. */
export const STATEMENTS = "manifest.rdf";

export const ABOUT_PARTS = ["rdf:RDF", "rdf:Description", "rdf:type", "pkg:hasPart"];

/** Drawings that LibreOffice makes of embedded objects, with nothing else in them; and fonts. */
export const REPLACEMENTS = "ObjectReplacements/";

export const FONTS = "Fonts/";

/** The type of an object of another program. */
export const OBJECT = "application/vnd.sun.star.oleobject";
