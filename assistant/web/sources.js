// What an answer stands on: the chips of its marks, the list of its sources, and both as plain text.

import { el, languageOf, linkOut, longDate, webAddress } from "./dom.js";
import { say } from "./wording.js";

/** Makes the button for mark [n], or null where no citation has that number. */
export function chips(citations, open) {
  const byNumber = new Map(citations.map((citation) => [citation.n, citation]));
  return (n) => {
    const citation = byNumber.get(n);
    if (!citation) return null;
    const label = say("page-source-n", { n, title: citation.title });
    return el("button", { type: "button", class: "chip", "aria-label": label, title: label, "data-n": n,
      onclick: (event) => open(citation, event.currentTarget) }, String(n));
  };
}

/** Sources by document, in the order of their first mark; each quote opens its place. */
export function sources(citations, open) {
  if (!citations.length) return null;
  const documents = new Map();
  for (const citation of citations) {
    documents.set(citation.document_id, [...(documents.get(citation.document_id) ?? []), citation]);
  }
  return el("section", { class: "sources", "aria-label": say("page-sources") },
    el("h3", { class: "label" }, say("page-sources")),
    ...[...documents.values()].map((list) => sourceDocument(list, open)));
}

function sourceDocument(list, open) {
  const [{ title, organisation, published, url }] = list;
  const about = [organisation, published && say("page-published", { date: longDate(published) })].filter(Boolean).join(" · ");
  const address = webAddress(url);
  return el("div", { class: "source-document" },
    el("h4", { lang: languageOf(title) }, title),
    about ? el("p", { class: "about" }, about) : null,
    address ? el("p", { class: "about" }, linkOut(address)) : null,
    el("ol", { class: "quotes" }, ...list.map((citation, index) => {
      const repeated = index > 0 && placeOf(citation) === placeOf(list[index - 1]);
      return el("li", {}, sourceButton(citation, repeated ? null : placeOf(citation), open));
    })));
}

/** Headings and page, without the title that stands above. */
function placeOf({ section, title, page }) {
  const headings = section.split(" > ").filter((heading, index) => index > 0 || heading !== title);
  return [headings.join(" › "), page && say("page-page", { n: page })].filter(Boolean).join(" · ");
}

function sourceButton(citation, place, open) {
  return el("button", { type: "button", class: "source", "data-n": citation.n,
    onclick: (event) => open(citation, event.currentTarget) },
    el("span", { class: "chip" }, String(citation.n)),
    el("span", { class: "source-text" },
      place ? el("span", { class: "place" }, place) : null,
      el("span", { class: "quote", lang: languageOf(citation.quote) }, citation.quote.replace(/^- /, ""))));
}

/** The answer for a letter or a chat: its text, then the sources that its marks number. */
export function asText(answer) {
  const lines = answer.citations.map((c) => {
    const parts = [c.title, c.section, c.page && say("page-page-short", { n: c.page }), c.organisation, c.published, c.url];
    return `[${c.n}] ${parts.filter(Boolean).join(", ")}`;
  });
  return `${answer.text.replace(/\*\*/g, "")}\n\n${lines.join("\n")}`;
}
