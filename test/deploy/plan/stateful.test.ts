import { isStateful } from "../../../deploy/plan/stateful";

test.each([
  ["a bucket", "aws_s3_bucket"],
  ["a table", "aws_dynamodb_table"],
  ["a repository", "aws_ecr_repository"],
  ["a key", "aws_kms_key"],
  ["a parameter", "aws_ssm_parameter"],
  ["a database", "aws_athena_database"],
  ["a queue", "aws_batch_job_queue"],
  ["a state machine", "aws_sfn_state_machine"],
  ["a log group", "aws_cloudwatch_log_group"],
])("%s holds state", (_, type) => {
  expect(isStateful({ type })).toBe(true);
});

test.each(["aws_iam_role", "aws_s3_bucket_policy", "aws_s3_object", "aws_glue_job", "aws_kms_alias"])(
  "%s is made again from the configuration",
  (type) => {
    expect(isStateful({ type })).toBe(false);
  },
);

describe("a resource of Cloud Control", () => {
  const type = "aws_cloudcontrolapi_resource";

  test("holds state when it is a job queue", () => {
    expect(isStateful({ type, cloudControlType: "AWS::Batch::JobQueue" })).toBe(true);
  });

  test("holds none when it is a scheduling policy", () => {
    expect(isStateful({ type, cloudControlType: "AWS::Batch::SchedulingPolicy" })).toBe(false);
  });

  test("is taken for the worst while its type is not known", () => {
    expect(isStateful({ type })).toBe(true);
  });
});
