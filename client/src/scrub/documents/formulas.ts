/** Formulas of sheets and charts (ISO/IEC 29500-1, 18.17): folders of other books go, their names stay. */

import * as paths from "./paths.ts";

/** The longest that is looked into, in characters: Excel makes none above 8,192. */
const LIMIT = 1 << 16;
/** A text, and before it the function whose file it is; a name in quotes, as of a sheet; a book or a column. */
const TOKEN =
    /(\b(?:HYPERLINK|INDIRECT|WEBSERVICE)[ \n]*\([ \n]*)?("[^"]*(?:""[^"]*)*"|'[^']*(?:''[^']*)*'|\[[^[\]]*\])/gi;
/** A folder before the name of a book. */
const FOLDER = /^(?:https?:\/\/|[^[]*[\\/]\[)/i;

/** The formula with the name of the file for every path of one. */
export function cut(formula: string): string {
    if (formula.length > LIMIT) return formula;
    return formula.replace(TOKEN, (whole: string, before: string | undefined, token: string, at: number) => {
        return (before ?? "") + cutToken(before, token, formula.charAt(at + whole.length));
    });
}

/**
 * Nothing but a path is cut; names of sheets and books have no slash in them.
 *
 * A text is one only for a function that takes a file: elsewhere it is compared, replaced or shown.
 */
function cutToken(before: string | undefined, token: string, following: string): string {
    if (token.startsWith('"') && !before) return token;
    const opening = token.startsWith("'[") ? "'[" : token.charAt(0);
    const path = token.slice(opening.length);
    const isBook = token.startsWith("[") || (token.startsWith("'") && following === "!");
    if (!paths.isLocal(path) && !paths.leadsUp(path) && !(isBook && FOLDER.test(path))) return token;
    const end = token.startsWith('"') && path.includes("#") ? path.indexOf("#") : path.length;
    return opening + paths.steps(path.slice(0, end)).at(-1)! + path.slice(end);
}
