/**
 * What a job of the pipeline leaves in S3. No container runs here, so the embedded AWS stands in for the team's image: it
 * writes the files that the evaluation reads, with numbers that follow from the job's mapping key and algorithm alone.
 */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import { createHash } from "node:crypto";

export interface Output {
  /** `s3://bucket/key` */
  readonly address: string;
  readonly content: string;
}

/** How many predictions an inferencing job makes. */
const PREDICTIONS = 3;

/** @returns nothing for a job that is not of the pipeline: one without `DAPF_CONTEXT` and `DAPF_OUTPUT` */
export function outputsOf({ environment = [] }: ContainerProperties): readonly Output[] {
  const variables = new Map(environment.map(({ name, value }) => [name, value ?? ""]));
  const prefix = variables.get("DAPF_OUTPUT") ?? "";
  const key = variables.get("DAPF_MAPPING_KEY") ?? "";
  const algorithm = variables.get("DAPF_ALGORITHM") ?? "";
  if (!/^s3:\/\/.+\/$/.test(prefix)) return [];
  const files = filesOf(variables.get("DAPF_CONTEXT") ?? "", key, algorithm);
  return Object.entries(files).map(([name, content]) => ({ address: `${prefix}${name}`, content }));
}

function filesOf(context: string, key: string, algorithm: string): Readonly<Record<string, string>> {
  if (context === "training") {
    const error = 0.5 + share(`${key}/${algorithm}`);
    const metrics = { rmse: rounded(error), mae: rounded(error * 0.8), accuracy: rounded(1 - error / 2) };
    return {
      "metrics.json": JSON.stringify(metrics),
      "model.json": JSON.stringify({ algorithm, mapping_key: key, made_by: "the embedded AWS" }),
    };
  }
  if (context !== "inferencing") return {};
  const lines = Array.from({ length: PREDICTIONS }, (_, index) =>
    JSON.stringify({ mapping_key: key, period: index + 1, prediction: rounded(100 * share(`${key}/${index}`)) }),
  );
  return { "predictions.json": `${lines.join("\n")}\n` };
}

/** A number from 0 to 1 that belongs to a text. */
function share(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
