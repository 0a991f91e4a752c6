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

// Another baseline is shown as soon as it is chosen.
const baseline = document.querySelector("form.baseline");
if (baseline) {
  baseline.querySelector("select").addEventListener("change", () => baseline.requestSubmit());
  baseline.querySelector("button").hidden = true;
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

// The hierarchy unfolds in place: what a link leads to is put below its term.
async function unfold(link) {
  const item = link.closest("li");
  const open = item.querySelector(":scope > ul");
  if (open) {
    open.hidden = !open.hidden;
    link.setAttribute("aria-expanded", String(!open.hidden));
    return;
  }
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.getElementById("branches");
    const more = page.querySelector(".pager [rel=next]");
    list.removeAttribute("id");
    if (more) {
      const last = document.createElement("li");
      last.append(more);
      list.append(last);
    }
    ready(list);
    item.append(document.adoptNode(list));
    link.setAttribute("aria-expanded", "true");
  } catch {
    location.href = link.href;
  } finally {
    link.removeAttribute("aria-busy");
  }
}

function ready(list) {
  for (const link of list.querySelectorAll(".unfold")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
  }
}

const branches = document.getElementById("branches");
if (branches) {
  ready(branches);
  branches.addEventListener("click", (event) => {
    const link = event.target.closest(".unfold");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      unfold(link);
    }
  });
  branches.addEventListener("keydown", (event) => {
    const link = event.target.closest(".unfold");
    const open = link && link.getAttribute("aria-expanded") === "true";
    if (link && (event.key === " " || (event.key === "ArrowRight" && !open) || (event.key === "ArrowLeft" && open))) {
      event.preventDefault();
      unfold(link);
    }
  });
}
