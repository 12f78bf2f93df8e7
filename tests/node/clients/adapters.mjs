// One face for both generations of the TypeScript client.

import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from "@modelcontextprotocol/client";
import { StdioClientTransport as NewStdio } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldStdio } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as OldHttp } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  ResultSchema,
} from "@modelcontextprotocol/sdk/types.js";

import { within } from "./bounds.mjs";

export const SELF = { name: "client-tests", version: "1.0.0" };

const transports = { stdio, http };

function stdio(Stdio, _, { program, env }) {
  return new Stdio({ command: program, stderr: "ignore", ...(env && { env: { ...process.env, ...env } }) });
}

function http(_, Http, { url }) {
  let streams;
  // Older clients open a stream once they are connected, and do not say when.
  const streaming = new Promise((resolve) => (streams = resolve));
  const fetching = async (...of) => {
    const answer = await fetch(...of);
    if (of[1]?.method === "GET") streams(answer.status);
    return answer;
  };
  return Object.assign(new Http(new URL(url), { fetch: fetching }), { streaming });
}

/** Every client, in every era it speaks, over every transport. */
export const connections = Object.entries(transports).flatMap(([transport, open]) => [
  {
    label: `client 2.4.0, ${transport}`,
    revision: "2025-11-25",
    transport,
    connect: (server, user, options) => connectNew(open(NewStdio, NewHttp, server), options, user),
  },
  {
    label: `client 2.4.0 auto, ${transport}`,
    revision: "2026-07-28",
    transport,
    connect: (server, user, options) =>
      connectNew(open(NewStdio, NewHttp, server), { ...options, versionNegotiation: { mode: "auto" } }, user),
  },
  {
    label: `sdk 1.32.2, ${transport}`,
    revision: "2025-11-25",
    transport,
    connect: (server, user, options) => connectOld(open(OldStdio, OldHttp, server), options, user),
  },
]);

/** What those declare who answer what a tool asks: functions by the name of the request. */
const ASKED = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

async function connectNew(transport, options, user) {
  const capabilities = { ...(user && ASKED), ...options?.capabilities };
  const client = new NewClient(SELF, { ...options, capabilities });
  for (const [method, answer] of Object.entries(user ?? {})) {
    client.setRequestHandler(method, ({ params }) => answer(params));
  }
  const heard = hearing(transport);
  await client.connect(transport);
  return {
    ...face(client, transport, heard),
    revision: () => client.getNegotiatedProtocolVersion(),
    call: (name, args, options) => client.callTool({ name, arguments: args }, options),
    request: (method, params) => client.request({ method, params }, ANYTHING),
    listen: (filter) => (client.getProtocolEra() === "modern" ? client.listen(filter) : subscribe(client, transport, filter)),
  };
}

/** A schema that admits whatever the server says. */
const ANYTHING = { "~standard": { version: 1, vendor: "client-tests", validate: (value) => ({ value }) } };

const SCHEMAS = {
  "elicitation/create": ElicitRequestSchema,
  "sampling/createMessage": CreateMessageRequestSchema,
  "roots/list": ListRootsRequestSchema,
};

async function connectOld(transport, options, user) {
  const capabilities = { ...(user && ASKED), ...options?.capabilities };
  const client = new OldClient(SELF, { ...options, capabilities });
  for (const [method, answer] of Object.entries(user ?? {})) {
    client.setRequestHandler(SCHEMAS[method], ({ params }) => answer(params));
  }
  let revision;
  // This client shows the revision only to its transport.
  const before = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => {
    revision = version;
    before?.(version);
  };
  const heard = hearing(transport);
  await client.connect(transport);
  return {
    ...face(client, transport, heard),
    revision: () => revision,
    call: (name, args, options) => client.callTool({ name, arguments: args }, undefined, options),
    request: (method, params) => client.request({ method, params }, ResultSchema),
    listen: (filter) => subscribe(client, transport, filter),
  };
}

/** All notifications that come, before the client looks at them; and a way past it. */
function hearing(transport) {
  const notifications = [];
  const waiting = new Map();
  let handler;
  Object.defineProperty(transport, "onmessage", {
    get: () => handler && ((message, extra) => {
      if (message.method && message.id === undefined) notifications.push(message);
      const answer = message.method === undefined && waiting.get(message.id);
      if (!answer) return handler(message, extra);
      waiting.delete(message.id);
      answer(message);
    }),
    set: (given) => (handler = given),
  });
  return { notifications, waiting };
}

/** What older revisions have in place of `subscriptions/listen`. */
async function subscribe(client, transport, { resourceSubscriptions = [] }) {
  if (transport.streaming) await within("a GET stream", transport.streaming);
  for (const uri of resourceSubscriptions) await client.subscribeResource({ uri });
  return {
    close: async () => {
      for (const uri of resourceSubscriptions) await client.unsubscribeResource({ uri });
    },
  };
}

function face(client, transport, { notifications, waiting }) {
  return {
    client,
    transport,
    notifications,
    /** Sends a request that the client has no words for; the answer as it comes. */
    raw: (message) => {
      const answer = new Promise((resolve) => waiting.set(message.id, resolve));
      return within(message.method, Promise.all([answer, transport.send(message)]).then(([first]) => first));
    },
    server: () => client.getServerVersion(),
    capabilities: () => client.getServerCapabilities(),
    list: async (options) => (await client.listTools(undefined, options)).tools,
    prompts: async () => (await client.listPrompts()).prompts,
    prompt: (name, args) => client.getPrompt({ name, arguments: args }),
    resources: async () => (await client.listResources()).resources,
    templates: async () => (await client.listResourceTemplates()).resourceTemplates,
    read: (uri) => client.readResource({ uri }),
    complete: async (ref, name, value, given) => {
      const params = { ref, argument: { name, value }, ...(given && { context: { arguments: given } }) };
      return (await client.complete(params)).completion;
    },
    page: (cursor) => client.listTools(cursor === undefined ? {} : { cursor }),
    callWith: (params) => client.callTool(params),
    setLevel: (level) => client.setLoggingLevel(level),
    close: () => client.close(),
  };
}
