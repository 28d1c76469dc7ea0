// Counts, while somebody types, how many bytes of an answer are left; the server counts exactly, and decides.
"use strict";

const shown = document.querySelector("[data-room]");
const text = document.getElementById("text");

if (shown && text) {
  const locale = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  const numbers = new Intl.NumberFormat(locale, { numberingSystem: "latn" });
  const count = () => {
    // As it will stand in the letter: JSON in UTF-8, without the blanks around it.
    const bytes = new TextEncoder().encode(JSON.stringify(text.value.trim())).length - 2;
    const left = Number(shown.dataset.room) - bytes;
    const sentence = left < 0 ? shown.dataset.over : shown.dataset.left;
    shown.textContent = sentence.replace("{count}", numbers.format(Math.abs(left)));
    shown.classList.toggle("over", left < 0);
  };
  text.addEventListener("input", count);
  count();
}
