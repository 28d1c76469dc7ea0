/**
 * Screens from the server's own templates: the page `/bagian` holds them, with every sentence in it.
 *
 * A template's placeholders, all of which name a value:
 *
 * - `data-if="name"` removes the element where the value is falsy, an empty list, or not given;
 *   `data-if="!name"` where it is anything else;
 * - `data-each="name"` on a `<template>` puts in its place one copy for each item of a list, filled with the
 *   item's values over those around it;
 * - `data-fill="name"` puts a text, a number or another piece inside the element;
 * - `data-set="attribute:name …"` sets attributes, of which a few are known: a string or a number as it is,
 *   true as an empty one, false not at all.
 *
 * A value that is wanted and not given is a TypeError: a mistake of ours that no reporter can make.
 */

export type Value = string | number | boolean | null | readonly Values[] | DocumentFragment;
export interface Values {
    readonly [name: string]: Value | undefined;
}

/** What a handler is told: which button of the form was pressed, by its name, or "". */
export type Handler = (button: string) => void | Promise<void>;

/** Attributes that hold no address and no script. */
const SETTABLE = new Set([
    ...["id", "for", "name", "value", "class", "lang", "max", "hidden", "checked"],
    ...["aria-describedby", "aria-label", "aria-invalid"],
]);
const UNPRINTABLE = /[\0-\x08\x0b-\x1f\x7f]/g;

/** The templates of one language. */
export class Parts {
    constructor(private readonly source: ParentNode) {}

    /** Fetch them; rejects with a TypeError where they cannot be had whole. */
    static load(address: string): Promise<Parts> {
        return new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            request.onloadend = () => {
                const page = request.status === 200 ? request.responseXML : null;
                // The last thing in the page: what stands before it has come as well.
                if (page?.querySelector("template#end")) resolve(new Parts(page));
                else reject(new TypeError("no parts"));
            };
            request.open("GET", address);
            request.responseType = "document";
            request.send();
        });
    }

    /** Tell whether there is a template of this name. */
    has(name: string): boolean {
        return this.find(name) !== null;
    }

    /** Return a copy of a template, filled in; TypeError if there is none, or a value is missing. */
    piece(name: string, values: Values = {}): DocumentFragment {
        const template = this.find(name);
        if (template === null) throw new TypeError(`no template ${name}`);
        return filled(template, values);
    }

    private find(name: string): HTMLTemplateElement | null {
        return this.source.querySelector<HTMLTemplateElement>(`template#${CSS.escape(name)}`);
    }
}

function filled(template: HTMLTemplateElement, values: Values): DocumentFragment {
    const piece = document.importNode(template.content, true);
    for (const element of piece.querySelectorAll<HTMLElement>("[data-if]")) {
        const name = element.dataset["if"] ?? "";
        const wanted = name.startsWith("!") ? !truthy(values[name.slice(1)]) : truthy(values[name]);
        if (wanted) element.removeAttribute("data-if");
        else element.remove();
    }
    for (const each of piece.querySelectorAll<HTMLTemplateElement>("template[data-each]")) {
        const items = given(values, each.dataset["each"] ?? "");
        if (!Array.isArray(items)) throw new TypeError(`no list: ${each.dataset["each"] ?? ""}`);
        each.replaceWith(...items.map((item: Values) => filled(each, { ...values, ...item })));
    }
    for (const element of piece.querySelectorAll<HTMLElement>("[data-fill]")) {
        const name = element.dataset["fill"] ?? "";
        // Of what an item has put in, nothing is left to be filled.
        const value = given(values, name);
        element.removeAttribute("data-fill");
        if (value instanceof DocumentFragment) element.replaceChildren(value);
        else if (typeof value === "string" || typeof value === "number") element.textContent = String(value);
        else throw new TypeError(`no text: ${name}`);
    }
    for (const element of piece.querySelectorAll<HTMLElement>("[data-set]")) {
        for (const pair of (element.dataset["set"] ?? "").split(" ")) {
            const [attribute = "", name = ""] = pair.split(":");
            if (!SETTABLE.has(attribute)) throw new TypeError(`not to be set: ${attribute}`);
            const value = given(values, name);
            if (typeof value === "boolean") element.toggleAttribute(attribute, value);
            else element.setAttribute(attribute, String(value));
        }
        element.removeAttribute("data-set");
    }
    return piece;
}

