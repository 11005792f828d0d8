// The steps from a question to its answer, as a reader is told them.

import { say } from "./wording.js";

export const STEPS = {
  understand: say("page-step-understand"),
  search: say("page-step-search"),
  answer: say("page-step-answer"),
};
