/** Lets messages in during a long computation. */

/**
 * Resolves after whatever waits in the event loop has had its turn; takes a few microseconds.
 *
 * Neither a timer, which browsers slow down to 4 ms, nor `scheduler.yield`, behind which messages wait.
 */
export function breathe(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
        port1.onmessage = () => {
            port1.close();
            resolve();
        };
        port2.postMessage(null);
    });
}

/** Makes libraries that give way to others (Argon2id) give way to messages too. */
export function breatheEverywhere(): void {
    Object.defineProperty(globalThis, "scheduler", { value: { yield: breathe }, configurable: true });
}
