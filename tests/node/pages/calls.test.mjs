import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { accessible, focused, forgive, open, until } from "./browser.mjs";
import { endpoint, events, failure, text } from "./endpoint.mjs";
import { serve } from "./site.mjs";
import { forecast, ping, wipe } from "./tools.mjs";

async function at(tool, call) {
  const site = await serve({ mcp: endpoint({ tools: [tool], call }) });
  const page = await open(site, `/docs#${tool.name}`);
  await page.getByRole("heading", { name: "Try it" }).waitFor();
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const called = () => site.requests.filter(({ message }) => message.method === "tools/call");
  return { site, page, press, called };
}

test("a call carries what the protocol wants of it", async () => {
  const { page, press, called } = await at(forecast);
  await page.getByLabel("city").fill("Zürich");
  await page.getByLabel("region").fill("höhe");
  await press("Call");
  await page.getByText("✓ OK").waitFor();
  const [{ message, headers }] = called();
  assert.deepEqual(message.params.arguments, { city: "Zürich", region: "höhe" });
  assert.equal(message.params._meta["io.modelcontextprotocol/protocolVersion"], "2026-07-28");
  assert.deepEqual(message.params._meta["io.modelcontextprotocol/clientCapabilities"], {});
  assert.equal(headers.accept, "application/json, text/event-stream");
  assert.equal(headers["mcp-protocol-version"], "2026-07-28");
  assert.equal(headers["mcp-method"], "tools/call");
  assert.equal(headers["mcp-name"], "forecast");
  assert.equal(headers["mcp-param-region"], `=?base64?${Buffer.from("höhe").toString("base64")}?=`);
  assert.equal(headers.authorization, undefined);
  assert.equal(headers.cookie, undefined);
});

test("each field becomes a value of its type, and an empty one is left out", async () => {
  const { page, press, called } = await at(forecast);
  await page.getByLabel("city").fill("Oslo");
  await page.getByLabel("days").fill("9007199254740993");
  await page.getByLabel("units").selectOption("imperial: Fahrenheit");
  await page.getByLabel("alerts").selectOption("false");
  await page.getByLabel("confidence").fill("many");
  // Hints that come later would move the buttons from under the pointer.
  for (const hint of ["1 to 14 is expected", "a number is expected"]) await page.getByText(hint).waitFor();
  await press("Add to places");
  assert.equal(await focused(page), "places[0]object"); // the group
  await page.getByLabel("lat").fill("59.90");
  await press("Add to tags");
  assert.equal(await focused(page), "tags[0]");
  await page.keyboard.type("a");
  await press("Add to tags");
  await page.keyboard.type("b");
  await press("Remove tags[0]");
  await page.getByLabel("shape").fill('{"kind": "ring"}');
  await page.getByLabel("note").fill("two\nlines");
  await press("Call");
  await page.getByText("✓ OK").waitFor();
  await page.getByText("Raw request").click();
  const sent = await page.getByRole("region", { name: "Raw request" }).textContent();
  assert.match(sent, /"days": 9007199254740993,/, "with all its digits");
  const { days, ...others } = called()[0].message.params.arguments;
  assert.deepEqual(others, { city: "Oslo", units: "imperial", alerts: false, confidence: "many", places: [{ lat: 59.9 }], tags: ["b"], shape: { kind: "ring" }, note: "two\nlines" });
  await press("Reset");
  await press("Call");
  await until(() => called().length === 2, "the second call");
  assert.deepEqual(called()[1].message.params.arguments, {});
});

test("form and JSON say the same, and neither loses anything", async () => {
  const { page, press, called } = await at(forecast);
  const json = page.getByLabel("Arguments as JSON");
  await page.getByLabel("city").fill("Oslo");
  await page.getByRole("tab", { name: "JSON" }).click();
  assert.deepEqual(JSON.parse(await json.inputValue()), { city: "Oslo" });
  await json.fill('{"city": "", "places": [{"lat": 1}], "tags": ["x"], "beyond": 1}');
  await page.getByRole("tab", { name: "Form" }).click();
  await page.getByText("The form cannot hold all of this").waitFor();
  await press("Call");
  await page.getByText("✓ OK").waitFor();
  assert.deepEqual(called()[0].message.params.arguments, { city: "", places: [{ lat: 1 }], tags: ["x"], beyond: 1 });
  await json.fill('{"places": [{"lat": 1}], "tags": ["x", "y"], "units": "metric"}');
  await page.getByRole("tab", { name: "Form" }).click();
  assert.equal(await page.getByLabel("tags[1]", { exact: true }).inputValue(), "y");
  await page.getByRole("tab", { name: "JSON" }).click();
  await json.fill("{");
  await press("Call");
  assert.equal(await focused(page), await json.getAttribute("id"));
  assert.equal(called().length, 1);
  await page.getByRole("tab", { name: "Form" }).click();
  assert.ok(await json.isVisible(), "what is no JSON stays to be mended");
});

