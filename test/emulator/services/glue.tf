variable "job_timeout" { default = 2880 }

resource "aws_glue_job" "job" {
  count             = 2
  name              = "${local.p}-job${count.index}"
  role_arn          = aws_iam_role.role.arn
  timeout           = var.job_timeout
  max_retries       = 0
  glue_version      = count.index == 0 ? "2.0" : "4.0"
  max_capacity      = count.index == 0 ? 1 : null
  number_of_workers = count.index == 0 ? null : 10
  worker_type       = count.index == 0 ? null : "G.1X"
  command {
    name            = count.index == 0 ? "pythonshell" : "glueetl"
    python_version  = count.index == 0 ? "3.9" : "3"
    script_location = "s3://${aws_s3_bucket.files.id}/src/python/file0.py"
  }
  execution_property { max_concurrent_runs = 1 }
  default_arguments = { "--region" = "ap-south-1" }
}

resource "aws_glue_workflow" "workflow" {
  name                   = "${local.p}-wf"
  description            = "d"
  default_run_properties = { a = "b" }
  max_concurrent_runs    = 1
}

variable "description" { default = "first" }

resource "aws_glue_trigger" "start" {
  name          = "${local.p}-start"
  type          = "SCHEDULED"
  schedule      = "cron(0 1 * * ? *)"
  workflow_name = aws_glue_workflow.workflow.name
  description   = var.description
  actions { job_name = aws_glue_job.job[0].name }
}

resource "aws_glue_trigger" "next" {
  name          = "${local.p}-next"
  type          = "CONDITIONAL"
  workflow_name = aws_glue_workflow.workflow.name
  description   = var.description
  predicate {
    logical = "AND"
    conditions {
      job_name = aws_glue_job.job[0].name
      state    = "SUCCEEDED"
    }
  }
  actions { job_name = aws_glue_job.job[1].name }
  depends_on = [aws_glue_trigger.start]
}

resource "aws_glue_trigger" "demand" {
  name        = "${local.p}-demand"
  type        = "ON_DEMAND"
  description = var.description
  actions { job_name = aws_glue_job.job[1].name }
  depends_on = [aws_glue_trigger.next]
}
