// What the npm package's calls cost in Node, through its WebAssembly modules: the median of many calls, warm.
//
// A complete review is to be checked in under a millisecond. Whether that is so is said and not tested: a time depends on
// the machine and on what else it does.

import { readFileSync } from "node:fs";

import * as sfo from "../crates/sfo-wasm/js/index.mjs";

const LIMIT_IN_MICROSECONDS = 1000;
const MILLISECONDS_EACH = 1000;

const example = (name) => readFileSync(new URL(`../examples/${name}.json`, import.meta.url), "utf8");
const complete = example("review-complete");
const poor = example("review-poor");
const review = JSON.parse(complete);
const answers = JSON.parse(example("self-assessment"));
const dated = JSON.parse(example("case-deadlines"));
const charge = { offence: { text: "Robbery, contrary to section 8(1) of the Theft Act 1968" }, facts: { firearm_used: true } };
const murder = { offence: { entry: 1 }, multi_agency: { mappa_managed: true, convicted: true } };
const codings = {
  codings: Array.from({ length: 100 }, (_, at) => ({ review: `r${at}`, date: "2024-03-01", themes: ["enforcement", "recording"] })),
};

const calls = {
  "checkReviewJson, complete": { run: () => sfo.checkReviewJson(complete), limit: LIMIT_IN_MICROSECONDS },
  "checkReview, complete": { run: () => sfo.checkReview(review), limit: LIMIT_IN_MICROSECONDS },
  "checkReviewJson, poor": { run: () => sfo.checkReviewJson(poor) },
  "checkReviewHtml, complete": { run: () => sfo.checkReviewHtml(review) },
  "checkSelfAssessment": { run: () => sfo.checkSelfAssessment(answers) },
  "assess, words": { run: () => sfo.assess(charge) },
  "assessFlat": { run: () => sfo.assessFlat("TH68023", { firearm_used: null }) },
  "multiAgency": { run: () => sfo.multiAgency(murder) },
  "themes, 100 codings": { run: () => sfo.themes(codings) },
  "deadlines": { run: () => sfo.deadlines(dated, { as_of: "2024-06-10" }) },
};

// Microseconds by call, sorted; the first calls, while the engine still compiles, are left out.
function measured(run) {
  for (let warm = 0; warm < 200; warm += 1) {
    run();
  }
  const times = [];
  const end = performance.now() + MILLISECONDS_EACH;
  for (let now = performance.now(); now < end; ) {
    run();
    const after = performance.now();
    times.push((after - now) * 1000);
    now = after;
  }
  return times.sort((a, b) => a - b);
}

console.log(`${"call".padEnd(30)}${"median".padStart(10)}${"99 in 100".padStart(12)}${"calls".padStart(10)}`);
for (const [name, { run, limit }] of Object.entries(calls)) {
  const times = measured(run);
  const at = (share) => `${times[Math.floor((times.length - 1) * share)].toFixed(0)} µs`;
  const median = times[Math.floor((times.length - 1) / 2)];
  const stands = limit === undefined ? "" : `   ${median < limit ? "within" : "ABOVE"} the limit of ${limit / 1000} ms`;
  console.log(`${name.padEnd(30)}${at(0.5).padStart(10)}${at(0.99).padStart(12)}${String(times.length).padStart(10)}${stands}`);
}
