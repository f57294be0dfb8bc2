"use strict";

// What the policy lists, for whoever draws a form. It needs no module.

const { entries, facts } = require("./dist/lists.cjs");

module.exports = { entries: () => structuredClone(entries), facts: () => structuredClone(facts) };
