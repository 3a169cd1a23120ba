# Tables of DynamoDB and placement groups of EC2, with everything that can be changed of them.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" {
  region                  = "ap-south-1"
  s3_use_path_style       = true
  skip_metadata_api_check = true
  max_retries             = 2
}

# Which state of affairs, 0 to 2; each next one is a change of every resource but `aws_placement_group.hosts`.
variable "state" { type = number }

locals {
  p         = "settings-test"
  on_demand = [false, true, false][var.state]
}

resource "aws_kms_key" "key" { deletion_window_in_days = 7 }

resource "aws_dynamodb_table" "capacity" {
  name           = "${local.p}-capacity"
  billing_mode   = local.on_demand ? "PAY_PER_REQUEST" : "PROVISIONED"
  read_capacity  = local.on_demand ? null : 2
  write_capacity = local.on_demand ? null : 3
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "kind"
    type = "S"
  }
  global_secondary_index {
    name            = "by-kind"
    hash_key        = "kind"
    projection_type = "KEYS_ONLY"
    read_capacity   = local.on_demand ? null : 4
    write_capacity  = local.on_demand ? null : 5
  }
}

resource "aws_dynamodb_table" "limits" {
  name         = "${local.p}-limits"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  on_demand_throughput {
    max_read_request_units  = [5, 10, 10][var.state]
    max_write_request_units = [6, 6, 12][var.state]
  }
  global_secondary_index {
    name            = "by-id"
    hash_key        = "id"
    projection_type = "ALL"
    on_demand_throughput {
      max_read_request_units  = 7
      max_write_request_units = 8
    }
  }
}

resource "aws_dynamodb_table" "class" {
  name         = "${local.p}-class"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  table_class  = ["STANDARD", "STANDARD_INFREQUENT_ACCESS", "STANDARD"][var.state]
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "encryption" {
  name         = "${local.p}-encryption"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  server_side_encryption {
    enabled     = [true, false, true][var.state]
    kms_key_arn = [null, null, aws_kms_key.key.arn][var.state]
  }
}

resource "aws_dynamodb_table" "stream" {
  name             = "${local.p}-stream"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = [true, false, true][var.state]
  stream_view_type = ["KEYS_ONLY", null, "NEW_IMAGE"][var.state]
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_placement_group" "group" {
  for_each        = { cluster = null, spread = null, partition = null, seven = 7 }
  name            = "${local.p}-${each.key}"
  strategy        = each.key == "seven" ? "partition" : each.key
  partition_count = each.value
  tags            = [{ a = "1" }, { a = "2", b = "3" }, { b = "3" }][var.state]
}

resource "aws_placement_group" "hosts" {
  name         = "${local.p}-hosts"
  strategy     = "spread"
  spread_level = "host"
}