test("a hint comes while typing, and does not keep a call back", async () => {
  const { page, press, called } = await at(forecast);
  await page.getByLabel("days").fill("99");
  await page.getByText("1 to 14 is expected").waitFor();
  await page.getByLabel("days").fill("x");
  await page.getByText("a whole number is expected").waitFor();
  await press("Call");
  await page.getByText("✓ OK").waitFor();
  assert.deepEqual(called()[0].message.params.arguments, { days: "x" });
});

test("the server's violations stand at their fields", async () => {
  const violations = [
    { pointer: "/days", expected: "an integer from 1 to 14", got: "99" },
    { pointer: "/places/0/lat", expected: "the required property `lat`", got: "nothing" },
    { pointer: "/places/0/unknown", expected: "no member `unknown`", got: "1" },
    { pointer: "/elsewhere", expected: "no argument `elsewhere`", got: "1" },
  ];
  const { page, press } = await at(forecast, () => failure({ error: "INVALID_INPUT", message: "4 arguments are invalid", action: "Correct them.", details: { violations } }));
  await press("Add to places");
  await page.getByLabel("days").fill("99");
  await press("Call");
  await page.getByText("✕ INVALID_INPUT").waitFor();
  assert.equal(await focused(page), "days", "the first of them");
  const days = page.getByLabel("days");
  assert.equal(await days.getAttribute("aria-invalid"), "true");
  await page.getByRole("textbox", { name: "days", description: "expected an integer from 1 to 14, got 99" }).waitFor();
  await page.getByRole("textbox", { name: "lat", description: "expected the required property `lat`, got nothing" }).waitFor();
  assert.match(await page.getByRole("group", { name: "places[0]" }).textContent(), /expected no member `unknown`, got 1/);
  assert.match(await page.locator(".violations").textContent(), /\/elsewhere expected no argument `elsewhere`, got 1/);
  assert.equal(await page.getByRole("button", { name: "/elsewhere" }).count(), 0, "there is no such field");
  assert.match(await page.locator("#announce").textContent(), /^INVALID_INPUT: 4 arguments are invalid$/);
  await accessible(page);
  await press("/places/0/lat");
  assert.equal(await focused(page), "lat");
  await days.fill("9");
  assert.equal(await days.getAttribute("aria-invalid"), null);
});

test("an error says what to do next", async () => {
  const { page, press } = await at(ping, () => failure({ error: "RATE_LIMITED", message: "the limit is reached", retryable: true, retryAfter: 0.85, action: "Wait.", details: { limit: 5 } }));
  await press("Call");
  const answer = page.getByRole("region", { name: "Answer" });
  await answer.getByText("✕ RATE_LIMITED").waitFor();
  const words = (await answer.innerText()).replaceAll(/\s+/g, " ");
  assert.match(words, /HTTP 200 \d+ ms .*the limit is reached Next Wait\. Retry yes, after 0\.85 s Request 5d0c6e1700000001 Copy id Details \{"limit":5\}/);
  await press("Copy id");
  await until(async () => (await page.evaluate(() => navigator.clipboard.readText())) === "5d0c6e1700000001", "the id");
});

test("a fault of the protocol is shown with its status", async () => {
  const fault = { status: 400, body: { jsonrpc: "2.0", id: 0, error: { code: -32020, message: "the header Mcp-Name differs" } } };
  const { page, press } = await at(ping, (_, message) => ((fault.body.id = message.id), fault));
  await press("Call");
  await page.getByText("✕ Error -32020").waitFor();
  await page.getByText("HTTP 400", { exact: true }).waitFor();
  assert.equal(forgive(/status of 400/), 1);
});

test("a destructive tool is called only after a second yes", async () => {
  const { page, press, called } = await at(wipe);
  await page.getByLabel("reason").fill("old");
  for (const refuse of [() => press("Do not call"), () => page.keyboard.press("Escape"), () => page.keyboard.press("Enter")]) {
    await press("Call");
    await page.getByRole("dialog", { name: "Call wipe?" }).waitFor();
    assert.match(await page.getByRole("dialog").innerText(), /"reason": "old"/);
    assert.equal(await focused(page), "confirm-no");
    await refuse();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  assert.equal(called().length, 0);
  await press("Call");
  await press("Call it");
  await page.getByText("✓ OK").waitFor();
  assert.equal(called().length, 1);
});

test("progress is seen as it comes", async () => {
  let finish;
  const held = new Promise((done) => (finish = done));
  const { page, press, called } = await at(ping, (params, { id }) =>
    events(
      [
        { jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: params._meta.progressToken, progress: 1, total: 4 } },
        { jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: params._meta.progressToken, progress: 2, total: 4, message: "half of it" } },
        { jsonrpc: "2.0", method: "notifications/message", params: { level: "warning", data: "slow" } },
        { jsonrpc: "2.0", id, result: { resultType: "complete", content: [{ type: "text", text: "über" }] } },
      ],
      held,
    ),
  );
  await press("Call");
  await page.getByText("half of it").waitFor();
  await page.getByText("warning: slow").waitFor();
  assert.equal(await page.getByRole("progressbar").evaluate((bar) => bar.position), 0.5);
  await accessible(page);
  finish();
  await page.getByText("✓ OK").waitFor();
  await page.getByRole("region", { name: "Text", exact: true }).getByText("über").waitFor();
  await page.getByText("Raw answer").click();
  assert.match(await page.getByRole("region", { name: "Raw answer" }).textContent(), /content-type: text\/event-stream[\s\S]*^data: \{/m);
  assert.equal(called().length, 1);
});

