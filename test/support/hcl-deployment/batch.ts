import { securityGroupOf } from "./network";
import { arnOf, type Context, fileName, type HclResource, row, type Site, trusting } from "./row";

/** What Terraform makes of a prefix: the prefix with 26 digits. */
const generated = (prefix: string, number: number) =>
  `${prefix}202601020304050000000000${String(number).padStart(2, "0")}`;

/** Compute environment, queue and job definition, and the roles of the machines. */
export function batchRows(site: Site, context: Context, at: string, subnets: readonly string[]): HclResource[] {
  const { prefix: P, account, region } = site;
  const below = `${at}.module.batch`;
  const [instance, service] = [generated(`${P}-dapf-${context}-`, 1), generated(`${P}-dapf-${context}-`, 2)];
  const environment = generated(`${P}-${context}-`, 3);
  const environmentArn = arnOf(site, "batch", `compute-environment/${environment}`);
  const definition = `${P}-dapf-batch-${context}-job-def`;
  const queue = arnOf(site, "batch", `job-queue/${P}-dapf-batch-${context}-job-queue`);
  const executioner = arnOf(site, "iam", `role/${P}-dapf-${context}-executioner`);
  const resources = {
    type: "EC2",
    instance_type: ["m5.large"],
    min_vcpus: 0,
    max_vcpus: 216,
    desired_vcpus: 0,
    subnets: [...subnets].sort(),
    tags: { Name: `${P}-${context}-instance` },
    launch_template: [],
  };
  const role = (key: string, name: string, principal: string, description: string) =>
    row(
      `${below}.aws_iam_role.${key}[0]`,
      {
        name_prefix: `${P}-dapf-${context}-`,
        path: "/batch/",
        force_detach_policies: true,
        max_session_duration: 3600,
        description,
      },
      {
        id: name,
        name,
        arn: arnOf(site, "iam", `role/batch/${name}`),
        assume_role_policy: trusting(principal),
      },
    );
  const attached = (key: string, roleName: string, policy: string) =>
    row(
      `${below}.aws_iam_role_policy_attachment.${key}["arn:aws:iam::aws:policy/${policy}"]`,
      { policy_arn: `arn:aws:iam::aws:policy/${policy}` },
      { id: `${roleName}-${fileName(policy)}`, role: roleName },
    );
  return [
    row(
      `${at}.aws_cloudwatch_log_group.batch`,
      { name: `${P}/batch/${context}`, retention_in_days: 7, skip_destroy: false },
      { id: `${P}/batch/${context}`, arn: arnOf(site, "logs", `log-group:${P}/batch/${context}`) },
    ),
    row(
      `${at}.aws_batch_job_definition.job_def`,
      { name: definition, type: "container", deregister_on_new_revision: true, propagate_tags: false },
      {
        id: arnOf(site, "batch", `job-definition/${definition}:1`),
        arn: arnOf(site, "batch", `job-definition/${definition}:1`),
        arn_prefix: arnOf(site, "batch", `job-definition/${definition}`),
        revision: 1,
        container_properties: JSON.stringify({
          command: ["python3", `/opt/ml/${context}.py`],
          executionRoleArn: executioner,
          image: `${account}.dkr.ecr.${region}.amazonaws.com/${P}/${context}-job/${context}:default`,
          jobRoleArn: executioner,
          resourceRequirements: [
            { type: "VCPU", value: "1" },
            { type: "MEMORY", value: "2048" },
          ],
        }),
      },
    ),
    row(
      `${below}.aws_batch_compute_environment.this["${context}"]`,
      {
        compute_environment_name_prefix: `${P}-${context}-`,
        type: "MANAGED",
        state: "ENABLED",
        compute_resources: [resources],
      },
      {
        id: environment,
        compute_environment_name: environment,
        arn: environmentArn,
        ecs_cluster_arn: arnOf(site, "ecs", `cluster/${environment}`),
        service_role: arnOf(site, "iam", `role/batch/${service}`),
        compute_resources: [
          {
            ...resources,
            security_group_ids: [securityGroupOf(context)],
            instance_role: arnOf(site, "iam", `instance-profile/batch/${instance}`),
            allocation_strategy: "",
            bid_percentage: 0,
            ec2_configuration: [{ image_type: "ECS_AL2", image_id_override: "", image_kubernetes_version: "" }],
            ec2_key_pair: "",
            image_id: "",
            placement_group: "",
            spot_iam_fleet_role: "",
          },
        ],
      },
    ),
    row(
      `${below}.aws_batch_job_queue.this["low_priority"]`,
      {
        name: `${P}-dapf-batch-${context}-job-queue`,
        priority: 1,
        state: "ENABLED",
        tags: { deployed_by: "TFProviders" },
        compute_environments: [null],
      },
      { id: queue, arn: queue, compute_environments: [environmentArn] },
    ),
    row(
      `${below}.aws_iam_instance_profile.instance[0]`,
      { name_prefix: `${P}-dapf-${context}-`, path: "/batch/" },
      { id: instance, name: instance, role: instance, arn: arnOf(site, "iam", `instance-profile/batch/${instance}`) },
    ),
    role("instance", instance, "ec2.amazonaws.com", "IAM instance role/profile for AWS Batch EC2 instance(s)"),
    role("service", service, "batch.amazonaws.com", "IAM service role for AWS Batch"),
    attached("instance", instance, "AmazonSSMManagedInstanceCore"),
    attached("instance", instance, "service-role/AmazonEC2ContainerServiceforEC2Role"),
    attached("service", service, "service-role/AWSBatchServiceRole"),
  ];
}
