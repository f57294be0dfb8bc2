// The published schemas hold what goes in and what comes out, by a validator that is not ours and in another language than
// the one in which they are made.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";

import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const files = (folder, ending = ".json") => readdirSync(new URL(folder, root)).filter((name) => name.endsWith(ending));

// The places of the faults alone: an error of the validator shows the values.
// Strict: a keyword or a format that it does not know is an error. A choice may name its kind outside its parts.
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
formats.default(ajv);
ajv.addKeyword("x-sensitive");
// The widths of Rust's whole numbers; `minimum` and `maximum` stand beside them.
for (const name of ["uint", "uint16", "uint32", "int32"]) {
  ajv.addFormat(name, true);
}

const compiled = {};
for (const file of files("docs/schemas/")) {
  const schema = JSON.parse(read(`docs/schemas/${file}`));
  compiled[file.replace(".schema.json", "")] = { schema, fits: ajv.compile(schema) };
}
const fits = (name, value) => compiled[name].fits(value);

describe("every schema", () => {
  for (const [name, { schema }] of Object.entries(compiled)) {
    it(`${name} is a schema of draft 2020-12`, () => {
      assert.equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema");
      assert.ok(ajv.validateSchema(schema));
    });
  }
});

const vectors = (module) =>
  files(`tests/vectors/${module}/`).flatMap((file) =>
    JSON.parse(read(`tests/vectors/${module}/${file}`)).map((vector) => ({ ...vector, file: file.replace(".json", "") })),
  );

describe("every answer of a vector fits its schema", () => {
  for (const [module, schema, least] of [
    ["eligibility", "decision", 150],
    ["deadlines", "timeline", 200],
    ["review", "report", 30],
    ["multi_agency", "multi-agency", 25],
    ["themes", "themes", 25],
  ]) {
    it(module, () => {
      const answers = vectors(module).filter((vector) => "expect" in vector);
      assert.ok(answers.length >= least, `${answers.length} vectors`);
      for (const { name, expect } of answers) {
        assert.ok(fits(schema, expect), name);
        const { findings, ...without } = expect;
        assert.ok(!fits(schema, without), name);
      }
    });
  }
});

describe("a document fits where the library finds no fault of form", () => {
  // The kinds of document by their vectors; a key that stands twice is gone before a validator sees it.
  for (const kind of ["review", "self_assessment", "victim_disclosure"]) {
    it(kind, () => {
      const schema = kind.replace("_", "-");
      let good = 0;
      for (const { name, input, expect, file } of vectors("review")) {
        if (file !== kind) {
          continue;
        }
        const codes = expect.findings.map(({ code }) => code).filter((code) => !code.startsWith("check_"));
        const seen = codes.filter((code) => code !== "repeated_field");
        assert.equal(fits(schema, input), seen.length === 0, name);
        good += seen.length === 0;
      }
      assert.ok(good >= 4, `${good} documents fit`);
    });
  }

  for (const file of files("examples/").filter((name) => /^(review-|self-|victim-)/.test(name))) {
    it(`examples/${file}`, () => {
      const schema = file.startsWith("review-") ? "review" : file.replace(".json", "");
      assert.ok(fits(schema, JSON.parse(read(`examples/${file}`))));
    });
  }

  it("examples/case-deadlines.json", () => {
    assert.ok(fits("case", JSON.parse(read("examples/case-deadlines.json"))));
  });
});

it("codings and options fit where nothing is found in them, and do not where nothing is counted", () => {
  // What one value says of another is not in a schema.
  const beyond = ["date_range_reversed", "option_theme"];
  for (const { name, input, options, expect } of vectors("themes")) {
    const codes = expect.findings.map(({ code }) => code);
    const both = fits("codings", input) && fits("theme-options", options ?? {});
    assert.ok(codes.length > 0 || both, name);
    assert.ok(expect.region !== null || codes.some((code) => beyond.includes(code)) || !both, name);
  }
});

it("the entries and the facts of the policy fit theirs", () => {
  const policy = JSON.parse(read("rules/dist/hmip-2020-09.json"));
  assert.equal(policy.entries.length, 76);
  assert.ok(policy.entries.every((entry) => fits("entry", entry)));
  assert.ok(policy.facts.every((fact) => fits("fact", fact)));
});
