"use strict";

// Node: the module is read from beside this file at the first call, and everything is synchronous.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { SfoError, api } = require("./dist/api.cjs");

let loaded;

function load() {
  if (loaded === undefined) {
    let engine;
    let known = false;
    try {
      engine = require("./dist/sfo.cjs");
      known = engine.load_policy(readFileSync(join(__dirname, "dist/policy.bin")));
    } catch {
      // What is missing or damaged is told below, without the words of the error.
    }
    if (!known) {
      throw new SfoError("load_failed", "the rules module or its policy cannot be read; install `sfo-rules` again");
    }
    loaded = engine;
  }
  return loaded;
}

const { assess, assessFlat, assessJson, citation, entries, explain, facts, reason } = api(load);

// The same call as in a browser, so that one program can run in both.
async function init() {
  load();
}

module.exports = {
  SfoError,
  assess,
  assessFlat,
  assessJson,
  citation,
  entries,
  explain,
  facts,
  init,
  reason,
};
