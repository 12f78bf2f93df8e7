// Calls that go on as tasks. The clients have no words for them: the library of
// the extension has, and what it says goes past the client. In older revisions
// the call waits.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { createTaskSessionFromClient, resultFromTaskOutcome } from "@modelcontextprotocol/ext-tasks/client";

import { connections, SELF } from "./adapters.mjs";
import { eventually, LIMIT, within } from "./bounds.mjs";
import { fixtures } from "./servers.mjs";

const text = (result) => result.content[0].text;
const ANSWERS = { name: "Ann", confirm: true };
/** Fills in whatever a form asks for. */
const fill = ({ params }) => ({
  action: "accept",
  content: Object.fromEntries(Object.keys(params.requestedSchema.properties).map((key) => [key, ANSWERS[key]])),
});

for (const { label, revision, transport, connect } of connections) {
  if (revision < "2026") waits(label, connect);
  else follows(label, transport, connect);
}

function follows(label, transport, connect) {
  /** What the library needs of a client to speak for it. */
  const following = (client, onInputRequest) => {
    let number = 0;
    return createTaskSessionFromClient(client.client, {
      endpointId: "fixtures",
      v2RequestFraming: {
        protocolVersion: "2026-07-28",
        clientInfo: SELF,
        clientCapabilities: { elicitation: { form: {} } },
      },
      onInputRequest,
      rawDispatch: async ({ method, params }) => {
        const { result, error } = await client.raw({ jsonrpc: "2.0", id: `task-${number++}`, method, params });
        return error ? { kind: "error", error } : { kind: "result", result };
      },
    });
  };

  describe(`tasks, ${label}`, { timeout: LIMIT }, () => {
    const declares = { capabilities: { extensions: { "io.modelcontextprotocol/tasks": {} } } };
    let client, session, plain;
    before(async () => {
      client = await connect(fixtures, undefined, declares);
      plain = await connect(fixtures);
      session = following(client, fill);
    });
    after(async () => {
      await session?.close();
      await client?.close();
      await plain?.close();
    });
    const begin = async (name, args) => {
      const execution = await session.callTool(name, args);
      assert.equal(execution.kind, "task", name);
      return execution;
    };
    const outcome = async (execution) => (await within("its end", execution.settle())).outcome;

    test("a call that waits is a task, and its result is fetched", async () => {
      const result = resultFromTaskOutcome(await outcome(await begin("slow_compute", { seconds: 1, label: "x" })));
      assert.equal(text(result), "x: computed for 1 s");
    });

    test("a call that has to wait for nothing is none", async () => {
      const execution = await session.callTool("slow_compute", { seconds: 0, label: "x" });
      assert.equal(execution.kind, "immediate");
      assert.equal(text(resultFromTaskOutcome(await outcome(execution))), "x: computed for 0 s");
    });

    test("a task asks, and goes on with the answers", async () => {
      const deleted = await outcome(await begin("confirm_delete", { filename: "a.txt" }));
      assert.equal(text(resultFromTaskOutcome(deleted)), "a.txt: deleted");
      const both = await outcome(await begin("multi_input", {}));
      assert.equal(text(resultFromTaskOutcome(both)), "Ann: true");
    });

    test("a tool that fails has ended, a fault of the protocol has failed", async () => {
      const { result } = await outcome(await begin("failing_job", {}));
      assert.deepEqual([result.isError, JSON.parse(text(result)).error], [true, "JOB_FAILED"]);
      const { status, error } = await outcome(await begin("protocol_error_job", {}));
      assert.deepEqual([status, error.code], ["failed", -32021]);
    });

    test("is told of each change, and stops a task", async () => {
      const { taskId } = (await begin("slow_compute", { seconds: 60, label: "never" })).handle;
      const listening = await client.listen({ taskIds: [taskId] });
      // The client itself hands on only what it knows of the filter.
      const { params } = client.notifications.find(({ method }) => method.endsWith("/acknowledged"));
      assert.deepEqual(params.notifications, { taskIds: [taskId] });
      const told = () =>
        client.notifications.filter(({ method }) => method === "notifications/tasks").map(({ params }) => params.status);
      await eventually("how it stands", () => told().includes("working"));
      await session.cancelTask(taskId);
      await eventually("its end", () => told().includes("cancelled"));
      assert.equal((await session.task(taskId).snapshot()).status, "cancelled");
      await listening.close();
    });

    test("a task that is not there is unknown", async () => {
      for (const ask of ["snapshot", "cancel"]) {
        await assert.rejects(session.task("task-of-nobody")[ask](), (error) => {
          assert.deepEqual([error.code, /task/i.test(error.message)], [-32602, true], error.message);
          return true;
        });
      }
    });

    test("a task outlives the connection that it was begun on", { skip: transport === "stdio" && "the server ends with its client" }, async () => {
      const first = await connect(fixtures);
      const begun = following(first, fill);
      const execution = await begun.callTool("slow_compute", { seconds: 1, label: "kept" });
      const reference = execution.serializeReference();
      await execution.detach();
      await begun.close();
      await first.close();
      const resumed = await session.resumeTask(reference);
      assert.equal(text(resultFromTaskOutcome(await outcome(resumed))), "kept: computed for 1 s");
    });

    test("a client that knows no tasks waits, or is told what is missing", async () => {
      assert.equal(text(await plain.call("slow_compute", { seconds: 1, label: "y" })), "y: computed for 1 s");
      await assert.rejects(plain.call("failing_job", {}), ({ code, data }) => {
        assert.deepEqual([code, Object.keys(data.requiredCapabilities.extensions)], [-32021, ["io.modelcontextprotocol/tasks"]]);
        return true;
      });
      await assert.rejects(plain.request("tasks/get", { taskId: "task-of-nobody" }), { code: -32021 });
    });
  });
}

function waits(label, connect) {
  describe(`tasks, ${label}`, { timeout: LIMIT }, () => {
    let client;
    const form = ({ requestedSchema }) => fill({ params: { requestedSchema } });
    before(async () => (client = await connect(fixtures, { "elicitation/create": form })));
    after(() => client?.close());

    test("a call that might be a task waits, and asks where it stands", async () => {
      assert.equal(text(await client.call("slow_compute", { seconds: 1, label: "z" })), "z: computed for 1 s");
      assert.equal(text(await client.call("confirm_delete", { filename: "a.txt" })), "a.txt: deleted");
    });

    test("a call that must be a task is refused, and says why", async () => {
      const result = await client.call("failing_job", {});
      assert.deepEqual([result.isError, JSON.parse(text(result)).error], [true, "MISSING_CAPABILITY"]);
      assert.equal(client.capabilities().tasks, undefined);
    });
  });
}
