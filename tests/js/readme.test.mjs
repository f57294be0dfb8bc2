// The samples in JavaScript of the READMEs: each runs as a program of its own, and what it says in comments is so.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const files = ["README.md", "crates/sfo-wasm/js/README.md"];

// Puts a check in the place of each expression that a comment gives the value of, behind it or on the line below.
function checked(sample) {
  let checks = 0;
  const lines = sample.replace(/;\n(\/\/ .*)$/gm, "; $1").split("\n");
  const program = lines.map((line, at) => {
    const comment = /^(.*); \/\/ (.*)$/.exec(line);
    if (comment === null) {
      assert.ok(!line.includes("// "), `a comment that says nothing of a value: ${line}`);
      return line;
    }
    const [, expression, value] = comment;
    // Throws where the comment is not a value.
    JSON.parse(value);
    checks += 1;
    return `same((${expression}), ${value}, ${at});`;
  });
  return { program: `${SAME}\n${program.join("\n")}`, checks };
}

const SAME = `const same = (found, said, at) => {
  if (JSON.stringify(found) !== JSON.stringify(said)) throw new Error("line " + (at + 1) + " of the sample is not so");
};`;

const samplesOf = (file) =>
  [...readFileSync(new URL(file, root), "utf8").matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, sample]) => sample);

for (const file of files) {
  describe(file, () => {
    const samples = samplesOf(file);
    assert.ok(samples.length > 0, "there are no samples");
    samples.forEach((sample, at) => {
      it(`sample ${at + 1}`, () => {
        const kind = /^import /m.test(sample) ? "module" : "commonjs";
        const { status, stderr } = spawnSync(
          process.execPath,
          [`--input-type=${kind}`, "--eval", checked(sample).program],
          { cwd: here, encoding: "utf8" },
        );
        assert.equal(status, 0, stderr);
      });
    });
  });
}

it("the samples say values", () => {
  const checks = files.flatMap(samplesOf).map((sample) => checked(sample).checks);
  assert.ok(checks.reduce((sum, count) => sum + count, 0) >= 7);
});
