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
} from "@modelcontextprotocol/sdk/types.js";

const SELF = { name: "client-tests", version: "1.0.0" };

const transports = {
  stdio: (Stdio) => (server) => new Stdio({ command: server.program, stderr: "ignore" }),
  http: (_, Http) => (server) => new Http(new URL(server.url)),
};

/** Every client, in every era it speaks, over every transport. */
export const connections = Object.entries(transports).flatMap(([transport, open]) => [
  {
    label: `client 2.4.0, ${transport}`,
    revision: "2025-11-25",
    connect: (server, user) => connectNew(open(NewStdio, NewHttp)(server), {}, user),
  },
  {
    label: `client 2.4.0 auto, ${transport}`,
    revision: "2026-07-28",
    connect: (server, user) =>
      connectNew(open(NewStdio, NewHttp)(server), { versionNegotiation: { mode: "auto" } }, user),
  },
  {
    label: `sdk 1.32.2, ${transport}`,
    revision: "2025-11-25",
    connect: (server, user) => connectOld(open(OldStdio, OldHttp)(server), user),
  },
]);

/** What those declare who answer what a tool asks: functions by the name of the request. */
const ASKED = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

async function connectNew(transport, options, user) {
  const client = new NewClient(SELF, { ...options, ...(user && { capabilities: ASKED }) });
  for (const [method, answer] of Object.entries(user ?? {})) {
    client.setRequestHandler(method, ({ params }) => answer(params));
  }
  await client.connect(transport);
  const revision = () => client.getNegotiatedProtocolVersion();
  return face(client, revision, (params, options) => client.callTool(params, options));
}

const SCHEMAS = {
  "elicitation/create": ElicitRequestSchema,
  "sampling/createMessage": CreateMessageRequestSchema,
  "roots/list": ListRootsRequestSchema,
};

async function connectOld(transport, user) {
  const client = new OldClient(SELF, user && { capabilities: ASKED });
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
  await client.connect(transport);
  return face(client, () => revision, (params, options) => client.callTool(params, undefined, options));
}

function face(client, revision, callTool) {
  return {
    revision,
    server: () => client.getServerVersion(),
    list: async () => (await client.listTools()).tools,
    call: (name, args, options) => callTool({ name, arguments: args }, options),
    prompts: async () => (await client.listPrompts()).prompts,
    prompt: (name, args) => client.getPrompt({ name, arguments: args }),
    resources: async () => (await client.listResources()).resources,
    templates: async () => (await client.listResourceTemplates()).resourceTemplates,
    read: (uri) => client.readResource({ uri }),
    complete: async (ref, name, value) => (await client.complete({ ref, argument: { name, value } })).completion,
    close: () => client.close(),
  };
}
