// Every test watches its page: no error on the console, no request to another place.
import { expect, type Page, test as base } from "@playwright/test";

interface Watch {
  /** Errors that this test expects. */
  expectedErrors: RegExp[];
  watched: void;
}

export const test = base.extend<Watch>({
  expectedErrors: [async ({}, use) => use([]), { option: true }],
  watched: [
    async ({ context, baseURL, expectedErrors }, use) => {
      const errors: string[] = [];
      const elsewhere: string[] = [];
      const watch = (page: Page) => {
        page.on("console", (message) => {
          if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
        });
        page.on("pageerror", (error) => errors.push(`${error}`));
      };
      context.on("page", watch);
      context.on("request", (request) => {
        const url = new URL(request.url());
        const isHere = url.hostname === new URL(baseURL!).hostname;
        if (url.protocol.startsWith("http") && !isHere) elsewhere.push(url.href);
      });
      await use();
      const unexpected = errors.filter((error) => !expectedErrors.some((it) => it.test(error)));
      expect(unexpected, "console errors").toEqual([]);
      expect(elsewhere, "requests to other hosts").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
