import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The part of AWS's long sentence that tells. */
const partAfter = (reason: string): string => reason.split(": ").slice(-2).join(": ");

/** A secret or parameter was not to be read. */
export const secretUnread = failureRule("secret-unread", SOURCES.initialization, ({ reason }) => {
  if (!/retrieve secrets? from|Fetching secret data|fetch secret|secrets manager|ssm/i.test(reason)) return undefined;
  return {
    found: `a secret of it could not be read: ${partAfter(reason)}`,
    todo: [
      "see that it exists (valueFrom in the job definition), and allow the execution role secretsmanager:GetSecretValue or ssm:GetParameters",
    ],
    retry: "would not help",
  };
});
