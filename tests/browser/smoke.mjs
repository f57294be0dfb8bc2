// The npm package in a real browser: a page served from this machine loads it, and asks each question the first vectors of
// its files. It fetches what it asks and nothing else.
// Without Chromium the test is skipped, and says so.

import assert from "node:assert/strict";
import { accessSync, constants, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const root = fileURLToPath(new URL("../../crates/sfo-wasm/js", import.meta.url));
const vectors = new URL("../vectors/", import.meta.url);

// As strict a policy as a page can have and still run the modules, and show the pages that they write, which hold their
// own style.
const POLICY =
  "default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'unsafe-inline'";
const TYPES = { ".bin": "application/octet-stream", ".html": "text/html", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const PAGE = '<!doctype html><html lang="en"><title>sfo-rules</title><link rel="icon" href="data:,"></html>';

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

function contents(path) {
  if (path === "/") {
    return [".html", PAGE];
  }
  const file = normalize(join(root, path.replace(/^\/package\//, "")));
  assert.ok(file.startsWith(root + sep));
  return [file.slice(file.lastIndexOf(".")), readFileSync(file)];
}

function serve() {
  const server = createServer((request, response) => {
    try {
      const [kind, body] = contents(new URL(request.url, "http://localhost").pathname);
      response.writeHead(200, { "content-type": TYPES[kind], "content-security-policy": POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

// The first vector of each file.
function firstVectors(question) {
  const folder = new URL(`${question}/`, vectors);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  assert.ok(files.length > 0, `there are no vectors of ${question}`);
  return files.map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8"))[0]);
}

// Opens a page of its own, and gives what `program` returns there with the paths of the package that were fetched.
async function inPage(running, origin, program, given) {
  const context = await running.newContext();
  try {
    const page = await context.newPage();
    const faults = [];
    const fetched = [];
    page.on("pageerror", (fault) => faults.push(fault.message));
    page.on("console", (message) => faults.push(message.text()));
    context.on("request", (request) => fetched.push(request.url()));
    await page.goto(`${origin}/`);
    const seen = await page.evaluate(program, given);
    assert.deepEqual(faults, []);
    const foreign = fetched.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:"));
    assert.deepEqual(foreign, [], "something was fetched from elsewhere");
    const paths = fetched.filter((url) => url.startsWith(`${origin}/package/dist/`));
    return { seen, fetched: paths.map((url) => url.slice(`${origin}/package/dist/`.length)).sort() };
  } finally {
    await context.close();
  }
}

const GLUE = ["deadlines.mjs", "eligibility.mjs", "multi_agency.mjs", "redaction.mjs", "review.mjs", "themes.mjs"];

async function decides(running, origin) {
  const [{ name, input, expect }] = firstVectors("eligibility");
  const { seen, fetched } = await inPage(
    running,
    origin,
    async (given) => {
      const sfo = await import("/package/web.mjs");
      const code = (call) => {
        try {
          return call();
        } catch (thrown) {
          return thrown instanceof sfo.SfoError && thrown.code;
        }
      };
      const before = code(() => sfo.assess(given));
      await Promise.all([sfo.init(), sfo.init()]);
      await sfo.init();
      const after = JSON.stringify(sfo.assess(given));
      const other = code(() => sfo.deadlines(given));
      return { before, after, other, text: sfo.assessJson(JSON.stringify(given)) };
    },
    input,
  );
  assert.equal(seen.before, "not_loaded");
  assert.equal(seen.after, JSON.stringify(expect), name);
  assert.equal(seen.text, JSON.stringify(expect), name);
  assert.equal(seen.other, "not_loaded");
  // A page that decides on charges does not fetch what judges deadlines.
  assert.deepEqual(fetched, [...GLUE, "eligibility.bin", "eligibility_bg.wasm"].sort());
}

async function judges(running, origin) {
  const given = firstVectors("deadlines").map(({ input, options }) => ({
    text: typeof input === "string" ? input : JSON.stringify(input),
    options: JSON.stringify(options),
  }));
  const { seen, fetched } = await inPage(
    running,
    origin,
    async (all) => {
      const sfo = await import("/package/web.mjs");
      await sfo.initDeadlines();
      const judged = all.map(({ text, options }) => {
        try {
          return { expect: sfo.deadlinesJson(text, options) };
        } catch (thrown) {
          return { error: { code: thrown.code, path: thrown.path } };
        }
      });
      const notified = { events: { notified: "2024-03-06" } };
      const asked = { as_of: "2024-05-01" };
      const picture = sfo.deadlinesSvg(notified, asked);
      const drawn = new DOMParser().parseFromString(picture, "image/svg+xml");
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(picture)}`;
      await image.decode();
      return {
        judged,
        due: sfo.deadlines(notified, asked).next.due,
        text: sfo.deadlinesText(notified, asked),
        calendar: sfo.deadlinesIcs(notified, asked),
        root: drawn.documentElement.localName,
        faults: drawn.querySelectorAll("parsererror, script, foreignObject").length,
        width: image.naturalWidth,
      };
    },
    given,
  );
  firstVectors("deadlines").forEach(({ name, expect, error }, at) => {
    const expected = error === undefined ? { expect: JSON.stringify(expect) } : { error };
    assert.deepEqual(seen.judged[at], expected, name);
  });
  assert.equal(seen.due, "2024-06-06");
  assert.ok(seen.text.includes("2024-06-06"));
  assert.ok(seen.calendar.startsWith("BEGIN:VCALENDAR\r\n"));
  assert.deepEqual([seen.root, seen.faults], ["svg", 0]);
  assert.ok(seen.width > 0, "the picture cannot be shown");
  assert.deepEqual(fetched, [...GLUE, "deadlines.bin", "deadlines_bg.wasm"].sort());
}

// The questions that text answers with text, by the names of their files: how a page loads each, and what it asks.
const QUESTIONS = {
  review: {
    load: "initReview",
    calls: ["checkReviewJson", "checkSelfAssessmentJson", "checkVictimDisclosureJson"],
    pages: [["checkReviewHtml", {}], ["checkSelfAssessmentSheet", {}]],
  },
  multi_agency: { load: "initMultiAgency", calls: Array(5).fill("multiAgencyJson"), pages: [] },
  themes: {
    load: "initThemes",
    calls: Array(6).fill("themesJson"),
    pages: [["themesHtml", { codings: [{ unit: "<b>North</b>", themes: ["enforcement"] }] }]],
  },
};

async function answers(running, origin, question) {
  const { load, calls, pages } = QUESTIONS[question];
  const all = firstVectors(question);
  assert.equal(all.length, calls.length);
  const given = all.map(({ input, options }, at) => ({
    call: calls[at],
    text: typeof input === "string" ? input : JSON.stringify(input),
    options: options && JSON.stringify(options),
  }));
  const { seen, fetched } = await inPage(
    running,
    origin,
    async ({ load, given, pages }) => {
      const sfo = await import("/package/web.mjs");
      await sfo[load]();
      const shown = pages.map(([call, input]) => {
        const page = new DOMParser().parseFromString(sfo[call](input, { by: "unit" }), "text/html");
        const count = (selector) => page.querySelectorAll(selector).length;
        return { headings: count("h1"), tables: count("table") > 0, foreign: count("script, link, iframe, img, b") };
      });
      return { answers: given.map(({ call, text, options }) => sfo[call](text, options)), shown };
    },
    { load, given, pages },
  );
  all.forEach(({ name, expect }, at) => assert.equal(seen.answers[at], JSON.stringify(expect), name));
  assert.deepEqual(seen.shown, pages.map(() => ({ headings: 1, tables: true, foreign: 0 })));
  assert.deepEqual(fetched, [...GLUE, `${question}.bin`, `${question}_bg.wasm`].sort());
}

async function together(running, origin) {
  const { seen, fetched } = await inPage(running, origin, async () => {
    const sfo = await import("/package/web.mjs");
    const lists = await import("/package/policy.mjs");
    const deadlines = sfo.initDeadlines("/package/dist/deadlines_bg.wasm", fetch("/package/dist/deadlines.bin"));
    await Promise.all([sfo.init(), deadlines, sfo.initReview(), sfo.initMultiAgency(), sfo.initThemes()]);
    await sfo.initRedaction();
    const redaction = sfo.redact("", { audience: "workshop" });
    const answers = [
      sfo.assess({}), sfo.deadlines({}), sfo.checkReview({}), sfo.multiAgency({}), sfo.themes({}), redaction,
    ];
    return { policies: new Set(answers.map(({ policy }) => policy.digest)).size, entries: lists.entries().length };
  });
  assert.deepEqual(seen, { policies: 1, entries: 76 });
  const files = GLUE.flatMap((glue) => [glue, glue.replace(".mjs", ".bin"), glue.replace(".mjs", "_bg.wasm")]);
  assert.deepEqual(fetched, [...files, "lists.mjs"].sort());
}

async function test(executablePath) {
  const server = await serve();
  const running = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const origin = `http://127.0.0.1:${server.address().port}`;
    await decides(running, origin);
    await judges(running, origin);
    for (const question of Object.keys(QUESTIONS)) {
      await answers(running, origin, question);
    }
    await together(running, origin);
  } finally {
    await running.close();
    server.close();
  }
}

const found = browser();
if (found === undefined) {
  console.log("SKIPPED: browser (no Chromium; install it, or name its program in CHROMIUM)");
} else {
  await test(found);
  console.log("browser: the package loads in Chromium, and answers each question as its vectors say");
}
