resource "aws_s3_bucket" "files" {
  bucket        = "${local.p}-bucket"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "files" {
  bucket = aws_s3_bucket.files.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "files" {
  bucket = aws_s3_bucket.files.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.key.arn
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "files" {
  bucket                  = aws_s3_bucket.files.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "files" {
  bucket = aws_s3_bucket.files.id
  rule { object_ownership = "BucketOwnerEnforced" }
}

resource "aws_s3_bucket_policy" "files" {
  bucket = aws_s3_bucket.files.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Sid = "TlsOnly", Effect = "Deny", Principal = "*", Action = "s3:*", Resource = [aws_s3_bucket.files.arn, "${aws_s3_bucket.files.arn}/*"], Condition = { Bool = { "aws:SecureTransport" = "false" } } },
  { Sid = "Tls12", Effect = "Deny", Principal = "*", Action = "s3:*", Resource = [aws_s3_bucket.files.arn, "${aws_s3_bucket.files.arn}/*"], Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } } }] })
  depends_on = [aws_s3_bucket_public_access_block.files]
}

resource "aws_s3_object" "script" {
  count      = 3
  bucket     = aws_s3_bucket.files.id
  key        = "src/python/file${count.index}.py"
  content    = "print(${count.index})"
  depends_on = [aws_s3_bucket_policy.files]
}

# The smallest ZIP archive: the end of an empty central directory.
resource "aws_s3_object" "code" {
  bucket         = aws_s3_bucket.files.id
  key            = "lambda/code.zip"
  content_base64 = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="
  depends_on     = [aws_s3_bucket_policy.files]
}

resource "aws_athena_database" "quality" {
  name          = "svc_test_quality"
  bucket        = aws_s3_bucket.files.id
  comment       = "it's the data quality database"
  force_destroy = true
}

resource "aws_ecr_repository" "images" {
  name         = "${local.p}/job"
  force_delete = true
  image_scanning_configuration { scan_on_push = true }
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.key.arn
  }
}

resource "aws_ecr_lifecycle_policy" "images" {
  repository = aws_ecr_repository.images.name
  policy     = jsonencode({ rules = [{ rulePriority = 1, description = "keep 30", selection = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 30 }, action = { type = "expire" } }] })
}

resource "aws_ssm_parameter" "parameter" {
  name  = "/${local.p}-ssm/x"
  type  = "String"
  value = "default"
}

resource "aws_dynamodb_table" "table" {
  name         = "${local.p}-table"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  table_class  = "STANDARD"
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery { enabled = true }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.key.arn
  }
}
