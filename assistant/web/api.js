// Every call to the server, and its errors in words.

/** An error whose message is written for the reader. */
export class CallError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

const UNREACHABLE = "The server could not be reached. Check that it is running and you are connected, then try again.";

/** Sends a request; throws a CallError in words, or an AbortError when stopped. */
export async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new CallError(UNREACHABLE);
  }
  if (!response.ok) throw await problem(response);
  return response;
}

/** The error that a problem-details body describes (RFC 9457), or a plain sentence where there is none. */
async function problem(response) {
  const body = await response.json().catch(() => null);
  const words = problemText(body) ?? `The server answered with error ${response.status}. Please try again.`;
  return new CallError(words, response.status);
}

/** The words of a problem-details object, or null. */
export function problemText(body) {
  if (typeof body?.detail === "string" && body.detail) return body.detail;
  return typeof body?.title === "string" && body.title ? body.title : null;
}

const json = async (path, options) => (await call(path, options)).json();
const documentPath = (id) => `v1/documents/${id.split("/").map(encodeURIComponent).join("/")}`;
const conversationPath = (id) => `v1/conversations/${encodeURIComponent(id)}`;

export const getReady = () => json("ready");
export const getDocuments = async () => (await json("v1/documents")).documents;
export const getDocument = (id) => json(documentPath(id));
export const getConversation = (id) => json(conversationPath(id));
export const getExplained = (id) => json(`v1/answers/${encodeURIComponent(id)}`);
export const getHandoff = (id) => json(`v1/answers/${encodeURIComponent(id)}/handoff`);
export const getContacts = async (need) =>
  (await json(need ? `v1/contacts?${new URLSearchParams({ need })}` : "v1/contacts")).contacts;
export const getConflicts = async () => (await json("v1/contacts/conflicts")).conflicts;
export const deleteConversation = (id) => call(conversationPath(id), { method: "DELETE" });
