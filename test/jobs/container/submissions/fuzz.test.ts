import fc from "fast-check";
import { ConfigError } from "../../../../config/errors";
import { readSubmissions } from "../../../../jobs/container/submissions";

// DAPF_FUZZ_FILES makes it larger or smaller.
const FILES = Number(process.env.DAPF_FUZZ_FILES ?? 10_000);

jest.setTimeout(120_000);

const JSON_FILE = `{
  // a workflow
  "jobs": [
    {"jobName": "a", "jobQueue": "q", "jobDefinition": "d", "arrayProperties": {"size": 3},
     "containerOverrides": {"vcpus": 2, "environment": [{"name": "N", "value": "1"}],
       "resourceRequirements": [{"type": "GPU", "value": "1"}]}},
    {"jobName": "b", "jobQueue": "q", "jobDefinition": "d:1", "arrayProperties": {"size": 3}, # note
     "dependsOn": [{"jobId": "\${a}", "type": "N_TO_N"}], "timeout": {"attemptDurationSeconds": 60}},
    {"jobName": "c", "jobQueue": "q", "jobDefinition": "d", "tags": {"k": "v"},
     "retryStrategy": {"attempts": 2, "evaluateOnExit": [{"onExitCode": "1", "action": "RETRY"}]},
     "dependsOn": [{"jobId": "\${a}"}, {"jobId": "\${b}"}, {"jobId": "00000000-0000-4000-8000-000000000000"}]}
  ]
}
`;
const YAML_FILE = `jobs:
  - &first
    jobName: a
    jobQueue: q
    jobDefinition: d
    containerOverrides: {memory: 1024, environment: [{name: N, value: 1}]}
  - jobName: b
    jobQueue: q
    jobDefinition: d
    dependsOn:
      - jobId: \${a}
`;
const PIECES = [
  ..."{}[]\",:#/*\\\n \t-&*!|>%@`'\u0000\uFEFF\u2028é💥0",
  "null",
  "true",
  "-1",
  "1e999",
  "${a}",
  "${c}",
  "${",
  '"jobs"',
  '"__proto__": {}',
  '"constructor": 1',
  "//",
  "/*",
  "*/",
  "<<: *first",
  "!!js/function",
];

/** What a parser takes long for, or never comes back from. */
const LARGE = ["[".repeat(3000), '{"a":'.repeat(3000), "- ".repeat(2000), "x".repeat(40_000)];

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly added: string;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 300 })),
  added: fc.oneof(
    { weight: 30, arbitrary: fc.constant("") },
    { weight: 30, arbitrary: fc.constantFrom(...PIECES) },
    { weight: 30, arbitrary: fc.string({ maxLength: 8 }) },
    { weight: 1, arbitrary: fc.constantFrom(...LARGE) },
  ),
});

function mutated(text: string, edits: readonly Edit[]): string {
  return edits.reduce((current, { at, removed, added }) => {
    const start = Math.floor(at * current.length);
    return current.slice(0, start) + added + current.slice(start + removed);
  }, text);
}

describe("a mutated job file", () => {
  it(`is a plan, or an error that names the file (${FILES} files)`, () => {
    let plans = 0;
    let errors = 0;
    const file = fc.constantFrom<[string, string]>(["jobs.json", JSON_FILE], ["jobs.yaml", YAML_FILE]);
    fc.assert(
      fc.property(file, fc.array(edit, { maxLength: 3 }), ([name, text], edits) => {
        try {
          const { graph } = readSubmissions(name, mutated(text, edits));
          const seen = new Set<string>();
          for (const { name: job, needs } of graph.order) {
            if (!needs.every((need) => seen.has(need))) throw new Error(`${job} comes before what it needs`);
            seen.add(job);
          }
          plans += 1;
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          if (error.problems.length === 0) throw new Error("an error without problem", { cause: error });
          for (const lineOfText of error.message.split("\n").slice(0, 1))
            expect(lineOfText).toMatch(/^jobs\.(json|yaml)[: ]/);
          errors += 1;
        }
      }),
      { numRuns: FILES },
    );
    // Mutations that break all files, or none, would show nothing.
    expect(Math.min(plans, errors)).toBeGreaterThan(FILES / 20);
  });
});
