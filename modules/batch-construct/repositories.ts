import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import type { Construct } from "constructs";
import type { EnvironmentSettings } from "../../config/environment";
import { at, fromHcl } from "../framework/hcl-addresses";
import type { BatchContext } from "./context";
import { policyDocument } from "../policies/document";

export interface RepositoriesProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly attributes: EnvironmentSettings["ecr_attributes"];
  /** ARN of the root user of the account, which stands for all of the account's principals. */
  readonly accountArn: string;
}

/** The images of a context. */
export class Repositories {
  /** What the processing job of the state machine runs. */
  readonly preprocessing: EcrRepository;
  /** What the Batch jobs run. */
  readonly context: EcrRepository;

  constructor(scope: Construct, { prefix, context, attributes, accountArn }: RepositoriesProps) {
    const scannedOnPush = {
      imageTagMutability: attributes.image_tag_mutability,
      imageScanningConfiguration: { scanOnPush: true },
      // AES256 with a key of ECR. A key of ours would be stronger, but changing it replaces a live repository.
      encryptionConfiguration: [{ encryptionType: "AES256" }],
      forceDelete: attributes.force_delete,
    };

    this.preprocessing = new EcrRepository(scope, "preprocessing", {
      name: `${prefix}/${context}-job/preprocessing`,
      ...scannedOnPush,
    });
    this.context = new EcrRepository(scope, context, { name: `${prefix}/${context}-job/${context}`, ...scannedOnPush });

    for (const [key, repository] of [
      ["preprocessing", this.preprocessing],
      [context, this.context],
    ] as const) {
      const former = `module.ecr_repositories${at(key)}`;
      fromHcl(repository, `${former}.aws_ecr_repository.this[0]`);
      const lifecycle = new EcrLifecyclePolicy(repository, "lifecycle", {
        repository: repository.name,
        policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              description: `Keep last ${attributes.max_image_count} images`,
              selection: {
                tagStatus: "any",
                countType: "imageCountMoreThan",
                countNumber: attributes.max_image_count,
              },
              action: { type: "expire" },
            },
          ],
        }),
      });
      fromHcl(lifecycle, `${former}.aws_ecr_lifecycle_policy.this[0]`);
      const policy = new EcrRepositoryPolicy(repository, "policy", {
        repository: repository.name,
        policy: policyDocument([
          {
            // Who in the account may pull is for IAM to say; nobody outside of it may.
            Sid: "PrivateReadOnly",
            Effect: "Allow",
            Principal: { AWS: accountArn },
            Action: pull,
          },
        ]),
      });
      fromHcl(policy, `${former}.aws_ecr_repository_policy.this[0]`);
    }
  }
}

// Without ecr:GetAuthorizationToken, which the HCL listed here: it is no action on a repository.
const pull = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImages",
  "ecr:DescribeRepositories",
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetLifecyclePolicy",
  "ecr:GetLifecyclePolicyPreview",
  "ecr:GetRepositoryPolicy",
  "ecr:ListImages",
  "ecr:ListTagsForResource",
];
