/** A Terraform configuration with everything of Batch that the provider knows, natively and through Cloud Control. */
export const CONFIGURATION = `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "capacity" { type = number }
variable "strategy" { type = string }
variable "suffix" { type = string }

provider "aws" {
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  max_retries                 = 1
  default_tags {
    tags = { project = "demo" }
  }
}

resource "aws_batch_compute_environment" "ec2" {
  compute_environment_name_prefix = "demo-"
  type                            = "MANAGED"
  service_role                    = "arn:aws:iam::123456789012:role/batch/service"
  compute_resources {
    type               = "EC2"
    instance_type      = ["m5.large", "c5"]
    min_vcpus          = 0
    max_vcpus          = var.capacity
    instance_role      = "arn:aws:iam::123456789012:instance-profile/instance"
    subnets            = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
    tags               = { Name = "instance" }
  }
  lifecycle { create_before_destroy = true }
}

resource "aws_batch_compute_environment" "fargate" {
  compute_environment_name = "fargate"
  type                     = "MANAGED"
  compute_resources {
    type               = "FARGATE"
    max_vcpus          = var.capacity
    subnets            = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}

resource "aws_batch_scheduling_policy" "fair" {
  name = "fair"
  fair_share_policy {
    compute_reservation = 1
    share_decay_seconds = 3600
    share_distribution {
      share_identifier = "HIGHPRI*"
      weight_factor    = 0.1
    }
    share_distribution {
      share_identifier = "LOWPRI"
      weight_factor    = 5
    }
  }
}

resource "aws_batch_job_queue" "containers" {
  name                  = "containers"
  state                 = "ENABLED"
  priority              = 1
  scheduling_policy_arn = aws_batch_scheduling_policy.fair.arn
  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.ec2.arn
  }
  job_state_time_limit_action {
    action           = "CANCEL"
    max_time_seconds = 600
    reason           = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
    state            = "RUNNABLE"
  }
}

resource "aws_batch_job_definition" "ec2" {
  name = "ec2"
  type = "container"
  container_properties = jsonencode({
    command = ["python3", "train.py"]
    image   = "train:\${var.capacity}"
    resourceRequirements = [
      { type = "VCPU", value = "1" },
      { type = "MEMORY", value = "2048" },
      { type = "GPU", value = "1" },
    ]
    logConfiguration = { logDriver = "awslogs", options = { "awslogs-group" = "demo" } }
    environment      = [{ name = "Z", value = "1" }, { name = "A", value = "2" }]
    mountPoints      = []
    volumes          = []
  })
  retry_strategy {
    attempts = 2
    evaluate_on_exit {
      action       = "RETRY"
      on_exit_code = "1"
    }
  }
  timeout { attempt_duration_seconds = 60 }
}

resource "aws_batch_job_definition" "legacy" {
  name                 = "legacy"
  type                 = "container"
  container_properties = jsonencode({ image = "train", vcpus = 1, memory = 64 })
}

resource "aws_batch_job_definition" "fargate" {
  name                  = "fargate"
  type                  = "container"
  platform_capabilities = ["FARGATE"]
  propagate_tags        = true
  parameters            = { greeting = "hello" }
  container_properties = jsonencode({
    command              = ["echo", "Ref::greeting"]
    image                = "train"
    executionRoleArn     = "arn:aws:iam::123456789012:role/execution"
    resourceRequirements = [{ type = "VCPU", value = "0.25" }, { type = "MEMORY", value = "512" }]
  })
}

resource "aws_batch_job_definition" "multinode" {
  name = "multinode"
  type = "multinode"
  node_properties = jsonencode({
    mainNode = 0
    numNodes = 2
    nodeRangeProperties = [{
      targetNodes = "0:"
      container = {
        image                = "train"
        command              = ["train"]
        resourceRequirements = [{ type = "VCPU", value = "1" }, { type = "MEMORY", value = "64" }]
      }
    }]
  })
}

resource "aws_batch_job_definition" "eks" {
  name = "eks"
  type = "container"
  eks_properties {
    pod_properties {
      containers {
        image   = "train"
        command = ["train"]
        resources { limits = { cpu = "1", memory = "1024Mi" } }
      }
      metadata { labels = { team = "demo" } }
    }
  }
}

resource "aws_cloudcontrolapi_resource" "environment" {
  type_name = "AWS::Batch::ServiceEnvironment"
  desired_state = jsonencode({
    ServiceEnvironmentName = "training-\${var.suffix}"
    ServiceEnvironmentType = "SAGEMAKER_TRAINING"
    CapacityLimits         = [{ CapacityUnit = "ml.g5.xlarge", MaxCapacity = var.capacity }]
    Tags                   = { project = "demo" }
  })
  lifecycle { create_before_destroy = true }
}

resource "aws_cloudcontrolapi_resource" "policy" {
  type_name = "AWS::Batch::SchedulingPolicy"
  desired_state = jsonencode({
    Name             = "quota-\${var.suffix}"
    QuotaSharePolicy = { IdleResourceAssignmentStrategy = "FIFO" }
  })
  lifecycle { create_before_destroy = true }
}

resource "aws_cloudcontrolapi_resource" "queue" {
  type_name = "AWS::Batch::JobQueue"
  desired_state = jsonencode({
    JobQueueName            = "training"
    JobQueueType            = "SAGEMAKER_TRAINING"
    Priority                = var.capacity
    SchedulingPolicyArn     = aws_cloudcontrolapi_resource.policy.id
    ServiceEnvironmentOrder = [{ Order = 1, ServiceEnvironment = aws_cloudcontrolapi_resource.environment.id }]
  })
}

resource "aws_cloudcontrolapi_resource" "share" {
  for_each  = toset(["one", "two", "three"])
  type_name = "AWS::Batch::QuotaShare"
  desired_state = jsonencode({
    QuotaShareName               = each.key
    JobQueue                     = aws_cloudcontrolapi_resource.queue.id
    CapacityLimits               = [{ CapacityUnit = "ml.g5.xlarge", MaxCapacity = 1 }]
    ResourceSharingConfiguration = { Strategy = var.strategy }
    PreemptionConfiguration      = { InSharePreemption = "ENABLED" }
  })
}
`
  // HCL wants a block with more than one argument on lines of its own; ours have one, so this is only for reading.
  .replace(/^(variable .*?) \{ (.*) \}$/gm, "$1 {\n  $2\n}");
