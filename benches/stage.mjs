// Plays a busy scenario in Chromium for the given number of seconds and prints, as JSON, the frames' intervals and the
// milliseconds of script in each frame. Expects `dist/`.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const SECONDS = Number(process.argv[2] ?? 8);
const ROOT = new URL("../dist/", import.meta.url).pathname;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

// 52 messages a second wait five seconds each and are then worked on for half a second: about 287 on the stage, and
// every arrival moves those behind it.
const SCENARIO = {
  format: 1,
  id: "stage-load",
  title: { en: "Stage load" },
  duration: "600s",
  queues: [{ id: "q", type: "standard", delay: "5s", receiveWait: "20s" }],
  producers: [{ id: "p", to: "q", rate: 52, latency: "1ms" }],
  consumers: [{ id: "w", from: "q", kind: "poller", count: 60, wait: "20s", work: "520ms", latency: "1ms" }],
};

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  let file = join(ROOT, path);
  try {
    if (statSync(file).isDirectory()) file = join(file, "index.html");
    statSync(file);
  } catch {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(() => {
  const frames = [];
  let latest = { at: -1, script: 0 };
  const native = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => native((at) => {
    const start = performance.now();
    callback(at);
    const script = performance.now() - start;
    if (at === latest.at) {
      latest.script += script;
    } else {
      latest = { at, script };
      frames.push(latest);
    }
  });
  window.measuredFrames = frames;
});
await page.goto(`http://127.0.0.1:${server.address().port}/c/`);
await page.getByRole("textbox").first().fill(JSON.stringify(SCENARIO));
await page.getByRole("button", { name: "Run it" }).click();
await page.getByRole("slider", { name: "Time" }).waitFor();
await page.evaluate(async () => {
  await window.sqscope.ready;
  await window.sqscope.seek(60_000);
});
const figures = await page.evaluate(async (seconds) => {
  const tokens = () => window.sqscope.getState().queues
    .reduce((sum, queue) => sum + queue.visible + queue.in_flight + queue.delayed, 0);
  const before = tokens();
  window.sqscope.play();
  await new Promise((done) => setTimeout(done, 1_000));
  window.measuredFrames.length = 0;
  await new Promise((done) => setTimeout(done, seconds * 1_000));
  window.sqscope.pause();
  const frames = [...window.measuredFrames];
  const at = (list, share) => list.sort((a, b) => a - b)[Math.floor((list.length - 1) * share)];
  const intervals = frames.slice(1).map((frame, index) => frame.at - frames[index].at);
  const script = frames.map((frame) => frame.script);
  return {
    frames: frames.length,
    tokens: Math.round((before + tokens()) / 2),
    frame_median_ms: at([...intervals], 0.5),
    frame_p95_ms: at([...intervals], 0.95),
    script_median_ms: at([...script], 0.5),
    script_p95_ms: at([...script], 0.95),
  };
}, SECONDS);
console.log(JSON.stringify(figures));
await browser.close();
server.close();
