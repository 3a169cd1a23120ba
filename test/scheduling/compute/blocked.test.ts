import { blockedBy, type Misfit, type Outage } from "../../../scheduling";

const busy: Misfit = { kind: "busy" };
const disabled: Misfit = { kind: "disabled" };
const tooFew: Misfit = { kind: "max-vcpus" };
const tooSmall: Misfit = { kind: "instance-types" };
const out = (outage: Outage): Misfit => ({ kind: "outage", outage, instanceType: "p4d.24xlarge" });

const MAX_RESOURCE =
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.";
const REQUIREMENT =
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.";
const NO_CAPACITY =
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for instance type p4d.24xlarge";
const UNDETERMINED = "UNDETERMINED - Batch job is blocked, root cause is undetermined.";

// The texts are those of the AWS Batch User Guide, "Jobs stuck in a RUNNABLE status".
describe("why a job at the head of a queue is stuck", () => {
  it.each<[string, Misfit[], string | undefined]>([
    ["there will be room", [tooSmall, busy, out("invalid")], undefined],
    ["it is larger than any maximum", [tooFew, tooFew], MAX_RESOURCE],
    ["it is larger than any instance", [tooSmall], REQUIREMENT],
    ["each environment is too small in its own way", [tooFew, tooSmall], REQUIREMENT],
    ["a disabled environment does not count", [disabled, tooFew], MAX_RESOURCE],
    ["there are no instances", [out("insufficient-capacity")], NO_CAPACITY],
    ["there are none where it would fit", [tooSmall, out("insufficient-capacity")], NO_CAPACITY],
    [
      "the service role lacks something",
      [out("service-role")],
      "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue.",
    ],
    [
      "the instances are not supported",
      [out("unsupported-instances")],
      "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment associated with this job queue has an unsupported instance type configuration.",
    ],
    [
      "the environment is invalid",
      [out("invalid")],
      "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.",
    ],
    ["nobody knows", [out("undetermined")], UNDETERMINED],
    ["all environments are disabled", [disabled, disabled], UNDETERMINED],
    ["there are no environments", [], UNDETERMINED],
  ])("%s", (_, misfits, statusReason) => {
    const blocked = blockedBy(misfits);
    expect(blocked?.statusReason).toBe(statusReason);
    expect(statusReason?.startsWith(blocked?.reason ?? "") ?? true).toBe(true);
  });
});
