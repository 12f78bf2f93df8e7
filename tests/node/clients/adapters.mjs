// One face for both generations of the TypeScript client.

import { Client as NewClient, StreamableHTTPClientTransport as NewHttp } from "@modelcontextprotocol/client";
import { StdioClientTransport as NewStdio } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldStdio } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as OldHttp } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

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
    connect: (server) => connectNew(open(NewStdio, NewHttp)(server), {}),
  },
  {
    label: `client 2.4.0 auto, ${transport}`,
    revision: "2026-07-28",
    connect: (server) =>
      connectNew(open(NewStdio, NewHttp)(server), { versionNegotiation: { mode: "auto" } }),
  },
  {
    label: `sdk 1.32.2, ${transport}`,
    revision: "2025-11-25",
    connect: (server) => connectOld(open(OldStdio, OldHttp)(server)),
  },
]);

async function connectNew(transport, options) {
  const client = new NewClient(SELF, options);
  await client.connect(transport);
  const revision = () => client.getNegotiatedProtocolVersion();
  return face(client, revision, (params, options) => client.callTool(params, options));
}

async function connectOld(transport) {
  const client = new OldClient(SELF);
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
    close: () => client.close(),
  };
}
