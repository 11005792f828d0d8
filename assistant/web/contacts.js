// Contact cards: what the directory entry states, and nothing that it does not.

import { copyButton, el, icon, languageOf } from "./dom.js";
import { appendCited } from "./render.js";

const PHONE = /\+?\d[\d\s().-]{5,}\d/g;

/**
 * A card for one contact.
 * @param {object} contact ContactCard of the API
 * @param {(n: number) => Node|null} chip the citation button for a mark
 */
export function contactCard(contact, chip) {
  const name = contact.team ?? contact.unit ?? contact.organisation ?? "Contact";
  const above = [contact.organisation, contact.unit].filter((part) => part && part !== name);
  const cited = contact.citation === null ? null : chip(contact.citation);
  return el("article", { class: "card", lang: languageOf(name) },
    above.length ? el("p", { class: "card-unit" }, above.join(" › ")) : null,
    cited ? appendCited(el("h4", { class: "card-name" }), name, cited) : el("h4", { class: "card-name" }, name),
    details(contact),
    duties("Duties stated for this team", contact.duties),
    unitDuties(contact),
  );
}

function details(contact) {
  const rows = [
    ["Phone", contact.phone, phone],
    ["E-mail", contact.email, (text) => el("a", { href: `mailto:${text}` }, text)],
    ["Room", contact.room, (text) => text],
    ["Address", contact.address, (text) => text],
  ].filter(([, text]) => text);
  if (!rows.length) return null;
  const pairs = rows.flatMap(([label, text, show]) => [el("dt", {}, label), el("dd", {}, show(text))]);
  return el("dl", { class: "facts" }, ...pairs);
}

/** The number as published, each part that can be dialled as a tel: link. */
function phone(text) {
  const line = el("span", { class: "phone" });
  let from = 0;
  for (const match of text.matchAll(PHONE)) {
    const dial = match[0].replace(/[^+\d]/g, "");
    line.append(text.slice(from, match.index), el("a", { class: "call", href: `tel:${dial}` }, icon("phone"), match[0]));
    from = match.index + match[0].length;
  }
  line.append(text.slice(from));
  const copy = copyButton("Copy", () => text);
  copy.setAttribute("aria-label", `Copy the phone number ${text}`);
  return el("span", { class: "phone-row" }, line, copy);
}

function duties(label, list, note = null) {
  if (!list.length) return null;
  return el("details", { class: "duties" },
    el("summary", {}, `${label} (${list.length})`),
    note,
    el("ul", {}, ...list.map((duty) => el("li", {}, duty))),
  );
}

function unitDuties(contact) {
  if (!contact.unit_duties.length) return null;
  const unit = contact.unit ?? contact.organisation ?? "the whole unit";
  const only = contact.team && !contact.duties.length;
  const words = `The source states these for ${unit} as a whole. It does not say which team does what.`;
  const note = only ? el("p", { class: "duties-note" }, words) : null;
  return duties(`Duties of ${unit} as a whole`, contact.unit_duties, note);
}
