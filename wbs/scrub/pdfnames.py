"""Names in PDF files (ISO 32000-2) that hold metadata, and the kinds of what they tell.

The empty kind goes along and tells nothing.
"""

from typing import Final

#: Keys of any dictionary that go, with what they tell. ISO 32000-2: 14.3.2 (Metadata), 14.5 (PieceInfo),
#: 12.3.4 (Thumb), 14.13 (AF), 14.10 (SpiderInfo), 14.11.7 (OPI), 14.12 (DPM); PTEX: pdfTeX's figures;
#: ITXT: iText's version; 12.7.5.5 (SV: whose certificate shall sign), 12.10 (PtData: positions on the earth).
KEYS: Final = {
    "/Metadata": "",  # named by what the packet says
    "/PieceInfo": "other",
    "/LastModified": "dates",
    "/Thumb": "thumbnail",
    "/AF": "attached",
    "/SpiderInfo": "identifiers",
    "/OPI": "other",
    "/DPM": "other",
    "/PTEX.FileName": "other",
    "/PTEX.InfoDict": "",  # named like the document's own
    "/PTEX.PageNumber": "",
    "/ITXT": "software",
    "/SV": "other",
    "/PtData": "place",
}

#: Keys that mean this only in the catalog, in its name trees, in a page, in an optional content's usage.
CATALOG: Final = {"/DSS": "identifiers", "/Perms": "identifiers"}
NAME_TREES: Final = {"/IDS": "identifiers", "/URLS": "other"}
FILE_TREE: Final = {"/EmbeddedFiles": "attached"}
LAYERS: Final = {"/Creator": "software"}
#: The same of a file specification (7.11.3): the file itself, and others that belong to it.
FILES: Final = {"/EF": "attached", "/RF": "attached"}
PAGE: Final = {"/ID": "identifiers"}
USAGE: Final = {"/CreatorInfo": "software", "/User": "author"}

#: The document's information dictionary (14.3.3); what is not listed is ``other``.
INFO: Final = {
    "/Author": "author", "/Company": "author", "/Manager": "author",
    "/Creator": "software", "/Producer": "software", "/PTEX.Fullbanner": "software",
    "/PXCViewerInfo": "software", "/Title": "description", "/Subject": "description",
    "/Keywords": "description", "/Category": "description", "/AAPL:Keywords": "description",
    "/Comments": "comments", "/Trapped": "",
    "/CreationDate": "dates", "/ModDate": "dates", "/SourceModified": "dates",
}  # fmt: skip

#: Where the path of a file may stand: file specifications (7.11.3); links (12.6.4.8), a program's arguments
#: (12.6.4.6), alternative texts.
FILE_PATHS: Final = frozenset(("/F", "/UF", "/DOS", "/Mac", "/Unix"))
#: Words that are read, alone or aloud; programs write a picture's path there.
WORDS: Final = frozenset(("/Alt", "/Contents"))
PATHS: Final = FILE_PATHS | WORDS | {"/URI", "/Base"}

#: What else tells of another file (7.11.3, 8.10.4.2).
FILE_IDS: Final = {"/ID": "identifiers"}
#: What a program that is started is told of folders (12.6.4.6).
LAUNCHED: Final = {"/D": "other"}

#: What a dictionary is, by the key of the one that it stands in, whose own role comes first; most have none.
#: A map has free names for keys: resources (7.8.3), states of appearances (12.5.5), glyphs (9.6.4), colorants
#: (8.6.6.5, 10.6.5.6), glyphs' classes (9.8.3.3), structure's (14.7.3, 14.7.6), destinations (12.3.2.4),
#: columns of a portfolio (7.11.6).
ROLES: Final[dict[str, dict[str, str]]] = {
    "": {
        **dict.fromkeys((
            "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties",
            "/CharProcs", "/Colorants", "/Solidities", "/DotGain", "/HT", "/FD", "/RoleMap", "/RoleMapNS",
            "/ClassMap", "/Dests", "/Schema", "/CI",
        ), "map"),
        "/AP": "appearance",
    },
    "appearance": {"/N": "map", "/R": "map", "/D": "map"},
    "map": {},
}  # fmt: skip

