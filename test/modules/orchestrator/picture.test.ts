import * as fs from "node:fs";
import * as path from "node:path";
import { mermaidOf } from "./mermaid";
import type { StateMachine } from "../../../modules/batch-construct/orchestrator/states";
import { contexts, definition, state } from "./support";

const page = path.resolve(__dirname, "../../../docs/pipeline.md");
const marked = /(<!-- picture: [^\n]*-->\n)[\s\S]*?(<!-- end -->)/;

test("the picture in docs/pipeline.md is that of the definition", () => {
  const text = fs.readFileSync(page, "utf8");
  const current = text.replace(
    marked,
    (_, start: string, end: string) => `${start}\n\`\`\`mermaid\n${mermaidOf(definition())}\n\`\`\`\n\n${end}`,
  );
  if (process.env.DAPF_UPDATE_DOCS === "1") fs.writeFileSync(page, current);

  expect(fs.readFileSync(page, "utf8")).toBe(current);
  expect(text).toMatch(marked);
});

test("both contexts have the same picture", () => {
  const [training, inferencing] = contexts.map((context) => mermaidOf(definition(context)));

  expect(inferencing).toBe(training);
});

test("every state is in the picture once, by its name", () => {
  const machine = definition();
  const picture = mermaidOf(machine);

  for (const name of Object.keys(machine.States)) {
    const label = state(machine, name).Type === "Wait" ? `"${name}: ` : `"${name}"`;
    expect(picture.split(label)).toHaveLength(2);
  }
});

test("errors are dotted, choices say why", () => {
  const picture = mermaidOf({
    StartAt: "choose",
    States: {
      choose: {
        Type: "Choice",
        Choices: [
          { Variable: "$.a", StringEquals: "x", Next: "notify" },
          { Variable: "$.b", IsPresent: false, Next: "end" },
          { Variable: "$.c", NumericGreaterThanEquals: 3, Next: "end" },
        ],
        Default: "end",
      },
      notify: {
        Type: "Task",
        Resource: "arn:aws:states:::sns:publish",
        Parameters: {},
        ResultPath: null,
        TimeoutSeconds: 1,
        Retry: [
          {
            ErrorEquals: ["States.ALL"],
            IntervalSeconds: 1,
            MaxAttempts: 1,
            BackoffRate: 2,
            MaxDelaySeconds: 2,
            JitterStrategy: "FULL",
          },
        ],
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "end" }],
        Next: "end",
      },
      end: { Type: "Succeed" },
    },
  });

  expect(picture.split("\n")).toEqual([
    "flowchart TD",
    "  start((start)) --> s0",
    '  s0{"choose"}',
    '  s0 -- "a = x" --> s1',
    '  s0 -- "no b" --> s2',
    '  s0 -- "c >= 3" --> s2',
    '  s0 -- "otherwise" --> s2',
    '  s1["notify"]',
    "  s1 --> s2",
    "  s1 -.-> s2",
    '  s2(("end"))',
  ]);
});

test("parallel branches are refused instead of left out", () => {
  const branch: StateMachine = { StartAt: "x", States: { x: { Type: "Succeed" } } };

  expect(() =>
    mermaidOf({
      StartAt: "both",
      States: { both: { Type: "Parallel", Branches: [branch], ResultPath: null, End: true } },
    }),
  ).toThrow("both has parallel branches");
});
