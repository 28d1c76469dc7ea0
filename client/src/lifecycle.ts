/** The state graph of a case, as far as a returning reporter's page needs it. The twin of wbs/cases/lifecycle.py. */

const TRANSITIONS = {
    TERKIRIM: ["DITERIMA"],
    DITERIMA: ["TELAAH"],
    TELAAH: ["KLARIFIKASI", "INVESTIGASI", "DITERUSKAN", "DIGABUNG", "TTL"],
    KLARIFIKASI: ["TELAAH", "INVESTIGASI", "TTL"],
    INVESTIGASI: ["KLARIFIKASI", "TINDAK", "SELESAI", "DITUNDA", "DITERUSKAN"],
    DITERUSKAN: ["SELESAI"],
    DIGABUNG: ["TELAAH"],
    TTL: ["TELAAH"],
    TINDAK: ["SELESAI"],
    DITUNDA: ["INVESTIGASI", "SELESAI"],
    SELESAI: ["TELAAH"],
} as const;

export type State = keyof typeof TRANSITIONS;

export const STATES = Object.keys(TRANSITIONS) as State[];

export const OUTCOMES = [
    "terbukti",
    "terbukti-sebagian",
    "tidak-terbukti",
    "data-kurang",
    "bukan-kewenangan",
    "kedaluwarsa",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Whether one or more moves lead from `state` to `to`. */
export function reachable(state: State, to: State): boolean {
    const seen = new Set<State>();
    const open: State[] = [...TRANSITIONS[state]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(...TRANSITIONS[next]);
    }
    return seen.has(to);
}
