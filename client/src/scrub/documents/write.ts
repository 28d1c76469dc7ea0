/** Writing XML as libxml2 does. */

import { type Document, Element, type Namespace, type Node } from "./tree.ts";

const IN_TEXT: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };
const IN_VALUE: Readonly<Record<string, string>> = { ...IN_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;" };

/** The part as UTF-8, without what stood before or behind its root. */
export function written({ root, version }: Document): Uint8Array<ArrayBuffer> {
    const pieces = [`<?xml version='${version}' encoding='UTF-8' standalone='yes'?>\n`];
    let node: Node = root;
    for (;;) {
        if (node instanceof Element) {
            pieces.push(start(node));
            if (node.first) {
                node = node.first;
                continue;
            }
        } else pieces.push(node.written);
        while (node !== root) {
            pieces.push(text(node.tail));
            if (node.next) break;
            node = node.parent!;
            pieces.push(end(node));
        }
        if (node === root) return new TextEncoder().encode(pieces.join(""));
        node = node.next!;
    }
}

/** The tag that begins an element and the text behind it; of an empty one all of it. */
function start(element: Element): string {
    const { namespace, name, declared, attributes } = element;
    let tag = `<${qualified(namespace, name.local)}`;
    for (const { prefix, uri } of declared) tag += ` ${prefix ? `xmlns:${prefix}` : "xmlns"}="${value(uri)}"`;
    for (const each of attributes)
        tag += ` ${qualified(each.namespace, each.name.local)}="${value(each.value)}"`;
    if (element.first) return `${tag}>${text(element.text)}`;
    return element.text ? `${tag}>${text(element.text)}${end(element)}` : `${tag}/>`;
}

function end({ namespace, name }: Element): string {
    return `</${qualified(namespace, name.local)}>`;
}

function qualified(namespace: Namespace | null, local: string): string {
    return namespace?.prefix ? `${namespace.prefix}:${local}` : local;
}

function text(raw: string): string {
    return raw.replace(/[&<>\r]/g, (sign) => IN_TEXT[sign]!);
}

function value(raw: string): string {
    return raw.replace(/[&<>"\n\t\r]/g, (sign) => IN_VALUE[sign]!);
}
