// Every call to the server, and its errors in words.

import { language, say } from "./wording.js";

/** An error whose message is written for the reader. */
export class CallError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** Sends a request; throws a CallError in words, or an AbortError when stopped. */
export async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new CallError(say("page-unreachable"));
  }
  if (!response.ok) throw await problem(response);
  return response;
}

/** The error that a problem-details body describes (RFC 9457), or a plain sentence where there is none. */
async function problem(response) {
  const body = await response.json().catch(() => null);
  const words = problemText(body) ?? say("page-server-error", { status: response.status });
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
  (await json(`v1/contacts?${new URLSearchParams({ language, ...(need ? { need } : {}) })}`)).contacts;
export const getConflicts = async () => (await json(`v1/contacts/conflicts?language=${language}`)).conflicts;
export const deleteConversation = (id) => call(conversationPath(id), { method: "DELETE" });
