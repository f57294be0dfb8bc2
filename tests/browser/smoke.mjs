// The npm package in a real browser: a page served from this machine loads it and decides one vector.
// Without Chromium the test is skipped, and says so.

import assert from "node:assert/strict";
import { accessSync, constants, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const root = fileURLToPath(new URL("../../crates/sfo-wasm/js", import.meta.url));
const vectors = new URL("../vectors/eligibility/", import.meta.url);

// As strict a policy as a page can have and still run the module.
const POLICY = "default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
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

function vector() {
  const [file] = readdirSync(vectors).filter((name) => name.endsWith(".json")).sort();
  assert.ok(file, "there are no vectors");
  return JSON.parse(readFileSync(new URL(file, vectors), "utf8"))[0];
}

async function test(executablePath) {
  const server = await serve();
  const running = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const page = await running.newPage();
    const faults = [];
    page.on("pageerror", (fault) => faults.push(fault.message));
    page.on("console", (message) => faults.push(message.text()));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);

    const { name, input, expect } = vector();
    const seen = await page.evaluate(async (given) => {
      const sfo = await import("/package/web.mjs");
      const code = (call) => {
        try {
          return call();
        } catch (thrown) {
          return thrown instanceof sfo.SfoError && thrown.code;
        }
      };
      const before = code(() => sfo.assess(given));
      await sfo.init();
      const after = JSON.stringify(sfo.assess(given));
      return { before, after, text: sfo.assessJson(JSON.stringify(given)) };
    }, input);

    assert.equal(seen.before, "not_loaded");
    assert.equal(seen.after, JSON.stringify(expect), name);
    assert.equal(seen.text, JSON.stringify(expect), name);
    assert.deepEqual(faults, []);
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
  console.log("browser: the package loads in Chromium and decides as its vector says");
}
