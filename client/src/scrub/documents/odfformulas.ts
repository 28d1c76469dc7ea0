/**
 * Formulas of OpenDocument (OpenFormula, ODF 1.3-4): folders of other files go, their names stay.
 *
 * Only of what is surely a file: a sheet of another one, as in `'file:///a/b.ods'#$A.B1`, and what functions are
 * handed that take a file. Any other text in quotes is compared, replaced or shown, and stays.
 */

import * as paths from "./paths.ts";

/** A text, or a name in quotes. */
const TOKEN = /"[^"]*(?:""[^"]*)*"|'[^']*(?:''[^']*)*'/g;
/** Before a text that is a file; before the name of a program, behind which one is. */
const FILE = /\b(?:HYPERLINK|INDIRECT|WEBSERVICE)[ \n]*\([ \n]*$/i;
const PROGRAM = /\bDDE[ \n]*\([ \n]*$/i;
const NEXT = /^[ \n]*[;,][ \n]*$/;
/** A URL of what is not in the web. */
const ELSEWHERE = /^(?!https?:|ftp:)[A-Za-z][A-Za-z0-9+.-]*:\//;

/** The value of an attribute, which may be a formula, in which files have no folders. */
export function cut(text: string, urls: paths.Urls): string {
    const pieces: string[] = [];
    let [end, followsProgram] = [0, false];
    for (const { 0: token, index } of text.matchAll(TOKEN)) {
        const [before, inside] = [text.slice(end, index), token.slice(1, -1)];
        end = index + token.length;
        pieces.push(paths.withoutFolders(before, urls));
        if (token.startsWith('"')) {
            const isFile = FILE.test(before) || (followsProgram && NEXT.test(before));
            pieces.push(isFile ? `"${argument(inside, urls)}"` : token);
        } else if (text.startsWith("#", end)) pieces.push(`'${sheet(inside, urls)}'`);
        else pieces.push(paths.withoutFolders(token, urls));
        followsProgram = PROGRAM.test(before);
    }
    return [...pieces, paths.withoutFolders(text.slice(end), urls)].join("");
}

/** A file, with a place in it or not, or a sheet of one. */
function argument(text: string, urls: paths.Urls): string {
    const path = text.split("#", 1)[0]!;
    const place = text.slice(path.length);
    if (place && path.startsWith("'") && path.endsWith("'"))
        return `'${sheet(path.slice(1, -1), urls)}'${place}`;
    if (!isOutside(path)) return text;
    return (paths.isUrl(path) ? urls.short(path) : paths.steps(path).at(-1)!) + place;
}

/** The file that a sheet is of. Files of one name stay different: LibreOffice keeps what they show. */
function sheet(path: string, urls: paths.Urls): string {
    if (!isOutside(path)) return path;
    return isAbsolute(path) ? urls.short(path) : paths.steps(path).at(-1)!;
}

/** Whether a path names folders that are not the document's. */
function isOutside(path: string): boolean {
    const folders = paths.steps(path).slice(0, -1);
    const isNamed = folders.some((step) => !["", ".", ".."].includes(step));
    return (folders.includes("..") && !path.includes(":") && isNamed) || isAbsolute(path);
}

function isAbsolute(path: string): boolean {
    return paths.isLocal(path) || path.startsWith("/") || ELSEWHERE.test(path);
}
