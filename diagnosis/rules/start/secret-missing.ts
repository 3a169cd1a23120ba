import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { SOURCES } from "../words";

/** A secret of Secrets Manager that the container gets does not exist, or is deleted. */
export const secretMissing: Rule<JobFacts> = {
  name: "secret-missing",
  source: SOURCES.secrets,
  check: ({ start }) => {
    const isGone = ({ isSecret, seen }: (typeof start.secrets)[number]) =>
      isSecret && (seen.kind === "absent" || valueOf(seen)?.deletedAt !== undefined);
    const gone = start.secrets.find(isGone);
    if (gone === undefined) return undefined;
    const id = gone.valueFrom.split(":").slice(0, 7).join(":");
    const isDeleted = gone.seen.kind === "there";
    return {
      verdict: "would-fail",
      lookedAt: "secrets of the job",
      found: `the secret of ${gone.name} ${isDeleted ? "was deleted" : "does not exist"}: ${id}`,
      todo: [
        isDeleted
          ? `aws secretsmanager restore-secret --secret-id ${id}`
          : `correct valueFrom of ${gone.name} in the job definition, or create the secret`,
      ],
    };
  },
};
