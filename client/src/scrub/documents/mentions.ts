/**
 * What parts of OOXML mention by ids: their relationships (ISO/IEC 29500-2, 8.5), footnotes and endnotes.
 *
 * Deleted text takes its mentions along; what was mentioned, and is not any more, is nothing that anybody sees.
 */

import * as names from "./ooxmlnames.ts";
import type { Package } from "./opc.ts";
import { type Attribute, drop, type Element } from "./tree.ts";
import * as xml from "./xml.ts";

/** The kind of ids that relationships have; others are those of NOTES. */
const RELATIONSHIP = "";

/** Ids by kind. */
export type Mentions = ReadonlyMap<string, ReadonlySet<string>>;

/** What a part mentions; nothing if it is no XML, or has no relationships. Kept: damaged. */
export function find(parts: Package, name: string): Mentions {
    const tree = parts.relationshipsPart(name) !== null && parts.isXml(name) ? parts.readable(name) : null;
    if (!tree) return new Map();
    const ids = new Set(references(tree.root).map(({ attribute }) => attribute.value));
    const diagrams = new Set<string>();
    for (const { kind, target, id } of parts.relationships(name))
        if (kind === names.DIAGRAM && target && ids.has(id)) diagrams.add(target);
    for (const each of diagrams) for (const id of drawings(parts, each)) ids.add(id);
    const notes = [...names.NOTES].map(([kind, { mark }]): [string, Set<string>] => [
        kind,
        new Set(xml.each(tree.root, [mark]).map((each) => each.get("w:id") ?? "")),
    ]);
    return new Map([[RELATIONSHIP, ids], ...notes]);
}

/** What was mentioned before, and is not any more. */
export function lost(before: Mentions, after: Mentions): Mentions {
    return new Map(
        [...before].map(([kind, ids]) => [kind, new Set([...ids].filter((id) => !after.get(kind)?.has(id)))]),
    );
}

/** The attributes that hold the id of a relationship, with their elements. */
export function references(root: Element): { element: Element; attribute: Attribute }[] {
    const refers = (short: string): boolean => names.REFERENCES.some((start) => short.startsWith(start));
    return xml
        .having(root, (_, short) => refers(short))
        .flatMap((element) =>
            element.attributes
                .filter(({ name }) => refers(name.short))
                .map((attribute) => ({ element, attribute })),
        );
}

/** Drops the relationships that a part does not mention any more. */
export function unrelate(parts: Package, name: string, gone: Mentions): void {
    for (const { element, id } of [...parts.relationships(name)])
        if (gone.get(RELATIONSHIP)?.has(id)) {
            drop(element);
            parts.change(parts.relationshipsPart(name)!);
        }
}

/** The data of a diagram names its drawing: by a relationship of the part in which both are shown. */
function drawings(parts: Package, name: string): string[] {
    const tree = parts.isXml(name) ? parts.readable(name) : null;
    return tree ? xml.each(tree.root, ["dsp:dataModelExt"]).map((each) => each.get("relId") ?? "") : [];
}
