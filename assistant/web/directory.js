// The directory: every contact of every document, filtered as one types, or those that serve a need, found by the server.

import { named, setAddress } from "./address.js";
import { getConflicts, getContacts } from "./api.js";
import { disagreements } from "./conflicts.js";
import { contactCard, namedCard, nameOf, reaches } from "./contacts.js";
import { el, icon, languageOf, longDate } from "./dom.js";
import { holding, searchable } from "./find.js";
import { number, pieces, say } from "./wording.js";

const AT_ONCE = 60; // cards; more would make each keystroke slow
const byId = (id) => document.getElementById(id);
const counted = (n) => say("page-contacts-counted", { n, count: number(n) });

const wanted = () => JSON.stringify([named().get("find"), named().get("need")]);

/** The directory; one on the page. */
export class Directory {
  #view = byId("directory-view");
  #field = byId("directory-find");
  #count = byId("directory-count");
  #list = byId("directory-list");
  #actions;
  #all = null; // what is searched, once it has been fetched
  #conflicts = new Map();
  #address = null; // what the address named when it was shown
  #shown = 0; // counts what was asked for, so that a slow answer cannot replace a later one

  /** @param {{ask: (question: string) => void, open: (citation: object, opener: HTMLElement) => void}} actions */
  constructor(actions) {
    this.#actions = actions;
    byId("directory-search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#serve(this.#field.value.trim());
    });
    this.#field.addEventListener("input", () => {
      this.#name({ find: this.#field.value || null, need: null });
      this.#filter();
    });
  }

  /** What gets the focus when the directory comes into view. */
  get field() {
    return this.#field;
  }

  /** Shows what the address names, as in `#directory&find=053` or `#directory&need=smart factory`. */
  follow() {
    if (this.#all && this.#address === wanted()) return; // only what is beside it has changed
    this.#address = wanted();
    this.#show();
  }

  #show() {
    const need = named().get("need");
    const text = need ?? named().get("find") ?? "";
    if (this.#field.value !== text) this.#field.value = text;
    if (need) this.#showNeed(need);
    else this.#filter();
  }

  #name(changes, options) {
    setAddress(changes, options);
    this.#address = wanted();
  }

  /** What is shown anew is fetched anew, since documents come and go. */
  leave() {
    this.#shown += 1;
    this.#all = null;
    this.#list.replaceChildren();
  }

  #serve(need) {
    if (!need) return this.#filter();
    this.#name({ find: null, need }, { step: true });
    return this.#showNeed(need);
  }

  #filter() {
    return this.#fill(() => {
      const typed = this.#field.value.trim();
      const found = holding(this.#all, typed);
      if (!this.#all.length) return ["", [el("p", { class: "directory-empty" }, say("page-no-contacts"))]];
      if (!found.length) return [say("page-none"), [this.#noneHolds(typed)]];
      const count = typed ? say("page-some-of", { some: number(found.length), all: counted(this.#all.length) }) : counted(found.length);
      return [count, this.#page(found, (some) => this.#grouped(some))];
    });
  }

  #showNeed(need) {
    return this.#fill(async () => {
      const found = await getContacts(need);
      if (!found.length) return [say("page-none"), [this.#noneServes(need)]];
      const cards = (some) => [el("div", { class: "cards" }, ...some.map((contact) => this.#card(contact, "h3")))];
      const all = el("p", {}, this.#button(say("page-show-all"), () => this.#reset()));
      return [say("page-for-need", { contacts: counted(found.length) }), [all, ...this.#page(found, cards)]];
    });
  }

  /** Shows the count and the nodes that `build` gives, unless something else was asked for meanwhile. */
  async #fill(build) {
    const turn = (this.#shown += 1);
    let made;
    try {
      if (!this.#all) await this.#fetch();
      made = turn === this.#shown ? await build() : null;
    } catch (error) {
      const again = this.#button(say("page-try-again"), () => this.#show());
      made = ["", [el("div", { class: "note note-problem", role: "alert" }, icon("warning"), el("p", {}, error.message), again)]];
    }
    if (turn !== this.#shown) return;
    this.#count.textContent = made[0];
    this.#list.replaceChildren(...made[1]);
  }

  async #fetch() {
    this.#count.textContent = say("page-fetching-contacts");
    const [contacts, conflicts] = await Promise.all([getContacts(), getConflicts()]);
    this.#conflicts = disagreements(conflicts);
    this.#all = contacts.map(searchable);
  }

  #button(label, onclick) {
    return el("button", { type: "button", class: "button", onclick }, label);
  }

  #reset() {
    this.#field.value = "";
    this.#name({ find: null, need: null }, { step: true });
    this.#field.focus();
    return this.#filter();
  }

  #noneHolds(typed) {
    return el("div", { class: "directory-empty" },
      el("p", {}, ...pieces("page-none-holds", { typed: el("q", {}, typed) })),
      el("p", {}, this.#button(say("page-search-need"), () => this.#serve(typed)), this.#button(say("page-show-all"), () => this.#reset())));
  }

  #noneServes(need) {
    return el("div", { class: "directory-empty" },
      el("p", {}, ...pieces("page-none-serves", { need: el("q", {}, need) })),
      el("p", {}, this.#button(say("page-ask-as-question"), () => this.#actions.ask(need)), this.#button(say("page-show-all"), () => this.#reset())));
  }

  /** The first cards and a button for the next ones; the focus goes to the first card that came. */
  #page(found, draw, from = 0) {
    const some = found.slice(from, from + AT_ONCE);
    const left = found.length - from - some.length;
    if (!left) return draw(some);
    const more = this.#button(say("page-show-more", { left: number(left) }), () => {
      const next = this.#page(found, draw, from + AT_ONCE);
      more.replaceWith(...next);
      const name = next[0].querySelector(".card-name");
      name.tabIndex = -1;
      name.focus();
    });
    more.classList.add("directory-more");
    return [...draw(some), more];
  }

  /** Contacts under their organisation and unit; those of an unnamed organisation come last. */
  #grouped(contacts) {
    const organisations = Map.groupBy(contacts, (contact) => contact.organisation ?? "");
    const last = organisations.get("");
    if (last) {
      organisations.delete("");
      organisations.set("", last);
    }
    return [...organisations].map(([organisation, list]) => el("section", { class: "organisation" },
      el("h3", { lang: languageOf(organisation) }, organisation || say("page-nameless")),
      ...this.#units(organisation, list.filter(reaches)),
      ...this.#named(list.filter((contact) => !reaches(contact)))));
  }

  #units(organisation, list) {
    return [...Map.groupBy(list, (contact) => contact.unit ?? "")].flatMap(([unit, some]) => [
      unit && some.some((contact) => nameOf(contact) !== unit) ? el("h4", { class: "directory-unit", lang: languageOf(unit) }, unit) : null,
      el("div", { class: "cards" }, ...some.map((contact) => this.#card(contact, "h5", new Set([organisation, unit])))),
    ].filter(Boolean));
  }

  /** Bodies that can only be named: one card each, whatever number of places name them. */
  #named(list) {
    if (!list.length) return [];
    const bodies = Map.groupBy(list, (contact) => `${contact.unit}\n${contact.team}`);
    return [
      el("h4", { class: "directory-unit" }, say("page-only-named-heading")),
      el("p", { class: "card-only" }, say("page-no-way")),
      el("div", { class: "cards" }, ...[...bodies.values()].map((some) => namedCard(some, (contact) => this.#source(contact)))),
    ];
  }

  #card(contact, heading, said) {
    const doubts = (this.#conflicts.get(contact.id) ?? []).map((text) => el("div", { class: "note note-conflict", role: "note" },
      icon("warning"), el("p", {}, el("strong", {}, `${say("page-notice-conflict")}.`), ` ${text}`)));
    return contactCard(contact, { source: this.#source(contact), heading, said, doubts });
  }

  #source(contact) {
    const about = [contact.document_title, contact.page && say("page-page", { n: contact.page }), longDate(contact.published)].filter(Boolean);
    return el("button", { type: "button", class: "quiet card-source", onclick: (event) => this.#actions.open(contact, event.currentTarget),
      "aria-label": say("page-source-label", { about: about.join(", ") }) }, icon("documents"), el("span", { lang: languageOf(contact.document_title) }, about.join(" · ")));
  }
}
