// The rules as SQL in PostgreSQL, row by row against the package: every code in every form, with facts drawn by a seed.
// `make node-test` writes the SQL by the command line first; without it the test is skipped, and says so.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { it } from "node:test";

import { PGlite } from "@electric-sql/pglite";
import { assess } from "sfo-rules";
import { facts } from "sfo-rules/policy";

const file = new URL("../../build/rules.sql", import.meta.url);
const bundle = new URL("../../rules/dist/hmip-2020-09.json", import.meta.url);
const SUFFIXES = ["", "A", "B", "C", "E", "I", "X"];
const ODD = [null, "", "  ", "th68023", "TH-68023a", "TH 68023", "TH68023AA", "ZZ99001", "AF06999", "AF06999A", "AF069", "AF06X99",
  "AF06XX9", "TH68999", "coml025b", "\u017fX03013", "TH\u00a068023", "\u0442\u043d68023", "TH68023'", "AF069991", "\u00c0F06999"];
const AGES = [null, null, 5, 12, 13, 40, 200, -1, 12.5];

// Numbers that are the same in every run.
function random(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

const skip = existsSync(file) ? false : "build/rules.sql is not there; `make node-test` writes it";

it("PostgreSQL gives the outcomes, caveats and unknowns of the policy", { skip, timeout: 300_000 }, async () => {
  const policy = JSON.parse(readFileSync(bundle, "utf8"));
  const booleans = facts().filter((fact) => fact.type === "boolean").map((fact) => fact.name);
  const columns = booleans.map((name) => `${name} BOOLEAN`).join(", ");
  const caveats = new Map(policy.entries.map((entry) => [entry.number, entry.caveat ?? null]));
  const draw = random(7);
  const cases = [];
  const add = (code) => {
    const known = Object.fromEntries(booleans.map((name) => [name, [null, true, false][draw(3)]]));
    cases.push({ code, facts: { ...known, victim_age: AGES[draw(AGES.length)] } });
  };
  for (const code of policy.codes.flatMap((group) => group.codes)) {
    for (const suffix of code.length === 7 ? SUFFIXES : [""]) {
      add(code + suffix);
    }
  }
  ODD.forEach((code) => [1, 2, 3].forEach(() => add(code)));
  const pg = await PGlite.create();
  try {
    await pg.exec(`CREATE TABLE charges (id INTEGER, offence_code VARCHAR, victim_age DOUBLE PRECISION, ${columns})`);
    const names = ["code", "victim_age", ...booleans];
    const rows = cases.map(({ code, facts: known }, id) => ({ ...known, id, code }));
    await pg.query(
      `INSERT INTO charges (id, offence_code, victim_age, ${booleans.join(", ")})
       SELECT id, ${names.join(", ")} FROM json_to_recordset($1::json)
       AS r (id INTEGER, code VARCHAR, victim_age DOUBLE PRECISION, ${columns})`,
      [JSON.stringify(rows)],
    );
    await pg.exec(readFileSync(file, "utf8"));
    const found = await pg.query("SELECT * FROM sfo_charges ORDER BY id");
    assert.equal(found.rows.length, cases.length);
    found.rows.forEach((row, at) => {
      const { code, facts: known } = cases[at];
      const decision = assess({ offence: { code }, facts: known });
      const off = decision.possible.includes("not_qualifying");
      const automatic = decision.possible.includes("automatic");
      const only = decision.possible.length === 1;
      assert.deepEqual(
        [row.sfo_outcome, row.sfo_possible, row.sfo_entry, row.sfo_tier, row.sfo_involvement, row.sfo_certainty,
          row.sfo_missing, row.sfo_caveat, row.sfo_listed, row.sfo_automatic],
        [decision.outcome, decision.possible.join(";"), decision.entry, decision.tier, decision.involvement,
          decision.certainty, decision.missing.join(";"), caveats.get(decision.entry) ?? null,
          off ? (only ? false : null) : true, automatic ? (only ? true : null) : false],
        `row ${at}`,
      );
    });
  } finally {
    await pg.close();
  }
});
