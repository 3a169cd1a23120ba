import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** ECS takes 8192 characters of overrides. */
export const overridesTooLong = failureRule("overrides-too-long", SOURCES.overrides, ({ reason }) => {
  if (!/Overrides length must be at most/.test(reason)) return undefined;
  return {
    found: "its command and variables are longer than Amazon ECS takes (8192 characters)",
    todo: ["put long values into a file in S3, and give the job its name"],
    retry: "would not help",
  };
});
