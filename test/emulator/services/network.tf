data "aws_vpc" "inferencing" { tags = { Name = "dapf-batch-inferencing" } }

data "aws_subnets" "inferencing" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.inferencing.id]
  }
  tags = { Name = "dapf-batch-inferencing" }
}

resource "aws_vpc" "vpc" {
  cidr_block         = "172.30.0.0/16"
  enable_dns_support = true
  tags               = { Name = "${local.p}-vpc" }
}

resource "aws_subnet" "private" {
  count             = 3
  vpc_id            = aws_vpc.vpc.id
  cidr_block        = cidrsubnet("172.30.0.0/16", 2, count.index)
  availability_zone = "ap-south-1${["a", "b", "c"][count.index]}"
}

resource "aws_vpc_dhcp_options" "options" {
  domain_name         = "ap-south-1.compute.internal"
  domain_name_servers = ["AmazonProvidedDNS"]
  tags                = { Name = "${local.p}-dhcp" }
}

resource "aws_vpc_dhcp_options_association" "options" {
  vpc_id          = aws_vpc.vpc.id
  dhcp_options_id = aws_vpc_dhcp_options.options.id
}

resource "aws_route_table" "private" { vpc_id = aws_vpc.vpc.id }

resource "aws_route_table_association" "private" {
  count          = 3
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "group" {
  name   = "${local.p}-sg"
  vpc_id = aws_vpc.vpc.id
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "gateway" {
  for_each        = toset(["s3", "dynamodb"])
  vpc_id          = aws_vpc.vpc.id
  service_name    = "com.amazonaws.ap-south-1.${each.key}"
  route_table_ids = [aws_route_table.private.id]
  tags            = { Name = "${local.p}-${each.key}-vep" }
}

resource "aws_vpc_endpoint" "interface" {
  for_each           = toset(["ecr.api", "ssm"])
  vpc_id             = aws_vpc.vpc.id
  service_name       = "com.amazonaws.ap-south-1.${each.key}"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = aws_subnet.private[*].id
  security_group_ids = [aws_security_group.group.id]
  tags               = { Name = "${local.p}-${each.key}-vep" }
}
