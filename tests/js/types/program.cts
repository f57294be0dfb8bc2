import sfo = require("sfo-rules");

const given: sfo.Case = { offence: { entry: 22 } };
const decision: sfo.Decision = sfo.assess(given);
export const asked: readonly string[] = decision.ask_first;
