// The package as it is used: both kinds of module, its calls and its errors.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import * as sfo from "sfo-rules";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const package_ = dirname(require.resolve("sfo-rules/package.json"));
const robbery = { offence: { entry: 22 }, facts: { firearm_used: true } };

const error = (code) => (thrown) => {
  assert.ok(thrown instanceof sfo.SfoError);
  assert.equal(thrown.name, "SfoError");
  assert.equal(thrown.code, code);
  assert.equal(thrown.cause, undefined);
  return true;
};

describe("import and require", () => {
  it("offer the same functions", () => {
    const required = require("sfo-rules");
    assert.deepEqual(Object.keys(required).sort(), Object.keys(sfo).sort());
    for (const name of Object.keys(sfo)) {
      assert.equal(required[name], sfo[name]);
    }
  });

  it("work in a program of their own, at the first call", () => {
    const decide = `process.stdout.write(String(assess(${JSON.stringify(robbery)}).entry))`;
    const common = `const { assess } = require("sfo-rules"); ${decide}`;
    const module = `import { assess } from "sfo-rules"; ${decide}`;
    const run = (kind, program) =>
      execFileSync(process.execPath, [`--input-type=${kind}`, "--eval", program], {
        cwd: here,
        encoding: "utf8",
      });
    assert.equal(run("commonjs", common), "22");
    assert.equal(run("module", module), "22");
  });
});

describe("assess", () => {
  it("gives the object that assessJson gives as text", () => {
    assert.equal(JSON.stringify(sfo.assess(robbery)), sfo.assessJson(JSON.stringify(robbery)));
  });

  it("leaves its argument as it was", () => {
    const frozen = Object.freeze({ offence: Object.freeze({ entry: 22 }) });
    assert.equal(sfo.assess(frozen).outcome, "needs_information");
  });

  it("takes undefined as not known", () => {
    const decision = sfo.assess({ offence: { entry: 22, code: undefined }, facts: { firearm_used: undefined } });
    assert.deepEqual(decision.missing, ["firearm_used"]);
  });

  it("never throws for what is wrong with a case", () => {
    for (const given of [null, 1, "robbery", true, [], {}, { offence: 5 }, { charges: [null] }, { facts: { x: 1 } }]) {
      const decision = sfo.assess(given);
      assert.equal(decision.outcome, "unrecognised", JSON.stringify(given));
    }
  });

  it("refuses what JSON cannot hold, without saying what it was", () => {
    const cycle = { offence: { text: "secret" } };
    cycle.self = cycle;
    const throwing = {
      get offence() {
        throw new Error("secret");
      },
    };
    for (const given of [cycle, { facts: { victim_age: 12n } }, undefined, () => robbery, Symbol("secret"), throwing]) {
      assert.throws(() => sfo.assess(given), error("not_serialisable"));
      assert.throws(() => sfo.explain(given), (thrown) => !thrown.message.includes("secret"));
    }
  });
});

describe("assessJson", () => {
  it("answers text that is not JSON with a finding", () => {
    for (const text of ["", "{", "nonsense", "\u0000", '{"offence":{"text":"\ud800"}}']) {
      assert.equal(JSON.parse(sfo.assessJson(text)).outcome, "unrecognised");
    }
    assert.equal(JSON.parse(sfo.assessJson("{")).findings[0].code, "malformed_case");
  });

  it("answers a text beyond the bound with the finding that names it, whatever its letters", () => {
    for (const letter of ["a", "é", "€", "\u{1f600}"]) {
      const long = JSON.stringify({ offence: { text: letter.repeat(1 << 20) } });
      assert.equal(JSON.parse(sfo.assessJson(long)).findings[0].code, "case_too_large");
    }
  });

  it("takes text only", () => {
    for (const given of [undefined, null, 1, {}, new String("{}")]) {
      assert.throws(() => sfo.assessJson(given), error("not_text"));
    }
  });
});

