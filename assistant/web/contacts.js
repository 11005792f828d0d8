// Contact cards: what the directory entry states, and nothing that it does not.

import { copyButton, el, icon, languageOf, longDate, webAddress } from "./dom.js";
import { appendCited } from "./render.js";
import { say } from "./wording.js";

const HOST = /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#]\S*)?$/i;
const MAP = "https://www.google.com/maps/search/?api=1&query=";
const DAY = 86_400_000; // milliseconds
const OLD = 2 * 365; // days, as the server counts; after these people and numbers have often changed
const WAYS = ["phone", "email", "fax", "url", "address", "room"];

/** Whether an entry says how to reach anybody; else it only names who is responsible. */
export const reaches = (contact) => WAYS.some((field) => contact[field]) || Boolean(contact.more_phones?.length);

/** The narrowest name of an entry. */
export const nameOf = (contact) => contact.team ?? contact.unit ?? contact.organisation ?? contact.person ?? say("page-contact");

/**
 * A card for one contact.
 * @param {object} contact ContactCard of the API, or ContactEntry
 * @param {object} around what the card stands in
 * @param {(n: number) => Node|null} [around.chip] the citation button for a mark
 * @param {Node} [around.source] in place of a mark, what opens the document
 * @param {string} [around.heading] the tag of the name
 * @param {Set<string>} [around.said] names that stand above the card already
 * @param {Node[]} [around.doubts] what is to be known before one calls
 */
export function contactCard(contact, { chip = () => null, source = null, heading = "h4", said = new Set(), doubts = [] } = {}) {
  const name = nameOf(contact);
  const above = [contact.organisation, contact.unit].filter((part) => part && part !== name && !said.has(part));
  const cited = contact.citation === null ? null : chip(contact.citation);
  const title = el(heading, { class: "card-name", lang: languageOf(name) }, cited ? null : name);
  const own = say(contact.team ? "page-duties-of-team" : "page-duties");
  return el("article", { class: reaches(contact) ? "card" : "card card-named" },
    above.length ? el("p", { class: "card-unit", lang: languageOf(above.join()) }, above.join(" › ")) : null,
    cited ? appendCited(title, name, cited) : title,
    contact.reason ? el("p", { class: "card-reason" }, contact.reason) : null,
    details(contact),
    reaches(contact) ? null : el("p", { class: "card-only" }, say("page-only-named")),
    contact.duties?.length ? listed(own, contact.duties, { open: !reaches(contact) }) : null,
    unitDuties(contact),
    ...doubts,
    foot(contact, source),
  );
}

/**
 * One card for a body that several entries only name as responsible; each duty has the source that states it.
 * @param {object[]} contacts entries of one body
 * @param {(contact: object) => Node} source what opens the document of an entry
 */
export function namedCard(contacts, source) {
  const [first] = contacts;
  const name = nameOf(first);
  const above = [first.unit].filter((part) => part && part !== name);
  const warnings = [...new Set(contacts.map((contact) => ageWarning(contact)).filter(Boolean))];
  return el("article", { class: "card card-named" },
    above.length ? el("p", { class: "card-unit", lang: languageOf(above.join()) }, above.join()) : null,
    el("h5", { class: "card-name", lang: languageOf(name) }, name),
    el("ul", { class: "named-duties" }, ...contacts.map((contact) => el("li", {},
      ...[...contact.duties].map((duty) => el("p", { lang: languageOf(duty) }, duty)), source(contact)))),
    warnings.length ? el("div", { class: "card-foot" }, ...warnings.map(oldNote)) : null,
  );
}

/** What is doubtful about the date of an entry's document, in words; null when it is recent. */
export function ageWarning({ published, old }, now = new Date()) {
  if (!published) return say("page-undated");
  const days = (now - new Date(`${published.slice(0, 10)}T00:00:00Z`)) / DAY;
  if (!(old ?? days > OLD)) return null;
  return say("page-old", { date: longDate(published) });
}

