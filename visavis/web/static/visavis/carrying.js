// By keyboard, 1 to 3 carry the first message to the teams proposed for it; what is typed of a message heard outlives the page.
// Without this script, the same forms work.
"use strict";

const choices = document.querySelector("ol.voices > li");
document.addEventListener("keydown", (event) => {
  if (!choices || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const form = choices.querySelector(`form[data-key="${CSS.escape(event.key)}"]`);
  if (form) { event.preventDefault(); form.requestSubmit(); }
});

const hearing = document.getElementById("hearing");
if (hearing) {
  const words = hearing.querySelector("#words");
  const kept = "visavis-heard";
  if (!words.value) words.value = sessionStorage.getItem(kept) || "";
  words.addEventListener("input", () => sessionStorage.setItem(kept, words.value));
  hearing.addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.name) sessionStorage.removeItem(kept);
  });
  const find = hearing.querySelector("#find");
  if (find) find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); hearing.requestSubmit(hearing.querySelector("[name=search]")); }
  });
}
