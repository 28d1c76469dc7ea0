/** What the page's server tells the script: `data-config` of its script element, `client_config()` in Python. */

/** One script of the manifest. */
interface Script {
    url: string;
    integrity: string;
}

/**
 * `instance`: 32 hex digits. `today`: the office's date, ISO. `offset`: minutes of its zone east of UTC.
 * `limits`: files of a message, bytes of a message, bytes that the server has room for.
 */
export interface Config {
    page: "filing" | "status";
    lang: "id" | "en";
    instance: string;
    pin: { roots: string[]; threshold: number };
    today: string;
    offset: number;
    links: Record<"parts" | "keyrings" | "board" | "drop" | "exit" | "plain" | "status" | "filing", string>;
    scripts: Record<"wbs" | "images" | "documents", Script>;
    limits: { files: number; message_bytes: number; room: number };
}
