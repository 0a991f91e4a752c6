// The SPARQL editor of the query page: CodeMirror over the textarea of the form.
// It stands in a shadow tree, where its styles need no <style> element: the policy of the pages
// forbids those. `npm ci && npm run build` writes the bundle; docs/reading-room.md says more.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const KEYWORDS =
  "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH BIND VALUES ASK CONSTRUCT DESCRIBE PREFIX BASE " +
  "EXISTS COUNT SAMPLE GROUP_CONCAT REGEX CONTAINS STRSTARTS LANG LANGMATCHES STR LCASE BOUND IF COALESCE LIMIT OFFSET";
const CLAUSES = ["ORDER BY", "GROUP BY", "NOT EXISTS"];
const PREFIXES = {
  skos: ["http://www.w3.org/2004/02/skos/core#", "Concept Collection ConceptScheme prefLabel altLabel hiddenLabel notation definition scopeNote note example broader narrower related broaderTransitive narrowerTransitive exactMatch closeMatch broadMatch narrowMatch relatedMatch inScheme topConceptOf hasTopConcept member"],
  tvs: ["https://w3id.org/tvet-skos/ns#", "Definition sourceEvidence stated statedInline notCaptured notStated inferred selfComposed alias"],
  dcterms: ["http://purl.org/dc/terms/", "title creator publisher issued created modified source license bibliographicCitation"],
  dc: ["http://purl.org/dc/elements/1.1/", "source"],
  rdf: ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type value"],
  bibo: ["http://purl.org/ontology/bibo/", "Document doi"],
  foaf: ["http://xmlns.com/foaf/0.1/", "name homepage page Organization Person"],
};

// A prefixed name also brings the line that declares its prefix, where that is missing.
function applied(prefix, name) {
  return (view, completion, from, to) => {
    const text = view.state.doc.toString();
    const declared = new RegExp(`prefix\\s+${prefix}:`, "i").test(text);
    const changes = [{ from, to, insert: name }];
    const head = declared ? "" : `PREFIX ${prefix}: <${PREFIXES[prefix][0]}>\n`;
    if (head) changes.unshift({ from: 0, insert: head });
    view.dispatch({ changes, selection: { anchor: from + head.length + name.length } });
  };
}

const NAMES = Object.entries(PREFIXES).flatMap(([prefix, [, names]]) =>
  names.split(" ").map((name) => ({ label: `${prefix}:${name}`, type: "property", apply: applied(prefix, `${prefix}:${name}`) })));
const WORDS = [...KEYWORDS.split(" "), ...CLAUSES].map((label) => ({ label, type: "keyword" }));

function complete(context) {
  const word = context.matchBefore(/[?$\w:-]+/);
  if (!word || (word.text.length < 2 && !context.explicit)) return null;
  const variables = [...new Set(context.state.doc.toString().match(/[?$]\w+/g) || [])].filter((name) => name !== word.text);
  const options = word.text.startsWith("?") || word.text.startsWith("$")
    ? variables.map((label) => ({ label, type: "variable" }))
    : [...NAMES, ...WORDS];
  return { from: word.from, options, validFor: /^[?$\w:-]*$/ };
}

// Text typed over a selection is put in here: Chromium itself would keep the look of what it replaces
// in a style attribute, which the policy of the pages forbids and the console then tells.
const overSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || empty || !event.data) return false;
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, event.data, insert))) view.dispatch(insert());
    return true;
  },
});

// Colours are those of the page, by its custom properties, so that they follow light and dark.
const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: "0.92rem", border: "1px solid var(--soft)", borderRadius: "0.4rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "32rem", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "15rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.7rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--wash)", color: "var(--soft)", border: "0", borderRadius: "0.4rem 0 0 0.4rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--wash) 60%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--shared)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--shared)", outline: "1px solid var(--shared-line)" },
  ".cm-tooltip": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--soft)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--sheet)" },
});
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.function(tags.variableName)], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--warn)" },
  { tag: [tags.string, tags.literal], color: "var(--gone)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.url, tags.atom], color: "var(--accent)" },
]);

function edit(area) {
  const host = document.createElement("div");
  host.className = "editor";
  area.before(host);
  const root = host.attachShadow({ mode: "open" });
  const run = () => (area.form.requestSubmit(), true);
  const label = area.form.querySelector(`label[for="${area.id}"]`);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), history(), drawSelection(), highlightActiveLine(), indentOnInput(), bracketMatching(),
        closeBrackets(), sparql(), syntaxHighlighting(colours), theme, overSelection, EditorView.lineWrapping,
        autocompletion({ override: [complete] }), placeholder(area.placeholder),
        EditorView.contentAttributes.of({ "aria-label": label.textContent.trim() }),
        // Tab goes on to the button: nobody is caught in the text.
        keymap.of([{ key: "Mod-Enter", run }, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  area.hidden = true;
  label.addEventListener("click", (event) => (event.preventDefault(), view.focus()));
}

for (const area of document.querySelectorAll("textarea[data-sparql]")) edit(area);
