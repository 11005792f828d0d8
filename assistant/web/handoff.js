// "Pass this on to a person": a text that is ready to send, made by the server and sent by nobody but the reader.

import { getHandoff } from "./api.js";
import { mailTo } from "./contacts.js";
import { copyButton, el, icon, languageOf } from "./dom.js";
import { say } from "./wording.js";

const OFFERED = new Set(["nearest", "not_found", "partial"]);
const LONGEST = 1900; // characters of an address that every mail program takes

let count = 0;

/**
 * The button and the part that it opens, or null where nothing is to be passed on; the text is fetched when it is wanted.
 * @param {object} answer
 * @returns {[HTMLElement, HTMLElement]|null}
 */
export function handoff(answer) {
  if (!OFFERED.has(answer.status) && !answer.contacts.length) return null;
  const id = `handoff-${(count += 1)}`;
  const part = el("section", { class: "handoff", id, "aria-label": say("page-handoff"), hidden: true });
  const button = el("button", { type: "button", class: "button", "aria-expanded": "false", "aria-controls": id, onclick: toggle },
    icon("person"), say("page-handoff"));
  let wanted = true; // until it has been fetched
  async function toggle() {
    part.hidden = !part.hidden;
    button.setAttribute("aria-expanded", String(!part.hidden));
    if (part.hidden || !wanted) return;
    wanted = false;
    part.replaceChildren(el("p", { class: "progress", role: "status" }, say("page-handoff-preparing")));
    try {
      const { text } = await getHandoff(answer.id);
      part.replaceChildren(...ready(text, answer.contacts, id));
    } catch (error) {
      wanted = true; // closing and opening it again tries again
      part.replaceChildren(el("div", { class: "note note-problem", role: "alert" }, icon("warning"), el("p", {}, error.message)));
    }
  }
  return [button, part];
}

function ready(text, contacts, id) {
  const area = el("textarea", { id: `${id}-text`, class: "handoff-text", lang: languageOf(text), rows: Math.min(16, text.split("\n").length + 2) });
  area.value = text;
  const addresses = [...new Set(contacts.map((contact) => contact.email).filter(Boolean))];
  const long = el("p", { class: "about", role: "status" });
  return [
    el("label", { class: "label", for: area.id }, say("page-handoff-text")),
    area,
    el("p", { class: "handoff-said" }, say(addresses.length ? "page-handoff-mail" : "page-handoff-copy")),
    el("div", { class: "handoff-tools" },
      copyButton(say("page-copy-text"), () => area.value, "button"),
      ...addresses.map((email) => mail(email, area, long))),
    long,
  ];
}

/** A link that opens the reader's own mail program, with the text as it stands at that moment. */
function mail(email, area, long) {
  const link = el("a", { class: "button", href: mailTo(email), onclick: fill }, icon("mail"), say("page-write-to", { email }));
  function fill() {
    const about = `${mailTo(email)}?subject=${encodeURIComponent(say("page-handoff-subject"))}`;
    const whole = `${about}&body=${encodeURIComponent(area.value.replace(/\r?\n/g, "\r\n"))}`;
    const fits = whole.length <= LONGEST;
    link.href = fits ? whole : about;
    long.textContent = fits ? "" : say("page-handoff-long");
  }
  return link;
}
