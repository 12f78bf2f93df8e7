// Every client that proves who it is, and what it sends for that.

import {
  Client as NewClient,
  ClientCredentialsProvider as NewCredentials,
  StreamableHTTPClientTransport as NewHttp,
} from "@modelcontextprotocol/client";
import { ClientCredentialsProvider as OldCredentials } from "@modelcontextprotocol/sdk/client/auth-extensions.js";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OldHttp } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

import { issuer } from "./servers.mjs";

const SELF = { name: "client-tests", version: "1.0.0" };

/** Each client in each era: how it gets tokens, and how it shows others. */
export const callers = [
  caller("client 2.4.0", NewClient, NewHttp, NewCredentials),
  caller("client 2.4.0 auto", NewClient, NewHttp, NewCredentials, { versionNegotiation: { mode: "auto" } }),
  caller("sdk 1.32.2", OldClient, OldHttp, OldCredentials),
];

function caller(label, Client, Http, Credentials, options = {}) {
  const open = async (server, settings, proven) => {
    const sent = [];
    const client = new Client(SELF, options);
    const transport = () => new Http(new URL(server.url), { ...settings, fetch: recording(sent) });
    const first = transport();
    try {
      await client.connect(first);
    } catch (error) {
      if (!proven) throw Object.assign(error, { sent: sent.map(({ line }) => line) });
      await proven(first);
      await client.connect(transport());
    }
    return {
      /** What was sent since the last call began. */
      sent: () => sent.map(({ line }) => line),
      list: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name) => {
        sent.length = 0;
        const result = await client.callTool({ name, arguments: {} });
        return result.content[0].text;
      },
      /** Finishes what the user was asked for. */
      prove: () => proven(client.transport),
      close: () => client.close(),
    };
  };
  return {
    label,
    isOld: Client === OldClient,
    /** As a machine, which asks for these scopes where it is not told others. */
    connect: (server, scope) => {
      const facts = { clientId: "client", clientSecret: "secret", expectedIssuer: issuer, scope };
      return open(server, { authProvider: new Credentials(facts) });
    },
    /** For a user, who is asked in a browser that says yes. */
    connectForUser: async (server) => {
      const authProvider = new Browser();
      const proven = (transport) => {
        const { back } = authProvider;
        return transport.finishAuth(Client === OldClient ? back.get("code") : back);
      };
      return { ...(await open(server, { authProvider }, proven)), asked: authProvider.asked };
    },
    /** With a token or key that it has already. */
    show: (server, token) => open(server, { requestInit: { headers: { Authorization: `Bearer ${token}` } } }),
  };
}

/** Stands for the client's storage and for the user's browser. */
class Browser {
  redirectUrl = "http://127.0.0.1:1/callback";
  clientMetadata = {
    client_name: "client-tests",
    redirect_uris: [this.redirectUrl],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
  /** The scopes that the user was asked for. */
  asked = [];

  state = () => "state";
  clientInformation = () => this.information;
  saveClientInformation = (information) => void (this.information = information);
  tokens = () => this.issued;
  saveTokens = (issued) => void (this.issued = issued);
  codeVerifier = () => this.verifier;
  saveCodeVerifier = (verifier) => void (this.verifier = verifier);
  discoveryState = () => this.discovered;
  saveDiscoveryState = (discovered) => void (this.discovered = discovered);

  async redirectToAuthorization(url) {
    this.asked.push(url.searchParams.get("scope"));
    const answer = await fetch(url, { redirect: "manual" });
    this.back = new URL(answer.headers.get("location")).searchParams;
  }
}

/**
 * Notes each request with its status, and what tokens are asked for. Not the
 * stream that older clients open beside everything else: it comes at any time.
 */
function recording(sent) {
  return async (target, init) => {
    const url = new URL(target);
    const method = init?.method ?? "GET";
    const request = { line: `${method} ${url.pathname}` };
    if (request.line !== "GET /mcp") sent.push(request);
    const response = await fetch(target, init);
    request.line += ` ${response.status}`;
    if (url.pathname === "/token") {
      const form = new URLSearchParams(String(init.body));
      request.line += ` ${form.get("scope")} for ${form.get("resource")}`;
    }
    return response;
  };
}
