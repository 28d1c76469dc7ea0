// What the desk's pages can do better with a script. Everything works without it.
"use strict";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

// An open page tells now and then that somebody uses it, and leaves once nobody does.
const TELL = 30_000;
// Seconds before the lock in which it is announced.
const LAST = 60;
// What is typed or chosen is nowhere else until it is sent: the browser asks before a link loses it.
const changed = (field) => {
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) {
    // Where none is marked, the first is chosen.
    const marked = [...field.options].findIndex((each) => each.defaultSelected);
    return field.selectedIndex !== Math.max(marked, 0);
  }
  return field.matches("textarea, input:not([type=password], [type=file])") && field.value !== field.defaultValue;
};
const unsaved = (sent) =>
  [...document.querySelectorAll("main form[method=post]")].some(
    (form) => form !== sent && (form.matches("[data-unsaved]") || [...form.elements].some(changed)),
  );
// Who sends or drops it is not asked, unless the page is still there a moment later.
const MOMENT = 1000;
let dropped = false;
let asks;
const drop = () => {
  dropped = true;
  clearTimeout(asks);
  asks = setTimeout(() => (dropped = false), MOMENT);
};
addEventListener("submit", ({ target }) => {
  // What other forms hold goes with the page too; the lock asks nobody.
  if (target.matches("#kunci") || (target.matches("main form") && !unsaved(target))) drop();
});
addEventListener("click", (event) => {
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!elsewhere && event.target.closest?.("[data-leave]")) drop();
});
addEventListener("beforeunload", (event) => dropped || !unsaved() || event.preventDefault());

// Whoever types a folder means that one.
addEventListener("input", ({ target }) => {
  const other = target.matches?.("input[name=folder]") && target.form?.querySelector("input[name=to][value=lain]");
  if (other) other.checked = target.value.trim() !== "" || other.checked;
});

const idle = Number(meta("idle")) * 1000;
// Between windows: a locked page makes the others look.
const windows = new BroadcastChannel("kunci");

if (!idle) windows.postMessage("");
else {
  let told = Date.now();
  let next;
  const soon = document.getElementById("segera");
  const busy = async () => {
    if (Date.now() - told < TELL) return;
    told = Date.now();
    try {
      await fetch("/buka/sibuk", { method: "POST", headers: { "X-CSRFToken": meta("csrf-token") }, redirect: "error" });
      soon.hidden = true;
    } catch {
      look();
    }
  };
  // The lock waits for nobody's answer.
  const leave = () => {
    drop();
    location.replace("/buka");
  };
  const remaining = async () => (await (await fetch("/buka/sisa")).json()).left;
  const look = async () => {
    let left;
    try {
      left = await remaining();
    } catch {
      // Firefox cuts the questions of a page off that is being left, and would then be led elsewhere.
      await new Promise((then) => setTimeout(then, MOMENT));
      // Else the desk has ended: nothing may stay on the screen either.
      left = await remaining().catch(() => 0);
    }
    if (left <= 0) return leave();
    soon.hidden = left > LAST;
    clearTimeout(next);
    next = setTimeout(look, (left > LAST ? Math.min(left - LAST, LAST) : left + 1) * 1000);
  };
  for (const sign of ["input", "keydown", "pointerdown", "scroll"]) addEventListener(sign, busy, { passive: true });
  // A page that comes back from the browser's memory may be older than the lock.
  addEventListener("pageshow", (event) => event.persisted && look());
  // Nor do timers go on while the laptop sleeps.
  document.addEventListener("visibilitychange", () => document.hidden || look());
  windows.addEventListener("message", look);
  look();
}

// Keys: j and k, or the arrows, go from case to case; a letter in data-key stands for what carries it.
// A fold counts as well: who has just opened it is about to type what is in it.
const typing = (at) => at.matches("input, textarea, select, summary, [contenteditable]");

// Who talks to the computer, or hits keys by mistake, can do without single letters (WCAG 2.1.4).
const lettersOff = () => localStorage.getItem("keys") === "off";
for (const each of lettersOff() ? [] : document.querySelectorAll("[data-key]")) {
  each.setAttribute("aria-keyshortcuts", each.dataset.key);
}
const letters = document.getElementById("keys");
if (letters) {
  letters.checked = !lettersOff();
  letters.closest("[hidden]").hidden = false;
  letters.addEventListener("change", () => localStorage.setItem("keys", letters.checked ? "on" : "off"));
}

addEventListener("keydown", (event) => {
  if (event.key.length === 1 && lettersOff()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = document.activeElement ?? document.body;
  if (typing(at)) {
    if (event.key === "Escape") at.blur();
    return;
  }
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  const rows = [...document.querySelectorAll("[data-row]")];
  // An arrow scrolls, as everywhere, until a case has the focus.
  if (step && rows.length && (event.key.length === 1 || rows.includes(at))) {
    const next = rows.indexOf(at) + step;
    rows[rows.includes(at) ? Math.min(Math.max(next, 0), rows.length - 1) : step > 0 ? 0 : rows.length - 1].focus();
    event.preventDefault();
    return;
  }
  const named = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  if (!named) return;
  event.preventDefault();
  // A key that is held would open one case after the other, and each would count as read.
  if (event.repeat) return;
  if (named.matches("input, textarea, select")) {
    named.focus();
    named.select?.();
  } else {
    named.click();
  }
});

// Who goes back to the list is to find the case again that they left it by.
addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (row) history.replaceState(null, "", `#${row.id}`);
});
addEventListener("pageshow", () => document.querySelector("[data-row]:target")?.focus());

// A job's page follows it without being loaded anew, and ends with the job.
const job = document.getElementById("pekerjaan");

if (job) {
  const bar = job.querySelector("progress");
  const step = document.getElementById("langkah");
  const follow = async () => {
    try {
      const said = await (await fetch("/pekerjaan/kemajuan", { redirect: "error" })).json();
      if (!said.running) return location.reload();
      bar.value = said.percent;
      if (step.textContent !== said.step && said.step) step.textContent = said.step;
      setTimeout(follow, 1000);
    } catch {
      // Locked meanwhile, or ended: the page itself says which.
      location.reload();
    }
  };
  setTimeout(follow, 500);
}
