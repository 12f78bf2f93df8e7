// A scripted MCP endpoint, for what no server of ours says on demand.

/** Answers lists from these, a hundred at a time, and all else with `call`. */
export function endpoint({ tools = [], prompts, resources, templates = [], instructions, call = () => text("done"), token }) {
  const lists = {
    "tools/list": ["tools", tools],
    "prompts/list": ["prompts", prompts ?? []],
    "resources/list": ["resources", resources ?? []],
    "resources/templates/list": ["resourceTemplates", templates],
  };
  const capabilities = { tools: {}, ...(prompts && { prompts: {} }), ...(resources && { resources: {} }) };
  return (message, request) => {
    const { id, method, params } = message;
    if (token && request.headers.authorization !== `Bearer ${token}`) return refused(id);
    const result = (members) => ({ jsonrpc: "2.0", id, result: { resultType: "complete", ...members } });
    if (method === "server/discover") return result({ supportedVersions: ["2026-07-28"], capabilities, instructions });
    if (lists[method]) {
      const [member, all] = lists[method];
      const from = Number(params.cursor ?? 0);
      const nextCursor = from + 100 < all.length ? String(from + 100) : undefined;
      return result({ [member]: all.slice(from, from + 100), nextCursor });
    }
    const answer = call(params, message, request);
    return typeof answer === "function" || answer.body !== undefined ? answer : result(answer);
  };
}

export const text = (said) => ({ content: [{ type: "text", text: said }] });

/** A refusal of a prompt or a resource as docs/errors.md has it. */
export const fault = (id, code, data) => ({ status: 400, body: { jsonrpc: "2.0", id, error: { code, message: `${data.message}. ${data.action}`, data: { retryable: false, requestId: "5d0c6e1700000001", ...data } } } });

/** A failure as docs/errors.md has it. */
export const failure = (members) => ({
  isError: true,
  content: [{ type: "text", text: JSON.stringify({ retryable: false, requestId: "5d0c6e1700000001", ...members }) }],
});

/** An answer that comes as events, the response last, and only when `held` is there. */
export const events = (messages, held = Promise.resolve()) => async (response) => {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  const write = (message) => response.write(`data: ${JSON.stringify(message)}\r\n\r\n`);
  response.write(": patience\r\n\r\n");
  messages.slice(0, -1).forEach(write);
  await held;
  write(messages.at(-1));
  response.end();
};

const refused = (id) => ({
  status: 401,
  headers: { "WWW-Authenticate": 'Bearer error="invalid_token", error_description="show a credential"' },
  body: { jsonrpc: "2.0", id, error: { code: 401, message: "this server needs a credential: send Authorization: Bearer" } },
});
