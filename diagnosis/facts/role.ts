import { arnOf, partsOfArn } from "../../aws/arns";
import { ecrImageOf } from "../../aws/ecr-image";
import { BATCH_LOGS } from "../../aws/log-groups";
import { mapped, type Seen, UNSEEN } from "../seen";
import type { Work } from "./gather-job";
import type { JobFacts } from "./job-facts";
import { secretsOf } from "./secrets";
import type { MissingPermission, RoleFacts } from "./start-facts";

/** The role that prepares the container, asked what it may: 1 call. */
export async function roleOf({ services, looks }: Work, facts: JobFacts, roleArn: string): Promise<Seen<RoleFacts>> {
  const wanted = permissionsFor(facts);
  if (wanted.length === 0) return UNSEEN;
  const look = {
    what: `role ${roleArn}`,
    needs: "iam:SimulatePrincipalPolicy",
    absent: ["NoSuchEntity", "NoSuchEntityException"],
  };
  const answer = await looks.at(look, () =>
    services.iam.call("SimulatePrincipalPolicy", {
      PolicySourceArn: roleArn,
      ActionNames: unique(wanted.map(({ action }) => action)),
      ResourceArns: unique(wanted.map(({ resource }) => resource)),
    }),
  );
  return mapped(answer, ({ EvaluationResults = [] }) => ({
    denied: wanted.filter(({ action, resource }) =>
      EvaluationResults.some((one) => {
        // What depends on the context of the call cannot be said here.
        const isSure = (one.MissingContextValues ?? []).length === 0;
        const isOf = one.EvalActionName === action && one.EvalResourceName === resource;
        return isOf && isSure && one.EvalDecision !== "allowed";
      }),
    ),
  }));
}

/** Source: Amazon ECS Developer Guide, "Amazon ECS task execution IAM role", and "Pass sensitive data". */
function permissionsFor({ job, place }: JobFacts): MissingPermission[] {
  const { image = "", logConfiguration } = job.container ?? {};
  const ecr = ecrImageOf(image);
  const pulls = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"];
  const { "awslogs-group": group = BATCH_LOGS, "awslogs-region": region = place.region } =
    logConfiguration?.options ?? {};
  const stream = arnOf({ ...place, region }, "logs", `log-group:${group}:log-stream:*`);
  const hasLog = (logConfiguration?.logDriver ?? "awslogs") === "awslogs";
  const secrets = secretsOf(job).map(({ valueFrom, isSecret }) =>
    isSecret
      ? { action: "secretsmanager:GetSecretValue", resource: valueFrom.split(":").slice(0, 7).join(":") }
      : { action: "ssm:GetParameters", resource: parameterArn(valueFrom, place) },
  );
  return [
    ...(ecr === undefined ? [] : [{ action: "ecr:GetAuthorizationToken", resource: "*" }]),
    ...(ecr === undefined ? [] : pulls.map((action) => ({ action, resource: ecr.repositoryArn }))),
    ...(hasLog
      ? ["CreateLogStream", "PutLogEvents"].map((name) => ({ action: `logs:${name}`, resource: stream }))
      : []),
    ...secrets,
  ];
}

function parameterArn(valueFrom: string, place: JobFacts["place"]): string {
  return partsOfArn(valueFrom) === undefined
    ? arnOf(place, "ssm", `parameter/${valueFrom.replace(/^\//, "")}`)
    : valueFrom;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
