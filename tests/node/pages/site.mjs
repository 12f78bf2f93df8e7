// The pages on the origin of an endpoint, as the server puts them there, with
// what they ask either handed on to a server or told by the test.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";

const folder = new URL("../../../mcp-runtime/src/transport/http/pages/", import.meta.url);

const escaped = (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
const hashes = (html, tag) =>
  [...html.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, "gs"))]
    .map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`)
    .join(" ");

/** The page and the policy that the server sends with it. */
async function page(name, { server = "notes", version = "1.2.3", endpoint = "./mcp" } = {}) {
  const template = await readFile(new URL(`${name}.html`, folder), "utf8");
  const values = { name: server, version, endpoint };
  const html = template.replace(/\{\{(name|version|endpoint)\}\}/g, (_, key) => escaped(values[key]));
  const policy =
    `default-src 'none'; script-src ${hashes(html, "script")}; style-src ${hashes(html, "style")}; ` +
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types 'none'";
  return { html, policy };
}

/**
 * Serves them. `mcp` is the URL of a server to hand requests on to, or a
 * function from a message (and the request) to an answer; `status` a function
 * to what `/status.json` says.
 */
export async function serve({ mcp, status, about }) {
  const requests = [];
  const site = http.createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url, "http://site");
      if (pathname === "/docs" || pathname === "/status") {
        const { html, policy } = await page(pathname.slice(1), about);
        response.writeHead(200, {
          "Content-Type": "text/html; charset=utf-8",
          "Content-Security-Policy": policy,
          "X-Content-Type-Options": "nosniff",
        });
        return response.end(html);
      }
      if (pathname === "/status.json") return told(response, await status(request));
      if (pathname !== "/mcp") return response.writeHead(404).end();
      if (typeof mcp === "string") return handOn(mcp, request, response);
      let text = "";
      for await (const chunk of request) text += chunk;
      const message = JSON.parse(text);
      requests.push({ message, headers: request.headers });
      told(response, await mcp(message, request));
    } catch (error) {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    }
  });
  await new Promise((ready) => site.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${site.address().port}`,
    requests,
    close() {
      site.closeAllConnections();
      return new Promise((done) => site.close(done));
    },
  };
}

/** An answer is `{status, headers, body}`, a function that writes it, or the body alone. */
async function told(response, answer) {
  if (typeof answer === "function") return answer(response);
  const { status = 200, headers = {}, body } = answer.body === undefined ? { body: answer } : answer;
  response.writeHead(status, { "Content-Type": typeof body === "string" ? "text/plain" : "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

function handOn(to, request, response) {
  const { hostname, port, pathname } = new URL(to);
  const headers = { ...request.headers, host: `${hostname}:${port}` };
  const onward = http.request({ hostname, port, path: pathname, method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