#: Entries of the catalog (7.7.2), a page (7.7.3.3), what pages stand under (7.7.3.2), a form (12.7.3) and the
#: trees of names (7.7.4); others go.
CATALOG_KEPT: Final = frozenset((
    "/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences",
    "/PageLayout", "/PageMode", "/Outlines", "/Threads", "/OpenAction", "/AA", "/URI", "/AcroForm",
    "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/OCProperties", "/Legal", "/Requirements",
    "/Collection", "/NeedsRendering", "/DPartRoot",
))  # fmt: skip
PAGE_KEPT: Final = frozenset((
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
    "/BoxColorInfo", "/Contents", "/Rotate", "/Group", "/B", "/Dur", "/Trans", "/Annots", "/AA", "/ID",
    "/StructParents", "/PZ", "/SeparationInfo", "/Tabs", "/TemplateInstantiated", "/PresSteps", "/UserUnit",
    "/VP", "/OutputIntents", "/DPart",
))  # fmt: skip
PAGES_KEPT: Final = frozenset((
    "/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate",
))  # fmt: skip
FORM_KEPT: Final = frozenset((
    "/Fields", "/NeedAppearances", "/SigFlags", "/CO", "/DR", "/DA", "/Q", "/XFA",
))  # fmt: skip
NAME_TREES_KEPT: Final = frozenset((
    "/Dests", "/AP", "/JavaScript", "/Pages", "/Templates", "/IDS", "/URLS", "/EmbeddedFiles",
    "/AlternatePresentations", "/Renditions", "/XFAImages", "/XFAResources",
))  # fmt: skip

#: The trailer (7.5.5) and what belongs to a cross-reference stream; other keys go.
TRAILER: Final = frozenset((
    "/Root", "/Info", "/Size", "/ID", "/Prev", "/Encrypt", "/XRefStm", "/Type", "/W", "/Index", "/Filter",
    "/DecodeParms", "/Length",
))  # fmt: skip
TRAILER_EXTRAS: Final = {"/DocChecksum": "identifiers", "/AdditionalStreams": "attached"}

#: Annotations (12.5.6) that stand beside the page: taken out wholly.
REMARKS: Final = {
    "/Text": "comments", "/Popup": "", "/Caret": "comments", "/Sound": "comments",
    "/FileAttachment": "attached",
}  # fmt: skip
#: Annotations that do something: their texts are names of fields and what is read of a link.
LIVE: Final = frozenset(("/Link", "/Widget", "/Screen", "/Movie", "/RichMedia", "/3D"))
#: All others are drawn on the page: what is seen stays, what was said of it goes.
MARK: Final = {
    "/T": "author", "/Contents": "comments", "/RC": "comments", "/Subj": "comments", "/IRT": "comments",
    "/Popup": "", "/RT": "", "/ExData": "comments", "/CreationDate": "dates",
}  # fmt: skip
#: Of a FreeText annotation these are the text that is seen.
SEEN: Final = frozenset(("/Contents", "/RC"))
#: Entries of annotations of every type but remarks, and of form fields (12.5.2, 12.5.6, 12.7.4); others go.
ANNOTATION_KEPT: Final = frozenset((
    "/Type", "/Subtype", "/Rect", "/Contents", "/P", "/NM", "/M", "/F", "/AP", "/AS", "/Border", "/C",
    "/StructParent", "/OC", "/BM", "/ca", "/CA", "/Lang", "/T", "/Popup", "/RC", "/CreationDate", "/IRT",
    "/Subj", "/RT", "/IT", "/ExData", "/A", "/AA", "/PA", "/Dest", "/H", "/BS", "/BE", "/RD", "/QuadPoints",
    "/DA", "/Q", "/DS", "/CL", "/LE", "/L", "/LL", "/LLE", "/LLO", "/IC", "/Cap", "/CP", "/CO", "/Measure",
    "/Vertices", "/Path", "/InkList", "/Sy", "/Name", "/Movie", "/MK", "/MN", "/Version", "/AnnotStates",
    "/FontFauxing", "/FixedPrint", "/RO", "/OverlayText", "/Repeat", "/3DD", "/3DV", "/3DA", "/3DI", "/3DB",
    "/3DU", "/RichMediaContent", "/RichMediaSettings", "/Parent", "/Kids", "/FT", "/TU", "/TM", "/Ff", "/V",
    "/DV", "/RV", "/Opt", "/TI", "/I", "/MaxLen", "/Lock", "/PMD",
))  # fmt: skip
#: Texts of annotations and fields that have their formatting within.
RICH: Final = frozenset(("/RC", "/RV"))
ANNOTATION: Final = {"/M": "dates", "/NM": "identifiers"}

#: A signature dictionary (12.8.1).
SIGNATURE: Final = {
    "/Name": "author", "/M": "dates", "/Location": "place", "/Reason": "comments", "/ContactInfo": "author",
    "/Prop_Build": "software", "/Contents": "identifiers",
}  # fmt: skip

#: Annotations that play media, which is not looked into.
MEDIA: Final = frozenset(("/RichMedia", "/3D", "/Movie", "/Screen"))
