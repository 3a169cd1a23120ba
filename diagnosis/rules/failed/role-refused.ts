import { nameOf } from "../../text";
import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** ECS may not take a role of the job. */
export const roleRefused = failureRule("role-refused", SOURCES.executionRole, ({ reason }) => {
  const role = /unable to assume the role '?([^' ]+)'?/.exec(reason);
  if (role === null) return undefined;
  return {
    found: `Amazon ECS may not take its role ${nameOf(role[1])}`,
    todo: [`let the trust policy of ${nameOf(role[1])} name ecs-tasks.amazonaws.com`, "see that the role exists"],
    retry: "would not help",
  };
});
