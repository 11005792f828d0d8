// One turn of the conversation: the question, its progress, and the answer with everything that belongs to it.

import { contactCard } from "./contacts.js";
import { copyButton, duration, el, icon, languageOf } from "./dom.js";
import { explanation } from "./explain.js";
import { handoff } from "./handoff.js";
import { renderMarkdown, spokenText } from "./render.js";
import { asText, chips, sources } from "./sources.js";
import { STEPS } from "./steps.js";

const STATUSES = {
  partial: "Partly answered",
  not_found: "Not found in the documents",
  clarify: "One thing to settle first",
  refused: "Outside what Policydesk answers",
  error: "Something went wrong",
};
const NOTICES = {
  dated: ["clock", "Check the date"],
  expired: ["clock", "Period over"],
  conflict: ["warning", "Sources disagree"],
  unverified: ["warning", "Not fully verified"],
  fallback: ["note", "Without the language model"],
};
const MODES = {
  extractive: "Quoted word for word from the documents",
  generated: "Written by a language model, checked against the sources",
};

/**
 * @typedef {object} Actions what a turn can ask of the page
 * @property {(question: string) => void} ask
 * @property {(citation: object, opener: HTMLElement) => void} open
 * @property {(text: string) => void} announce
 */

let count = 0;

/** A turn on the page; `node` is to be put into the document. */
export class Turn {
  #actions;
  #question;
  #streamed = "";
  #frame = 0; // one redraw for all pieces that come between two frames
  #progress = el("p", { class: "progress" });
  #body = el("div", { class: "answer", "aria-busy": "true" });
  #extras = el("div", { class: "extras" });
  #understood = el("p", { class: "understood", hidden: true });

  /** @param {string} question @param {Actions} actions */
  constructor(question, actions) {
    this.#actions = actions;
    this.#question = question;
    const id = `question-${(count += 1)}`;
    this.node = el("article", { class: "turn", "aria-labelledby": id },
      el("h2", { class: "question", id, lang: languageOf(question) }, question),
      this.#understood, this.#progress, this.#body, this.#extras,
    );
  }

  /** Says how far the answer is; `step` is one of understand, search, answer. */
  step(step) {
    this.#say(STEPS[step] ?? "Working");
  }

  /** Says what was found before the answer is there. */
  passages(list) {
    if (!list.length) return;
    const documents = new Set(list.map((passage) => passage.document_id)).size;
    this.#say(`Reading ${counted(list.length, "passage")} from ${counted(documents, "document")}`);
  }

  #say(text) {
    if (!this.#streamed) this.#progress.textContent = text;
    this.#actions.announce(text);
  }

  /** Adds a piece of the answer as it comes; marks are not yet buttons, since citations come with the whole answer. */
  token(text) {
    this.#streamed += text;
    this.#progress.textContent = "Writing and checking what comes next";
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
    const label = STATUSES[answer.status];
    const clarifies = answer.status === "clarify" && answer.suggestions.length > 0;
    this.#body.classList.toggle("offers", clarifies && answer.suggestions.every((choice) => answer.text.includes(`- ${choice}`)));
    if (label) this.#body.prepend(el("p", { class: `status status-${answer.status}` }, label));
    this.#extras.replaceChildren(...[
      answer.status === "error" ? this.#retry("Try again") : null,
      clarifies ? choices(answer.suggestions, this.#actions.ask) : null,
      notices(answer.notices),
      contacts(answer.contacts, chip),
      sources(answer.citations, this.#actions.open),
      ...footer(answer, this.#actions.open),
      clarifies ? null : suggestions(answer.suggestions, this.#actions.ask),
    ].filter(Boolean));
    if (announce) this.#actions.announce(spoken(answer, label));
  }

  /** Says in words why there is no answer, with a way to ask again. */
  fail(message) {
    this.#settle();
    this.#trouble("problem", "warning", message, "Try again");
  }

  /** The reader stopped the answer; what came so far stays, marked as unfinished. */
  stop() {
    this.#settle();
    this.#body.classList.add("unfinished");
    const text = this.#streamed ? "Stopped before the answer was finished and checked." : "Stopped.";
    this.#trouble("stopped", "note", text, "Ask again");
  }

  #trouble(kind, sign, message, retry) {
    const words = el("p", {}, message);
    this.#extras.replaceChildren(el("div", { class: `note note-${kind}` }, icon(sign), words, this.#retry(retry)));
    this.#actions.announce(message);
  }

  #retry(label) {
    const again = () => {
      this.node.remove();
      this.#actions.ask(this.#question);
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
    if (plain(answer.standalone_question) === plain(answer.question)) return;
    this.#understood.replaceChildren("Understood as: ", el("q", {}, answer.standalone_question));
    this.#understood.hidden = false;
  }
}

const counted = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
const plain = (text) => text.toLowerCase().replace(/[\s.?!]+/g, " ").trim();

function spoken(answer, label) {
  const cited = answer.citations.length ? ` ${counted(answer.citations.length, "source")}.` : "";
  const noted = answer.notices.map((notice) => ` Note: ${notice.text}`).join("");
  return `${label ?? "Answer"}: ${spokenText(answer.text)}${noted}${cited}`;
}

function notices(list) {
  if (!list.length) return null;
  return el("div", { class: "notices" }, ...list.map(({ kind, text }) => {
    const [sign, label] = NOTICES[kind] ?? ["note", "Note"];
    const words = el("p", {}, el("strong", {}, `${label}.`), ` ${text}`);
    return el("div", { class: `note note-${kind}`, role: "note" }, icon(sign), words);
  }));
}

function contacts(list, chip) {
  if (!list.length) return null;
  return el("section", { class: "contacts", "aria-label": "Contacts" },
    el("h3", { class: "label" }, list.length === 1 ? "Contact" : "Contacts"),
    el("div", { class: "cards" }, ...list.map((contact) => contactCard(contact, { chip }))),
    el("p", { class: "all-contacts" }, el("a", { href: "#directory" }, "All contacts")));
}

/** Who made the answer, how long it took, and the ways to copy it and to see how it came about. */
function footer(answer, open) {
  const [button, trace] = explanation(answer, open);
  const [pass, message] = handoff(answer) ?? [null, null];
  if (!answer.citations.length) return [pass, message, el("div", { class: "answer-foot" }, button), trace];
  const how = [MODES[answer.mode], duration(answer.timings_ms.total)].filter(Boolean).join(" · ");
  const copy = copyButton("Copy answer", () => asText(answer));
  return [pass, message, el("div", { class: "answer-foot" }, el("span", {}, how), copy, button), trace];
}

/** What the question may mean, each as a button that asks it. */
function choices(list, ask) {
  return el("ul", { class: "choices", "aria-label": "Choose one" }, ...list.map((choice) =>
    el("li", {}, el("button", { type: "button", class: "choice", lang: languageOf(choice), onclick: () => ask(choice) }, choice))));
}

function suggestions(list, ask) {
  if (!list.length) return null;
  return el("ul", { class: "suggestions", "aria-label": "You could ask next" }, ...list.map((question) =>
    el("li", {}, el("button", { type: "button", class: "suggestion", onclick: () => ask(question) }, question))));
}
