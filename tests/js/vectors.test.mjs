// Every vector of the project, byte for byte, through the package as a program in Node gets it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";

import * as sfo from "sfo-rules";

const { assess, assessJson, citation, reason } = sfo;

const folder = new URL("../vectors/eligibility/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort();

assert.ok(files.length > 0, "there are no vectors");

for (const file of files) {
  describe(file, () => {
    for (const { name, input, expect } of JSON.parse(readFileSync(new URL(file, folder), "utf8"))) {
      it(name, () => {
        assert.equal(assessJson(JSON.stringify(input)), JSON.stringify(expect));
        assert.equal(JSON.stringify(assess(input)), JSON.stringify(expect));
      });
    }
  });
}

it("every reason and its citation are the same", () => {
  const vectors = JSON.parse(readFileSync(new URL("../reason/reason.json", folder), "utf8"));
  assert.ok(vectors.length >= 150);
  for (const { name, input, expect } of vectors) {
    assert.deepEqual({ reason: reason(input), citation: citation(input) }, expect, name);
  }
});

const days = new URL("../vectors/deadlines/", import.meta.url);
const daysFiles = readdirSync(days)
  .filter((name) => name.endsWith(".json"))
  .sort();
const others = { deadlinesText: /^(Next, by|No day lies ahead|[A-Z])/, deadlinesIcs: /^BEGIN:VCALENDAR\r\n/, deadlinesSvg: /^<svg / };

assert.ok(daysFiles.length > 0, "there are no vectors of deadlines");

for (const file of daysFiles) {
  describe(`deadlines/${file}`, () => {
    for (const { name, input, options, expect, error } of JSON.parse(readFileSync(new URL(file, days), "utf8"))) {
      // A text is handed on as it stands, for in it a key may stand twice.
      const raw = typeof input === "string";
      const text = raw ? input : JSON.stringify(input);
      const calls = [() => sfo.deadlinesJson(text, JSON.stringify(options))];
      if (!raw) {
        calls.push(() => JSON.stringify(sfo.deadlines(input, options)));
      }
      it(name, () => {
        if (error === undefined) {
          for (const call of calls) {
            assert.equal(call(), JSON.stringify(expect));
          }
          return;
        }
        for (const call of [...calls, ...Object.keys(others).map((other) => () => sfo[other](input, options))]) {
          assert.throws(call, (thrown) => {
            assert.ok(thrown instanceof sfo.SfoError);
            assert.deepEqual({ code: thrown.code, path: thrown.path }, error);
            return true;
          });
        }
      });
    }
  });
}

it("the first vectors of deadlines of each file are written as text, as a calendar and as a picture", () => {
  for (const file of daysFiles) {
    const vectors = JSON.parse(readFileSync(new URL(file, days), "utf8"));
    for (const { name, input, options, expect } of vectors.filter((one) => one.expect !== undefined).slice(0, 3)) {
      for (const [call, begins] of Object.entries(others)) {
        const written = sfo[call](input, options);
        assert.match(written, begins, name);
        if (expect.next !== null) {
          const due = call === "deadlinesIcs" ? expect.next.due.replaceAll("-", "") : expect.next.due;
          assert.ok(written.includes(due), `${call}: ${name}`);
        }
      }
    }
  }
});

// The other questions: the calls for an object and for text, and how the forms for people begin.
const PAGE = /^<!DOCTYPE html>/i;
const checks = (name) => ({
  call: sfo[name],
  json: sfo[`${name}Json`],
  written: { [`${name}Text`]: /^[A-Z]/, [`${name}Html`]: PAGE, [`${name}Sheet`]: PAGE },
});
const themes = {
  call: sfo.themes,
  json: sfo.themesJson,
  written: { themesText: /^[A-Z]/, themesCsv: /^[a-z_]+,/, themesHtml: PAGE, themesSvg: /^<svg / },
};
const multiAgency = { call: sfo.multiAgency, json: sfo.multiAgencyJson, written: { multiAgencyText: /^[A-Z]/ } };
const questions = {
  review: (file) =>
    ({
      "review.json": checks("checkReview"),
      "self_assessment.json": checks("checkSelfAssessment"),
      "victim_disclosure.json": checks("checkVictimDisclosure"),
    })[file],
  multi_agency: () => multiAgency,
  themes: () => themes,
};

// With each input as it stands in the file: an object would lose a key that stands twice.
function withRaw(file) {
  const whole = readFileSync(file, "utf8");
  const raw = [...whole.matchAll(/^ "input": (.*),$/gm)].map(([, input]) => input);
  const vectors = JSON.parse(whole);
  assert.equal(raw.length, vectors.length);
  return vectors.map((vector, at) => ({ ...vector, raw: typeof vector.input === "string" ? vector.input : raw[at] }));
}

// Audits are asked in Rust and Python; the package does not have them.
const before = ["audit", "deadlines", "eligibility", "reason", "redaction"];
const questioned = readdirSync(new URL("../vectors/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !before.includes(entry.name))
  .map((entry) => entry.name);

for (const question of questioned) {
  const place = new URL(`../vectors/${question}/`, import.meta.url);
  const names = readdirSync(place).filter((name) => name.endsWith(".json"));

  it(`there are vectors of ${question}, and calls that answer them`, () => {
    assert.ok(names.length > 0);
    assert.ok(names.every((name) => questions[question]?.(name) !== undefined));
  });

  for (const name of names) {
    describe(`${question}/${name}`, () => {
      const { call, json, written } = questions[question](name);
      const vectors = withRaw(new URL(name, place));
      for (const { name: vector, input, raw, options, expect } of vectors) {
        const text = typeof options === "string" ? options : JSON.stringify(options);
        it(vector, () => {
          assert.equal(json(raw, text), JSON.stringify(expect));
          if (typeof input === "object" && typeof options !== "string") {
            assert.equal(JSON.stringify(call(input, options)), json(JSON.stringify(input), text));
          }
        });
      }

      it("are written for people too", () => {
        for (const { input, options } of vectors.filter((one) => typeof one.input === "object").slice(0, 3)) {
          for (const [form, begins] of Object.entries(written)) {
            assert.match(sfo[form](input, options), begins);
          }
        }
      });
    });
  }
}

const hidden = new URL("../vectors/redaction/", import.meta.url);
const hiddenFiles = readdirSync(hidden)
  .filter((name) => name.endsWith(".json"))
  .sort();

assert.ok(hiddenFiles.length > 0, "there are no vectors of redaction");

for (const file of hiddenFiles) {
  describe(`redaction/${file}`, () => {
    for (const { name, input, options, expect, error } of JSON.parse(readFileSync(new URL(file, hidden), "utf8"))) {
      const text = typeof input === "string";
      const calls = text
        ? [() => sfo.redactJson(input, JSON.stringify(options)), () => JSON.stringify(sfo.redact(input, options))]
        : [() => sfo.redactReviewJson(JSON.stringify(input), JSON.stringify(options))];
      it(name, () => {
        for (const call of calls) {
          if (error === undefined) {
            assert.equal(call(), JSON.stringify(expect));
          } else {
            assert.throws(call, ({ code, path }) => code === error.code && path === error.path);
          }
        }
      });
    }
  });
}
