// What the page says, in the language that the reader chose, else the browser's. The server makes tables.js.

import { tables } from "./tables.js";

const KEPT = "policydesk.language";
const LANGUAGES = ["en", "ko"];

/** The language chosen by the switch, or null; then each question is answered in its own. */
export const chosen = LANGUAGES.find((each) => each === localStorage.getItem(KEPT)) ?? null;

/** The language of the page. */
export const language = chosen ?? (navigator.language.toLowerCase().split("-")[0] === "ko" ? "ko" : "en");

const table = tables[language];
const plural = new Intl.PluralRules(language);

function template(key, values) {
  const held = table[key];
  return typeof held === "string" ? held : held[plural.select(values.n)] ?? held.other;
}

/** A sentence with its values. */
export function say(key, values = {}) {
  return template(key, values).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A sentence in pieces, so that a value may be an element. */
export function pieces(key, values) {
  return template(key, values).split(/(\{\w+\})/).filter(Boolean).map((piece) => values[piece.slice(1, -1)] ?? piece);
}

/** A number as the language writes it. */
export const number = (value) => (value ?? 0).toLocaleString(language);

/** Puts the words of the page's own elements in their places: data-said, data-said-label and data-said-hint name them. */
export function fill(page) {
  page.documentElement.lang = language;
  for (const node of page.querySelectorAll("[data-said]")) node.textContent = say(node.dataset.said);
  for (const node of page.querySelectorAll("[data-said-label]")) node.setAttribute("aria-label", say(node.dataset.saidLabel));
  for (const node of page.querySelectorAll("[data-said-hint]")) node.placeholder = say(node.dataset.saidHint);
}

/** Shows the page in the other language from now on. */
export function switchLanguage() {
  localStorage.setItem(KEPT, language === "ko" ? "en" : "ko");
  location.reload();
}
