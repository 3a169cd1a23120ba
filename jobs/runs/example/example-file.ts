import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { ConfigError } from "../../../config/errors";
import { readTextFile } from "../../../config/text-file";
import { validate } from "../../../config/zod-problems";
import { parseJobFile } from "../../../config/job-files/job-file";

/** Where a project keeps the example data of its ETL, relative to its root. */
export const EXAMPLE_FILE = "analytics-etl/example/example.json";

export const exampleShape = z.strictObject({
  /** Keys in the bucket of the ETL, and the files beside `example.json` that go there. */
  deliveries: z.record(z.string().min(1), z.string().min(1)),
  /** Keys of Glue jobs: those of a group run at once, the groups one after the other. */
  jobs: z.array(z.array(z.string().min(1)).min(1)),
  /** Keys in the bucket of what is there when all jobs have ended well. */
  results: z.array(z.string().min(1)).min(1),
});

/** Example data of a day, and the jobs that take it in. */
export interface Example {
  readonly deliveries: readonly { readonly key: string; readonly file: string }[];
  readonly jobs: readonly (readonly string[])[];
  readonly results: readonly string[];
}

/**
 * @param root absolute path of the project
 * @param date `YYYY-MM-DD`; takes the place of `{date}`, `{year}`, `{month}` and `{day}` in keys
 * @returns undefined when the project has no example data
 * @throws ConfigError
 */
export function readExample(root: string, date: string): Example | undefined {
  const file = path.join(root, EXAMPLE_FILE);
  if (!fs.existsSync(file)) return undefined;
  const source = parseJobFile(EXAMPLE_FILE, readTextFile(root, EXAMPLE_FILE));
  const { value, problems } = validate(exampleShape, source.value);
  if (value === undefined) throw new ConfigError(problems.map(source.placed));
  const { deliveries, jobs, results } = value;
  const dated = (key: string) => withDate(key, date);
  return {
    deliveries: Object.entries(deliveries).map(([key, name]) => {
      const delivered = path.join(path.dirname(file), name);
      if (!fs.existsSync(delivered)) {
        const rule = `must name a file beside ${EXAMPLE_FILE}`;
        throw new ConfigError([{ file: EXAMPLE_FILE, path: `deliveries.${key}`, rule, found: name }]);
      }
      return { key: dated(key), file: delivered };
    }),
    jobs,
    results: results.map(dated),
  };
}

function withDate(key: string, date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  const values: Readonly<Record<string, string>> = { date, year, month, day };
  return key.replaceAll(/\{(date|year|month|day)\}/g, (_, name: string) => values[name] ?? "");
}
