// The page: the question box, the conversation, and what connects them to the server and to the panel.

import { Turn } from "./answer.js";
import { named, setAddress } from "./address.js";
import { deleteConversation, getConversation, getReady } from "./api.js";
import { ask } from "./ask.js";
import { Directory } from "./directory.js";
import { el } from "./dom.js";
import { Panel } from "./panel.js";
import { chosen, fill, number, say, switchLanguage } from "./wording.js";

const LIMIT = 2000; // characters, as the server counts them
const WARN_FROM = 1800;
const KEPT = "policydesk.conversation";
const EXAMPLES = ["page-example-team", "page-example-initiatives", "page-example-plan", "page-example-busan"];

const byId = (id) => document.getElementById(id);
const [question, send, turns, scroll, welcome] = ["question", "send", "turns", "scroll", "welcome"].map(byId);
const announce = (text) => { byId("announcer").textContent = text; };
const panel = new Panel(announce, () => (byId("directory-view").hidden ? question : directory.field));
const open = (citation, opener) => panel.openCitation(citation, opener);
const actions = { ask: put, announce, open };
const directory = new Directory({ open, ask: (text) => { leaveDirectory(); put(text); } });
let kept = 0; // how far the conversation was scrolled when the directory took its place
let running = null; // the AbortController of the question that is being answered

/** The conversation lives as long as the tab, and outlives a reload of it. */
const conversation = {
  get id() { return sessionStorage.getItem(KEPT); },
  set id(id) { if (id) sessionStorage.setItem(KEPT, id); else sessionStorage.removeItem(KEPT); },
};

/** Asks, in the language of the answer that offered the question, or in the one chosen for the page. */
async function put(text, language = null) {
  running?.abort();
  const stop = (running = new AbortController());
  const turn = new Turn(text, actions, language);
  turns.append(turn.node);
  showState();
  turn.node.scrollIntoView({ block: "start", behavior: calm() ? "instant" : "smooth" });
  try {
    for await (const { event, data } of ask(text, conversation.id, chosen ?? language, stop.signal)) {
      if (event === "status") turn.step(data.step);
      if (event === "passages") turn.passages(data.passages);
      if (event === "token") turn.token(data.text);
      if (event === "answer") keep(turn, data);
    }
  } catch (error) {
    if (error.status === 404) conversation.id = null; // the server no longer has it; the next try starts a new one
    if (error.name === "AbortError") turn.stop();
    else turn.fail(error.message);
  } finally {
    if (running === stop) running = null;
    showState();
  }
}

function keep(turn, answer) {
  conversation.id = answer.conversation_id;
  turn.finish(answer);
}

const canHover = () => matchMedia("(hover: hover)").matches;
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Puts the page's controls in line with what is going on. */
function showState() {
  const length = [...question.value.trim()].length;
  const over = length > LIMIT;
  const started = turns.childElementCount > 0;
  welcome.hidden = started || Boolean(conversation.id); // a conversation that is being brought back counts, too
  byId("new-conversation").hidden = !started;
  byId("delete-conversation").hidden = !conversation.id;
  send.disabled = !running && (length === 0 || over);
  send.setAttribute("aria-label", say(running ? "page-stop" : "page-send"));
  send.querySelector("use").setAttribute("href", running ? "#icon-stop" : "#icon-send");
  showLength(length, over);
}

function showLength(length, over) {
  const counter = byId("counter");
  const used = { used: number(length), limit: number(LIMIT) };
  counter.textContent = length < WARN_FROM ? "" : say(over ? "page-too-long" : "page-length", used);
  counter.classList.toggle("over", over);
  question.setAttribute("aria-invalid", String(over));
}

function submit() {
  const text = question.value.trim();
  if (running || !text || [...text].length > LIMIT) return;
  question.value = "";
  fit();
  put(text);
}

/** Lets the box grow with its text, up to the height that the style sheet allows. */
function fit() {
  question.rows = 1;
  const line = Number.parseFloat(getComputedStyle(question).lineHeight);
  question.rows = Math.max(1, Math.min(8, Math.round(question.scrollHeight / line)));
  showState();
}

/** Shows the conversation or the directory, whichever the address names. */
function follow() {
  const wanted = named().has("directory");
  const changed = byId("directory-view").hidden === wanted;
  if (changed && wanted) kept = scroll.scrollTop;
  byId("directory-view").hidden = !wanted;
  byId("conversation").hidden = wanted;
  document.body.classList.toggle("with-directory", wanted);
  document.title = wanted ? `${say("page-contacts")} · Policydesk` : "Policydesk";
  if (wanted) byId("show-contacts").setAttribute("aria-current", "page");
  else byId("show-contacts").removeAttribute("aria-current");
  if (wanted) directory.follow();
  if (!changed) return;
  if (!wanted) {
    directory.leave();
    scroll.scrollTop = kept;
    fit();
  }
  if (canHover() && panel.closed) (wanted ? directory.field : question).focus();
}

function leaveDirectory() {
  setAddress({ directory: null, find: null, need: null, doc: null, start: null, end: null }, { step: true });
  panel.followAddress();
  follow();
}

function clear() {
  running?.abort();
  conversation.id = null;
  turns.replaceChildren();
  panel.close();
  showState();
  question.focus();
}

async function remove() {
  byId("confirm").close();
  try {
    await deleteConversation(conversation.id);
  } catch (error) {
    if (error.status !== 404) return complain(error.message); // 404: it is gone already, as was wanted
  }
  clear();
  announce(say("page-deleted"));
}

function complain(message) {
  turns.append(el("p", { class: "note note-problem" }, message));
  announce(message);
}

/** Brings back the conversation of this tab; one that the server no longer has is forgotten. */
async function restore() {
  if (!conversation.id) return;
  try {
    const { answers } = await getConversation(conversation.id);
    turns.prepend(...answers.map((answer) => {
      const turn = new Turn(answer.question, actions);
      turn.finish(answer, { announce: false });
      return turn.node;
    }));
    turns.lastElementChild?.scrollIntoView({ block: "start", behavior: "instant" });
  } catch (error) {
    if (error.status === 404) conversation.id = null;
    else complain(say("page-not-restored", { why: error.message }));
  }
  showState();
}

async function showIndex() {
  const line = byId("index-state");
  try {
    const { documents } = await getReady();
    line.textContent = say("page-indexed", { n: documents });
  } catch (error) {
    line.textContent = error.message;
    line.classList.add("over");
  }
}

function listen() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) running.abort();
    else submit();
  });
  question.addEventListener("input", fit);
  addEventListener("resize", fit);
  question.addEventListener("keydown", (event) => {
    // While Korean is being composed, Enter ends the syllable and must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  addEventListener("popstate", follow);
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); (byId("directory-view").hidden ? question : directory.field).focus(); });
  byId("directory-back").addEventListener("click", leaveDirectory);
  byId("new-conversation").addEventListener("click", clear);
  byId("show-documents").addEventListener("click", (event) => panel.openList(event.currentTarget));
  byId("delete-conversation").addEventListener("click", () => byId("confirm").showModal());
  byId("confirm-no").addEventListener("click", () => byId("confirm").close());
  byId("confirm-yes").addEventListener("click", remove);
  byId("switch-language").addEventListener("click", switchLanguage);
}

fill(document);
byId("examples").append(...EXAMPLES.map((key) => say(key)).map((text) =>
  el("li", {}, el("button", { type: "button", class: "example", onclick: () => put(text) }, text))));
listen();
fit();
restore();
showIndex();
panel.followAddress();
follow();
if (canHover() && !location.hash) question.focus();
