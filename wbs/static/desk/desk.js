// What the desk's pages can do better with a script. Everything works without it.
"use strict";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

// An open page tells now and then that somebody uses it, and leaves once nobody does.
const TELL = 30_000;
const idle = Number(meta("idle")) * 1000;

if (idle) {
  let told = Date.now();
  const busy = () => {
    if (Date.now() - told < TELL) return;
    told = Date.now();
    fetch("/buka/sibuk", { method: "POST", headers: { "X-CSRFToken": meta("csrf-token") }, redirect: "error" }).catch(leave);
  };
  const leave = () => location.replace("/buka");
  const look = async () => {
    let left = 0;
    try {
      left = (await (await fetch("/buka/sisa")).json()).left;
    } catch {
      // The desk has ended: nothing may stay on the screen either.
    }
    if (left > 0) setTimeout(look, Math.min(left + 1, 60) * 1000);
    else leave();
  };
  for (const sign of ["input", "keydown", "pointerdown", "scroll"]) addEventListener(sign, busy, { passive: true });
  // A page that comes back from the browser's memory may be older than the lock.
  addEventListener("pageshow", (event) => event.persisted && look());
  setTimeout(look, Math.min(idle, 60_000));
}
