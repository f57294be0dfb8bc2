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
