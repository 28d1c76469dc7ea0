/** Where files lie on a machine: such paths name people, offices and servers. The name of the file stays. */

import { setAttribute } from "./scope.ts";
import { type Element, elements } from "./tree.ts";

/** How a path on a machine or in its network begins. */
const LOCAL = /^(?:[Ff][Ii][Ll][Ee]:|(?:smb|afp):\/|[A-Za-z]:[\\/]|\\\\)/;
const FOLDER = /^\/(?:users|home|root|tmp|var|run|mnt|media|volumes|private)\//i;
const URL = /^[Ff][Ii][Ll][Ee]:\//;
/** The same among other text, as in formulas: its folders, and of a URL the file's name. */
const WITHIN = /[Ff][Ii][Ll][Ee]:\/[^'"#[\]]*[/\\][^'"#[\]/\\]*|(^|[^A-Za-z])[A-Za-z]:\\[^'"#[\]]*\\/gu;
/** Attributes that hold what is read: the text of a cell, a field or a button, of a word drawn as a picture. */
const READ: ReadonlySet<string> = new Set([
    ...["office:string-value", "text:string-value", "table:string-value", "text:string-value-if-true"],
    ...[
        "text:string-value-if-false",
        "form:label",
        "form:value",
        "form:current-value",
        "table:value",
        "field:value",
        "string",
    ],
]);
/** Nothing but the name of a picture's file, as cameras and messengers give them, and how it ends. */
const NAME = /^[^\\/\n]{1,200}$/u;
const PICTURE = /\.(?:jpe?g|png|gif|bmp|tiff?|webp|hei[cf]|emf|wmf|svg)$/i;

/** Whether a text is the path of a file on someone's machine. */
export function isLocal(text: string): boolean {
    return LOCAL.test(text) || FOLDER.test(text);
}

/** Whether a text is a URL of a file. */
export function isUrl(text: string): boolean {
    return URL.test(text);
}

/** Whether a text is nothing but a path, or the name of a picture's file. */
export function namesPicture(text: string): boolean {
    return isLocal(text) || (PICTURE.test(text) && NAME.test(text.replace(PICTURE, "")));
}

/** Whether a text is a path that starts with the folder around. */
export function leadsUp(text: string): boolean {
    return text.startsWith("../") || text.startsWith("..\\");
}

/** The folders of a path, and at last the file; slashes may be written as in a URI (RFC 3986, 2.1). */
export function steps(path: string): string[] {
    return path.split(/[\\/]|%5C|%2F/i);
}

/** The name of the file that a path leads to. */
export function lastStep(path: string): string {
    return steps(path).at(-1) || "-";
}

/** URLs of files without their folders; of files with one name the second is `file:///2/name`. */
export class Urls {
    readonly #folders = new Map<string, Map<string, number>>();

    /** The URL for the file of this path. */
    short(path: string): string {
        const name = steps(path).at(-1)!;
        const folder = path.slice(0, path.length - name.length);
        const known = this.#folders.get(name) ?? new Map<string, number>();
        const number = known.get(folder) ?? known.size + 1;
        this.#folders.set(name, known.set(folder, number));
        return number > 1 ? `file:///${number}/${name}` : `file:///${name}`;
    }
}

/** Text in which paths have none. A URL stays one: LibreOffice keeps the sheets of other files by it. */
export function withoutFolders(text: string, urls: Urls): string {
    return text.replace(WITHIN, (path: string, before = "") => (isUrl(path) ? urls.short(path) : before));
}

/**
 * Leaves of every path in an attribute of a part the file's name; whether there was one.
 *
 * `within`: leaves it of paths among other text.
 */
export function cut(root: Element, within: typeof withoutFolders = withoutFolders): boolean {
    let found = false;
    const urls = new Urls();
    for (const element of elements(root))
        for (const attribute of element.attributes) {
            const { name, value } = attribute;
            const short = isLocal(value) ? lastStep(value) : within(value, urls);
            if (short === value || READ.has(name.short)) continue;
            setAttribute(element, attribute, short);
            found = true;
        }
    return found;
}
