// "How was this answered?": the trace of one answer, fetched when a reader first opens it.

import { getExplained } from "./api.js";
import { duration, el, icon, languageOf } from "./dom.js";
import { STEPS } from "./steps.js";

const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium" });
const REWRITERS = {
  rules: "Worded by rules, from what was said before.",
  model: "Worded by the language model, from what was said before.",
};
const ROLES = { system: "What the model is told to do", human: "What it is given for this question" };
const PROMPTS = { answer: "Writing the answer", standalone: "Wording the question" };
const PARTS = { model: "Of this, the language model", verify: "Of this, the checks" };
const REASONS = {
  no_mark: "No source",
  unknown_mark: "Unknown source",
  fact: "Figure or date",
  contact: "Contact",
  name: "Name",
  unsupported: "Not borne out",
  negation: "Yes or no",
  status_word: "Certainty",
  language: "Language",
  markup: "Markup",
  too_much: "Too much",
};

let count = 0;

/**
 * A button and the part that it opens; the trace is fetched the first time.
 * @param {object} answer
 * @param {(citation: object, opener: HTMLElement) => void} open opens a place in a document
 * @returns {[HTMLElement, HTMLElement]}
 */
export function explanation(answer, open) {
  const id = `trace-${(count += 1)}`;
  const part = el("section", { class: "trace", id, "aria-label": "How this was answered", hidden: true });
  const button = el("button", { type: "button", class: "quiet how", "aria-expanded": "false", "aria-controls": id,
    onclick: toggle }, "How was this answered?", icon("down"));
  let wanted = true; // until it has been fetched
  async function toggle() {
    part.hidden = !part.hidden;
    button.setAttribute("aria-expanded", String(!part.hidden));
    if (part.hidden || !wanted) return;
    wanted = false;
    part.setAttribute("aria-busy", "true");
    part.replaceChildren(el("p", { class: "progress", role: "status" }, "Fetching"));
    try {
      part.replaceChildren(...shown(await getExplained(answer.id), open));
    } catch (error) {
      wanted = true; // closing and opening it again tries again
      part.replaceChildren(el("div", { class: "note note-problem", role: "alert" }, icon("warning"), el("p", {}, error.message)));
    }
    part.setAttribute("aria-busy", "false");
  }
  return [button, part];
}

function shown({ created, answer, trace }, open) {
  return [
    overview(created, answer, trace),
    ...steps(answer.timings_ms),
    ...passages(trace.passages, trace.calls.length > 0, open),
    ...removed(trace.removed, answer.mode),
    ...trace.calls.flatMap(call),
  ];
}

const heading = (text) => el("h4", { class: "label" }, text);
const aside = (text) => el("span", { class: "trace-aside" }, text);

function overview(created, answer, trace) {
  const { prompt_tokens: sent, completion_tokens: written } = answer.usage ?? {};
  const searched = [el("q", { lang: languageOf(answer.standalone_question) }, answer.standalone_question),
    aside(REWRITERS[trace.rewritten_by] ?? "As it was asked.")];
  const rows = [
    ["Way", way(answer, trace)],
    ["Question", answer.standalone_question === answer.question && !trace.rewritten_by ? null : searched],
    ["Tokens", sent || written ? [`${number(sent)} sent, ${number(written)} written`] : null],
    ["Given", [MOMENT.format(new Date(created))]],
    ["Index", trace.index_version ? [trace.index_version] : null],
  ].filter(([, value]) => value);
  return el("dl", { class: "facts" }, ...rows.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, ...value)]));
}

const number = (value) => (value ?? 0).toLocaleString("en");

/** Who wrote the answer, with the model's name where one was asked. */
function way(answer, trace) {
  const models = [...new Set(trace.calls.map((each) => each.model))].join(", ");
  if (answer.mode === "generated") {
    return ["Written by a language model", models ? [" (", el("b", {}, models), ")"] : "", ", checked against the documents."].flat();
  }
  const quoted = "Quotes: every sentence is copied from the documents.";
  return models ? [quoted, aside(`The language model ${models} was asked, too.`)] : [quoted, aside("No language model took part.")];
}

