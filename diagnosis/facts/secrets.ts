import type { JobDetail } from "@aws-sdk/client-batch";
import { partsOfArn } from "../../aws/arns";
import { ABSENT, mapped, type Seen, there } from "../seen";
import type { Work } from "./gather-job";
import type { SecretFacts } from "./start-facts";

type Secret = Omit<SecretFacts, "seen">;

/** @returns what ECS reads before the container starts */
export function secretsOf({ container }: JobDetail): Secret[] {
  const all = [...(container?.secrets ?? []), ...(container?.logConfiguration?.secretOptions ?? [])];
  return all.map(({ name = "", valueFrom = "" }) => {
    return { name, valueFrom, isSecret: partsOfArn(valueFrom)?.service === "secretsmanager" };
  });
}

/** Whether they are there, without their values: a call for all parameters, and one for each secret. */
export async function lookAtSecrets(work: Work, job: JobDetail): Promise<SecretFacts[]> {
  const all = secretsOf(job);
  const parameters = all.filter(({ isSecret }) => !isSecret);
  const [found, secrets] = await Promise.all([
    parameters.length === 0 ? undefined : parameterNames(work, parameters),
    Promise.all(all.filter(({ isSecret }) => isSecret).map((secret) => lookAtSecret(work, secret))),
  ]);
  const ofParameters = parameters.map((one): SecretFacts => {
    const seen = found === undefined || found.kind !== "there" ? (found ?? ABSENT) : undefined;
    return { ...one, seen: seen ?? (isIn(found, parameterName(one)) ? there({}) : ABSENT) };
  });
  return [...secrets, ...ofParameters];
}

const isIn = (found: Seen<readonly string[]> | undefined, name: string): boolean =>
  found?.kind === "there" && found.value.includes(name);

/** Names in a path begin with a slash, which their ARNs do not repeat. */
function parameterName({ valueFrom }: Secret): string {
  const name = partsOfArn(valueFrom)?.resource.replace(/^parameter\//, "");
  return name === undefined ? valueFrom : name.includes("/") ? `/${name}` : name;
}

async function parameterNames(
  { services, looks }: Work,
  parameters: readonly Secret[],
): Promise<Seen<readonly string[]>> {
  const Values = parameters.map(parameterName);
  const filters = [{ Key: "Name", Option: "Equals", Values }];
  const look = { what: "parameters", needs: "ssm:DescribeParameters" };
  const answer = await looks.at(look, () => services.ssm.call("DescribeParameters", { ParameterFilters: filters }));
  return mapped(answer, ({ Parameters = [] }) => Parameters.flatMap(({ Name }) => Name ?? []));
}

async function lookAtSecret({ services, looks }: Work, secret: Secret): Promise<SecretFacts> {
  // `arn:..:secret:name:json-key:version-stage:version-id`
  const SecretId = secret.valueFrom.split(":").slice(0, 7).join(":");
  const look = { what: "secrets", needs: "secretsmanager:DescribeSecret", absent: ["ResourceNotFoundException"] };
  const seen = await looks.at(look, () => services.secrets.call("DescribeSecret", { SecretId }));
  return { ...secret, seen: mapped(seen, ({ DeletedDate }) => ({ deletedAt: DeletedDate })) };
}
