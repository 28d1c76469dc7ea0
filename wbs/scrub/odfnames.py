"""Names in OpenDocument (ODF 1.3, LibreOffice) that hold metadata, and the kinds of what they tell.

The empty kind goes along and tells nothing.
"""

from typing import Final

#: Properties of a document (ODF 1.3-3, 4.3); what is not listed is ``other``.
PROPERTIES: Final = {
    "dc:creator": "author", "meta:initial-creator": "author", "meta:printed-by": "author",
    "dc:contributor": "author", "dc:publisher": "author",
    "dc:date": "dates", "meta:creation-date": "dates", "meta:print-date": "dates",
    "meta:editing-duration": "dates",
    "meta:generator": "software",
    "dc:title": "description", "dc:subject": "description", "dc:description": "description",
    "meta:keyword": "description", "dc:identifier": "identifiers",
    "dc:language": "", "meta:document-statistic": "",
}  # fmt: skip

#: Elements of text, tables and drawings that go with all they hold. Text that was deleted is kept among the
#: tracked changes alone, so that taking them out accepts them.
ELEMENTS: Final = {
    "office:meta": "other", "text:tracked-changes": "revisions", "table:tracked-changes": "revisions",
    "text:change": "revisions", "text:change-start": "revisions", "text:change-end": "revisions",
    "office:annotation": "comments", "office:annotation-end": "",
    # by Impress
    "officeooo:annotation": "comments", "loext:annotation": "comments",
    "dc:creator": "author", "dc:date": "dates",
    # the writer's own databases; what came from them stays
    "table:database-source-sql": "other", "table:database-source-table": "other",
    "table:database-source-query": "other", "form:connection-resource": "other",
    "text:database-next": "other", "text:database-row-select": "other",
    # pictures in SVG
    "svg:metadata": "other",
}  # fmt: skip

ATTRIBUTES: Final = {
    "officeooo:rsid": "identifiers", "officeooo:paragraph-rsid": "identifiers",
    # of a scenario, with the name of who made it and when
    "table:comment": "comments",
    "text:database-name": "other", "form:datasource": "other", "form:command": "other",
    "form:filter": "other", "form:order": "other",
    "inkscape:export-filename": "other", "sodipodi:docname": "other",
}  # fmt: skip

#: Fields that show a property of the document: what they show stays as text.
PROPERTY_FIELDS: Final = {
    "text:title": "dc:title", "text:subject": "dc:subject", "text:keywords": "meta:keyword",
    "text:description": "dc:description", "text:initial-creator": "meta:initial-creator",
    "text:creator": "dc:creator", "text:printed-by": "meta:printed-by",
}  # fmt: skip
#: Fields with a text of their own, which a program would fill anew.
FIELDS: Final = (
    "text:user-defined", "text:creation-date", "text:creation-time", "text:modification-date",
    "text:modification-time", "text:print-date", "text:print-time", "text:editing-cycles",
    "text:editing-duration", "text:template-name", "text:database-display", "text:database-name",
    "text:database-row-number", "text:paragraph-count", "text:word-count", "text:character-count",
    "text:table-count", "text:image-count", "text:object-count",
)  # fmt: skip
#: Fields that show the reader's own name, or the file's; the text in them is the last writer's, and unseen.
LIVE_FIELDS: Final = {
    "text:author-name": "author", "text:author-initials": "author", "text:file-name": "other",
    **{f"text:sender-{name}": "author" for name in (
        "firstname", "lastname", "initials", "title", "position", "email", "phone-private", "fax", "company",
        "phone-work", "street", "city", "postal-code", "country", "state-or-province",
    )},
}  # fmt: skip
#: What sheets have in place of text in fields.
PLACEHOLDER: Final = "???"

#: Places in a text that managers of literature name for themselves, with the account they were used by.
CITED: Final = (
    "text:reference-mark", "text:reference-mark-start", "text:reference-mark-end", "text:bookmark",
    "text:bookmark-start", "text:bookmark-end",
)  # fmt: skip
#: Fields that show what stands in such a place, or where it is.
CITED_FIELDS: Final = ("text:bookmark-ref", "text:reference-ref")
CITING: Final = ("ZOTERO_", "ADDIN ", "Mendeley ")
#: The instruction of a field of Word's, as LibreOffice keeps it.
CODE: Final = "vnd.oasis.opendocument.field.code"

#: Attributes with conditions and formulas of a text, in which fields of databases may stand.
CONDITIONS: Final = ("text:condition", "text:formula")

#: Settings (ODF 1.3-3, 3.10) by the names that LibreOffice gives them.
SETTINGS: Final = {
    "PrinterName": "device", "PrinterSetup": "device", "PrintFaxName": "device",
    "CurrentDatabaseDataSource": "other", "CurrentDatabaseCommand": "other",
    "CurrentDatabaseCommandType": "", "EmbeddedDatabaseName": "other",
    "Rsid": "identifiers", "RsidRoot": "identifiers",
    "RedlineProtectionKey": "identifiers", "TrackedChangesProtectionKey": "identifiers",
}  # fmt: skip

#: Parts and folders that go.
PARTS: Final = {
    "Thumbnails/": "thumbnail", "Versions/": "earlier", "VersionList.xml": "earlier",
    "Configurations2/": "", "layout-cache": "",
    "manifest.rdf": "",  # named by what it says
}  # fmt: skip

#: Macros and their dialogs.
MACROS: Final = ("Basic/", "Dialogs/", "Scripts/")
#: Parts that a document has of its own, referred to by nothing.
OWN: Final = ("mimetype", "content.xml", "styles.xml", "settings.xml")
#: The same, folders: of what is in them, the manifest lists what is the document's. The last is a database's.
OWN_FOLDERS: Final = (*MACROS, "database/")
#: Attributes that refer to parts and files.
REFERRING: Final = ("xlink:href", "form:image-data")

#: Alternative texts, where programs put the path of a picture's file.
DESCRIBED: Final = ("svg:desc", "svg:title")

#: Pictures as text, which stay, and are said to.
UNSEEN: Final = ("office:binary-data", "svg:image")

#: RDF about the document; and the words in it that tell of nothing but its parts.
STATEMENTS: Final = "manifest.rdf"
ABOUT_PARTS: Final = ("rdf:RDF", "rdf:Description", "rdf:type", "pkg:hasPart")

#: Drawings that LibreOffice makes of embedded objects, with nothing else in them; and fonts.
REPLACEMENTS: Final = "ObjectReplacements/"
FONTS: Final = "Fonts/"

#: The type of an object of another program.
OBJECT: Final = "application/vnd.sun.star.oleobject"
