// Looks a form through while it is filled in, by the same rules as the server when it is sent.
// The form works without this file.
"use strict";

const form = document.getElementById("propose");
if (form) {
  const touched = new Set();
  let waiting = 0;
  let asking = null;

  for (const each of form.querySelectorAll(".notes > *")) {
    touched.add(each.parentElement.id.slice(2));
  }

  function show(answer) {
    const found = new Map();
    for (const message of answer.messages) {
      if (!found.has(message.field)) found.set(message.field, []);
      found.get(message.field).push(message);
    }
    for (const box of form.querySelectorAll(".notes")) {
      const name = box.id.slice(2);
      if (!touched.has(name)) continue;
      const messages = found.get(name) || [];
      box.replaceChildren(...messages.map((message) => {
        const line = document.createElement("p");
        line.className = message.fault ? "fault" : "remark";
        if (message.lang && message.lang !== document.documentElement.lang) line.lang = message.lang;
        line.textContent = message.text;
        return line;
      }));
      const wrong = messages.some((message) => message.fault);
      for (const field of form.querySelectorAll(`[aria-describedby~="n-${name}"]`)) {
        if (wrong) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
    }
    const alike = document.getElementById("alike");
    alike.hidden = !answer.alike.length;
    alike.querySelector("ul").replaceChildren(...answer.alike.map((each) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = each.href;
      link.textContent = each.label;
      const share = document.createElement("span");
      share.className = "soft";
      share.textContent = ` ${each.share} %`;
      const text = document.createElement("blockquote");
      text.dir = "auto";
      if (each.lang) text.lang = each.lang;
      text.textContent = each.text;
      item.append(link, share, text);
      return item;
    }));
    const turtle = document.getElementById("turtle");
    turtle.hidden = !answer.turtle;
    turtle.querySelector("code").textContent = answer.turtle;
  }

  async function look() {
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.check, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: asking.signal,
      });
      if (answer.ok) show(await answer.json());
    } catch {
      // Whatever it was: the server tells when the form is sent.
    }
  }

  function later(event) {
    if (!event.target.name) return;
    touched.add(event.target.name);
    clearTimeout(waiting);
    waiting = setTimeout(look, event.type === "change" ? 50 : 900);
  }
  form.addEventListener("change", later);
  form.addEventListener("input", later);

  // A second click sends nothing twice.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}

// What is wrong is read out and seen first.
const outcome = document.querySelector(".outcome");
if (outcome) requestAnimationFrame(() => {
  if (document.activeElement === document.body) outcome.focus();
});
