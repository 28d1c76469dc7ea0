/**
 * Namespaces in scope, and what becomes of their declarations where an element moves.
 *
 * As lxml does it: a declaration that is known in the new place goes, and one that is missing there is made.
 */

import { type Attribute, Element, elements, type Namespace, XML_NAMESPACE } from "./tree.ts";

/** Prefixes that lxml gives to what has none. */
const USUAL: ReadonlyMap<string, string> = new Map([
    ["http://www.w3.org/1999/xhtml", "html"],
    ["http://www.w3.org/1999/XSL/Transform", "xsl"],
    ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"],
    ["http://schemas.xmlsoap.org/wsdl/", "wsdl"],
    ["http://www.w3.org/2001/XMLSchema", "xs"],
    ["http://www.w3.org/2001/XMLSchema-instance", "xsi"],
    ["http://purl.org/dc/elements/1.1/", "dc"],
    ["http://codespeak.net/lxml/objectify/pytype", "py"],
]);

/** The declaration that a prefix refers to at an element. */
function byPrefix(element: Element | null, prefix: string): Namespace | null {
    if (prefix === "xml") return XML_NAMESPACE;
    for (let each = element; each; each = each.parent) {
        const found = each.declared.find((known) => known.prefix === prefix);
        if (found) return found;
    }
    return null;
}

/** The nearest declaration of a namespace that holds at an element; with `prefixed` one that has a prefix. */
function byUri(element: Element | null, uri: string, prefixed: boolean): Namespace | null {
    if (uri === XML_NAMESPACE.uri) return XML_NAMESPACE;
    for (let each = element; each; each = each.parent) {
        const own = each !== element && each.namespace ? [each.namespace] : [];
        for (const known of [...each.declared, ...own])
            if (known.uri === uri && (known.prefix || !prefixed) && byPrefix(element, known.prefix) === known)
                return known;
    }
    return null;
}

/** A declaration of a namespace that holds at an element, made there if there is none. */
function declared(element: Element, uri: string, prefix: string, prefixed: boolean): Namespace {
    const known = byUri(element, uri, prefixed);
    if (known) return known;
    let [free, number] = [prefix || USUAL.get(uri) || "ns0", 0];
    while (byPrefix(element, free)) free = `ns${number++}`;
    const made = { prefix: free, uri };
    element.declared = [...element.declared, made];
    return made;
}

/** Gives an attribute another value. */
export function setAttribute(element: Element, attribute: Attribute, value: string): void {
    attribute.value = value;
    // Of several declarations of its namespace it takes the nearest.
    if (attribute.namespace) attribute.namespace = declared(element, attribute.name.uri, "", true);
}

/** Puts the declarations of a subtree right after its move. */
export function settle(moved: Element): void {
    const known = new Map<Namespace, Namespace>();
    const find = (old: Namespace, isAttribute: boolean): Namespace => {
        const cached = known.get(old);
        if (cached && !(isAttribute && old.prefix && !cached.prefix)) return cached;
        const found = declared(moved, old.uri, old.prefix, isAttribute);
        if (!known.has(found)) known.set(found, found);
        return found;
    };
    for (const element of elements(moved)) {
        const stays: Namespace[] = [];
        for (const each of element.declared) {
            const above = byUri(element.parent, each.uri, false);
            if (!known.has(each)) known.set(each, above ?? each);
            if (!above) stays.push(each);
        }
        if (stays.length < element.declared.length) element.declared = stays;
        if (element.namespace) element.namespace = find(element.namespace, false);
        for (const each of element.attributes)
            if (each.namespace) each.namespace = find(each.namespace, true);
    }
}
