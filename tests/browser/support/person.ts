// What a person does with the page, by what they see and hear.
import { expect, type Locator, type Page } from "@playwright/test";

import { scenarioOf } from "./scenarios";

export const region = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });
