// Where documents disagree about a contact: the sentences that each entry of the directory is marked with.

/** By the id of a contact, what the documents say differently about it. */
export function disagreements(conflicts) {
  const byContact = new Map();
  for (const { text, contacts } of conflicts) {
    for (const id of new Set(contacts.map((each) => each.id))) byContact.set(id, [...(byContact.get(id) ?? []), text]);
  }
  return byContact;
}
