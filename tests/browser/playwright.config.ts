// SQSCOPE_URL is the address of the built site, CHROMIUM the browser's path; `cargo xtask test` sets both.
import { defineConfig } from "@playwright/test";

const address = process.env.SQSCOPE_URL ?? "http://127.0.0.1:8080/";

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 7_000 },
  use: {
    baseURL: address.endsWith("/") ? address : `${address}/`,
    browserName: "chromium",
    headless: true,
    locale: "en-US",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 900 },
    actionTimeout: 7_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
