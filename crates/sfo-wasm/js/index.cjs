"use strict";

// Node: a module is read from beside this file at the first call that needs it, and everything is synchronous.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { SfoError, deadlines, eligibility } = require("./dist/api.cjs");

// `read` holds the path as a text, so that a bundler sees it.
function loader(read, policy) {
  let loaded;
  return () => {
    if (loaded === undefined) {
      let engine;
      let known = false;
      try {
        engine = read();
        known = engine.load_policy(readFileSync(join(__dirname, "dist", policy)));
      } catch {
        // What is missing or damaged is told below, without the words of the error.
      }
      if (!known) {
        throw new SfoError("load_failed", "the rules module or its policy cannot be read; install `sfo-rules` again");
      }
      loaded = engine;
    }
    return loaded;
  };
}

const eligibilityModule = loader(() => require("./dist/eligibility.cjs"), "eligibility.bin");
const deadlinesModule = loader(() => require("./dist/deadlines.cjs"), "deadlines.bin");

const { assess, assessFlat, assessJson, citation, explain, reason } = eligibility(eligibilityModule);
const judged = deadlines(deadlinesModule);

// The same calls as in a browser, so that one program can run in both.
async function init() {
  eligibilityModule();
}

async function initDeadlines() {
  deadlinesModule();
}

module.exports = {
  SfoError,
  assess,
  assessFlat,
  assessJson,
  citation,
  deadlines: judged.deadlines,
  deadlinesIcs: judged.deadlinesIcs,
  deadlinesJson: judged.deadlinesJson,
  deadlinesSvg: judged.deadlinesSvg,
  deadlinesText: judged.deadlinesText,
  explain,
  init,
  initDeadlines,
  reason,
};
