import type { Connection } from "../aws/connection";
import { QUICK_RETRY } from "../aws/retry";
import {
  batchClient,
  ec2Client,
  ecrClient,
  iamClient,
  logsClient,
  quotasClient,
  secretsClient,
  ssmClient,
} from "../aws/services";

/** The clients of one account and Region that a diagnosis asks; each loads its SDK with the first call. */
export type Services = ReturnType<typeof servicesOf>;

/** @returns clients that give up when somebody who waits has waited long enough */
export function servicesOf(connection: Connection) {
  const batch = batchClient(connection, QUICK_RETRY);
  const ec2 = ec2Client(connection, QUICK_RETRY);
  const iam = iamClient(connection, QUICK_RETRY);
  const logs = logsClient(connection, QUICK_RETRY);
  const secrets = secretsClient(connection, QUICK_RETRY);
  const ssm = ssmClient(connection, QUICK_RETRY);
  const quotas = quotasClient(connection, QUICK_RETRY);
  const registries = new Map<string, ReturnType<typeof ecrClient>>();
  /** An image may be in another Region. */
  const ecr = (region: string) => {
    const known = registries.get(region) ?? ecrClient({ ...connection, region }, QUICK_RETRY);
    registries.set(region, known);
    return known;
  };
  const all = [batch, ec2, iam, logs, secrets, ssm, quotas];
  const close = () => [...all, ...registries.values()].forEach((one) => one.close());
  return { batch, ec2, iam, logs, secrets, ssm, quotas, ecr, close };
}
