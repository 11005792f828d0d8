// Asking: POST /v1/ask, and its server-sent events as they come. EventSource cannot POST, so the stream is read here.

import { call, CallError, problemText } from "./api.js";

const CUT_OFF = "The connection ended before the answer was complete. Please try again.";

/**
 * The events of one question, in order; the last one is `answer`. Throws CallError, or AbortError when stopped.
 * @param {string} question
 * @param {string|null} conversationId
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<{event: string, data: any}>}
 */
export async function* ask(question, conversationId, signal) {
  const body = conversationId ? { question, conversation_id: conversationId } : { question };
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
    if (message.event === "error") throw new CallError(problemText(message.data) ?? CUT_OFF, message.data?.status);
    yield message;
    if (message.event === "answer") return;
  }
  throw new CallError(CUT_OFF);
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
    throw new CallError(CUT_OFF);
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
