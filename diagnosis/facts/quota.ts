import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { expand } from "../../aws/batch/instance-sizes";
import { mapped, type Seen, UNSEEN } from "../seen";
import type { Work } from "./gather-job";
import type { QuotaFacts } from "./start-facts";

interface Quota {
  readonly service: "ec2" | "fargate";
  readonly code: string;
}

/**
 * Quotas of vCPUs, by what is started and how families begin. Source: Amazon EC2 User Guide, "Amazon EC2 service quotas"; AWS
 * General Reference, "AWS Fargate endpoints and quotas".
 */
const FAMILIES: readonly (readonly [families: RegExp, onDemand: string, spot: string])[] = [
  [/^(g\d|gr\d|vt)/, "L-DB2E81BA", "L-3819A6DF"],
  [/^p[2-4]/, "L-417A185B", "L-7212CCBC"],
  [/^(a|c|d|h1|i|m|r|t|z)\d/, "L-1216C47A", "L-34B43A08"],
];
const FARGATE = { FARGATE: "L-3032A538", FARGATE_SPOT: "L-36FBB829" } as const;

/** @returns undefined when the environment may start instances of several quotas, or of one that is not known */
export function quotaFor({ computeResources }: ComputeEnvironmentDetail): Quota | undefined {
  const { type, instanceTypes = [] } = computeResources ?? {};
  if (type === "FARGATE" || type === "FARGATE_SPOT") return { service: "fargate", code: FARGATE[type] };
  const codes = instanceTypes.flatMap(expand).map((one) => {
    const [, onDemand, spot] = FAMILIES.find(([families]) => families.test(one)) ?? [];
    return type === "SPOT" ? spot : onDemand;
  });
  const [code, ...others] = new Set(codes);
  return code === undefined || others.length > 0 ? undefined : { service: "ec2", code };
}

/** How many vCPUs the account may have of what the environment starts: 1 call. */
export async function quotaOf(
  { services, looks }: Work,
  environment: ComputeEnvironmentDetail,
): Promise<Seen<QuotaFacts>> {
  const quota = quotaFor(environment);
  if (quota === undefined) return UNSEEN;
  const look = { what: "service quota", needs: "servicequotas:GetServiceQuota" };
  const request = { ServiceCode: quota.service, QuotaCode: quota.code };
  const answer = await looks.at(look, () => services.quotas.call("GetServiceQuota", request));
  const { Quota: found } = answer.kind === "there" ? answer.value : {};
  const { Value: value, QuotaName: name = quota.code } = found ?? {};
  return value === undefined ? UNSEEN : mapped(answer, () => ({ ...quota, name, value }));
}
