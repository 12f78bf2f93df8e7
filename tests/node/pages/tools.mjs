// Tools with every form of argument that the page has to draw.

export const forecast = {
  name: "forecast",
  title: "Weather forecast",
  description: "Forecast for a city.\n\nAsks `met.example` and keeps what it says\nfor a minute:\n- hourly up to 3 days,\n  where there is any\n- daily beyond\n\n# Example\n\n```json\n{\"city\": \"Oslo\"}\n```\n\n1 - 2 is *no* list.",
  inputSchema: {
    type: "object",
    properties: {
      city: { type: "string", description: "City name, such as \"Oslo\".", minLength: 1, maxLength: 80 },
      days: { type: "integer", description: "Days ahead.", minimum: 1, maximum: 14, default: 3 },
      units: { oneOf: [{ const: "metric", description: "Celsius" }, { const: "imperial", description: "Fahrenheit" }], default: "metric" },
      alerts: { type: "boolean", default: false },
      confidence: { type: ["number", "null"], exclusiveMinimum: 0, maximum: 1 },
      region: { type: "string", "x-mcp-header": "Region", pattern: "^[a-z-]+$" },
      key: { type: "string", writeOnly: true },
      places: { type: "array", items: { $ref: "#/$defs/Place" }, maxItems: 4, description: "Other places on the way." },
      tags: { type: "array", items: { type: "string" }, uniqueItems: true },
      shape: { anyOf: [{ $ref: "#/$defs/Place" }, { type: "object", properties: { kind: { const: "ring" }, radius: { type: "number" } }, required: ["kind"] }] },
      note: { type: "string" },
    },
    required: ["city"],
    additionalProperties: false,
    $defs: {
      Place: {
        type: "object",
        properties: { lat: { type: "number", minimum: -90, maximum: 90 }, lon: { type: "number", minimum: -180, maximum: 180 }, near: { $ref: "#/$defs/Place" } },
        required: ["lat", "lon"],
      },
    },
  },
  outputSchema: {
    type: "object",
    properties: {
      summary: { type: "string", description: "One sentence." },
      hours: { type: "array", items: { type: "object", properties: { at: { type: "string", format: "date-time" }, degrees: { type: "number" } }, required: ["at", "degrees"] } },
    },
    required: ["summary"],
  },
  annotations: { readOnlyHint: true, openWorldHint: true },
};

export const wipe = {
  name: "wipe",
  title: "Delete everything",
  description: "Deletes all forecasts.",
  inputSchema: { type: "object", properties: { reason: { type: "string" } }, additionalProperties: false },
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
};

export const ping = { name: "ping", inputSchema: { type: "object", properties: {}, additionalProperties: false } };

/** So many, some with the longest names there can be. */
export const many = (count) =>
  Array.from({ length: count }, (_, i) => ({
    name: i % 50 === 7 ? `tool_${i}_${"long".repeat(28)}` : `tool_${i}`,
    description: `Does number ${i}.`,
    inputSchema: { type: "object", properties: { [`argument_${i}`]: { type: "integer" } } },
  }));
