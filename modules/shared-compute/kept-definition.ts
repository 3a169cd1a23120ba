import { BatchJobDefinition } from "@cdktf/provider-aws/lib/batch-job-definition";
import type { Construct } from "constructs";
import { membersCalled } from "../../config/compute/members";
import { ConfigError } from "../../config/errors";
import { literally, terraformJson } from "../batch-resources/batch-resource";
import type { StandardDefinitionProps } from "./job-definition";

export interface KeptDefinitionProps extends StandardDefinitionProps {
  /** The file that declares it, relative to the repository root. */
  readonly file: string;
}

/**
 * A job definition whose revisions stay ACTIVE when there are newer ones. Not through Cloud Control, which would have to be
 * told with every change that they stay (ResourceRetentionPolicy is no part of what AWS Batch remembers), while Terraform's
 * provider tells it only what differs.
 */
export class KeptDefinition extends BatchJobDefinition {
  /** @throws ConfigError when it says what the provider does not know */
  constructor(scope: Construct, id: string, { request, tags, file }: KeptDefinitionProps) {
    requireKnown(request, file);
    const { retryStrategy, containerProperties, ecsProperties, nodeProperties, parameters } = request;
    const json = (value: object | undefined) => value && terraformJson(value);
    super(scope, id, {
      name: request.jobDefinitionName ?? "",
      type: request.type ?? "",
      deregisterOnNewRevision: false,
      parameters: parameters && mapped(parameters, literally),
      containerProperties: json(containerProperties),
      ecsProperties: json(ecsProperties),
      nodeProperties: json(nodeProperties),
      platformCapabilities: request.platformCapabilities,
      propagateTags: request.propagateTags,
      schedulingPriority: request.schedulingPriority,
      retryStrategy: retryStrategy && {
        attempts: retryStrategy.attempts,
        evaluateOnExit: retryStrategy.evaluateOnExit?.map(({ action, ...conditions }) => ({
          action: action ?? "",
          ...conditions,
        })),
      },
      timeout: request.timeout,
      tags: { ...tags, ...request.tags },
    });
  }
}

/** Members that version 5.100 of the AWS provider does not know, or does not send. */
const UNKNOWN = [
  "consumableResourceProperties",
  "networkMode",
  "s3filesVolumeConfiguration",
  "startTimeout",
  "stopTimeout",
] as const;

function requireKnown(request: KeptDefinitionProps["request"], file: string): void {
  const unknown: string[] = UNKNOWN.filter((name) => membersCalled(request, name).some((one) => one !== undefined));
  // Its update looks into the container of each node, which such a node has not.
  if (membersCalled(request.nodeProperties, "ecsProperties").some((one) => one !== undefined)) {
    unknown.push("nodeProperties.nodeRangeProperties.ecsProperties");
  }
  if (unknown.length === 0) return;
  throw new ConfigError([
    {
      file,
      path: request.jobDefinitionName ?? "",
      rule: `cannot say ${unknown.join(", ")} while compute.keep_revisions is true: the AWS provider does not know it`,
      hint: "leave keep_revisions out, or the member",
      source: "docs/compute-declarations.md, What is deployed",
    },
  ]);
}

function mapped(texts: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)]));
}
