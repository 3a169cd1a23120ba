/** What several rules say. */
import { nowhere } from "../declared";
import type { JobFacts } from "../facts/job-facts";
import { nameOf } from "../text";

/** @returns `change it at config/compute.yaml:12`; without an environment, how to know the line */
export function atDeclaration(
  arn: string | undefined,
  what: string,
  { declared }: Pick<JobFacts, "declared">,
): string[] {
  const place = declared(arn);
  if (place !== undefined) return [`change ${what} at ${place}, and deploy`];
  return [`change ${what} where it is declared${declared === nowhere ? " (--env <environment> names the line)" : ""}`];
}

export const queueName = ({ job }: Pick<JobFacts, "job">): string => nameOf(job.jobQueue);

const ofUserGuide = (page: string) => `AWS Batch User Guide, "${page}"`;
const ofApi = (page: string) => `AWS Batch API Reference, ${page}`;
const ofEcs = (page: string) => `Amazon ECS Developer Guide, "${page}"`;

/** Pages of AWS that rules follow. */
export const SOURCES = {
  runbook: "AWS Systems Manager Automation runbook reference, AWSSupport-TroubleshootAWSBatchJob",
  runnable: ofUserGuide("Jobs stuck in a RUNNABLE status"),
  stuck: ofUserGuide("Troubleshooting AWS Batch"),
  invalid: ofUserGuide("INVALID compute environment"),
  dependencies: ofUserGuide("Job dependencies"),
  arrays: ofUserGuide("Array jobs"),
  nodes: ofUserGuide("Multi-node parallel jobs"),
  consumables: ofUserGuide("Resource-aware scheduling"),
  retries: ofUserGuide("Automated job retries"),
  timeouts: ofUserGuide("Job timeouts"),
  shares: ofUserGuide("Fair-share scheduling policies"),
  limits: ofUserGuide("Automatic remediation with jobStateTimeLimitActions"),
  queue: ofApi("CreateJobQueue"),
  environment: ofApi("CreateComputeEnvironment"),
  serviceEnvironment: ofApi("CreateServiceEnvironment"),
  quotaShare: ofApi("CreateQuotaShare"),
  terminate: ofApi("TerminateJob"),
  overrides: ofEcs("Stopped tasks error messages"),
  stopped: ofEcs("Stopped tasks error messages"),
  pull: ofEcs("CannotPullContainer task errors in Amazon ECS"),
  memory: ofEcs("OutOfMemoryError: Container killed due to memory usage"),
  initialization: ofEcs("ResourceInitializationError"),
  executionRole: ofEcs("Amazon ECS task execution IAM role"),
  instanceRole: ofEcs("Amazon ECS container instance IAM role"),
  secrets: ofEcs("Pass sensitive data to an Amazon ECS container"),
  awslogs: ofUserGuide("Use the awslogs log driver"),
  linkedRole: ofUserGuide("Using service-linked roles for AWS Batch"),
  ecrEndpoints: `Amazon ECR User Guide, "Amazon ECR interface VPC endpoints (AWS PrivateLink)"`,
  architecture: `Amazon ECR User Guide, "Multi-architecture images in Amazon ECR"`,
  ecrImages: `Amazon ECR API Reference, BatchGetImage`,
  ec2Quotas: `Amazon EC2 User Guide, "Amazon EC2 service quotas"`,
  spot: `Amazon EC2 User Guide, "Spot Instance interruptions"`,
  bash: "POSIX.1-2024, Shell Command Language, 2.8.2 Exit Status for Commands",
  training: `Amazon SageMaker AI API Reference, DescribeTrainingJob, FailureReason`,
  serviceStuck: `AWS Batch User Guide, "Service jobs stuck in a RUNNABLE status"`,
} as const;
