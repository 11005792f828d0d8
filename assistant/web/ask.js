// Asking: POST /v1/ask, and its server-sent events as they come. EventSource cannot POST, so the stream is read here.

import { call, CallError, problemText } from "./api.js";
import { say } from "./wording.js";

/**
 * The events of one question, in order; the last one is `answer`. Throws CallError, or AbortError when stopped.
 * @param {string} question
 * @param {string|null} conversationId
 * @param {string|null} language of the sentences around the quotes; null for that of the question
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<{event: string, data: any}>}
 */
export async function* ask(question, conversationId, language, signal) {
  const body = { question, conversation_id: conversationId ?? undefined, language: language ?? undefined };
  const response = await call("v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    yield { event: "answer", data: await response.json() };
    return;
  }
  for await (const message of messages(response.body)) {
    if (message.event === "error") throw new CallError(problemText(message.data) ?? say("page-cut-off"), message.data?.status);
    yield message;
    if (message.event === "answer") return;
  }
  throw new CallError(say("page-cut-off"));
}

async function* messages(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  try {
    for (;;) {
      const { value, done } = await read(reader);
      if (done) return;
      buffer += value;
      const parts = buffer.split(/\r?\n\r?\n/);
      buffer = parts.pop();
      yield* parts.map(parse).filter(Boolean);
    }
  } finally {
    reader.cancel().catch(() => undefined); // an aborted stream is already gone; there is nobody to tell
  }
}

async function read(reader) {
  try {
    return await reader.read();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new CallError(say("page-cut-off"));
  }
}

/** One event (HTML standard, section 9.2.6); null for comments, which servers send to keep a line open. */
function parse(part) {
  let event = "message";
  const data = [];
  for (const line of part.split(/\r?\n/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}
