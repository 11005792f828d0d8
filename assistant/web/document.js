// A document as elements, with one span of its text marked. Pure: it reads a document and gives nodes.

import { el, languageOf, linkOut, longDate, webAddress } from "./dom.js";
import { say } from "./wording.js";

const ITEM_MARK = /^(?:([-*•])|\d{1,9}[.)]|\([^)]{1,4}\))\s+/;
const CELL_GAP = /^\| | \| | \|$/g; // a blank cell at an end of a row leaves only half of it

/**
 * The document's head and blocks.
 * @param {object} doc document of the API
 * @param {{start: number, end: number}|null} span what to mark, in code points of `doc.text`
 */
export function renderDocument(doc, span) {
  const writer = new Writer(doc.text, span);
  const article = el("article", { class: "document", lang: doc.language ?? languageOf(doc.text) });
  const titled = doc.blocks[0]?.kind === "heading" && writer.text(doc.blocks[0]) === doc.title;
  if (!titled) article.append(el("h3", {}, doc.title), facts(doc));
  let page = null;
  let run = null; // the list or the table that the last block went into
  for (const [index, block] of doc.blocks.entries()) {
    if (block.page !== null && block.page !== page) {
      page = block.page;
      run = null;
      article.append(el("p", { class: "page-mark" }, say("page-page-mark", { n: page })));
    }
    run = addBlock(article, block, run, writer);
    if (titled && index === 0) article.append(facts(doc));
  }
  return article;
}

/** Where `quote` stands: at `start` as cited, else where it is found now, else null. Offsets are code points. */
export function place(text, { quote, start, end }) {
  const points = new Points(text);
  if (quote === undefined) return { start, end };
  if (points.slice(start, end) === quote) return { start, end };
  const found = text.indexOf(quote);
  if (found < 0) return null;
  const before = [...text.slice(0, found)].length;
  return { start: before, end: before + [...quote].length };
}

/** Turns code points, which the API counts, into the UTF-16 units that JavaScript strings count. */
class Points {
  #text;
  #units = null;

  constructor(text) {
    this.#text = text;
    if (!/[\ud800-\udbff]/.test(text)) return; // without surrogate pairs both counts agree
    this.#units = [];
    for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) this.#units.push(unit);
  }

  slice(start, end) {
    return this.#text.slice(this.#unit(start), this.#unit(end));
  }

  #unit(point) {
    return this.#units ? (this.#units[point] ?? this.#text.length) : point;
  }
}

class Writer {
  #points;
  #span;

  constructor(text, span) {
    this.#points = new Points(text);
    this.#span = span ?? { start: 0, end: 0 };
  }

  text(block) {
    return this.#points.slice(block.start, block.end);
  }

  /** Appends characters `start` to `end` to `parent`, those within the span in a mark. */
  write(parent, start, end) {
    const from = Math.min(Math.max(start, this.#span.start), end);
    const to = Math.max(Math.min(end, this.#span.end), from);
    const marked = this.#points.slice(from, to);
    parent.append(this.#points.slice(start, from), marked ? el("mark", {}, marked) : "", this.#points.slice(to, end));
    return parent;
  }
}

function addBlock(article, block, run, writer) {
  if (block.kind === "item") return addItem(article, block, run?.lists ? run : { lists: [] }, writer);
  if (block.kind === "row") return addRow(article, block, run?.table ? run : { table: null }, writer);
  // The panel's own title is h2, so the document's top heading is h3.
  const tag = block.kind === "heading" ? `h${Math.min(block.level + 2, 6)}` : "p";
  article.append(writer.write(el(tag), block.start, block.end));
  return null;
}

function addItem(article, block, run, writer) {
  const { lists } = run;
  while (lists.length > Math.max(block.level, 1)) lists.pop();
  while (lists.length < Math.max(block.level, 1)) {
    const list = el("ul", { class: "items", role: "list" });
    (lists.at(-1)?.lastElementChild ?? lists.at(-1) ?? article).append(list);
    lists.push(list);
  }
  const [mark, bullet] = ITEM_MARK.exec(writer.text(block)) ?? [""];
  const words = block.start + [...mark].length;
  const sign = writer.write(el("span", { class: bullet ? "sign bullet" : "sign" }), block.start, words);
  lists.at(-1).append(el("li", {}, sign, writer.write(el("span", { class: "item-text" }), words, block.end)));
  return run;
}

function addRow(article, block, run, writer) {
  const table = run.table ?? el("table");
  // A wide table scrolls on its own, which the keyboard can do only where the focus can go.
  const frame = { class: "table", tabindex: "0", role: "group", "aria-label": say("page-table") };
  if (!run.table) article.append(el("div", frame, table));
  const tag = run.table ? "td" : "th";
  const row = el("tr");
  const text = writer.text(block);
  const cells = text.split(CELL_GAP);
  const gaps = [...text.matchAll(CELL_GAP)].map(([gap]) => gap.length);
  let start = block.start;
  cells.forEach((cell, index) => {
    const end = start + [...cell].length;
    const node = writer.write(el(tag, { scope: tag === "th" ? "col" : null }), start, end);
    start = end + (gaps[index] ?? 0);
    // The gap stays in the text, so that what is marked and copied is the document's text; the style hides it.
    if (index < cells.length - 1) writer.write(node.appendChild(el("span", { class: "gap" })), end, start);
    row.append(node);
  });
  table.append(row);
  return { table };
}

function facts(doc) {
  const address = webAddress(doc.source);
  const rows = [
    [say("page-organisation"), doc.organisation],
    [say("page-region"), doc.region],
    [say("page-kind"), doc.kind],
    [say("page-published-label"), longDate(doc.published)],
    [say("page-valid"), validity(doc)],
    [say("label-source"), address ? linkOut(address) : doc.source],
    [say("page-original"), download(doc)],
  ].filter(([, value]) => value);
  return el("dl", { class: "facts document-facts", lang: "en" },
    ...rows.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]));
}

/** The file as it lies in its folder, to be saved. */
function download(doc) {
  const path = doc.id.split("/").map(encodeURIComponent).join("/");
  return el("a", { href: `v1/originals/${path}`, download: "" }, doc.id.split("/").pop());
}

function validity(doc) {
  const [from, until] = [longDate(doc.valid_from), longDate(doc.valid_until)];
  const period = from && until ? say("page-period", { from, until }) : from ? say("page-period-from", { from }) : until ? say("page-period-until", { until }) : null;
  const over = doc.valid_until && new Date(`${doc.valid_until}T23:59:59`) < new Date();
  return over ? say("page-over", { period }) : period;
}
