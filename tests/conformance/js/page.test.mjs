// The same cases in Chromium: the SDK is bundled for browsers, the package is served as it is.
// SQSCOPE_NPM is the package's main file, CHROMIUM the browser's path.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "@playwright/test";
import { build } from "esbuild";

// A name under which a browser lets scripts use all of `crypto`, as it does on https.
const ORIGIN = "http://localhost:9324";
const KINDS = { ".js": "text/javascript", ".wasm": "application/wasm" };
const START = `<!doctype html><link rel="icon" href="data:,"><title>SQS</title>
  <script type="importmap">{ "imports": { "sqscope": "/package/browser.js" } }</script>
  <script type="module" src="/bundle.js"></script>`;

const { SQSCOPE_NPM: main, CHROMIUM: executablePath } = process.env;
assert.ok(main, "SQSCOPE_NPM is not set: the main file of the npm package");
assert.ok(executablePath, "CHROMIUM is not set: the path of a Chrome or Chromium");

async function bundle() {
  const entry = fileURLToPath(new URL("page.mjs", import.meta.url));
  const options = { bundle: true, format: "esm", platform: "browser", target: "es2022", write: false };
  const { outputFiles } = await build({ ...options, entryPoints: [entry], external: ["sqscope"] });
  return outputFiles[0].text;
}

/** What the page may ask for. */
async function answer(route, script) {
  const { pathname } = new URL(route.request().url());
  if (pathname === "/") return route.fulfill({ contentType: "text/html", body: START });
  if (pathname === "/bundle.js") return route.fulfill({ contentType: KINDS[".js"], body: script });
  const file = join(dirname(main), pathname.replace("/package/", ""));
  return route.fulfill({ contentType: KINDS[extname(file)], body: await readFile(file) });
}

const script = await bundle();
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic"];
const browser = await chromium.launch({ executablePath, args });
after(() => browser.close());
const page = await browser.newPage();
const complaints = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(`${error}`));
await page.route("**/*", (route) => answer(route, script));
await page.goto(`${ORIGIN}/`);
await page.waitForFunction(() => window.conformance !== undefined, undefined, { timeout: 30_000 });

for (const name of await page.evaluate(() => window.conformance.names)) {
  test(name, { timeout: 30_000 }, () => page.evaluate((it) => window.conformance.run(it), name));
}

test("the page complains of nothing", () => assert.deepEqual(complaints, []));
