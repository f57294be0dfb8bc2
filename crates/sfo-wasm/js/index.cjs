"use strict";

// Node: the module is read from beside this file at the first call, and everything is synchronous.

const { SfoError, api } = require("./dist/api.cjs");

let loaded;

function load() {
  if (loaded === undefined) {
    try {
      loaded = require("./dist/sfo.cjs");
    } catch {
      throw new SfoError("load_failed", "the rules module cannot be read; install `sfo-rules` again");
    }
  }
  return loaded;
}

const { assess, assessFlat, assessJson, citation, entries, explain, facts, policyJson, reason } = api(load);

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
  policyJson,
  reason,
};
