import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { demandsOf, targetOf } from "../../capacity";
import { valueOf } from "../../seen";
import { SOURCES } from "../words";

/** The account may have fewer vCPUs of this kind than the environment may take, or even than the job. */
export const quotaBelow: Rule<JobFacts> = {
  name: "quota-below",
  source: SOURCES.ec2Quotas,
  check: (facts) => {
    const quota = valueOf(facts.start.quota);
    const environment = targetOf(facts);
    const { maxvCpus = 0 } = environment?.computeResources ?? {};
    if (quota === undefined || quota.value >= maxvCpus) return undefined;
    const [{ vcpus } = { vcpus: 0 }] = demandsOf(facts.job);
    const name = environment?.computeEnvironmentName ?? "";
    const { service, code, value } = quota;
    const isForEver = value < vcpus;
    return {
      verdict: isForEver ? "cannot-run" : "waits",
      lookedAt: "Service Quotas of the account",
      found: isForEver
        ? `the account may have ${value} vCPUs of "${quota.name}", and the job needs ${vcpus}`
        : `the account may have ${value} vCPUs of "${quota.name}", fewer than maxvCpus of ${name} (${maxvCpus})`,
      todo: [
        `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${maxvCpus}`,
      ],
    };
  },
};
