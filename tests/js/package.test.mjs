// The package as it is used: both kinds of module, its calls and its errors.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import * as sfo from "sfo-rules";
import * as lists from "sfo-rules/policy";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const package_ = dirname(require.resolve("sfo-rules/package.json"));
const robbery = { offence: { entry: 22 }, facts: { firearm_used: true } };
const notified = { events: { notified: "2024-03-06" } };
const asked = { as_of: "2024-05-01", rules: ["full-review-within-three-months"] };
const review = JSON.parse(readFileSync(join(here, "../../examples/review-poor.json"), "utf8"));
const murder = { offence: { entry: 1 }, multi_agency: { mappa_managed: true, convicted: true } };
const coded = { codings: [{ review: "a", date: "2024-03-01", unit: "North", themes: ["enforcement", "recording"] }] };
const toWorkshop = { audience: "workshop", people: [{ name: "Alder Quillfeather", role: "offender" }] };
const named = "Mr Quillfeather rang 07700 900123.";
const byUnit = { by: "unit", period: { from: "2024-01-01", to: "2024-12-31" } };

const error = (code) => (thrown) => {
  assert.ok(thrown instanceof sfo.SfoError);
  assert.equal(thrown.name, "SfoError");
  assert.equal(thrown.code, code);
  assert.equal(thrown.cause, undefined);
  return true;
};

// What JSON cannot hold; each says "secret" somewhere.
function unwritable() {
  const cycle = { offence: { text: "secret" } };
  cycle.self = cycle;
  const throwing = {
    get events() {
      throw new Error("secret");
    },
  };
  const refusing = { toJSON: () => { throw new Error("secret"); } };
  const trapped = new Proxy({}, { ownKeys: () => { throw new Error("secret"); } });
  let deep = "secret";
  for (let level = 0; level < 100_000; level += 1) {
    deep = [deep];
  }
  return [cycle, { facts: { victim_age: 12n } }, () => robbery, Symbol("secret"), throwing, refusing, trapped, deep];
}

