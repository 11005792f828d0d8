// The Markdown of an answer as elements: paragraphs, "**heading**" lines, "-" and "1." lists, [1] marks. Nothing else.

import { el } from "./dom.js";

const HEADING = /^\*\*(.+?)\*\*((?:\s*\[\d{1,3}\])*)$/;
const ITEM = /^( *)(?:-|(\d{1,9})\.) (.*)$/;
const MARK = /\s*(?<!\\)\[(\d{1,3})\]/g;
const ESCAPED = /\\([[*<\]])/g; // a bracket or star of the document itself

/**
 * Elements for an answer's text.
 * @param {string} text
 * @param {(n: number) => Node|null} chip what stands for mark [n]; null leaves the mark as written
 * @returns {DocumentFragment}
 */
export function renderMarkdown(text, chip) {
  const out = document.createDocumentFragment();
  let lists = []; // open lists from the outermost in, each with its indentation
  let paragraph = null;
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    const heading = HEADING.exec(line.trim());
    if (!item) lists = line.trim() ? [] : lists;
    if (item) {
      paragraph = null;
      addItem(out, lists, item, chip);
    } else if (heading) {
      paragraph = null;
      out.append(inline(el("h3"), heading[1] + heading[2], chip));
    } else if (!line.trim()) {
      paragraph = null;
    } else if (paragraph) {
      paragraph.append("\n");
      inline(paragraph, line, chip);
    } else {
      paragraph = inline(el("p"), line, chip);
      out.append(paragraph);
    }
  }
  return out;
}

function addItem(out, lists, [, indent, number, text], chip) {
  const tag = number === undefined ? "UL" : "OL";
  while (lists.length && lists.at(-1).depth > indent.length) lists.pop();
  const open = lists.at(-1);
  if (open && open.depth === indent.length && open.node.tagName !== tag) lists.pop();
  if (!lists.length || lists.at(-1).depth < indent.length) {
    const node = el(tag);
    (lists.at(-1)?.node.lastElementChild ?? out).append(node);
    lists.push({ node, depth: indent.length });
  }
  lists.at(-1).node.append(inline(el("li", { value: number }), text, chip));
}

function inline(parent, text, chip) {
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const node = chip(Number(match[1]));
    if (!node) continue;
    appendCited(parent, plain(text.slice(from, match.index)), node);
    from = match.index + match[0].length;
  }
  parent.append(plain(text.slice(from)));
  return parent;
}

function plain(text) {
  return text.replace(ESCAPED, "$1");
}

/** Appends text and its chip, so that no line breaks between the last word and the chip. */
export function appendCited(parent, text, chip) {
  const [word] = /\S{0,24}$/.exec(text);
  const last = parent.lastElementChild;
  if (!text && last?.className === "held") last.append("\u00a0", chip);
  else parent.append(text.slice(0, text.length - word.length), el("span", { class: "held" }, word, "\u00a0", chip));
  return parent;
}

/** The answer as it is read aloud: no marks, no list or heading signs. */
export function spokenText(text) {
  return plain(text.replace(MARK, "").replace(/(?<!\\)\*\*/g, "")).replace(/^ *- /gm, "").trim();
}