function truthy(value: Value | undefined): boolean {
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function given(values: Values, name: string): Value {
    const value = values[name];
    if (value === undefined) throw new TypeError(`no value: ${name}`);
    return value;
}

/**
 * Show a screen instead of what is there: from its top, with the focus on its alert or its title.
 *
 * `kind`: class of `main` while the screen stands.
 */
export function show(main: HTMLElement, screen: DocumentFragment, kind = ""): void {
    main.className = kind;
    main.replaceChildren(screen);
    scrollTo(0, 0);
    focus(main.querySelector<HTMLElement>("[role=alert]") ?? main.querySelector("h1"));
}

/** Put a notice before everything else of the screen, in place of an earlier one, and show it. */
export function alertIn(main: HTMLElement, notice: DocumentFragment): void {
    dismiss(main);
    main.prepend(notice);
    const alert = main.querySelector<HTMLElement>("[role=alert]");
    alert?.scrollIntoView({ block: "center" });
    focus(alert);
}

/** Take away what `alertIn` has put there. */
export function dismiss(main: HTMLElement): void {
    for (const old of main.querySelectorAll(":scope > [role=alert]")) old.remove();
}

/** Give an element the focus, whatever it is, without a scroll. */
export function focus(element: HTMLElement | null): void {
    if (element === null) return;
    if (!element.matches("a, button, input, textarea, select, summary")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
}

/**
 * Bind what can be done: `[data-do="name"]`, a form that is sent or a button that is pressed.
 *
 * While a handler is at work, whatever is bound with it does nothing: a double click is one click. TypeError
 * where a name has no element; a rejection passes on to the window's `unhandledrejection`.
 */
export function bind(root: ParentNode, handlers: Readonly<Record<string, Handler>>): void {
    let busy = false;
    for (const [name, handler] of Object.entries(handlers)) {
        const found = root.querySelectorAll<HTMLElement>(`[data-do="${CSS.escape(name)}"]`);
        if (!found.length) throw new TypeError(`nothing to do: ${name}`);
        for (const element of found) {
            element.addEventListener(element instanceof HTMLFormElement ? "submit" : "click", (event) => {
                event.preventDefault();
                if (busy) return;
                const pressed = event instanceof SubmitEvent ? event.submitter : element;
                const done = handler(pressed?.getAttribute("name") ?? "");
                if (!(done instanceof Promise)) return;
                busy = true;
                void done.finally(() => {
                    busy = false;
                });
            });
        }
    }
}

/** Return the one element that a screen of ours has for certain. */
export function element<E extends Element>(root: ParentNode, selector: string, kind: new () => E): E {
    const found = root.querySelector(selector);
    if (!(found instanceof kind)) throw new TypeError(`no ${selector}`);
    return found;
}

/** Return what is typed in a field, with the line ends of Unix and without control characters. */
export function text(name: string, root: ParentNode = document): string {
    const field = root.querySelector<HTMLTextAreaElement | HTMLInputElement>(
        `textarea[name="${CSS.escape(name)}"], input[name="${CSS.escape(name)}"]`,
    );
    if (field === null) throw new TypeError(`no field ${name}`);
    return clean(field.value);
}

/** Return the values of the boxes or buttons of this name that are ticked; none if there is no such box. */
export function checked(name: string, root: ParentNode = document): string[] {
    const ticked = root.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]:checked`);
    return [...ticked].map((each) => each.value);
}

/** Return a text as `wbs.portal.reporter.forms.clean` does, and without halves of characters. */
export function clean(typed: string): string {
    const lines = typed.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(UNPRINTABLE, "");
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(lines));
}
