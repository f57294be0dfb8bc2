// Every vector of the project, byte for byte, through the package as a program in Node gets it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";

import { assess, assessJson, citation, reason } from "sfo-rules";

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