/** The steps as bars, and below them what took time within them; a full bar is the whole time. */
function steps({ total, ...taken } = {}) {
  const rows = Object.entries(taken);
  if (!rows.length) return [];
  const whole = Math.max(total ?? 0, ...Object.values(taken), 0.01);
  const item = ([name, ms]) => {
    const bar = el("span", { class: "bar-fill" });
    bar.style.width = `${Math.max(0.5, (100 * ms) / whole)}%`;
    return el("li", { class: name in PARTS ? "step step-part" : "step" },
      el("span", {}, STEPS[name] ?? PARTS[name] ?? name),
      el("span", { class: "bar", "aria-hidden": "true" }, bar),
      el("span", { class: "ms" }, duration(ms)));
  };
  const within = ([name]) => name in PARTS;
  const sum = total === undefined ? null
    : el("li", { class: "step step-total" }, el("span", {}, "In all"), el("span", { class: "ms" }, duration(total)));
  return [heading("Time"), el("ol", { class: "steps" }, 
    ...rows.filter((each) => !within(each)).map(item), sum, ...rows.filter(within).map(item))];
}

function passages(list, asked, open) {
  if (!list.length) return [heading("Passages"), el("p", { class: "trace-none" }, "Nothing was searched, or nothing was found.")];
  const sent = list.filter((each) => each.n !== null).length;
  const label = asked ? `Passages: ${list.length} found, ${sent} sent to the language model` : `Passages: ${list.length} found`;
  const head = el("tr", {}, ...["Passage", "Score", "Dense", "Lexical"].map((name) => el("th", { scope: "col" }, name)));
  const table = el("table", { class: "scores" }, el("thead", {}, head), el("tbody", {}, ...list.map((each) => row(each, open))));
  const note = "Dense is the likeness in meaning (of vectors), lexical the match of words (BM25); the score combines both.";
  return [heading(label), table, el("p", { class: "trace-none" }, note)];
}

function row(passage, open) {
  const headings = passage.section.split(" > ").filter((part, index) => index > 0 || part !== passage.title);
  const place = [headings.join(" › "), passage.page && `page ${passage.page}`].filter(Boolean).join(" · ");
  const words = { document_id: passage.document_id, start: passage.start, end: passage.end, quote: passage.text };
  const button = el("button", { type: "button", class: "traced", onclick: (event) => open(words, event.currentTarget) },
    el("span", { lang: languageOf(passage.title) }, passage.title),
    place ? el("span", { class: "place", lang: languageOf(place) }, place) : null,
    passage.n === null ? null : el("span", { class: "sent" }, `Sent as [${passage.n}]`));
  const scores = [[passage.score, 2], [passage.dense, 2], [passage.lexical, 1]];
  return el("tr", { class: passage.n === null ? null : "row-sent" }, el("td", {}, button),
    ...scores.map(([score, digits]) => el("td", { class: "ms" }, score.toFixed(digits))));
}

function removed(list, mode) {
  if (!list.length) {
    return mode === "generated" ? [heading("Removed"), el("p", { class: "trace-none" }, "Every sentence of the reply passed the checks.")] : [];
  }
  return [heading(`Removed: ${list.length === 1 ? "1 sentence" : `${list.length} sentences`}`), el("ul", { class: "removed" },
    ...list.map((each) => el("li", {}, el("del", { lang: languageOf(each.text) }, each.text), el("span", { class: "why" }, why(each)))))];
}

/** Why a sentence was removed, e.g. "Figure or date: 2027 does not stand in the cited passage." */
function why({ reason, detail }) {
  const words = [REASONS[reason] ?? "Not passed", detail].filter(Boolean).join(": ");
  return `${words.replace(/\.$/, "")}.`;
}

function call(made) {
  const usage = made.usage ?? {};
  const about = [made.model, `prompt “${made.prompt}” ${made.prompt_hash}`, duration(made.ms),
    usage.prompt_tokens ? `${number(usage.prompt_tokens)} tokens sent, ${number(usage.completion_tokens)} written` : null];
  return [
    heading(`Language model: ${PROMPTS[made.prompt] ?? made.prompt}`),
    el("p", { class: "trace-none" }, about.filter(Boolean).join(" · ")),
    made.error ? el("p", { class: "why" }, `The model ${made.error}.`) : null,
    made.messages.length ? block("The whole prompt", made.messages.map(({ role, text }) => [ROLES[role] ?? role, text])) : null,
    made.reply ? block("The reply as it came", [[null, made.reply]]) : null,
  ].filter(Boolean);
}

/** Long text behind a line that opens it; what does not fit scrolls, by keyboard too. */
function block(label, texts) {
  return el("details", { class: "raw" }, el("summary", {}, label), ...texts.flatMap(([name, text]) => [
    name ? el("p", { class: "raw-name" }, name) : null,
    el("pre", { tabindex: "0", role: "region", "aria-label": name ?? label, lang: languageOf(text) }, text),
  ]));
}
