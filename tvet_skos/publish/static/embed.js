/* Shows the card of a term where this script stands:
 *
 *   <script src="https://glossary.example/embed.js" data-term="micro-credential" async></script>
 *
 * data-term: a name or any spelling of the term, or its IRI. data-lang: en, fr or es; without it the
 * language of the page. data-theme: auto, light or dark.
 *
 * It talks to the server it came from and to nobody else, without cookies. All texts are put in as
 * texts, in a shadow tree, so that neither the page nor the glossary can change the other.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !script.dataset.term) return;
  const languages = ["en", "fr", "es"];
  const themes = ["auto", "light", "dark"];
  const term = script.dataset.term;
  const wanted = script.dataset.lang || document.documentElement.lang || "";
  const language = languages.find((tag) => wanted.toLowerCase().split("-")[0] === tag) || "en";
  const theme = themes.includes(script.dataset.theme) ? script.dataset.theme : "auto";

  const at = (path, parameters) => {
    const url = new URL(path, script.src);
    for (const [name, value] of Object.entries(parameters || {})) url.searchParams.set(name, value);
    return url.href;
  };

  const make = (name, attributes, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value) element.setAttribute(key, value);
    }
    for (const each of inside) {
      if (each) element.append(each); // a string becomes a text, never markup
    }
    return element;
  };

  const linked = (address, text, attributes) => {
    // Escaping does not help against "javascript:"; only a list of schemes does.
    if (!/^https?:\/\//i.test(address)) return make("span", attributes, text);
    const safe = { href: address, target: "_blank", rel: "noopener noreferrer" };
    return make("a", { ...safe, ...attributes }, text);
  };

  const own = (literal) => make("bdi", { lang: literal.language }, literal.value);

  const block = ({ kind, texts }) => {
    if (kind === "p") return make("p", {}, texts[0]);
    return make(kind === "ol" ? "ol" : "ul", {}, ...texts.map((text) => make("li", {}, text)));
  };

  const sourceOf = (card) => {
    if (!card.source) return null;
    const label = card.source.isKnown ? make("span", { class: "label" }, card.texts.source) : null;
    const text = make("bdi", { title: card.source.meaning }, card.source.text);
    const line = make("p", { class: "source" }, label, label && " ", text);
    const [address] = card.source.urls;
    if (address) line.append(" ", linked(address, "↗", { "aria-label": card.source.text }));
    return line;
  };

  const definitionOf = (card) => {
    if (!card.definition) return make("p", { class: "none" }, card.texts.none);
    const attributes = { class: "text", dir: "auto", lang: card.definition.language };
    const text = make("blockquote", attributes, ...card.definition.blocks.map(block));
    const missing = card.source && !card.source.isKnown ? " missing" : "";
    return make("section", { class: `definition${missing}` }, text, sourceOf(card));
  };

  const articleOf = (card) => {
    const others = card.otherDefinitions;
    const from = make("span", { class: "label" }, card.texts.from);
    return make(
      "article",
      { class: "glossary-card", "data-theme": theme, lang: card.language },
      make("h1", {}, linked(card.url, own(card.label))),
      definitionOf(card),
      make(
        "footer",
        {},
        others.number ? make("p", {}, linked(others.url, others.text)) : null,
        make("p", { class: "from" }, from, " ", linked(card.glossary.url, card.glossary.title)),
      ),
    );
  };

  const asked = { credentials: "omit", referrerPolicy: "no-referrer" };
  const get = async (address, form) => {
    const answer = await fetch(address, asked);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer[form]();
  };

  const host = make("div", { "data-glossary-term": term });
  const root = host.attachShadow({ mode: "open" });
  script.after(host);

  const show = async () => {
    const [card, style] = await Promise.all([
      get(at("embed", { term, lang: language, format: "json" }), "json"),
      get(at("embed.css"), "text"),
    ]);
    // A sheet that is made so is no inline style, which a page may forbid.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.replaceChildren(articleOf(card));
    host.dispatchEvent(new CustomEvent("glossary-card", { bubbles: true }));
  };

  show().catch(() => {
    const address = at(`${language}/search`, { q: term });
    root.replaceChildren(linked(address, term));
  });
})();
