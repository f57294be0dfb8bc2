// The report of a check in a real browser: axe finds nothing, wide, narrow and on paper, and nothing is fetched.
// The page is the snapshot that the Python tests hold to what the package writes. Without Chromium the test is skipped.

import assert from "node:assert/strict";
import { accessSync, constants, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const page = new URL("../python/data/report.html", import.meta.url);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

function browser() {
  const places = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROMIUM ?? "", ...places].find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function look(running, width, media) {
  // The page lets no script run, so the one that checks it has to be let in.
  const context = await running.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
  try {
    const opened = await context.newPage();
    const fetched = [];
    context.on("request", (request) => fetched.push(request.url()));
    await opened.emulateMedia({ media });
    await opened.goto(page.href);
    const seen = await opened.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      scripts: document.scripts.length,
      charts: [...document.querySelectorAll("svg")].map((svg) => svg.getBoundingClientRect().width),
      named: [...document.querySelectorAll("svg")].every((svg) => svg.querySelector("title") && svg.querySelector("desc")),
      small: [...document.querySelectorAll("nav a")].filter((link) => link.getBoundingClientRect().height < 24).length,
    }));
    // Nothing runs off the side, nothing is fetched, and every chart can be seen and has a name.
    assert.ok(seen.width <= width, `${media} ${width}: the page is ${seen.width} wide`);
    assert.deepEqual(fetched, [page.href]);
    assert.equal(seen.scripts, 0);
    assert.ok(seen.charts.length >= 5 && seen.charts.every((wide) => wide > 100));
    assert.ok(seen.named);
    if (media === "screen") {
      assert.equal(seen.small, 0, "a link is too small to hit");
      await opened.evaluate(axe);
      const result = await opened.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), RULES);
      assert.deepEqual(result.violations.map((found) => [found.id, found.nodes.map((node) => node.html)]), []);
      assert.ok(result.passes.length > 20);
    }
  } finally {
    await context.close();
  }
}

const found = browser();
if (found === undefined) {
  console.log("SKIPPED: report in a browser (no Chromium; install it, or name its program in CHROMIUM)");
} else {
  const running = await chromium.launch({ executablePath: found, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await look(running, 1200, "screen");
    await look(running, 320, "screen");
    await look(running, 760, "print");
  } finally {
    await running.close();
  }
  console.log("browser: the report of a check is clean by axe, wide and narrow, and prints within its width");
}
