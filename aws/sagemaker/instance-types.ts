/**
 * The instance types of SageMaker training jobs, by family.
 * Source: enumeration TrainingInstanceType of the SageMaker API, as of botocore 1.43.11
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html).
 */
const SIZES: Readonly<Record<string, string>> = {
  c4: "xlarge 2xlarge 4xlarge 8xlarge",
  c5: "xlarge 2xlarge 4xlarge 9xlarge 18xlarge",
  c5n: "xlarge 2xlarge 4xlarge 9xlarge 18xlarge",
  c6i: "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge",
  c7i: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  g4dn: "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
  g5: "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  g6: "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  g6e: "xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  g7e: "2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge",
  m4: "xlarge 2xlarge 4xlarge 10xlarge 16xlarge",
  m5: "large xlarge 2xlarge 4xlarge 12xlarge 24xlarge",
  m6i: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge",
  m7i: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  p2: "xlarge 8xlarge 16xlarge",
  p3: "2xlarge 8xlarge 16xlarge",
  p3dn: "24xlarge",
  p4d: "24xlarge",
  p4de: "24xlarge",
  p5: "4xlarge 48xlarge",
  p5e: "48xlarge",
  p5en: "48xlarge",
  "p6-b200": "48xlarge",
  "p6-b300": "48xlarge",
  "p6e-gb200": "36xlarge",
  r5: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge",
  r5d: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge",
  r7i: "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
  t3: "medium large xlarge 2xlarge",
  trn1: "2xlarge 32xlarge",
  trn1n: "32xlarge",
  trn2: "48xlarge",
};

/** `ml.g5.xlarge`, ... */
export const INSTANCE_TYPES: readonly string[] = Object.entries(SIZES).flatMap(([family, sizes]) =>
  sizes.split(" ").map((size) => `ml.${family}.${size}`),
);
