// The steps from a question to its answer, as a reader is told them.

export const STEPS = {
  understand: "Understanding the question",
  search: "Searching the documents",
  answer: "Putting the answer together",
};
