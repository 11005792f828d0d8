// One turn of the conversation: the question, its progress, and the answer with everything that belongs to it.

import { contactCard } from "./contacts.js";
import { copyButton, duration, el, icon, languageOf } from "./dom.js";
import { explanation } from "./explain.js";
import { handoff } from "./handoff.js";
import { renderMarkdown, spokenText } from "./render.js";
import { asText, chips, sources } from "./sources.js";
import { STEPS } from "./steps.js";
import { say } from "./wording.js";

const STATUSES = {
  partial: "page-status-partial",
  nearest: "page-status-nearest",
  not_found: "page-status-not-found",
  clarify: "page-status-clarify",
  refused: "page-status-refused",
  error: "page-status-error",
};
const NOTICES = {
  dated: ["clock", "page-notice-dated"],
  expired: ["clock", "page-notice-expired"],
  conflict: ["warning", "page-notice-conflict"],
  unverified: ["warning", "page-notice-unverified"],
  fallback: ["note", "page-notice-fallback"],
};
const MODES = {
  extractive: "page-mode-extractive",
  generated: "page-mode-generated",
};

/**
 * @typedef {object} Actions what a turn can ask of the page
 * @property {(question: string, language?: string) => void} ask
 * @property {(citation: object, opener: HTMLElement) => void} open
 * @property {(text: string) => void} announce
 */

let count = 0;

/** A turn on the page; `node` is to be put into the document. */
export class Turn {
  #actions;
  #question;
  #language;
  #streamed = "";
  #frame = 0; // one redraw for all pieces that come between two frames
  #progress = el("p", { class: "progress" });
  #body = el("div", { class: "answer", "aria-busy": "true" });
  #extras = el("div", { class: "extras" });
  #understood = el("p", { class: "understood", hidden: true });
  #also = el("p", { class: "also", hidden: true });

  /** @param {string} question @param {Actions} actions @param {string|null} language of the button that asked */
  constructor(question, actions, language = null) {
    this.#actions = actions;
    this.#language = language;
    this.#question = question;
    const id = `question-${(count += 1)}`;
    this.node = el("article", { class: "turn", "aria-labelledby": id },
      el("h2", { class: "question", id, lang: languageOf(question) }, question),
      this.#understood, this.#also, this.#progress, this.#body, this.#extras,
    );
  }

  /** Says how far the answer is; `step` is one of understand, search, answer. */
  step(step) {
    this.#say(STEPS[step] ?? say("page-working"));
  }

  /** Says what was found before the answer is there. */
  passages(list) {
    if (!list.length) return;
    const documents = new Set(list.map((passage) => passage.document_id)).size;
    this.#say(say("page-reading", { passages: say("page-passages", { n: list.length }), documents: say("page-from-documents", { n: documents }) }));
  }

  #say(text) {
    if (!this.#streamed) this.#progress.textContent = text;
    this.#actions.announce(text);
  }

  /** Adds a piece of the answer as it comes; marks are not yet buttons, since citations come with the whole answer. */
  token(text) {
    this.#streamed += text;
    this.#progress.textContent = say("page-writing");
    this.#body.after(this.#progress);
    this.#frame ||= requestAnimationFrame(() => this.#drawStreamed());
  }

