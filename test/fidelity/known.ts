/** The list of known differences, `known-differences.yaml`. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export const KNOWN_FILE = "test/fidelity/known-differences.yaml";

const shape = z.array(
  z.strictObject({
    /** What AWS does, and moto does not. */
    why: z.string().min(1),
    /** AWS's page that says so; one of ours for what the embedded AWS leaves out. */
    page: z.string().min(1),
    /** Ids of tests below `tests`; `*` stands for any text. */
    tests: z.array(z.string().min(1)).min(1),
  }),
);

/** Why tests that pass on plain moto are right to fail on the embedded AWS. */
export type KnownDifference = z.infer<typeof shape>[number];

export function readKnown(): KnownDifference[] {
  return shape.parse(parse(fs.readFileSync(path.resolve(__dirname, "../..", KNOWN_FILE), "utf8")));
}

export function isMeant(pattern: string, test: string): boolean {
  const parts = pattern.split("*").map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(test);
}
