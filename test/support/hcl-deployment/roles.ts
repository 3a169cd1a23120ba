import { glueJobPolicy, orchestratorPolicies, stateMachine } from "./construct-policies";
import { arnOf, type Context, type HclResource, row, type Site, trusting } from "./row";

/** The roles of containers and of Glue jobs. */
export function roleRows(site: Site, context: Context, at: string): HclResource[] {
  const { prefix: P } = site;
  const executioner = `${P}-dapf-${context}-executioner`;
  const glue = `${P}-dapf-${context}-glue-job-role`;
  const policy = arnOf(site, "iam", `policy/${P}-dapf-${context}-glue-job-policy`);
  return [
    serviceRole(
      site,
      `${at}.module.batch_executioner_role`,
      executioner,
      "ecs-tasks",
      "Role for Batch Container execution",
    ),
    ...["SecretsManagerReadWrite", "AmazonEC2ContainerRegistryReadOnly"].map((name, index) =>
      row(
        `${at}.module.batch_executioner_role.aws_iam_role_policy_attachment.custom[${String(index)}]`,
        { role: executioner, policy_arn: `arn:aws:iam::aws:policy/${name}` },
        { id: `${executioner}-${name}` },
      ),
    ),
    serviceRole(site, `${at}.module.glue_job_role`, glue, "glue", "Role for Glue job"),
    row(
      `${at}.module.glue_job_role.aws_iam_role_policy_attachment.custom[0]`,
      { role: glue },
      { id: `${glue}-1`, policy_arn: policy },
    ),
    row(
      `${at}.module.glue_custom_iam_policy.aws_iam_policy.policy[0]`,
      { name: `${P}-dapf-${context}-glue-job-policy`, path: "/", description: "IAM Policy" },
      { id: policy, arn: policy, policy: glueJobPolicy(site, context) },
    ),
  ];
}

/** A role that a service takes. */
export function serviceRole(site: Site, at: string, name: string, service: string, description: string): HclResource {
  return row(
    `${at}.aws_iam_role.this[0]`,
    { name, path: "/", max_session_duration: 3600, description, force_detach_policies: false },
    { id: name, arn: arnOf(site, "iam", `role/${name}`), assume_role_policy: trusting(`${service}.amazonaws.com`) },
  );
}

/** A state machine with its log group, role and policies. */
export function orchestratorRows(site: Site, context: Context, at: string): HclResource[] {
  const name = `${site.prefix}-modelops-${context}-orchestrator`;
  const group = `/aws/vendedlogs/states/${name}`;
  const role = arnOf(site, "iam", `role/${name}`);
  const logging = { include_execution_data: true, level: "ALL" };
  const destination = `${arnOf(site, "logs", `log-group:${group}`)}:*`;
  return [
    row(
      `${at}.aws_cloudwatch_log_group.sfn[0]`,
      { name: group, retention_in_days: 0, skip_destroy: false },
      { id: group, arn: arnOf(site, "logs", `log-group:${group}`) },
    ),
    row(
      `${at}.aws_iam_role.this[0]`,
      { name, path: "/", force_detach_policies: true, max_session_duration: 3600 },
      { id: name, arn: role, assume_role_policy: trusting(`states.${site.region}.amazonaws.com`), description: "" },
    ),
    row(
      `${at}.aws_sfn_state_machine.this[0]`,
      {
        name,
        type: "STANDARD",
        publish: false,
        logging_configuration: [logging],
        tags: { Name: name },
        timeouts: { create: null, delete: null, update: null },
      },
      {
        id: arnOf(site, "states", `stateMachine:${name}`),
        arn: arnOf(site, "states", `stateMachine:${name}`),
        role_arn: role,
        logging_configuration: [{ ...logging, log_destination: destination }],
        tracing_configuration: [{ enabled: false }],
        definition: stateMachine(site, context),
      },
    ),
    ...orchestratorPolicies(site, context).flatMap(({ key, suffix, policy }) => {
      const arn = arnOf(site, "iam", `policy/${name}${suffix}`);
      return [
        row(
          `${at}.aws_iam_policy.${key}`,
          { name: `${name}${suffix}`, path: "/" },
          { id: arn, arn, policy, description: "" },
        ),
        row(
          `${at}.aws_iam_policy_attachment.${key}`,
          { name: `${name}${suffix}`, roles: [name] },
          { id: `${name}${suffix}`, policy_arn: arn },
        ),
      ];
    }),
  ];
}
