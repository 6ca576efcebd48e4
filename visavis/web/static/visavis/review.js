// A key for each answer: y or o for yes, n for no, s or p for later, u to undo. Without this script, the same buttons work.
"use strict";

const answers = [...document.querySelectorAll("#answers button[data-key]")];
let sent = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, select, textarea, summary")) return;
  const key = event.key.toLowerCase();
  const button = key === "u"
    ? document.querySelector("#undo button")
    : answers.find((each) => each.dataset.key.split(" ").includes(key));
  if (!button || sent) return; // a key held down answers one pair, not several
  sent = true;
  event.preventDefault();
  button.click();
});
