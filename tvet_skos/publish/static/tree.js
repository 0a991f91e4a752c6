// The hierarchy as a tree that unfolds in place, as the ARIA practices describe it. What stands below
// a term is fetched from its own page when it is opened. Without this file every level is a page.
"use strict";

const tree = document.getElementById("branches");

function items(list = tree) {
  return [...list.querySelectorAll("[role=treeitem]")].filter((item) => !item.parentElement.closest("ul[hidden]"));
}

function below(item) {
  return item.querySelector(":scope > ul");
}

function isOpen(item) {
  return item.getAttribute("aria-expanded") === "true";
}

let named = 0;

// Links become parts of items: the arrow keys go from item to item, Enter follows the link.
function ready(list, level) {
  const all = [...list.children];
  all.forEach((item, place) => {
    const link = item.querySelector(":scope > .row > a.to");
    if (!link) return;
    link.id = link.id || `branch-${++named}`;
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-labelledby", link.id);
    item.setAttribute("aria-level", String(level));
    item.setAttribute("aria-posinset", String(place + 1));
    item.setAttribute("aria-setsize", String(all.length));
    item.tabIndex = -1;
    for (const each of item.querySelectorAll(":scope > .row > a")) each.tabIndex = -1;
    if (item.querySelector(":scope > .row > .unfold")) item.setAttribute("aria-expanded", "false");
  });
}

function focus(item) {
  if (!item) return;
  for (const each of tree.querySelectorAll("[tabindex='0']")) each.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

async function fetched(item) {
  const link = item.querySelector(":scope > .row > .unfold");
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = document.adoptNode(page.getElementById("branches"));
  const more = page.querySelector(".pager [rel=next]");
  list.removeAttribute("id");
  list.removeAttribute("aria-label");
  list.setAttribute("role", "group");
  if (more) {
    const last = document.createElement("li");
    const row = document.createElement("div");
    row.className = "row";
    more.className = "to";
    row.append(document.adoptNode(more));
    last.append(row);
    list.append(last);
  }
  ready(list, Number(item.getAttribute("aria-level")) + 1);
  return list;
}

async function open(item) {
  if (!below(item)) {
    item.setAttribute("aria-busy", "true");
    try {
      item.append(await fetched(item));
    } catch {
      location.href = item.querySelector(":scope > .row > .unfold").href;
      return;
    } finally {
      item.removeAttribute("aria-busy");
    }
  }
  below(item).hidden = false;
  item.setAttribute("aria-expanded", "true");
}

function close(item) {
  below(item).hidden = true;
  item.setAttribute("aria-expanded", "false");
}

function find(item, letter) {
  const all = items();
  const from = all.indexOf(item) + 1;
  const wanted = letter.toLocaleLowerCase();
  return [...all.slice(from), ...all.slice(0, from)].find((each) =>
    each.querySelector("a.to").textContent.trim().toLocaleLowerCase().startsWith(wanted));
}

const KEYS = new Map([
  ["ArrowDown", (item) => focus(items()[items().indexOf(item) + 1])],
  ["ArrowUp", (item) => focus(items()[items().indexOf(item) - 1])],
  ["Home", () => focus(items()[0])],
  ["End", () => focus(items().at(-1))],
  ["ArrowRight", (item) => {
    if (isOpen(item)) focus(below(item).querySelector("[role=treeitem]"));
    else if (item.hasAttribute("aria-expanded")) open(item);
  }],
  ["ArrowLeft", (item) => {
    if (isOpen(item)) close(item);
    else focus(item.parentElement.closest("[role=treeitem]"));
  }],
  ["Enter", (item) => item.querySelector("a.to").click()],
  [" ", (item) => item.hasAttribute("aria-expanded") && (isOpen(item) ? close(item) : open(item))],
]);

if (tree && location.protocol !== "file:") {
  tree.setAttribute("role", "tree");
  ready(tree, 1);
  items()[0].tabIndex = 0;
  tree.addEventListener("keydown", (event) => {
    const item = event.target.closest("[role=treeitem]");
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = KEYS.get(event.key);
    const isLetter = event.key.length === 1 && event.key !== " " && event.key !== "/";
    if (!deed && !isLetter) return;
    event.preventDefault();
    event.stopPropagation();
    if (deed) deed(item);
    else focus(find(item, event.key));
  });
  tree.addEventListener("click", (event) => {
    const toggle = event.target.closest(".unfold");
    if (!toggle || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = toggle.closest("[role=treeitem]");
    focus(item);
    if (isOpen(item)) close(item);
    else open(item);
  });
}
