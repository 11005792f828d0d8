// Small helpers to build the page from elements and text, so that no string ever becomes markup.

import { language, say } from "./wording.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes, listeners and children. Null attributes and children are left out; strings become text.
 * @param {string} tag
 * @param {Object<string, any>} attributes `onclick` and the like take a function
 * @param {...(Node|string|null|undefined)} children
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A decorative icon from the sprite in index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/;

/** "ko" for text that holds Hangul, else "en", so that screen readers change voice; null where the page's own language fits. */
export function languageOf(text) {
  const own = HANGUL.test(text) ? "ko" : "en";
  return own === language ? null : own;
}

const DATE = new Intl.DateTimeFormat(language === "ko" ? "ko-KR" : "en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "22 January 2025" for "2025-01-22"; null stays null. */
export function longDate(iso) {
  if (!iso) return null;
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? iso : DATE.format(date);
}

/** "30 ms" or "1.2 s" for a time in milliseconds; null where there is none. */
export function duration(ms) {
  if (ms === undefined || ms === null) return null;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** The address when it is a web address, else null: what a document names as its source may be anything. */
export const webAddress = (text) => (/^https?:/i.test(text ?? "") && URL.canParse(text) ? text : null);

/** A link out of the page, named by its host. */
export function linkOut(address) {
  return el("a", { href: address, rel: "noreferrer", target: "_blank" }, new URL(address).hostname);
}

/** A button that puts text on the clipboard and says so for a moment. */
export function copyButton(label, text, className = "quiet") {
  const said = el("span", {}, label);
  const button = el("button", { type: "button", class: className, onclick: copy }, icon("copy"), said);
  async function copy() {
    said.textContent = (await toClipboard(text())) ? say("page-copied") : say("page-not-copied");
    setTimeout(() => { said.textContent = label; }, 1600);
  }
  return button;
}

async function toClipboard(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  // Browsers offer navigator.clipboard only over https and on localhost; a desk in an office is often plain http.
  const area = el("textarea", { class: "unseen", readonly: true });
  area.value = text;
  const active = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  active?.focus();
  return done;
}
