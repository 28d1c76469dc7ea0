/**
 * Names in OOXML (ISO/IEC 29500-1, [MS-DOCX], [MS-XLSX], [MS-PPTX]) that hold metadata, and their kinds.
 *
 * The empty kind goes along and tells nothing.
 */

import { kinds } from "./xml.ts";

/** Relationships that go with the parts they point at, by the last step of their type's name. */
export const RELATIONSHIPS = kinds({
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
    attachedToolbars: "other",
});

/** Relationships whose target on the web is to be seen or followed by whoever reads. */
export const SHOWN: ReadonlySet<string> = new Set(["audio", "hyperlink", "image", "media", "video"]);

/** Those whose parts are read for what they tell. */
export const PROPERTY_PARTS: ReadonlySet<string> = new Set([
    "core-properties",
    "custom-properties",
    "customProperties",
    "extended-properties",
    "extendedProperties",
]);

/** Digital signatures (ISO/IEC 29500-2, 10), and drawings in VML, which hold the boxes of remarks. */
export const SIGNATURES = "origin";

export const DRAWING = "vmlDrawing";

/** Data of a program's own, and what is drawn with a pen, which is tied to where it is seen by the same kind. */
export const CUSTOM_XML = "customXml";

export const INK = "application/inkml+xml";

/** Properties of a document (core, extended); what is not listed is `other`. */
export const PROPERTIES = kinds({
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
    "ap:PresentationFormat": "",
});

/** Elements that go with all they hold. */
export const ELEMENTS = kinds({
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
    "inkml:sourceProperty": "device",
});

/** Attributes that go. */
export const ATTRIBUTES = kinds({
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
    "sodipodi:docname": "other",
});

/** Elements that go when nothing is left in them. */
export const HOLLOW = [
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
    "mc:AlternateContent",
];

/** Elements that stay, and are said to: they may name servers and accounts, or hold pictures as text. */
export const UNSEEN = ["x:dbPr", "x:olapPr", "x15:oledbPr", "w:altChunk", "w:binData", "svg:image"];

/** Attributes that hold the id of a relationship, by how their names begin. */
export const REFERENCES = ["r:", "o:relid"];

/** Notes below the text and behind it, by the kind of their relationship: the mark in the text, the note. */
export const NOTES: ReadonlyMap<string, { readonly mark: string; readonly note: string }> = new Map([
    ["footnotes", { mark: "w:footnoteReference", note: "w:footnote" }],
    ["endnotes", { mark: "w:endnoteReference", note: "w:endnote" }],
]);

/** Data of diagrams, which refer to the drawing of what they look like ([MS-ODRAWXML], dataModelExt). */
export const DIAGRAM = "diagramData";

/** Elements of which only the reference goes when the part they refer to is gone. */
export const REFERRING = ["x:pageSetup"];

/** Elements that hold a formula: of names, cells and their rules, of charts, of a form's controls. */
export const FORMULAS = [
    ...["x:definedName", "x:f", "x:formula", "x:formula1", "x:formula2", "xm:f", "c:f", "c15:f", "cx:f"],
    ...["vx:FmlaLink", "vx:FmlaMacro", "vx:FmlaRange", "vx:FmlaPict", "vx:FmlaTxbx", "vx:FmlaGroup"],
];

/** Where programs put the path of the picture's file: its alternative text. */
export const DESCRIBED = ["wp:docPr", "pic:cNvPr", "xdr:cNvPr", "p:cNvPr", "v:shape"];

/** Names within a workbook that belong to a person's own view of it. */
export const VIEW = /^Z_[0-9A-F]{8}(_[0-9A-F]{4}){3}_[0-9A-F]{12}_\.wvu\./;
