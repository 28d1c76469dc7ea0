/** Orders that look random and are the same in every run. */

/** Return the items in an order that follows from a seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
    const made = [...items];
    let state = seed >>> 0;
    for (let at = made.length - 1; at > 0; at--) {
        // Numerical Recipes' generator; its high bits are the better ones.
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const other = Math.floor((state / 2 ** 32) * (at + 1));
        [made[at], made[other]] = [made[other]!, made[at]!];
    }
    return made;
}