function details(contact) {
  const numbers = [contact.phone, ...(contact.more_phones ?? [])].filter(Boolean);
  const dials = [...(contact.phone ? [contact.dial] : []), ...(contact.more_dials ?? [])];
  const rows = [
    [say("label-person"), [contact.person, contact.role].filter(Boolean).join(", "), plain],
    [say(numbers.length > 1 ? "page-label-phones" : "label-phone"), numbers, (all) => all.map((one, index) => phone(one, dials[index]))],
    [say("label-fax"), contact.fax, plain],
    [say("label-email"), contact.email, (text) => copied(say("page-email-address"), text, el("a", { href: mailTo(text) }, text))],
    [say("label-web"), contact.url, web],
    [say("label-hours"), contact.hours, plain],
    [say("label-room"), contact.room, plain],
    [say("label-address"), contact.address, address],
  ].filter(([, value]) => value?.length);
  if (!rows.length) return null;
  const pairs = rows.flatMap(([label, value, show]) => [el("dt", {}, label), el("dd", {}, ...[show(value)].flat())]);
  return el("dl", { class: "facts" }, ...pairs);
}

const plain = (text) => el("span", { lang: languageOf(text) }, text);

/** A mailto: address; whatever else the text of a document holds cannot add a field to the message. */
export const mailTo = (email) => `mailto:${encodeURIComponent(email).replace(/%40/g, "@")}`;

/** A value with a button that copies it, which is a sign alone, since a card has several. */
function copied(what, text, shown, more = null) {
  const copy = copyButton("", () => text);
  for (const name of ["aria-label", "title"]) copy.setAttribute(name, say("page-copy-field", { what, text }));
  return el("span", { class: "fact-row" }, shown, el("span", { class: "fact-tools" }, copy, more));
}

/** The number as published, with a link that dials it where it is whole. */
function phone(text, dial) {
  const shown = dial ? el("a", { class: "call", href: `tel:${dial}` }, icon("phone"), text) : plain(text);
  return copied(say("page-phone-number"), text, shown);
}

function web(text) {
  const target = webAddress(HOST.test(text) ? `http://${text}` : text);
  if (!target) return plain(text);
  const link = { href: target, target: "_blank", rel: "noopener noreferrer" };
  return el("a", link, text.replace(/^https?:\/\/|\/$/gi, ""));
}

function address(text) {
  const about = { class: "quiet", target: "_blank", rel: "noopener noreferrer", "aria-label": say("page-map-of", { text }) };
  const map = el("a", { ...about, href: MAP + encodeURIComponent(text) }, icon("map"), say("page-map"));
  return copied(say("page-address"), text, plain(text), map);
}

function listed(label, list, { note = null, open = false } = {}) {
  return el("details", { class: "duties", open },
    el("summary", {}, say("page-counted-list", { label, n: list.length })),
    note,
    el("ul", {}, ...list.map((duty) => el("li", { lang: languageOf(duty) }, duty))),
  );
}

function unitDuties(contact) {
  if (!contact.unit_duties?.length) return null;
  const unit = contact.unit ?? contact.organisation ?? say("page-whole-unit");
  const only = contact.team && !contact.duties.length;
  const words = say("page-unit-note", { unit });
  const note = only ? el("p", { class: "duties-note" }, words) : null;
  return listed(say("page-unit-duties", { unit }), contact.unit_duties, { note });
}

const oldNote = (warning) => el("p", { class: "card-old" }, icon("clock"), el("span", {}, warning));

function foot(contact, source) {
  const warning = ageWarning(contact);
  const dated = contact.published ? say("page-document-of", { date: longDate(contact.published) }) : null;
  const save = { class: "quiet", href: `v1/contacts/${encodeURIComponent(contact.id)}.vcf`, download: true };
  return el("div", { class: "card-foot" },
    source,
    warning ? oldNote(warning) : source ? null : el("p", {}, dated),
    reaches(contact) ? el("div", { class: "card-tools" },
      copyButton(say("page-copy-card"), () => cardText(contact)),
      contact.id ? el("a", save, icon("save"), say("page-save-card")) : null) : null,
  );
}

/** A card for a letter or a chat, with the document that states it. */
function cardText(contact) {
  const labelled = [["label-phone", "phone"], ["label-fax", "fax"], ["label-email", "email"], ["label-web", "url"], ["label-hours", "hours"], ["label-room", "room"], ["label-address", "address"]];
  const phones = [contact.phone, ...(contact.more_phones ?? [])].filter(Boolean).join(", ");
  const values = { ...contact, phone: phones };
  return [
    ...new Set([contact.organisation, contact.unit, contact.team]),
    [contact.person, contact.role].filter(Boolean).join(", "),
    ...labelled.map(([label, field]) => values[field] && `${say(label)}: ${values[field]}`),
    `${say("label-source")}: ${[contact.document_title ?? contact.document_id, longDate(contact.published) ?? say("page-no-date")].join(", ")}`,
  ].filter(Boolean).join("\n");
}
