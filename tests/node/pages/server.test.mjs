// The page before servers of ours: what it sends is what they want, and what
// they answer is what it understands.

import assert from "node:assert/strict";
import { test } from "node:test";

import { accessible, open } from "./browser.mjs";
import { serve } from "./site.mjs";

const at = async (server, tool) => {
  const url = process.env[`${server}_URL`];
  assert.ok(url, `${server}_URL names no server; run tests/run pages`);
  const page = await open(await serve({ mcp: url }), `/docs#${tool}`);
  await page.getByRole("heading", { name: "Try it" }).waitFor();
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const answer = page.getByRole("region", { name: "Answer" });
  return { page, press, answer };
};

test("a note is added, found and deleted", async () => {
  const { page, press, answer } = await at("NOTES", "add");
  await page.getByLabel("title").fill("About `quartz`");
  await page.getByLabel("body").fill("Quartz is hard.\nAnd \"clear\".");
  await press("Add to tags");
  await page.keyboard.type("stone");
  await press("Call");
  await answer.getByText("✓ OK").waitFor();
  const { id } = JSON.parse(await answer.getByRole("region", { name: "Text", exact: true }).textContent());
  await page.goto(page.url().replace(/#.*/, "#search"));
  await page.getByLabel("query").fill("quartz");
  await press("Call");
  await answer.getByText("About `quartz`").first().waitFor();
  await accessible(page);
  await page.goto(page.url().replace(/#.*/, "#delete"));
  await page.getByLabel("id").fill(String(id));
  await press("Call");
  await press("Call it");
  await answer.getByRole("region", { name: "Text", exact: true }).getByText(`Deleted note ${id}`).waitFor();
});

test("the notes are summed up by a prompt and read as resources", async () => {
  const { page, press, answer } = await at("NOTES", "prompts/summarize");
  await page.getByLabel("topic").fill("rate limit");
  await page.getByLabel("words").fill("5");
  await press("Get");
  await answer.getByText("✕ INVALID_INPUT").waitFor();
  await page.getByRole("textbox", { name: "words", description: /expected an integer from 20 to 1000, got 5/ }).waitFor();
  await page.getByLabel("words").fill("50");
  await press("Get");
  await answer.getByText(/^Sum up in at most 50 words/).waitFor();
  await accessible(page);
  const open = (uri) => page.goto(page.url().replace(/#.*/, `#resources/${encodeURIComponent(uri)}`));
  await open("notes://tags");
  await press("Read");
  await answer.getByText("✓ OK").waitFor();
  await open("notes://{id}");
  await page.getByLabel("id").fill("999999999");
  await press("Read");
  await answer.getByText("✕ NOT_FOUND").waitFor();
  await page.getByLabel("id").fill("1");
  await press("Read");
  await answer.getByRole("region", { name: "Text of notes://1" }).waitFor();
});

test("what is wrong with arguments stands at their fields", async () => {
  const { page, press, answer } = await at("OPEN", "bounded");
  await page.getByLabel("n", { exact: true }).fill("11");
  await page.getByLabel("code").fill("abcd");
  await press("Call");
  await answer.getByText("✕ INVALID_INPUT").waitFor();
  await page.getByRole("textbox", { name: "n", exact: true, description: /expected an integer from 1 to 10, got 11/ }).waitFor();
  for (const field of ["code", "mode"]) assert.equal(await page.getByLabel(field).getAttribute("aria-invalid"), "true", field);
  assert.match(await page.getByRole("group", { name: "tags" }).innerText(), /got nothing/);
});

test("a long call tells how far it is", async () => {
  const { page, press, answer } = await at("OPEN", "count");
  await page.getByLabel("n", { exact: true }).fill("40");
  await page.getByLabel("ms").fill("50");
  await press("Call");
  await answer.getByText(/^\d+ of 40$/).waitFor();
  await answer.getByRole("region", { name: "Text", exact: true }).getByText("counted to 40").waitFor();
  await answer.getByText("HTTP 200", { exact: true }).waitFor();
});

test("a limit says when to come back", async () => {
  const { press, answer } = await at("OPEN", "limited");
  for (let i = 0; i < 6; i++) {
    await press("Call");
    await answer.getByText(i < 5 ? "✓ OK" : "✕ RATE_LIMITED").waitFor();
  }
  assert.match(await answer.innerText(), /yes, after [\d.]+ s/);
});

test("without a credential the server is believed, with one it is used", async () => {
  const { page, press, answer } = await at("OPEN", "whoami");
  await press("Call");
  await answer.getByText("✓ OK").waitFor();
  assert.equal(await page.getByLabel("Credential").getAttribute("type"), "password");
});
