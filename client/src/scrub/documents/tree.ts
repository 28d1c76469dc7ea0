/**
 * XML as a tree that is edited: elements and remarks in it, each with the text behind it (its tail).
 *
 * As lxml has it, down to which declaration of a namespace an element refers to, so that an edited part is
 * written with the same bytes by both sides.
 */

/** `short`: with the prefix of our tables, plain without a namespace, and as `{uri}local` of an unknown one. */
export interface Name {
    readonly uri: string;
    readonly local: string;
    readonly short: string;
}

/** One declaration of a namespace; the empty prefix is the default's. Compared by identity. */
export interface Namespace {
    readonly prefix: string;
    readonly uri: string;
}

export interface Attribute {
    readonly name: Name;
    namespace: Namespace | null;
    value: string;
}

export const XML_NAMESPACE: Namespace = { prefix: "xml", uri: "http://www.w3.org/XML/1998/namespace" };

export type Node = Element | Remark;

abstract class Linked {
    parent: Element | null = null;
    previous: Node | null = null;
    next: Node | null = null;
    tail = "";
}

/** A comment or a processing instruction, as it is written. */
export class Remark extends Linked {
    constructor(readonly written: string) {
        super();
    }
}

export class Element extends Linked {
    first: Node | null = null;
    last: Node | null = null;
    /** What stands before the first child. */
    text = "";

    constructor(
        readonly name: Name,
        public namespace: Namespace | null,
        public declared: Namespace[],
        public attributes: Attribute[],
    ) {
        super();
    }

    get short(): string {
        return this.name.short;
    }

    /** The value of an attribute by its short name. */
    get(short: string): string | null {
        return this.attributes.find((each) => each.name.short === short)?.value ?? null;
    }

    remove(short: string): void {
        this.attributes = this.attributes.filter((each) => each.name.short !== short);
    }

    *children(): Generator<Node> {
        for (let each = this.first, next; each; each = next) {
            next = each.next;
            yield each;
        }
    }

    /** The elements around it, the nearest first. */
    *ancestors(): Generator<Element> {
        for (let above = this.parent; above; above = above.parent) yield above;
    }

    append(node: Node): void {
        node.parent = this;
        node.previous = this.last;
        if (this.last) this.last.next = node;
        else this.first = node;
        this.last = node;
    }

    /** Empties it, and gives it this text. */
    fill(text: string): void {
        for (const child of this.children()) unlink(child);
        this.text = text;
    }
}

/** A part: its root, how many remarks stand around it, the version of XML that it names. */
export interface Document {
    readonly root: Element;
    readonly around: number;
    readonly version: string;
}

/** The nodes from here on, in the order in which they are written; the tree must not change meanwhile. */
export function* nodes(root: Node): Generator<Node> {
    for (let node: Node | null = root; node; node = following(node, root)) yield node;
}

/** The next node of a tree in the order of writing. */
export function following(node: Node, root: Node): Node | null {
    if (node instanceof Element && node.first) return node.first;
    for (let each: Node = node; each !== root; each = each.parent!) {
        if (each.next) return each.next;
        if (!each.parent) return null;
    }
    return null;
}

/** Every element of a tree for which that holds, in the order of writing; a list, since it will be edited. */
export function elements(root: Element, holds: (element: Element) => boolean = () => true): Element[] {
    const found: Element[] = [];
    for (let node: Node | null = root; node; node = following(node, root))
        if (node instanceof Element && holds(node)) found.push(node);
    return found;
}

/** Takes a node out with all it holds; the text behind it stays. A root stays. */
export function drop(node: Node): void {
    if (!node.parent) return;
    addText(node, node.tail);
    node.tail = "";
    unlink(node);
}

/** Adds text right before a node that has a parent. */
export function addText(node: Node, text: string): void {
    if (node.previous) node.previous.tail += text;
    else node.parent!.text += text;
}

/** Puts a node, and the text behind it, right before another, which has a parent. */
export function insertBefore(node: Node, place: Node): void {
    unlink(node);
    node.parent = place.parent;
    node.previous = place.previous;
    node.next = place;
    if (place.previous) place.previous.next = node;
    else place.parent!.first = node;
    place.previous = node;
}

/** Takes a node out with the text behind it. */
export function unlink(node: Node): void {
    const { parent, previous, next } = node;
    if (!parent) return;
    if (previous) previous.next = next;
    else parent.first = next;
    if (next) next.previous = previous;
    else parent.last = previous;
    node.parent = node.previous = node.next = null;
}
