// Contact cards: what the directory entry states, and nothing that it does not.

import { copyButton, el, icon, languageOf, longDate, webAddress } from "./dom.js";
import { appendCited } from "./render.js";

const HOST = /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#]\S*)?$/i;
const MAP = "https://www.google.com/maps/search/?api=1&query=";
const ONLY_NAMED = "Only named as responsible. The document gives no way to reach it.";
const DAY = 86_400_000; // milliseconds
const OLD = 2 * 365; // days, as the server counts; after these people and numbers have often changed
const WAYS = ["phone", "email", "fax", "url", "address", "room"];

/** Whether an entry says how to reach anybody; else it only names who is responsible. */
export const reaches = (contact) => WAYS.some((field) => contact[field]) || Boolean(contact.more_phones?.length);

/** The narrowest name of an entry. */
export const nameOf = (contact) => contact.team ?? contact.unit ?? contact.organisation ?? contact.person ?? "Contact";

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
  const own = contact.team ? "Duties stated for this team itself" : "Duties stated for it";
  return el("article", { class: reaches(contact) ? "card" : "card card-named" },
    above.length ? el("p", { class: "card-unit", lang: languageOf(above.join()) }, above.join(" › ")) : null,
    cited ? appendCited(title, name, cited) : title,
    contact.reason ? el("p", { class: "card-reason" }, contact.reason) : null,
    details(contact),
    reaches(contact) ? null : el("p", { class: "card-only" }, ONLY_NAMED),
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
  if (!published) return "The document gives no date. Check before you rely on it.";
  const days = (now - new Date(`${published.slice(0, 10)}T00:00:00Z`)) / DAY;
  if (!(old ?? days > OLD)) return null;
  return `The document is from ${longDate(published)}, more than two years ago. Check before you rely on it.`;
}

function details(contact) {
  const numbers = [contact.phone, ...(contact.more_phones ?? [])].filter(Boolean);
  const dials = [...(contact.phone ? [contact.dial] : []), ...(contact.more_dials ?? [])];
  const rows = [
    ["Person", [contact.person, contact.role].filter(Boolean).join(", "), plain],
    [numbers.length > 1 ? "Phones" : "Phone", numbers, (all) => all.map((one, index) => phone(one, dials[index]))],
    ["Fax", contact.fax, plain],
    ["E-mail", contact.email, (text) => copied("e-mail address", text, el("a", { href: mailTo(text) }, text))],
    ["Web", contact.url, web],
    ["Hours", contact.hours, plain],
    ["Room", contact.room, plain],
    ["Address", contact.address, address],
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
  for (const name of ["aria-label", "title"]) copy.setAttribute(name, `Copy the ${what} ${text}`);
  return el("span", { class: "fact-row" }, shown, el("span", { class: "fact-tools" }, copy, more));
}

/** The number as published, with a link that dials it where it is whole. */
function phone(text, dial) {
  const shown = dial ? el("a", { class: "call", href: `tel:${dial}` }, icon("phone"), text) : plain(text);
  return copied("phone number", text, shown);
}

function web(text) {
  const target = webAddress(HOST.test(text) ? `http://${text}` : text);
  if (!target) return plain(text);
  const link = { href: target, target: "_blank", rel: "noopener noreferrer" };
  return el("a", link, text.replace(/^https?:\/\/|\/$/gi, ""));
}

function address(text) {
  const about = { class: "quiet", target: "_blank", rel: "noopener noreferrer", "aria-label": `Map of ${text}, on Google Maps` };
  const map = el("a", { ...about, href: MAP + encodeURIComponent(text) }, icon("map"), "Map");
  return copied("address", text, plain(text), map);
}

function listed(label, list, { note = null, open = false } = {}) {
  return el("details", { class: "duties", open },
    el("summary", {}, `${label} (${list.length})`),
    note,
    el("ul", {}, ...list.map((duty) => el("li", { lang: languageOf(duty) }, duty))),
  );
}

function unitDuties(contact) {
  if (!contact.unit_duties?.length) return null;
  const unit = contact.unit ?? contact.organisation ?? "the whole unit";
  const only = contact.team && !contact.duties.length;
  const words = `The source states these for ${unit} as a whole. It does not say which team does what.`;
  const note = only ? el("p", { class: "duties-note" }, words) : null;
  return listed(`Duties of ${unit} as a whole`, contact.unit_duties, { note });
}

const oldNote = (warning) => el("p", { class: "card-old" }, icon("clock"), el("span", {}, warning));

function foot(contact, source) {
  const warning = ageWarning(contact);
  const dated = contact.published ? `Document of ${longDate(contact.published)}` : null;
  const save = { class: "quiet", href: `v1/contacts/${encodeURIComponent(contact.id)}.vcf`, download: true };
  return el("div", { class: "card-foot" },
    source,
    warning ? oldNote(warning) : source ? null : el("p", {}, dated),
    reaches(contact) ? el("div", { class: "card-tools" },
      copyButton("Copy card", () => cardText(contact)),
      contact.id ? el("a", save, icon("save"), "Save as vCard") : null) : null,
  );
}

/** A card for a letter or a chat, with the document that states it. */
function cardText(contact) {
  const labelled = [["Phone", "phone"], ["Fax", "fax"], ["E-mail", "email"], ["Web", "url"], ["Hours", "hours"], ["Room", "room"], ["Address", "address"]];
  const phones = [contact.phone, ...(contact.more_phones ?? [])].filter(Boolean).join(", ");
  const values = { ...contact, phone: phones };
  return [
    ...new Set([contact.organisation, contact.unit, contact.team]),
    [contact.person, contact.role].filter(Boolean).join(", "),
    ...labelled.map(([label, field]) => values[field] && `${label}: ${values[field]}`),
    `Source: ${[contact.document_title ?? contact.document_id, longDate(contact.published) ?? "no date"].join(", ")}`,
  ].filter(Boolean).join("\n");
}
