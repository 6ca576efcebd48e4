// Files can be dropped on the page, and sending them shows how far it is; the number of a forecast gets a slider.
// Without this script, the same forms work.
"use strict";

const drop = document.getElementById("drop");
if (drop) {
  const input = document.getElementById("files");
  const sending = document.getElementById("sending");
  const bar = document.getElementById("sending-bar");
  const sent = document.getElementById("sent");
  const button = drop.querySelector("button");
  button.hidden = true; // choosing is sending

  const tell = (html) => { sent.innerHTML = html; sent.scrollIntoView({ block: "nearest" }); };
  const stop = (html) => { sending.hidden = true; input.disabled = button.disabled = false; input.value = ""; tell(html); };

  const send = (files) => {
    if (!files.length || !sending.hidden) return;
    const form = new FormData();
    form.append("csrfmiddlewaretoken", drop.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const file of files) form.append("files", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", drop.action);
    request.setRequestHeader("X-Sent-By", "visavis");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => {
      if (request.status < 400) window.location.assign(drop.action);
      else stop(request.getResponseHeader("X-Mistake") ? request.responseText : document.getElementById("broken-words").innerHTML);
    });
    request.addEventListener("error", () => stop(document.getElementById("broken-words").innerHTML));
    sent.replaceChildren();
    bar.value = 0;
    sending.hidden = false;
    input.disabled = button.disabled = true;
    request.send(form);
  };

  drop.addEventListener("submit", (event) => { event.preventDefault(); send([...input.files]); });
  input.addEventListener("change", () => send([...input.files]));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); send([...event.dataTransfer.files]); });
}

const range = document.getElementById("value-range");
if (range) {
  const value = document.getElementById("value");
  range.hidden = false;
  range.value = value.value || 50;
  range.addEventListener("input", () => { value.value = range.value; });
  value.addEventListener("input", () => { range.value = value.value; });
}
