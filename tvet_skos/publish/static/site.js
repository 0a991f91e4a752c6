// Comfort only: every page works without this file.
"use strict";

// "/" goes to the search.
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("q");
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
  }
});

// Another baseline has a page of its own, also where no server reads the form.
const baseline = document.querySelector("form.baseline");
if (baseline) {
  baseline.hidden = false;
  baseline.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = baseline.querySelector("select").selectedOptions[0].dataset.href;
  });
}

// Citations and permanent links can be copied.
function copyButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = document.body.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = document.body.dataset.copied;
  });
  return button;
}
if (navigator.clipboard) {
  for (const box of document.querySelectorAll(".citation")) {
    box.append(copyButton(() => box.querySelector("p").textContent));
  }
  for (const link of document.querySelectorAll("[data-copy-link]")) {
    link.after(" ", copyButton(() => link.href));
  }
}
