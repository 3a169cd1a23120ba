# One of each kind of resource whose service moto needed help with, or whose reading back must match what was written.
# Left out: aws_batch_job_queue (the provider waits half a minute on creation and twice on deletion, whatever the service
# says) and DNS host names of a VPC (ten seconds); the tests of the whole platform have them.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" {
  region                  = "ap-south-1"
  allowed_account_ids     = ["731580992380"]
  s3_use_path_style       = true
  skip_metadata_api_check = true
  max_retries             = 2
  default_tags {
    tags = { environment = "t", project = "p" }
  }
}

locals { p = "svc-test" }

resource "aws_kms_key" "key" {
  enable_key_rotation     = true
  deletion_window_in_days = 7
}

resource "aws_kms_alias" "key" {
  name          = "alias/${local.p}"
  target_key_id = aws_kms_key.key.id
}

resource "aws_iam_role" "role" {
  name               = "${local.p}-role"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["states.amazonaws.com", "lambda.amazonaws.com", "glue.amazonaws.com", "batch.amazonaws.com", "ec2.amazonaws.com"] } }] })
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.role.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"
}

resource "aws_iam_role_policy" "inline" {
  role   = aws_iam_role.role.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:GetObject"], Resource = ["${aws_s3_bucket.files.arn}/*"] },
    { Effect = "Allow", Action = ["logs:*LogDeliver*", "logs:DescribeLogGroups", "logs:*ResourcePol*"], Resource = ["*"] },
  ] })
}

resource "aws_iam_instance_profile" "instance" {
  name = "${local.p}-ip"
  role = aws_iam_role.role.name
}
