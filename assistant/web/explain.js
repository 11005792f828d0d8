// "How was this answered?": the trace of one answer, fetched when a reader first opens it.

import { getExplained } from "./api.js";
import { duration, el, icon, languageOf } from "./dom.js";
import { STEPS } from "./steps.js";
import { language, number, pieces, say } from "./wording.js";

const MOMENT = new Intl.DateTimeFormat(language === "ko" ? "ko-KR" : "en-GB", { dateStyle: "long", timeStyle: "medium" });
const REWRITERS = {
  rules: "page-worded-rules",
  model: "page-worded-model",
};
const ROLES = { system: "page-role-system", human: "page-role-human" };
const PROMPTS = { answer: "page-prompt-answer", standalone: "page-prompt-standalone" };
const PARTS = { model: "page-part-model", verify: "page-part-verify" };
const REASONS = {
  no_mark: "page-why-no-mark",
  unknown_mark: "page-why-unknown-mark",
  fact: "page-why-fact",
  contact: "page-why-contact",
  name: "page-why-name",
  unsupported: "page-why-unsupported",
  negation: "page-why-negation",
  status_word: "page-why-status-word",
  language: "page-why-language",
  markup: "page-why-markup",
  too_much: "page-why-too-much",
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
  const part = el("section", { class: "trace", id, "aria-label": say("page-how"), hidden: true });
  const button = el("button", { type: "button", class: "quiet how", "aria-expanded": "false", "aria-controls": id,
    onclick: toggle }, say("page-how-question"), icon("down"));
  let wanted = true; // until it has been fetched
  async function toggle() {
    part.hidden = !part.hidden;
    button.setAttribute("aria-expanded", String(!part.hidden));
    if (part.hidden || !wanted) return;
    wanted = false;
    part.setAttribute("aria-busy", "true");
    part.replaceChildren(el("p", { class: "progress", role: "status" }, say("page-fetching")));
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
    aside(say(REWRITERS[trace.rewritten_by] ?? "page-worded-not"))];
  const rows = [
    [say("page-way"), way(answer, trace)],
    [say("page-question"), answer.standalone_question === answer.question && !trace.rewritten_by ? null : searched],
    [say("page-tokens"), sent || written ? [say("page-tokens-counted", { sent: number(sent), written: number(written) })] : null],
    [say("page-given"), [MOMENT.format(new Date(created))]],
    [say("page-index"), trace.index_version ? [trace.index_version] : null],
  ].filter(([, value]) => value);
  return el("dl", { class: "facts" }, ...rows.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, ...value)]));
}

/** Who wrote the answer, with the model's name where one was asked. */
function way(answer, trace) {
  const models = [...new Set(trace.calls.map((each) => each.model))].join(", ");
  if (answer.mode === "generated") {
    return models ? pieces("page-written-by", { models: el("b", {}, models) }) : [say("page-written")];
  }
  const quoted = say("page-quoted");
  return models ? [quoted, aside(say("page-model-asked", { models }))] : [quoted, aside(say("page-no-model"))];
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
      el("span", {}, STEPS[name] ?? (name in PARTS ? say(PARTS[name]) : name)),
      el("span", { class: "bar", "aria-hidden": "true" }, bar),
      el("span", { class: "ms" }, duration(ms)));
  };
  const within = ([name]) => name in PARTS;
  const sum = total === undefined ? null
    : el("li", { class: "step step-total" }, el("span", {}, say("page-in-all")), el("span", { class: "ms" }, duration(total)));
  return [heading(say("page-time")), el("ol", { class: "steps" }, 
    ...rows.filter((each) => !within(each)).map(item), sum, ...rows.filter(within).map(item))];
}

function passages(list, asked, open) {
  if (!list.length) return [heading(say("page-passages-label")), el("p", { class: "trace-none" }, say("page-nothing-found"))];
  const sent = list.filter((each) => each.n !== null).length;
  const label = say(asked ? "page-passages-sent" : "page-passages-found", { found: list.length, sent });
  const head = el("tr", {}, ...["page-passage", "page-score", "page-dense", "page-lexical"].map((key) => el("th", { scope: "col" }, say(key))));
  const table = el("table", { class: "scores" }, el("thead", {}, head), el("tbody", {}, ...list.map((each) => row(each, open))));
  const note = say("page-scores-note");
  return [heading(label), table, el("p", { class: "trace-none" }, note)];
}

function row(passage, open) {
  const headings = passage.section.split(" > ").filter((part, index) => index > 0 || part !== passage.title);
  const place = [headings.join(" › "), passage.page && say("page-page", { n: passage.page })].filter(Boolean).join(" · ");
  const words = { document_id: passage.document_id, start: passage.start, end: passage.end, quote: passage.text };
  const button = el("button", { type: "button", class: "traced", onclick: (event) => open(words, event.currentTarget) },
    el("span", { lang: languageOf(passage.title) }, passage.title),
    place ? el("span", { class: "place", lang: languageOf(place) }, place) : null,
    passage.n === null ? null : el("span", { class: "sent" }, say("page-sent-as", { n: passage.n })));
  const scores = [[passage.score, 2], [passage.dense, 2], [passage.lexical, 1]];
  return el("tr", { class: passage.n === null ? null : "row-sent" }, el("td", {}, button),
    ...scores.map(([score, digits]) => el("td", { class: "ms" }, score.toFixed(digits))));
}

function removed(list, mode) {
  if (!list.length) {
    return mode === "generated" ? [heading(say("page-removed")), el("p", { class: "trace-none" }, say("page-all-passed"))] : [];
  }
  return [heading(say("page-removed-counted", { n: list.length })), el("ul", { class: "removed" },
    ...list.map((each) => el("li", {}, el("del", { lang: languageOf(each.text) }, each.text), el("span", { class: "why" }, why(each)))))];
}

/** Why a sentence was removed, e.g. "Figure or date: 2027 does not stand in the cited passage." */
function why({ reason, detail }) {
  const words = [say(REASONS[reason] ?? "page-why-not-passed"), detail].filter(Boolean).join(": ");
  return `${words.replace(/\.$/, "")}.`;
}

/** Why the model gave no answer or less, in the page's language where that is known. */
const reasonOf = ({ reason, error }) => (reason ? say(reason.key) : error);

function call(made) {
  const usage = made.usage ?? {};
  const about = [made.model, say("page-prompt", { name: made.prompt, hash: made.prompt_hash }), duration(made.ms),
    usage.prompt_tokens ? say("page-tokens-of", { sent: number(usage.prompt_tokens), written: number(usage.completion_tokens) }) : null];
  return [
    heading(say("page-model-part", { part: made.prompt in PROMPTS ? say(PROMPTS[made.prompt]) : made.prompt })),
    el("p", { class: "trace-none" }, about.filter(Boolean).join(" · ")),
    made.error ? el("p", { class: "why" }, say("page-model-error", { reason: reasonOf(made) })) : null,
    made.messages.length ? block(say("page-whole-prompt"), made.messages.map(({ role, text }) => [role in ROLES ? say(ROLES[role]) : role, text])) : null,
    made.reply ? block(say("page-reply"), [[null, made.reply]]) : null,
  ].filter(Boolean);
}

/** Long text behind a line that opens it; what does not fit scrolls, by keyboard too. */
function block(label, texts) {
  return el("details", { class: "raw" }, el("summary", {}, label), ...texts.flatMap(([name, text]) => [
    name ? el("p", { class: "raw-name" }, name) : null,
    el("pre", { tabindex: "0", role: "region", "aria-label": name ?? label, lang: languageOf(text) }, text),
  ]));
}
