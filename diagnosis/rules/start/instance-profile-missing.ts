import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { nameOf } from "../../text";
import { SOURCES, atDeclaration } from "../words";
import { targetArn } from "./target";

/** The machines have no instance profile, or one without a role: they cannot join the ECS cluster. */
export const instanceProfileMissing: Rule<JobFacts> = {
  name: "instance-profile-missing",
  source: SOURCES.instanceRole,
  check: (facts) => {
    const { profile, profileName } = facts.start;
    if (profile.kind === "unseen") return undefined;
    if (profile.kind === "there" && profile.value.length > 0) return undefined;
    const name = nameOf(profileName);
    const role = `aws iam add-role-to-instance-profile --instance-profile-name ${name} --role-name <role>`;
    return {
      verdict: "cannot-run",
      lookedAt: "instanceRole of the compute environment",
      found:
        profile.kind === "absent" ? `instance profile ${name} does not exist` : `instance profile ${name} has no role`,
      todo: [
        ...(profile.kind === "absent" ? [`aws iam create-instance-profile --instance-profile-name ${name}`] : []),
        "the role needs AmazonEC2ContainerServiceforEC2Role",
        role,
        ...atDeclaration(targetArn(facts), "instanceRole", facts),
      ],
    };
  },
};