  #drawStreamed() {
    this.#frame = 0;
    this.#body.replaceChildren(renderMarkdown(this.#streamed, (n) => el("span", { class: "chip waiting" }, String(n))));
  }

  /** Shows the final answer in place of what was streamed. */
  finish(answer, { announce = true } = {}) {
    const chip = chips(answer.citations, this.#actions.open);
    this.#settle();
    this.#showUnderstood(answer);
    this.#body.lang = languageOf(answer.text) ?? "";
    this.#body.replaceChildren(renderMarkdown(answer.text, chip));
    const label = answer.status in STATUSES ? say(STATUSES[answer.status]) : undefined;
    const clarifies = answer.status === "clarify" && answer.suggestions.length > 0;
    this.#body.classList.toggle("offers", clarifies && answer.choices?.length > 0);
    if (label) this.#body.prepend(el("p", { class: `status status-${answer.status}` }, label));
    this.#extras.replaceChildren(...[
      answer.status === "error" ? this.#retry(say("page-try-again")) : null,
      clarifies ? choices(answer, this.#actions.ask) : null,
      notices(answer.notices),
      contacts(answer.contacts, chip),
      sources(answer.citations, this.#actions.open),
      ...footer(answer, this.#actions.open),
      clarifies ? null : suggestions(answer, this.#actions.ask),
    ].filter(Boolean));
    if (announce) this.#actions.announce(spoken(answer, label));
  }

  /** Says in words why there is no answer, with a way to ask again. */
  fail(message) {
    this.#settle();
    this.#trouble("problem", "warning", message, say("page-try-again"));
  }

  /** The reader stopped the answer; what came so far stays, marked as unfinished. */
  stop() {
    this.#settle();
    this.#body.classList.add("unfinished");
    const text = say(this.#streamed ? "page-stopped-unfinished" : "page-stopped");
    this.#trouble("stopped", "note", text, say("page-ask-again"));
  }

  #trouble(kind, sign, message, retry) {
    const words = el("p", {}, message);
    this.#extras.replaceChildren(el("div", { class: `note note-${kind}` }, icon(sign), words, this.#retry(retry)));
    this.#actions.announce(message);
  }

  #retry(label) {
    const again = () => {
      this.node.remove();
      this.#actions.ask(this.#question, this.#language);
    };
    return el("button", { type: "button", class: "button", onclick: again }, label);
  }

  #settle() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#progress.remove();
    this.#body.setAttribute("aria-busy", "false");
  }

  #showUnderstood(answer) {
    const also = [...new Set((answer.ask?.also_searched ?? []).map((each) => each.searched))];
    this.#also.textContent = also.length ? say("page-also-searched", { words: also.join(", ") }) : "";
    this.#also.hidden = !also.length;
    if (plain(answer.standalone_question) === plain(answer.question)) return;
    this.#understood.replaceChildren(`${say("page-understood")} `, el("q", {}, answer.standalone_question));
    this.#understood.hidden = false;
  }
}

const plain = (text) => text.toLowerCase().replace(/[\s.?!]+/g, " ").trim();

function spoken(answer, label) {
  const cited = answer.citations.length ? ` ${say("page-sources-counted", { n: answer.citations.length })}.` : "";
  const noted = answer.notices.map((notice) => ` ${say("page-notice")}: ${notice.text}`).join("");
  return `${label ?? say("page-answer")}: ${spokenText(answer.text)}${noted}${cited}`;
}

function notices(list) {
  if (!list.length) return null;
  return el("div", { class: "notices" }, ...list.map(({ kind, text }) => {
    const [sign, label] = NOTICES[kind] ?? ["note", "page-notice"];
    const words = el("p", {}, el("strong", {}, `${say(label)}.`), ` ${text}`);
    return el("div", { class: `note note-${kind}`, role: "note" }, icon(sign), words);
  }));
}

function contacts(list, chip) {
  if (!list.length) return null;
  return el("section", { class: "contacts", "aria-label": say("page-contacts") },
    el("h3", { class: "label" }, say(list.length === 1 ? "page-contact" : "page-contacts")),
    el("div", { class: "cards" }, ...list.map((contact) => contactCard(contact, { chip }))),
    el("p", { class: "all-contacts" }, el("a", { href: "#directory" }, say("page-all-contacts"))));
}

/** Who made the answer, how long it took, and the ways to copy it and to see how it came about. */
function footer(answer, open) {
  const [button, trace] = explanation(answer, open);
  const [pass, message] = handoff(answer) ?? [null, null];
  if (!answer.citations.length) return [pass, message, el("div", { class: "answer-foot" }, button), trace];
  const how = [answer.mode in MODES ? say(MODES[answer.mode]) : null, duration(answer.timings_ms.total)].filter(Boolean).join(" · ");
  const copy = copyButton(say("page-copy-answer"), () => asText(answer));
  return [pass, message, el("div", { class: "answer-foot" }, el("span", {}, how), copy, button), trace];
}

/** What the question may mean, each as a button that asks it. */
function choices(answer, ask) {
  return el("ul", { class: "choices", "aria-label": say("page-choose") }, ...offers(answer).map(([choice, label]) =>
    el("li", {}, el("button", { type: "button", class: "choice", lang: languageOf(label), onclick: () => ask(choice, answer.language) }, label))));
}

/** The questions that an answer offers, each with what its button says; answers of earlier versions have no labels. */
const offers = ({ suggestions: list, suggestion_labels: labels = [] }) => list.map((question, index) => [question, labels[index] ?? question]);

function suggestions(answer, ask) {
  if (!answer.suggestions.length) return null;
  return el("ul", { class: "suggestions", "aria-label": say("page-ask-next") }, ...offers(answer).map(([question, label]) =>
    el("li", {}, el("button", { type: "button", class: "suggestion", lang: languageOf(label), onclick: () => ask(question, answer.language) }, label))));
}
