"use strict";

// Node: a module is read from beside this file at the first call that needs it, and everything is synchronous.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const api = require("./dist/api.cjs");

const { SfoError } = api;

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

const eligibility = loader(() => require("./dist/eligibility.cjs"), "eligibility.bin");
const deadlines = loader(() => require("./dist/deadlines.cjs"), "deadlines.bin");
const review = loader(() => require("./dist/review.cjs"), "review.bin");
const multiAgency = loader(() => require("./dist/multi_agency.cjs"), "multi_agency.bin");
const redaction = loader(() => require("./dist/redaction.cjs"), "redaction.bin");
const themes = loader(() => require("./dist/themes.cjs"), "themes.bin");

// The same calls as in a browser, so that one program can run in both.
const init = (module) => async () => {
  module();
};

module.exports = {
  SfoError,
  ...api.eligibility(eligibility),
  ...api.deadlines(deadlines),
  ...api.review(review),
  ...api.multiAgency(multiAgency),
  ...api.themes(themes),
  ...api.redaction(redaction),
  init: init(eligibility),
  initDeadlines: init(deadlines),
  initMultiAgency: init(multiAgency),
  initRedaction: init(redaction),
  initReview: init(review),
  initThemes: init(themes),
};
