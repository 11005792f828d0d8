// Finding contacts by what is typed, letter by letter: every word has to stand in the entry, digits in one of its numbers.

// A Korean syllable's last consonant, as it is typed before the next syllable takes it: U+11A8 to U+11C2 as first consonants.
const FINALS = "ᄀ ᄁ ᄀᄉ ᄂ ᄂᄌ ᄂᄒ ᄃ ᄅ ᄅᄀ ᄅᄆ ᄅᄇ ᄅᄉ ᄅᄐ ᄅᄑ ᄅᄒ ᄆ ᄇ ᄇᄉ ᄉ ᄊ ᄋ ᄌ ᄎ ᄏ ᄐ ᄑ ᄒ".split(" ");
const DIGITS = /^[+(]?\d[\d\s().~-]*$/;
const FEWEST = 3; // digits that look like a part of a phone number
const FIELDS = ["organisation", "unit", "team", "person", "role", "room", "address", "phone", "fax", "email", "url", "hours", "document_title"];

/** Text as it is compared: letters without case, width and way of encoding; Korean by its letters. */
export function folded(text) {
  const letters = text.normalize("NFKD").toLowerCase();
  return letters.replace(/[\u11a8-\u11c2]/g, (letter) => FINALS[letter.charCodeAt(0) - 0x11a8]);
}

/** What is compared of a contact. */
export function searchable(contact) {
  const texts = [...FIELDS.map((field) => contact[field]), ...(contact.more_phones ?? []), ...contact.duties, ...contact.unit_duties];
  const numbers = [contact.phone, contact.dial, contact.fax, ...(contact.more_phones ?? [])].filter(Boolean);
  return { contact, text: folded(texts.filter(Boolean).join("\n")), numbers: numbers.flatMap(forms) };
}

/** The contacts that hold all that was typed. */
export function holding(entries, typed) {
  const whole = typed.trim();
  const words = DIGITS.test(whole) ? [whole] : whole.split(/\s+/).filter(Boolean);
  return entries.filter((entry) => words.every((word) => holds(entry, word))).map(({ contact }) => contact);
}

function holds({ text, numbers }, word) {
  if (text.includes(folded(word))) return true;
  const digits = word.replace(/\D/g, "");
  return DIGITS.test(word) && digits.length >= FEWEST && numbers.some((number) => number.includes(digits));
}

/** A number's digits as dialled at home and from abroad. */
function forms(written) {
  const digits = written.replace(/\D/g, "");
  if (/^\s*\+?82/.test(written)) return [digits, `0${digits.slice(2)}`];
  return digits.startsWith("0") ? [digits, `82${digits.slice(1)}`] : [digits];
}
