// The page's address: `#directory&find=053&doc=plan.md&start=10&end=42` names the view and the document beside it.

/** What the address names. */
export const named = () => new URLSearchParams(location.hash.slice(1));

/** The address with some names set and those that are null taken away. */
export function addressWith(changes) {
  const names = named();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) names.delete(name);
    else names.set(name, String(value));
  }
  const written = names.toString().replace(/=(?=&|$)/g, "");
  return location.pathname + location.search + (written && `#${written}`);
}

/** Changes the address without leaving the page; with `step` the way back leads to what it named before. */
export function setAddress(changes, { step = false } = {}) {
  const address = addressWith(changes);
  if (address === location.pathname + location.search + location.hash) return;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}
