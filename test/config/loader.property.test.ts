import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { ConfigError } from "../../config/errors";
import { loadEtlConfig } from "../../config/etl";
import { parseEnvironment } from "../../config/loader";
import { LONGEST_PREFIX, prefixOf } from "../../config/prefix";
import { minimal, repositoryWith } from "./support";

const place = { root: "/repository", name: "dev", file: "environments/dev.ts" };

const full = {
  ...minimal,
  utils_path: "utils",
  training: { evaluation_job_params: { path: "a.py", additional_arguments: { "--a": "b" } } },
  monitoring: { glue_data_quality_params: { path: "m.py" } },
  enable_monitoring: true,
  etl_ssm_params: { limit: { value: "5" } },
  athena_databases: { data_quality: { comment: "checks" } },
  batch_compute_environments: { max_vcpus: 16 },
  step_function_settings: { athena: { training: { debug_table: "debug" } } },
  default_tags: { team: "planning" },
  state_backend: { bucket: "state-bucket" },
};

const etl = {
  jobs: {
    clean: { file_name: "clean.py", worker_type: "G.1X", number_of_workers: 2, default_arguments: { "--a": "b" } },
    load: { file_name: "load.py", role_arn: "arn:aws:iam::${tfvars_account_number}:role/x" },
  },
  workflows: {
    nightly: {
      triggers: {
        go: { type: "SCHEDULED", schedule: "cron(0 5 * * ? *)", actions: [{ job_name: "clean" }] },
        then: {
          type: "CONDITIONAL",
          predicate: { logical: "ANY", conditions: [{ job_name: "clean", state: "SUCCEEDED" }] },
          actions: [{ job_name: "load", timeout: null }],
        },
      },
    },
  },
};

/** Values that look nearly right, beside arbitrary ones. */
const noise = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    "ap-south-1",
    "x",
    "cron(0 5 * * ? *)",
    "CONDITIONAL",
    "${tfvars_x}",
    0,
    -1,
    1e21,
    null,
    [],
    {},
    "__proto__",
  ),
);

interface Mutation {
  readonly path: readonly number[];
  readonly kind: "replace" | "remove" | "add";
  readonly key: string;
  readonly value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  path: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
  kind: fc.constantFrom("replace", "remove", "add"),
  key: fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "regoin", "jobs", "vpc_tags")),
  value: noise,
});

/** @returns a deep copy in which one place, found by walking the path's numbers as indexes of keys, is changed. */
function mutate(value: unknown, { path, kind, key, value: replacement }: Mutation): unknown {
  const [head, ...rest] = path;
  if (head === undefined || typeof value !== "object" || value === null) return replacement;
  const entries = Object.entries(value);
  const index = head % Math.max(entries.length, 1);
  const changed = entries.flatMap(([name, item], at): [string, unknown][] => {
    if (at !== index) return [[name, item]];
    if (rest.length > 0) return [[name, mutate(item, { path: rest, kind, key, value: replacement })]];
    if (kind === "remove") return [];
    return kind === "add"
      ? [
          [name, item],
          [key, replacement],
        ]
      : [[name, replacement]];
  });
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

const several = fc.array(mutation, { minLength: 1, maxLength: 3 });
const mutated = (value: unknown, mutations: readonly Mutation[]): unknown => mutations.reduce(mutate, value);

/** @returns what the function returns, or undefined when it throws a ConfigError that says something about a file. */
function unlessConfigError<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const line of error.message.split("\n")) expect(line).toMatch(/^[\w./-]+(:\d+:\d+)?: ./);
    return undefined;
  }
}

describe("an environment that was changed at random", () => {
  it("is valid or a ConfigError, and never another exception", () => {
    let valid = 0;
    fc.assert(
      fc.property(several, (mutations) => {
        const environment = unlessConfigError(() => parseEnvironment(place, mutated(full, mutations)));
        if (environment === undefined) return;
        valid++;
        expect(environment.prefix).toBe(prefixOf(environment.settings));
        expect(environment.prefix.length).toBeLessThanOrEqual(LONGEST_PREFIX);
        expect(environment.settings.account_number).toMatch(/^\d{12}$/);
      }),
      { numRuns: 1000 },
    );
    expect(valid).toBeGreaterThan(0);
  });

  it("is never accepted with a key that the schema does not know", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_]{1,20}$/), (key) => {
        fc.pre(!(key in full) && !/^(inferencing|ddb_params|ecr_attributes|s3_configs|kms_master_key_id)$/.test(key));
        expect(() => parseEnvironment(place, { ...full, [key]: "x" })).toThrow(`${key} is not a known key`);
      }),
    );
  });
});

describe("an analytics-ETL configuration that was changed at random", () => {
  it("is valid or a ConfigError, and never another exception", () => {
    let valid = 0;
    const root = repositoryWith({});
    fc.assert(
      fc.property(several, (mutations) => {
        const text = JSON.stringify(mutated(etl, mutations));
        const config = unlessConfigError(() =>
          loadEtlConfig(root, [writeTo(root, text)], { prefix: "churn-dev-euwest1" }),
        );
        if (config !== undefined) valid++;
      }),
      { numRuns: 500 },
    );
    expect(valid).toBeGreaterThan(0);
  });
});

function writeTo(root: string, text: string): string {
  writeFileSync(join(root, "etl.json"), text);
  return "etl.json";
}
