import path from "node:path";

/**
 * The rooms of docs/architecture.md, and which rooms each may import from. Data flows down, nothing reaches back up.
 */
export const mayImport = {
  aws: [],
  errors: [],
  locks: ["errors"],
  scheduling: ["aws"],
  config: ["aws", "errors"],
  environments: ["config"],
  access: ["aws", "config"],
  modules: ["aws", "config", "access"],
  tools: ["errors", "locks"],
  deploy: ["aws", "errors", "config", "locks", "tools"],
  queues: ["aws", "errors", "config"],
  planning: ["aws", "errors", "config", "scheduling"],
  jobs: ["aws", "errors", "config", "locks"],
  diagnosis: ["aws", "errors", "config", "scheduling", "queues", "jobs"],
  schemas: ["aws", "config", "jobs"],
  emulator: ["aws", "errors", "scheduling", "locks", "tools"],
  project: ["aws", "errors", "config"],
  cli: [
    "aws",
    "errors",
    "locks",
    "tools",
    "project",
    "config",
    "access",
    "deploy",
    "queues",
    "planning",
    "jobs",
    "diagnosis",
    "emulator",
    "schemas",
  ],
};

/** What lies at the top and is no room, and what no room may import either. */
const outside = ["main", "main.ts", "index", "index.ts", "test", "bench", "packaging"];

/** A relative path leads from one room to another only as `mayImport` says: imports of all kinds, types included. */
export const rooms = {
  meta: {
    type: "problem",
    schema: [],
    messages: { closed: "{{room}}/ may import from {{others}} (docs/architecture.md)." },
  },
  create(context) {
    const own = path.relative(context.cwd, context.filename).split(path.sep);
    const others = own.length > 1 ? mayImport[own[0]] : undefined;
    if (others === undefined) return {};
    const check = (source) => {
      if (typeof source?.value !== "string" || !source.value.startsWith(".")) return;
      const [room] = path.posix.join(...own.slice(0, -1), source.value).split("/");
      const isClosed = (room in mayImport || outside.includes(room)) && room !== own[0] && !others.includes(room);
      if (!isClosed) return;
      const data = { room: own[0], others: others.join(", ") || "no other room" };
      context.report({ node: source, messageId: "closed", data });
    };
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
    };
  },
};
