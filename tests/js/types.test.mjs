// The declarations: programs that must compile, for `import` and for `require`, and mistakes that must not.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const compiler = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

it("TypeScript accepts the programs in types/, and refuses each marked mistake", () => {
  const { status, stdout } = spawnSync(process.execPath, [compiler, "--project", "types"], {
    cwd: here,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
});
