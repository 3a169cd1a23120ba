import { SOURCES } from "../words";
import { failureRule } from "./failure";

/** The registry gave no token. */
export const registryUnreached = failureRule("registry-unreached", SOURCES.initialization, ({ reason }) => {
  if (!/ResourceInitializationError.*ecr registry auth/.test(reason)) return undefined;
  return {
    found: "Amazon ECR gave no token for its image",
    todo: [
      "allow the execution role ecr:GetAuthorizationToken",
      "give the subnet a way to Amazon ECR: a NAT gateway, or the endpoints ecr.api, ecr.dkr and s3",
    ],
    retry: "would not help",
  };
});