test("a call can be given up, which closes its connection", async () => {
  let closed = false;
  const { page, press } = await at(ping, () => (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(":\n\n");
    response.on("close", () => (closed = true));
  });
  await press("Call");
  await press("Cancel");
  await page.getByText("✕ Cancelled").waitFor();
  await until(() => closed, "the end of the connection");
  assert.equal(await page.getByRole("button", { name: "Call", exact: true }).isEnabled(), true);
});

test("the answer ends a stream that stays open", async () => {
  const { page, press } = await at(ping, (_, { id }) => (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const message = JSON.stringify({ jsonrpc: "2.0", id, result: { resultType: "complete", content: [] } });
    // In pieces, as networks deliver.
    [message.slice(0, 20), `${message.slice(20)}\r`, "\n\r", "\n"].forEach((piece, i) => setTimeout(() => response.write(i ? piece : `data: ${piece}`), 30 * i));
  });
  await press("Call");
  await page.getByText("The result is empty.").waitFor();
});

test("a stream that breaks off is no answer", async () => {
  const { page, press } = await at(ping, () => (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(": hello\n\n");
    setTimeout(() => response.socket.destroy(), 50);
  });
  await press("Call");
  await page.getByText("✕ No answer").waitFor();
  assert.equal(forgive(/^console: Failed to load resource/), 1);
});

test("each kind of content has its form", async () => {
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const content = [
    { type: "image", mimeType: "image/png", data: pixel },
    { type: "audio", mimeType: "audio/wav", data: "AAAA" },
    { type: "resource_link", uri: "notes://1", name: "one" },
  ];
  const { page, press } = await at(ping, () => ({ content, structuredContent: { id: 12345678901234567890n.toString() } }));
  await press("Call");
  await until(() => page.locator(".answer img").evaluate((image) => image.naturalWidth === 1), "the picture");
  await page.getByText("Audio, audio/wav").waitFor();
  await page.getByRole("region", { name: "resource_link" }).getByText("notes://1").waitFor();
  await page.getByRole("region", { name: "Structured content" }).getByText("12345678901234567890").waitFor();
});

test("curl gets exactly what the page would send", async () => {
  const { page, press } = await at(forecast, () => text("done"));
  const city = `it's "$HOME" \`id\` \\ !x @y\n%`;
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByLabel("Arguments as JSON").fill(JSON.stringify({ city, region: "", key: "hunter2" }));
  await page.getByLabel("Credential").fill("s3cret");
  await page.getByLabel("Credential").press("Enter");
  await page.getByRole("heading", { name: "Try it" }).waitFor();
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByLabel("Arguments as JSON").fill(JSON.stringify({ city, region: "", key: "hunter2" }));
  await press("Copy as curl");
  await page.getByText("Copied", { exact: true }).waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(!command.includes("s3cret") && !command.includes("hunter2"), command);
  const shell = (name) => {
    const words = execFileSync(name, ["-c", `curl() { printf '%s\\0' "$@"; }\n${command}`], { encoding: "utf8", env: { MCP_ACCESS_TOKEN: "s3cret" } });
    return words.split("\0").slice(0, -1);
  };
  const [words, dash] = [shell("bash"), shell("sh")];
  assert.deepEqual(words, dash);
  const headers = words.filter((_, i) => words[i - 1] === "-H");
  assert.deepEqual(headers, [
    "Authorization: Bearer s3cret",
    "Content-Type: application/json",
    "Accept: application/json, text/event-stream",
    "MCP-Protocol-Version: 2026-07-28",
    "Mcp-Method: tools/call",
    "Mcp-Name: forecast",
    "Mcp-Param-Region;",
  ]);
  const { params } = JSON.parse(words[words.indexOf("--data-raw") + 1]);
  assert.deepEqual(params.arguments, { city, region: "", key: "<secret>" });
  assert.equal(words[words.indexOf("--globoff") + 1], new URL("/mcp", page.url()).href);
});
