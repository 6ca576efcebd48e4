// A key for each answer: digits, arrows between answers, S or P to skip, U to undo. Without this script, the same buttons work.
"use strict";

const answers = [...document.querySelectorAll("#answers button")];
let sent = false;

const press = (button) => {
  if (sent || !button) return;
  sent = true; // a key held down answers one message, not several
  button.click();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, select, textarea, summary")) return;
  const key = event.key.toLowerCase();
  const chosen = answers.find((button) => button.dataset.key === key);
  if (chosen) press(chosen);
  else if (key === "u") press(document.querySelector("#undo button"));
  else if (key === "s" || key === "p") document.getElementById("skip")?.click();
  else if (key === "arrowright" || key === "arrowdown" || key === "arrowleft" || key === "arrowup") {
    const place = answers.indexOf(document.activeElement);
    const step = key === "arrowright" || key === "arrowdown" ? 1 : -1;
    answers[place < 0 ? 0 : (place + step + answers.length) % answers.length]?.focus();
  } else return;
  event.preventDefault();
});
