// The panel beside the answer: a document at the quoted words, or the list of documents. The address names what is open.

import { named, setAddress } from "./address.js";
import { getDocument, getDocuments } from "./api.js";
import { place, renderDocument } from "./document.js";
import { copyButton, el, icon, languageOf, longDate } from "./dom.js";
import { say } from "./wording.js";

const byId = (id) => document.getElementById(id);

/** The document panel; one on the page. */
export class Panel {
  #panel = byId("panel");
  #body = byId("panel-body");
  #back = byId("panel-back");
  #title = byId("panel-title");
  #behind = [document.querySelector(".top"), byId("conversation"), byId("directory-view")];
  #narrow = matchMedia("(max-width: 899px)");
  #opener = null;
  #shown = 0; // counts what was asked for, so that a slow answer cannot replace a later one
  #announce;
  #home;

  /**
   * @param {(text: string) => void} announce
   * @param {() => HTMLElement} home what gets the focus when the opener is gone
   */
  constructor(announce, home) {
    this.#announce = announce;
    this.#home = home;
    byId("panel-close").addEventListener("click", () => this.close());
    this.#back.addEventListener("click", () => this.openList(this.#opener));
    addEventListener("popstate", () => this.followAddress());
    document.addEventListener("keydown", (event) => {
      const meant = event.key === "Escape" && !event.isComposing && !document.querySelector("dialog[open]");
      if (meant && !this.#panel.hidden) this.close();
    });
    this.#narrow.addEventListener("change", () => this.#cover());
  }

  /** Opens a citation's document at its quote; focus goes to the quote and, on close, back to `opener`. */
  openCitation(citation, opener) {
    this.#setOpener(opener);
    this.#opener?.setAttribute("aria-current", "true");
    this.#remember(citation.document_id, citation);
    return this.#showDocument(citation.document_id, citation);
  }

  /** Opens the list of documents. */
  async openList(opener) {
    this.#setOpener(opener);
    const turn = this.#begin(say("page-documents"), false);
    await this.#fill(turn, async () => documentList(await getDocuments(), (id) => {
      this.#remember(id, null);
      this.#showDocument(id, null);
    }));
    if (turn === this.#shown) this.#body.focus();
  }

  /** Shows what the address names, as in `#doc=plan.md&start=10&end=42`, or closes the panel. */
  followAddress() {
    const wanted = named();
    const id = wanted.get("doc");
    if (!id) return this.#hide();
    const [start, end] = [Number(wanted.get("start")), Number(wanted.get("end"))];
    return this.#showDocument(id, end > start && start >= 0 ? { start, end } : null);
  }

  get closed() {
    return this.#panel.hidden;
  }

  /** Closes the panel and gives the focus back. */
  close() {
    setAddress({ doc: null, start: null, end: null });
    this.#hide();
  }

  #hide() {
    if (this.#panel.hidden) return;
    this.#shown += 1;
    const held = this.#panel.contains(document.activeElement) || document.activeElement === document.body;
    this.#panel.hidden = true;
    this.#body.replaceChildren();
    document.body.classList.remove("with-panel");
    this.#cover();
    const target = this.#opener?.isConnected ? this.#opener : this.#home();
    if (held) target.focus();
    this.#setOpener(null);
  }

  /** The focus returns to the opener; while the panel is open, a chip shows that its source is the one beside it. */
  #setOpener(opener) {
    this.#opener?.removeAttribute("aria-current");
    this.#opener = opener;
  }

  #remember(id, span) {
    // The way back leads out of the panel, whatever was read in it.
    setAddress({ doc: id, start: span?.start ?? null, end: span?.end ?? null }, { step: !named().has("doc") });
  }

  #begin(title, inDocument) {
    this.#title.textContent = title;
    this.#back.hidden = !inDocument;
    this.#panel.hidden = false;
    document.body.classList.add("with-panel");
    this.#cover();
    this.#opener?.scrollIntoView({ block: "nearest" }); // the column beside the panel is narrower, so its lines moved
    this.#body.replaceChildren(el("p", { class: "progress" }, say("page-opening")));
    return (this.#shown += 1);
  }

  async #fill(turn, build) {
    let content;
    try {
      content = await build();
    } catch (error) {
      this.#announce(error.message);
      content = note("problem", error.message);
    }
    if (turn === this.#shown) this.#body.replaceChildren(content);
  }

  async #showDocument(id, wanted) {
    const turn = this.#begin(say("page-document"), true);
    await this.#fill(turn, async () => {
      const doc = await getDocument(id);
      const span = wanted && place(doc.text, wanted);
      if (turn === this.#shown) this.#title.textContent = doc.title;
      const content = el("div", { class: "reading" }, toolbar(id, span), renderDocument(doc, span));
      if (wanted && !span) content.prepend(note("unverified", `${say("page-words-gone")} “${wanted.quote}”`));
      return content;
    });
    if (turn === this.#shown) this.#focusQuote();
  }

  #focusQuote() {
    const marks = [...this.#body.querySelectorAll("mark")];
    const mark = marks.find((node) => !node.closest(".bullet")) ?? marks[0]; // a bullet shows no text of its own
    if (!mark) {
      this.#body.scrollTop = 0;
      this.#body.focus();
      return;
    }
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center", behavior: "instant" });
  }

  /** On a phone the panel covers the page, so nothing behind it may take the focus. */
  #cover() {
    for (const node of this.#behind) node.inert = this.#narrow.matches && !this.#panel.hidden;
  }
}

function addressOf(id, span) {
  return new URLSearchParams(span ? { doc: id, start: span.start, end: span.end } : { doc: id }).toString();
}

const note = (kind, text) => el("div", { class: `note note-${kind}` }, icon("warning"), el("p", {}, text));

function toolbar(id, span) {
  const link = () => `${location.origin}${location.pathname}#${addressOf(id, span)}`;
  return el("div", { class: "reading-tools" }, copyButton(say(span ? "page-copy-link-words" : "page-copy-link"), link));
}

function documentList(documents, open) {
  if (!documents.length) return el("p", {}, say("page-no-documents"));
  return el("ul", { class: "document-list", role: "list" }, ...documents.map((doc) => el("li", {},
    el("button", { type: "button", class: "document-entry", onclick: () => open(doc.id) },
      el("span", { class: "entry-title", lang: languageOf(doc.title) }, doc.title),
      el("span", { class: "about" }, aboutDocument(doc))))));
}

function aboutDocument(doc) {
  const published = doc.published && say("page-published", { date: longDate(doc.published) });
  return [doc.organisation, doc.region, doc.kind, published].filter(Boolean).join(" · ");
}
