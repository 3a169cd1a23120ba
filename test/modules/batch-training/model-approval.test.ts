import { batchRepository, resource, statementsOf, synthesizeBatch } from "../batch-construct/support";

const { training, root } = synthesizeBatch(batchRepository());
const lambda = resource(training, "aws_lambda_function", "model_approval_function");

test("the approval of a model of this environment's group sets the processor off", () => {
  const rule = resource(training, "aws_cloudwatch_event_rule", "model_approval_event");
  const target = resource(training, "aws_cloudwatch_event_target", "model_approval_target");

  expect(JSON.parse(String(rule.event_pattern))).toEqual({
    source: ["aws.sagemaker"],
    "detail-type": ["SageMaker Model Package State Change"],
    detail: {
      ModelApprovalStatus: ["Approved"],
      ModelPackageGroupName: [expect.stringMatching(/^\$\{var\.\w*model_package_group_name\}$/)],
    },
  });
  expect(rule.name).toBe("churn-dev-euwest1-sm-model-approval");
  expect(rule.event_bus_name).toBeUndefined();
  expect(target.rule).toBe("${aws_cloudwatch_event_rule.model_approval_event.name}");
  expect(target.arn).toBe("${aws_lambda_function.model_approval_function.arn}");
});

test("the processor is told the names of the two parameters, by reference", () => {
  expect(lambda.function_name).toBe("churn-dev-euwest1-sm-model-approval-event-processor");
  expect(lambda.environment).toEqual({
    variables: {
      winner_algorithm: "${aws_ssm_parameter.winner_algorithm.name}",
      approved_model_prefix_path: "${aws_ssm_parameter.approved_model_prefix_path.name}",
    },
  });
});

test("the values of the parameters are the processor's to write", () => {
  for (const key of ["winner_algorithm", "approved_model_prefix_path"]) {
    const parameter = resource(training, "aws_ssm_parameter", key);
    expect(parameter.name).toBe(`/churn-dev-euwest1-dapf-ssm/training/${key}`);
    expect(parameter.insecure_value).toBe("default");
    expect(parameter.lifecycle).toEqual({ ignore_changes: ["insecure_value"] });
  }
});

test("the processor may write the two parameters, report failures, and nothing else", () => {
  const { policy } = resource(training, "aws_iam_role_policy", "model_approval_permissions");

  expect(statementsOf(policy).map(({ Action, Resource }) => ({ Action, Resource }))).toEqual([
    {
      Action: ["ssm:PutParameter"],
      Resource: ["<aws_ssm_parameter.winner_algorithm.arn>", "<aws_ssm_parameter.approved_model_prefix_path.arn>"],
    },
    { Action: ["sns:Publish"], Resource: [expect.stringMatching(/^<var\.\w*topic\w*>$/)] },
  ]);
});

test("what the processor cannot handle goes to the notification topic", () => {
  expect(lambda.dead_letter_config).toEqual({ target_arn: expect.stringMatching(/topic/) as unknown });
});

test("inferencing gets the very parameters that the processor writes", () => {
  expect(root.training.winnerAlgorithm).toBe(root.training.modelApproval.winnerAlgorithm);
  expect(root.training.approvedModelPrefixPath).toBe(root.training.modelApproval.approvedModelPrefixPath);
});