describe("import and require", () => {
  it("offer the same functions", () => {
    const required = require("sfo-rules");
    assert.deepEqual(Object.keys(required).sort(), Object.keys(sfo).sort());
    for (const name of Object.keys(sfo)) {
      assert.equal(required[name], sfo[name]);
    }
  });

  it("work in a program of their own, at the first call", () => {
    const decide = `process.stdout.write(
      [assess(${JSON.stringify(robbery)}).entry, deadlines(${JSON.stringify(notified)}).events.length, facts().length].join(),
    )`;
    const common = `const { assess, deadlines } = require("sfo-rules"); const { facts } = require("sfo-rules/policy"); ${decide}`;
    const module = `import { assess, deadlines } from "sfo-rules"; import { facts } from "sfo-rules/policy"; ${decide}`;
    const run = (kind, program) =>
      execFileSync(process.execPath, [`--input-type=${kind}`, "--eval", program], {
        cwd: here,
        encoding: "utf8",
      });
    assert.equal(run("commonjs", common), `22,1,${lists.facts().length}`);
    assert.equal(run("module", module), `22,1,${lists.facts().length}`);
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
    for (const given of [undefined, ...unwritable()]) {
      for (const call of [sfo.assess, sfo.explain, sfo.reason, sfo.citation]) {
        assert.throws(() => call(given), error("not_serialisable"));
        assert.throws(() => call(given), (thrown) => !thrown.message.includes("secret"));
      }
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

  it("hands out the policy by which it decides", () => {
    const policy = JSON.parse(readFileSync(join(package_, "dist/policy.json"), "utf8"));
    const { id, version } = sfo.assess({}).policy;
    assert.deepEqual([policy.id, policy.version], [id, version]);
  });

  it("can be initialised in Node, where that is not needed", async () => {
    for (const init of [sfo.init, sfo.initDeadlines, sfo.initMultiAgency, sfo.initRedaction, sfo.initReview, sfo.initThemes]) {
      assert.equal(await init(), undefined);
    }
  });

  it("has every file that it names", () => {
    const { exports, files } = require("sfo-rules/package.json");
    const named = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(named));
    const [listing] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: package_, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
    const packed = new Set(listing.files.map(({ path }) => path));
    const dist = readdirSync(join(package_, "dist")).map((name) => `dist/${name}`);
    for (const file of [...named(exports).map((path) => path.slice(2)), ...files.filter((name) => name !== "dist"), ...dist]) {
      assert.ok(packed.has(file), file);
    }
  });
});

describe("sfo-rules/policy", () => {
  it("lists the entries and the facts, a new list each time", () => {
    const numbers = lists.entries().map((entry) => entry.number);
    assert.deepEqual(numbers, Array.from({ length: 76 }, (_, at) => at + 1));
    assert.ok(lists.facts().every((fact) => fact.question !== "" && typeof fact.sensitive === "boolean"));
    for (const list of [lists.entries, lists.facts]) {
      const before = JSON.stringify(list());
      list()[0].citation = "";
      list().pop();
      assert.equal(JSON.stringify(list()), before);
    }
  });

  it("says the same as the policy, and the same to `require`", () => {
    const policy = JSON.parse(readFileSync(join(package_, "dist/policy.json"), "utf8"));
    const required = require("sfo-rules/policy");
    assert.deepEqual(Object.keys(required).sort(), Object.keys(lists).sort());
    for (const { entries, facts } of [lists, required]) {
      assert.deepEqual(entries(), policy.entries);
      assert.deepEqual(facts(), policy.facts);
    }
  });
});

describe("deadlines", () => {
  it("gives the object that deadlinesJson gives as text", () => {
    const timeline = sfo.deadlines(notified, asked);
    assert.equal(JSON.stringify(timeline), sfo.deadlinesJson(JSON.stringify(notified), JSON.stringify(asked)));
    assert.deepEqual(timeline.next, { rule: asked.rules[0], event: "review_completed", due: "2024-06-06" });
  });

  it("takes no options, none of them, and each that is not given, alike", () => {
    const expected = sfo.deadlinesJson(JSON.stringify(notified));
    const nothing = { as_of: null, targets: undefined, calendar: null, rules: undefined };
    for (const options of [undefined, null, {}, nothing]) {
      assert.equal(JSON.stringify(sfo.deadlines(notified, options)), expected);
    }
    for (const options of [undefined, null, "{}"]) {
      assert.equal(sfo.deadlinesJson(JSON.stringify(notified), options), expected);
    }
    assert.equal(JSON.parse(expected).as_of, null);
  });

  it("leaves its arguments as they were", () => {
    const frozen = Object.freeze({ events: Object.freeze({ notified: "2024-03-06" }) });
    const options = Object.freeze({ ...asked, rules: Object.freeze([...asked.rules]) });
    assert.equal(sfo.deadlines(frozen, options).next.due, "2024-06-06");
  });

  it("never throws for what is wrong with a case, and the other rules still answer", () => {
    const cases = [
      [null, 1, "secret", true, [], { events: 5 }, { events: { notified: {} } }, { extensions: { secret: 1 } }],
      [{ events: { secret: "2024-03-06" } }, { events: { notified: "2024-02-30" } }, { events: { notified: "1066-10-14" } }],
      [{ offence: { text: "\ud800" } }, { events: { notified: new Date(Number.NaN) } }],
    ].flat();
    for (const given of cases) {
      const timeline = sfo.deadlines(given, { as_of: "2024-05-01" });
      assert.ok(timeline.rules.length > 30, JSON.stringify(given));
      assert.ok(!JSON.stringify(timeline).includes("secret"));
    }
    for (const text of ["", "{", "nonsense", "\u0000", '{"offence":{"text":"\ud800"}}', "[".repeat(100_000)]) {
      assert.ok(JSON.parse(sfo.deadlinesJson(text)).rules.length > 30);
    }
    assert.equal(JSON.parse(sfo.deadlinesJson("{")).findings[0].code, "malformed_case");
  });

  it("answers a case beyond the bound with the finding that names it, whatever its letters", () => {
    for (const letter of ["a", "é", "€", "\u{1f600}"]) {
      const long = { events: { notified: letter.repeat(1 << 20) } };
      assert.equal(sfo.deadlines(long).findings[0].code, "case_too_large");
      assert.equal(JSON.parse(sfo.deadlinesJson(JSON.stringify(long))).findings[0].code, "case_too_large");
    }
  });

  const formats = [sfo.deadlines, sfo.deadlinesText, sfo.deadlinesIcs, sfo.deadlinesSvg];

  it("tells a fault of the options by its code and its place, without the value", () => {
    const faults = [
      [{ as_of: "secret" }, "options_malformed", "/as_of"],
      [{ as_of: new Date(0) }, "options_malformed", "/as_of"],
      [{ "secret\nsecret": 1 }, "options_malformed", ""],
      [[], "options_malformed", ""],
      [{ rules: ["secret\nsecret"] }, "unknown_deadline", "/rules/0"],
      [{ rules: "\ud800" }, "options_malformed", ""],
      [{ targets: { extends: "secret", title: "t", targets: [] } }, "targets_of_another_policy", "/targets/extends"],
      [{ calendar: { "secret": 1 } }, "calendar_malformed", "/calendar"],
      [{ as_of: "a".repeat(40 << 20) }, "options_too_large", ""],
    ];
    for (const [options, code, path] of faults) {
      for (const call of formats) {
        assert.throws(
          () => call(notified, options),
          (thrown) => {
            assert.equal(thrown.path, path);
            assert.ok(!thrown.message.includes("secret") && !thrown.message.includes("\n"));
            return error(code)(thrown);
          },
        );
      }
    }
    assert.throws(() => sfo.deadlinesJson("{}", "{"), error("options_malformed"));
  });

  it("refuses what JSON cannot hold, in the case and in the options, without saying what it was", () => {
    for (const given of unwritable()) {
      for (const call of formats) {
        for (const turn of [() => call(given), () => call({}, given)]) {
          assert.throws(turn, error("not_serialisable"));
          assert.throws(turn, (thrown) => !thrown.message.includes("secret"));
        }
      }
    }
    assert.throws(() => sfo.deadlines(undefined), error("not_serialisable"));
    for (const given of [null, 1, {}, new String("{}")]) {
      assert.throws(() => sfo.deadlinesJson(given), error("not_text"));
      if (given !== null) {
        assert.throws(() => sfo.deadlinesJson("{}", given), error("not_text"));
      }
    }
    assert.throws(() => sfo.deadlinesJson(), error("not_text"));
  });

  it("still answers after all that", () => {
    assert.equal(sfo.deadlines(notified, asked).next.due, "2024-06-06");
  });
});

// What is wrong with the form of a document, and not with what it says.
const faults = ({ findings }) => findings.filter(({ code }) => !code.startsWith("check_"));

// Lists in one another, so deep.
function nested(levels) {
  let deep = "secret";
  for (let level = 0; level < levels; level += 1) {
    deep = [deep];
  }
  return deep;
}

for (const [name, field] of [
  ["checkReview", "case_summary"],
  ["checkSelfAssessment", "process"],
  ["checkVictimDisclosure", "eligibility"],
]) {
  describe(name, () => {
    const { [name]: check, [`${name}Json`]: json } = sfo;
    const forms = ["Text", "Html", "Sheet"].map((form) => sfo[name + form]);

    it("gives the object that the call for text gives as text", () => {
      for (const given of [{}, review, { [field]: {} }]) {
        assert.equal(JSON.stringify(check(given)), json(JSON.stringify(given)));
      }
    });

    it("leaves its argument as it was, and takes undefined as not answered", () => {
      assert.equal(JSON.stringify(check(Object.freeze({ [field]: undefined }))), json("{}"));
    });

    it("never throws for what is wrong with a document, tells each fault by its place, and the other checks still answer", () => {
      const wrong = [
        [null, "wrong_type", ""],
        ["secret", "wrong_type", ""],
        [[], "wrong_type", ""],
        [{ secret: 1 }, "unknown_field", ""],
        [{ [field]: "secret" }, "wrong_type", `/${field}`],
        [{ [field]: { "secret\u0000": "secret" } }, "unknown_field", `/${field}`],
        [{ [field]: nested(80) }, "document_too_deep", ""],
        [{ [field]: "secret".repeat(2 << 20) }, "document_too_large", ""],
        [{ [field]: "\u{1f600}".repeat(3 << 20) }, "document_too_large", ""],
      ];
      const { checks } = check({});
      for (const [given, code, path] of wrong) {
        const report = check(given);
        assert.deepEqual(faults(report).map((fault) => [fault.code, fault.path]), [[code, path]]);
        assert.deepEqual(report.checks.map(({ id }) => id), checks.map(({ id }) => id));
        assert.equal(JSON.stringify(report), json(JSON.stringify(given)));
        for (const written of [JSON.stringify(report), ...forms.map((form) => form(given))]) {
          assert.ok(!written.includes("secret"));
        }
      }
      for (const text of ["", "{", "nonsense", "\u0000", '{"a":"\ud800"}', "{".repeat(100_000)]) {
        assert.equal(faults(JSON.parse(json(text))).length, 1);
      }
    });

    it("refuses what JSON cannot hold, and other things than text, without saying what they were", () => {
      for (const given of [undefined, ...unwritable()]) {
        for (const call of [check, ...forms]) {
          assert.throws(() => call(given), error("not_serialisable"));
          assert.throws(() => call(given), (thrown) => !thrown.message.includes("secret"));
        }
      }
      for (const given of [undefined, null, 1, {}, new String("{}")]) {
        assert.throws(() => json(given), error("not_text"));
      }
    });
  });
}

describe("a review", () => {
  it("with too many actions is told so, and what it says elsewhere is judged", () => {
    const long = { ...review, action_plan: { actions: Array(10_000).fill({}) } };
    assert.deepEqual(faults(sfo.checkReview(long)).map(({ code, path }) => [code, path]), [
      ["list_too_long", "/action_plan/actions"],
    ]);
    assert.ok(sfo.checkReview(long).counts.must.met > 0);
  });

  it("is written for people without its values", () => {
    const reference = "<script>secret</script>";
    const hostile = { ...review, case_summary: { ...review.case_summary, reference } };
    for (const form of [sfo.checkReviewText, sfo.checkReviewHtml, sfo.checkReviewSheet]) {
      assert.equal(form(hostile), form(review));
      assert.ok(!form(hostile).includes("secret"));
    }
  });
});

describe("multiAgency", () => {
  it("gives the object that multiAgencyJson gives as text, and says that the criterion is a proposal", () => {
    const answer = sfo.multiAgency(Object.freeze(murder));
    assert.equal(JSON.stringify(answer), sfo.multiAgencyJson(JSON.stringify(murder)));
    assert.deepEqual([answer.criterion, answer.proposal], ["met", true]);
    assert.match(sfo.multiAgencyText(murder), /propos/);
  });

  it("never throws for what is wrong with a case", () => {
    const cases = [null, 1, "secret", [], { offence: 5 }, { charges: [null] }, { multi_agency: { convicted: "secret" } }];
    for (const given of [...cases, { offence: { text: "secret".repeat(2 << 20) } }, nested(500)]) {
      const answer = sfo.multiAgency(given);
      assert.equal(answer.criterion, "unknown");
      assert.ok(answer.findings.length > 0 && !JSON.stringify(answer).includes("secret"));
    }
    for (const text of ["", "{", "\u0000", "[".repeat(100_000)]) {
      assert.equal(JSON.parse(sfo.multiAgencyJson(text)).findings[0].code, "malformed_case");
    }
    const long = { offence: { text: "€".repeat(1 << 20) } };
    assert.equal(sfo.multiAgency(long).findings[0].code, "case_too_large");
  });

  it("refuses what JSON cannot hold, and other things than text, without saying what they were", () => {
    for (const given of [undefined, ...unwritable()]) {
      for (const call of [sfo.multiAgency, sfo.multiAgencyText]) {
        assert.throws(() => call(given), error("not_serialisable"));
        assert.throws(() => call(given), (thrown) => !thrown.message.includes("secret"));
      }
    }
    for (const given of [undefined, null, 1, {}]) {
      assert.throws(() => sfo.multiAgencyJson(given), error("not_text"));
    }
  });
});

describe("themes", () => {
  const forms = [sfo.themes, sfo.themesText, sfo.themesCsv, sfo.themesHtml, sfo.themesSvg];

  it("gives the object that themesJson gives as text", () => {
    const counted = sfo.themes(Object.freeze(coded), Object.freeze(byUnit));
    assert.equal(JSON.stringify(counted), sfo.themesJson(JSON.stringify(coded), JSON.stringify(byUnit)));
    assert.deepEqual(counted.region.top.map(({ theme, count }) => [theme, count]), [["enforcement", 1], ["recording", 1]]);
  });

  it("takes no options, none of them, and each that is not given, alike", () => {
    const expected = sfo.themesJson(JSON.stringify(coded));
    for (const options of [undefined, null, {}, { by: null, period: undefined }]) {
      assert.equal(JSON.stringify(sfo.themes(coded, options)), expected);
    }
    for (const options of [undefined, null, "{}"]) {
      assert.equal(sfo.themesJson(JSON.stringify(coded), options), expected);
    }
  });

  it("counts whole reviews", () => {
    const complete = JSON.parse(readFileSync(join(here, "../../examples/review-complete.json"), "utf8"));
    assert.equal(sfo.themes({ codings: [complete] }).region.reviews, 1);
  });

  it("never throws for what is wrong with the codings or the options", () => {
    const wrong = [
      [null, {}, "malformed_codings"],
      [nested(100), {}, "malformed_codings"],
      [{ codings: [5] }, {}, "coding_type"],
      [{ codings: [{ themes: ["secret"] }] }, {}, "unknown_theme"],
      [{ codings: Array(100_001).fill({}) }, {}, "too_many_codings"],
      [{ codings: [{ unit: "é".repeat(9 << 20) }] }, {}, "codings_too_large"],
      [coded, { suppress_below: "secret" }, "option_type"],
      [coded, { secret: 5 }, "option_unknown"],
      [coded, { by: "secret".repeat(1 << 20) }, "malformed_options"],
    ];
    for (const [given, options, code] of wrong) {
      const counted = sfo.themes(given, options);
      assert.ok(counted.findings.some((finding) => finding.code === code), `${code}: ${JSON.stringify(counted.findings)}`);
      for (const form of forms) {
        assert.ok(!JSON.stringify(form(given, options)).includes("secret"));
      }
    }
    for (const text of ["", "{", "\u0000", "[".repeat(100_000)]) {
      assert.equal(JSON.parse(sfo.themesJson(text)).findings[0].code, "malformed_codings");
      if (text !== "") {
        assert.equal(JSON.parse(sfo.themesJson("{}", text)).region, null);
      }
    }
  });

  it("writes a unit's name, which is the caller's, as text", () => {
    const hostile = { codings: [{ unit: "</text><script>alert(1)</script>", themes: ["enforcement"] }] };
    for (const form of [sfo.themesHtml, sfo.themesSvg]) {
      assert.ok(!form(hostile, { by: "unit" }).includes("<script"));
    }
    assert.ok(sfo.themesHtml(hostile, { by: "unit" }).includes("&lt;script&gt;"));
  });

  it("refuses what JSON cannot hold, in the codings and in the options, without saying what it was", () => {
    for (const given of unwritable()) {
      for (const call of forms) {
        for (const turn of [() => call(given), () => call(coded, given)]) {
          assert.throws(turn, error("not_serialisable"));
          assert.throws(turn, (thrown) => !thrown.message.includes("secret"));
        }
      }
    }
    assert.throws(() => sfo.themes(undefined), error("not_serialisable"));
    for (const turn of [() => sfo.themesJson({}), () => sfo.themesJson("{}", {}), () => sfo.themesJson()]) {
      assert.throws(turn, error("not_text"));
    }
  });
});

describe("redact", () => {
  it("gives the object that redactJson gives as text", () => {
    const redaction = sfo.redact(named, toWorkshop);
    assert.equal(redaction.text, "Supervised Person 1 rang [redacted: contact details].");
    assert.equal(JSON.stringify(redaction), sfo.redactJson(named, JSON.stringify(toWorkshop)));
    assert.ok(!JSON.stringify(redaction).includes("Quillfeather"));
    assert.deepEqual(sfo.verify(redaction.text, toWorkshop), []);
    assert.equal(sfo.verify("Mr Q\u200buill<b>feather</b>", toWorkshop).length, 1);
  });

  it("keeps the form of a review", () => {
    const given = { assessment: { judgements_examined: true, reasons: "Mr Quillfeather was not asked." } };
    const redaction = sfo.redactReview(given, toWorkshop);
    assert.deepEqual(redaction.review, {
      assessment: { judgements_examined: true, reasons: "Supervised Person 1 was not asked." },
    });
    assert.equal(redaction.log[0].pointer, "/assessment/reasons");
    const { review: _, ...same } = redaction;
    assert.equal(JSON.stringify(same), sfo.redactReviewJson(JSON.stringify(given), JSON.stringify(toWorkshop)));
  });

  it("says what cannot be used, and never its words", () => {
    const faults = [
      [{ audience: "secret" }, "/audience"],
      [{ audience: "victim", people: [{ name: "", role: "child" }] }, "/people/0/name"],
      [{ audience: "victim", people: [{ name: "Secret Secret", role: "secret" }] }, "/people/0/role"],
      [{ audience: "victim", reader: "Secret" }, "/reader/0"],
      [{ audience: "victim", operator: "secret" }, "/operator"],
      [{ audience: "victim", secret: 1 }, ""],
    ];
    for (const [options, path] of faults) {
      for (const call of [() => sfo.redact("secret", options), () => sfo.verify("secret", options)]) {
        assert.throws(call, (thrown) => {
          assert.ok(thrown instanceof sfo.SfoError);
          assert.equal(thrown.code, "redaction_malformed");
          assert.ok(thrown.path.startsWith(path), thrown.path);
          assert.ok(!thrown.message.toLowerCase().includes("secret"));
          return true;
        });
      }
    }
  });

  it("takes a text, and a review as an object", () => {
    for (const given of [undefined, null, 1, {}, ["Mr Quillfeather"]]) {
      assert.throws(() => sfo.redact(given, toWorkshop), error("not_text"));
      assert.throws(() => sfo.verify(given, toWorkshop), error("not_text"));
    }
    for (const given of [undefined, ...unwritable()]) {
      assert.throws(() => sfo.redactReview(given, toWorkshop), error("not_serialisable"));
    }
    assert.throws(() => sfo.redactReviewJson("{", JSON.stringify(toWorkshop)), error("redaction_malformed"));
    // Half of a surrogate pair is no character.
    assert.equal(sfo.redact("a\ud800b", toWorkshop).text, "a\ufffdb");
  });

  it("finds the same as the native code", () => {
    // A page of the corpus, whose answer from Python stands beside it.
    const page = JSON.parse(readFileSync(join(here, "../corpus/page.json"), "utf8"));
    const options = { audience: "workshop", people: page.people };
    assert.equal(sfo.redact(page.text, options).text, page.redacted);
  });
});

const modules = {
  eligibility: {
    calls: (from) => [() => from.assess(robbery), () => from.assessJson("{}"), () => from.reason({})],
    load: "init",
    answer: (from) => from.assessJson(JSON.stringify(robbery)),
    other: "deadlines",
  },
  deadlines: {
    calls: (from) => [
      () => from.deadlines(notified),
      () => from.deadlinesJson("{}"),
      () => from.deadlinesText({}),
      () => from.deadlinesIcs({}),
      () => from.deadlinesSvg({}),
    ],
    load: "initDeadlines",
    answer: (from) => from.deadlinesJson(JSON.stringify(notified), JSON.stringify(asked)),
    other: "review",
  },
  review: {
    calls: (from) =>
      ["checkReview", "checkSelfAssessment", "checkVictimDisclosure"].flatMap((name) => [
        () => from[name]({}),
        () => from[`${name}Json`]("{}"),
        () => from[`${name}Text`]({}),
        () => from[`${name}Html`]({}),
        () => from[`${name}Sheet`]({}),
      ]),
    load: "initReview",
    answer: (from) => from.checkReviewJson(JSON.stringify(review)),
    other: "themes",
  },
  multi_agency: {
    calls: (from) => [() => from.multiAgency({}), () => from.multiAgencyJson("{}"), () => from.multiAgencyText({})],
    load: "initMultiAgency",
    answer: (from) => from.multiAgencyJson(JSON.stringify(murder)),
    other: "eligibility",
  },
  themes: {
    calls: (from) => [
      () => from.themes({}),
      () => from.themesJson("{}"),
      () => from.themesText({}),
      () => from.themesCsv({}),
      () => from.themesHtml({}),
      () => from.themesSvg({}),
    ],
    load: "initThemes",
    answer: (from) => from.themesJson(JSON.stringify(coded), JSON.stringify(byUnit)),
    other: "redaction",
  },
  redaction: {
    calls: (from) => [
      () => from.redact("", toWorkshop),
      () => from.redactJson("", JSON.stringify(toWorkshop)),
      () => from.redactReview({}, toWorkshop),
      () => from.redactReviewJson("{}", JSON.stringify(toWorkshop)),
      () => from.verify("", toWorkshop),
    ],
    load: "initRedaction",
    answer: (from) => from.redactJson(named, JSON.stringify(toWorkshop)),
    other: "multi_agency",
  },
};

// A copy of the package, for a program of its own.
function copied(use) {
  const folder = mkdtempSync(join(tmpdir(), "sfo-"));
  try {
    cpSync(package_, join(folder, "sfo"), {
      recursive: true,
      filter: (source) => !source.includes("node_modules"),
    });
    return use(join(folder, "sfo"), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const [name, { calls, load, answer, other }] of Object.entries(modules)) {
  describe(`the files of ${name} in Node`, () => {
    const broken = {
      "the module is missing": (dist) => rmSync(join(dist, `${name}_bg.wasm`)),
      "the module is damaged": (dist) => writeFileSync(join(dist, `${name}_bg.wasm`), "not a module"),
      "the policy is missing": (dist) => rmSync(join(dist, `${name}.bin`)),
      "the policy is damaged": (dist) => {
        const policy = readFileSync(join(dist, `${name}.bin`));
        policy[policy.length - 1] ^= 1;
        writeFileSync(join(dist, `${name}.bin`), policy);
      },
      "the policy is the other part": (dist) => cpSync(join(dist, `${other}.bin`), join(dist, `${name}.bin`)),
    };
    for (const [state, change] of Object.entries(broken)) {
      it(`when ${state}, give an error with a code and no path, until it is put right; the other module answers`, () => {
        copied((copy, folder) => {
          change(join(copy, "dist"));
          const from = require(join(copy, "index.cjs"));
          const failed = (thrown) =>
            thrown instanceof from.SfoError &&
            thrown.code === "load_failed" &&
            thrown.path === undefined &&
            !thrown.message.includes(folder);
          for (const call of [...calls(from), ...calls(from)]) {
            assert.throws(call, failed);
          }
          assert.equal(modules[other].answer(from), modules[other].answer(sfo));
          for (const file of [`${name}_bg.wasm`, `${name}.bin`]) {
            cpSync(join(package_, "dist", file), join(copy, "dist", file));
          }
          assert.equal(answer(from), answer(sfo));
        });
      });
    }

    it("are read only when they are asked", () => {
      copied((copy) => {
        for (const file of [`${other}_bg.wasm`, `${other}.bin`, `${other}.cjs`]) {
          rmSync(join(copy, "dist", file));
        }
        assert.equal(answer(require(join(copy, "index.cjs"))), answer(sfo));
      });
    });
  });

  describe(`the entry for browsers, of ${name}`, () => {
    const module = readFileSync(join(package_, `dist/${name}_bg.wasm`));
    const policy = readFileSync(join(package_, `dist/${name}.bin`));
    const otherPolicy = readFileSync(join(package_, `dist/${other}.bin`));
    // Each test has an entry of its own, not yet loaded.
    const fresh = async (use) => {
      const folder = mkdtempSync(join(tmpdir(), "sfo-"));
      try {
        cpSync(package_, folder, { recursive: true, filter: (source) => !source.includes("node_modules") });
        const web = await import(pathToFileURL(join(folder, "web.mjs")).href);
        await use(web, (code) => (thrown) => {
          assert.ok(thrown instanceof web.SfoError);
          assert.equal(thrown.code, code);
          assert.ok(!thrown.message.includes(folder));
          return true;
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    };
    const served = () => new Response(policy);

    it("asks to be loaded, says when that fails, tries again, and then gives the same bytes", () =>
      fresh(async (web, told) => {
        const asks = (thrown) => told("not_loaded")(thrown) && thrown.message.includes(`\`${load}()\``);
        const refuses = () => calls(web).forEach((call) => assert.throws(call, asks));
        refuses();
        const missing = [() => new Response("", { status: 404 }), () => Promise.reject(new Error("secret"))];
        for (const given of [() => new Uint8Array([1, 2, 3]), ...missing]) {
          await assert.rejects(web[load](given(), policy), told("load_failed"));
          refuses();
        }
        for (const given of [() => policy.subarray(1), () => module, () => otherPolicy, () => undefined, ...missing]) {
          await assert.rejects(web[load](module, given()), told("load_failed"));
          refuses();
        }
        await web[load](module, served());
        await web[load]();
        assert.equal(answer(web), answer(sfo));
        modules[other].calls(web).forEach((call) => assert.throws(call, told("not_loaded")));
      }));

    it("is loaded by several at once", () =>
      fresh(async (web, told) => {
        const compiled = await WebAssembly.compile(module);
        const address = "data:application/wasm;base64," + module.toString("base64");
        const outcomes = await Promise.allSettled([
          web[load](module, otherPolicy),
          web[load](compiled, policy.buffer.slice(policy.byteOffset, policy.byteOffset + policy.length)),
          web[load](new URL(address), Promise.resolve(served())),
          web[load](new Uint8Array([1]), otherPolicy),
          web[load](Promise.reject(new Error("not needed")), Promise.reject(new Error("not needed"))),
        ]);
        assert.deepEqual(outcomes.map(({ status }) => status), ["rejected", ...Array(4).fill("fulfilled")]);
        assert.ok(told("load_failed")(outcomes[0].reason));
        assert.equal(answer(web), answer(sfo));
      }));

    it("loads from an address and from a request", () =>
      fresh(async (web) => {
        const address = "data:application/wasm;base64," + module.toString("base64");
        const request = new Request("data:application/octet-stream;base64," + policy.toString("base64"));
        await web[load](address, request);
        assert.equal(answer(web), answer(sfo));
      }));
  });
}

it("the entry for browsers offers what the entry for Node does", async () => {
  const web = await import(pathToFileURL(join(package_, "web.mjs")).href);
  assert.deepEqual(Object.keys(web).sort(), Object.keys(sfo).sort());
});
