resource "aws_sns_topic" "topic" {
  name              = "${local.p}-notifier"
  kms_master_key_id = aws_kms_key.key.arn
}

resource "aws_sagemaker_model_package_group" "models" { model_package_group_name = "${local.p}-mpg" }

resource "aws_cloudwatch_log_group" "log" {
  name              = "${local.p}/sfn"
  retention_in_days = 7
}

resource "aws_sfn_state_machine" "machine" {
  name       = "${local.p}-orchestrator"
  role_arn   = aws_iam_role.role.arn
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", End = true } } })
  logging_configuration {
    log_destination        = "${aws_cloudwatch_log_group.log.arn}:*"
    include_execution_data = true
    level                  = "ALL"
  }
  # The role has to be able to deliver logs before the machine is made.
  depends_on = [aws_iam_role_policy.inline]
}

resource "aws_sfn_state_machine" "express" {
  name       = "${local.p}-express"
  type       = "EXPRESS"
  publish    = true
  role_arn   = aws_iam_role.role.arn
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", End = true } } })
}

resource "aws_sfn_alias" "live" {
  name = "live"
  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.express.state_machine_version_arn
    weight                    = 100
  }
}

resource "aws_batch_compute_environment" "environment" {
  compute_environment_name_prefix = "${local.p}-"
  type                            = "MANAGED"
  service_role                    = aws_iam_role.role.arn
  compute_resources {
    type               = "EC2"
    instance_role      = aws_iam_instance_profile.instance.arn
    instance_type      = ["m5.large"]
    min_vcpus          = 0
    max_vcpus          = 216
    subnets            = data.aws_subnets.inferencing.ids
    security_group_ids = [aws_security_group.group.id]
    tags               = { Name = "x" }
  }
  depends_on = [aws_iam_role_policy_attachment.managed]
}

resource "aws_batch_job_definition" "definition" {
  name                 = "${local.p}-jobdef"
  type                 = "container"
  container_properties = jsonencode({ image = "${aws_ecr_repository.images.repository_url}:default", command = ["python3", "x.py"], resourceRequirements = [{ type = "VCPU", value = "1" }, { type = "MEMORY", value = "2048" }], jobRoleArn = aws_iam_role.role.arn })
}

resource "aws_resourcegroups_group" "group" {
  name = "${local.p}-rg"
  resource_query { query = jsonencode({ ResourceTypeFilters = ["AWS::AllSupported"], TagFilters = [{ Key = "environment", Values = ["t"] }] }) }
}
