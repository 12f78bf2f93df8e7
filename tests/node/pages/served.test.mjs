// The pages as the server itself serves them, with the policy that it made.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accessible, open, until } from "./browser.mjs";

const site = () => {
  const { origin } = new URL(process.env.OPEN_URL ?? "none:run-tests/run-pages");
  return { url: origin, close() {} };
};

test("a server documents its tools, and calls them from there", async () => {
  const page = await open(site(), "/docs#add");
  await page.getByRole("heading", { name: "gauntlet 0.1.0" }).waitFor();
  await page.getByLabel("a", { exact: true }).fill("1.5");
  await page.getByLabel("b", { exact: true }).fill("2");
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await page.getByRole("region", { name: "Text", exact: true }).getByText("3.5").waitFor();
  await accessible(page);
  await page.getByRole("link", { name: "Status" }).click();
  await page.getByText("✓ Ready").waitFor();
});

test("a server shows how it does, as calls happen", async () => {
  const status = await open(site(), "/status");
  await status.getByText("✓ Ready").waitFor();
  const docs = await status.context().newPage();
  await docs.goto(new URL("/docs#echo", site().url).href);
  await docs.getByLabel("text").fill("hello");
  const rows = () => status.locator("#recent tr").filter({ hasText: "echo" }).count();
  const before = await rows();
  await docs.getByRole("button", { name: "Call", exact: true }).click();
  await until(async () => (await rows()) === before + 1, "the call");
  assert.match(await status.locator("#recent tr").first().innerText(), /echo\s+✓ OK/);
  await accessible(status);
});