describe("assessFlat", () => {
  it("is assess with the code and the facts in their places", () => {
    const facts = { firearm_used: true };
    const rest = { offence_date: "2024-03-01", risk_of_serious_harm: "high" };
    assert.deepEqual(
      sfo.assessFlat("TH68023A", facts, rest),
      sfo.assess({ ...rest, offence: { code: "TH68023A" }, facts }),
    );
    assert.deepEqual(sfo.assessFlat("TH68023A"), sfo.assess({ offence: { code: "TH68023A" } }));
    assert.equal(sfo.assessFlat(null, null, null).outcome, "unrecognised");
  });
});

describe("the rest", () => {
  it("explains in plain text", () => {
    assert.match(sfo.explain({ offence: { entry: 22 } }), /^Needs information/);
  });

  it("lists the entries and the facts, a new list each time", () => {
    const numbers = sfo.entries().map((entry) => entry.number);
    assert.deepEqual(numbers, Array.from({ length: 76 }, (_, at) => at + 1));
    assert.ok(sfo.facts().every((fact) => fact.question !== "" && typeof fact.sensitive === "boolean"));
    sfo.facts()[0].question = "";
    assert.notEqual(sfo.facts()[0].question, "");
  });

  it("hands out the policy by which it decides", () => {
    const policy = JSON.parse(readFileSync(join(package_, "dist/policy.json"), "utf8"));
    const { id, version } = sfo.assess({}).policy;
    assert.deepEqual([policy.id, policy.version], [id, version]);
  });

  it("can be initialised in Node, where that is not needed", async () => {
    assert.equal(await sfo.init(), undefined);
  });
});

describe("the module file", () => {
  const without = (change, program) => {
    const folder = mkdtempSync(join(tmpdir(), "sfo-"));
    try {
      cpSync(package_, join(folder, "sfo"), {
        recursive: true,
        filter: (source) => !source.includes("node_modules"),
      });
      change(join(folder, "sfo/dist"));
      return program(join(folder, "sfo"), folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const broken = {
    "the module is missing": (dist) => rmSync(join(dist, "sfo_bg.wasm")),
    "the module is damaged": (dist) => writeFileSync(join(dist, "sfo_bg.wasm"), "not a module"),
    "the policy is missing": (dist) => rmSync(join(dist, "policy.bin")),
    "the policy is damaged": (dist) => {
      const policy = readFileSync(join(dist, "policy.bin"));
      policy[policy.length - 1] ^= 1;
      writeFileSync(join(dist, "policy.bin"), policy);
    },
  };

  for (const [state, change] of Object.entries(broken)) {
    it(`when ${state}, gives an error with a code and no path`, () => {
      without(change, (copy, folder) => {
        const other = require(join(copy, "index.cjs"));
        for (let turn = 0; turn < 2; turn += 1) {
          assert.throws(
            () => other.assess(robbery),
            (thrown) =>
              thrown instanceof other.SfoError && thrown.code === "load_failed" && !thrown.message.includes(folder),
          );
        }
      });
    });
  }
});

describe("the entry for browsers", () => {
  it("asks for init, says when loading fails, tries again, and then gives the same bytes", async () => {
    const web = await import(pathToFileURL(join(package_, "web.mjs")).href);
    const loading = (code) => (thrown) => thrown instanceof web.SfoError && thrown.code === code;
    assert.throws(() => web.assess(robbery), loading("not_loaded"));
    const bytes = readFileSync(join(package_, "dist/sfo_bg.wasm"));
    const policy = readFileSync(join(package_, "dist/policy.bin"));
    await assert.rejects(web.init(new Uint8Array([1, 2, 3]), policy), loading("load_failed"));
    assert.throws(() => web.assess(robbery), loading("not_loaded"));
    for (const given of [policy.subarray(1), bytes, new Response("", { status: 404 }), undefined]) {
      await assert.rejects(web.init(bytes, given), loading("load_failed"));
      assert.throws(() => web.assess(robbery), loading("not_loaded"));
    }
    await Promise.all([web.init(bytes, new Response(policy)), web.init(bytes, policy)]);
    await web.init();
    assert.equal(web.assessJson(JSON.stringify(robbery)), sfo.assessJson(JSON.stringify(robbery)));
    assert.deepEqual(Object.keys(web).sort(), Object.keys(sfo).sort());
  });
});
