// Terms are offered while somebody types: a combobox with a list, as the ARIA practices describe it.
// Comfort only: the forms work without this file, and it asks no other server.
"use strict";

const WAIT = 160; // milliseconds without a key before the server is asked
const LEAST = 2; // characters

let comboboxes = 0;

function combobox(input) {
  const fills = input.hasAttribute("data-suggest-fills");
  const id = `suggestions-${++comboboxes}`;
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  box.className = "suggestions";
  box.hidden = true;
  list.id = id;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.body.dataset.suggestions);
  status.className = "unseen";
  status.setAttribute("role", "status");
  box.append(list);
  const holder = input.closest(".field") || input;
  const around = document.createElement("div");
  around.className = "combobox";
  holder.before(around);
  around.append(holder, box, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", id);

  let timer = 0;
  let asking = null;
  let active = -1;
  const kept = new Map();

  const options = () => [...list.children];

  function close() {
    clearTimeout(timer);
    if (asking) asking.abort();
    box.hidden = true;
    activate(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function activate(place) {
    active = place;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    if (place < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", options()[place].id);
      options()[place].scrollIntoView({ block: "nearest" });
    }
  }

  function choose(option) {
    if (fills) {
      input.value = option.dataset.label;
      close();
      input.focus();
    } else {
      location.href = option.dataset.href;
    }
  }

  function optionOf(suggestion, place) {
    const option = document.createElement("li");
    const label = document.createElement("bdi");
    const why = document.createElement("bdi");
    option.id = `${id}-${place}`;
    option.setAttribute("role", "option");
    option.dataset.href = suggestion.href;
    option.dataset.label = suggestion.label;
    label.className = "label-of";
    label.textContent = suggestion.label;
    if (suggestion.language) label.lang = suggestion.language;
    why.className = "why-of";
    why.textContent = suggestion.why;
    option.append(label, " ", why);
    return option;
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(optionOf));
    activate(-1);
    const number = suggestions.length;
    box.hidden = number === 0;
    input.setAttribute("aria-expanded", String(number > 0));
    const said = number === 0 ? "None" : number === 1 ? "One" : "Some";
    status.textContent = document.body.dataset[`suggest${said}`].replace("%", String(number));
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < LEAST) return close();
    if (asking) asking.abort();
    if (!kept.has(text)) {
      asking = new AbortController();
      try {
        const address = `${input.dataset.suggest}?q=${encodeURIComponent(text)}`;
        const answer = await fetch(address, { signal: asking.signal });
        if (!answer.ok) return close();
        kept.set(text, (await answer.json()).suggestions);
      } catch {
        return; // another key was pressed, or nobody answers: the form still works
      }
    }
    if (input.value.trim() === text && document.activeElement === input) show(kept.get(text));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && box.hidden) {
      event.preventDefault();
      ask();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      activate(active < last ? active + 1 : -1);
    } else if (event.key === "ArrowUp" && !box.hidden) {
      event.preventDefault();
      activate(active < 0 ? last : active - 1);
    } else if (event.key === "Enter" && !box.hidden && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    }
  });
  // The field keeps the focus while an option is pressed.
  box.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
}

for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);
