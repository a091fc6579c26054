// The built site below a path of some host, as a plain static host would serve it.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

import { root } from "./scenarios";

const KINDS: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves `dist/` below this path; `close` ends it. */
export async function serveBelow(path: string): Promise<{ address: string; close: () => void }> {
  const server: Server = createServer((request, response) => {
    const asked = new URL(request.url ?? "/", "http://localhost").pathname;
    let file = join(root, "dist", normalize(asked.slice(path.length)));
    let status = 200;
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    if (!asked.startsWith(path) || !existsSync(file)) {
      status = 404;
      file = join(root, "dist/404.html");
    }
    response.writeHead(status, { "content-type": KINDS[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}${path}`, close: () => server.close() };
}
