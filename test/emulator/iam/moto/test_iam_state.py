"""What the moto process tells of identities and resources: each service keeps them in another way."""

import io
import json
import os
import pathlib
import sys
import unittest
import zipfile
from unittest import mock
from urllib.parse import urlencode

sys.path.insert(0, str(pathlib.Path(__file__).parents[4] / "emulator" / "moto"))
SETTINGS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "eu-west-1",
}
with mock.patch.dict(os.environ, SETTINGS):
    import boto3
    import iam_state
    from moto import mock_aws

ACCOUNT = "123456789012"
OWN = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
OPEN = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'
TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
MACHINE = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}'


def ask(question, **of):
    return json.loads(iam_state.answer(iam_state.PREFIX + question, urlencode(of)))


def arn(service, resource):
    return f"arn:aws:{service}:eu-west-1:{ACCOUNT}:{resource}"


def resource(service, name):
    return ask("resources", service=service)[name]


def archive():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as files:
        files.writestr("x.py", "def h(event, context): return 1")
    return content.getvalue()


class Live(unittest.TestCase):
    settings = SETTINGS

    def setUp(self):
        for patch in (mock.patch.dict(os.environ, self.settings), mock_aws()):
            patch.__enter__()
            self.addCleanup(patch.__exit__, None, None, None)
        self.key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]

    def of(self, service):
        return boto3.client(service)


TAGS = [{"Key": "team", "Value": "x"}]
LOWER = [{"key": "team", "value": "x"}]


class Identities(Live):
    settings = {**SETTINGS, "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}

    def test_a_role_has_its_policies_boundary_trust_and_tags(self):
        iam = self.of("iam")
        boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        names = {"RoleName": "r", "Path": "/p/"}
        iam.create_role(**names, AssumeRolePolicyDocument=TRUST, Tags=TAGS, PermissionsBoundary=boundary)
        iam.put_role_policy(RoleName="r", PolicyName="own", PolicyDocument=OWN)
        iam.attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/AmazonS3FullAccess")
        iam.create_instance_profile(InstanceProfileName="i")
        iam.add_role_to_instance_profile(InstanceProfileName="i", RoleName="r")
        found = ask("identities")
        role = found["roles"][f"arn:aws:iam::{ACCOUNT}:role/p/r"]
        self.assertEqual(role["inline"], {"own": OWN})
        self.assertEqual(role["attached"], ["arn:aws:iam::aws:policy/AmazonS3FullAccess"])
        self.assertEqual((role["boundary"], role["trust"], role["tags"]), (boundary, TRUST, {"team": "x"}))
        self.assertEqual(role["maximumSeconds"], 3600)
        self.assertEqual(set(found["policies"]), {boundary, *role["attached"]})
        self.assertIn("s3:*", found["policies"][role["attached"][0]])
        profile = found["profiles"][f"arn:aws:iam::{ACCOUNT}:instance-profile/i"]
        self.assertEqual(profile["role"], f"arn:aws:iam::{ACCOUNT}:role/p/r")

    def test_each_is_found_by_its_name(self):
        iam = self.of("iam")
        iam.create_role(RoleName="r", Path="/p/", AssumeRolePolicyDocument=TRUST)
        iam.create_policy(PolicyName="m", PolicyDocument=OWN)
        iam.create_user(UserName="u")
        iam.create_group(GroupName="g")
        iam.create_instance_profile(InstanceProfileName="i")
        iam.add_role_to_instance_profile(InstanceProfileName="i", RoleName="r")
        own = f"arn:aws:iam::{ACCOUNT}:"
        for kind, name, found in (
            ("role", "r", own + "role/p/r"),
            ("policy", "m", own + "policy/m"),
            ("policy", "ReadOnlyAccess", None),
            ("user", "u", own + "user/u"),
            ("group", "g", own + "group/g"),
            ("instance-profile", "i", own + "instance-profile/i"),
            ("role-of-instance-profile", "i", own + "role/p/r"),
            ("user", "none", None),
        ):
            asked = {"kind": f"iam:{kind}", "name": name, "account": ACCOUNT, "region": "eu-west-1"}
            self.assertEqual(ask("named", **asked), found, kind)

    def test_a_managed_policy_counts_in_its_default_version(self):
        iam = self.of("iam")
        policy = iam.create_policy(PolicyName="m", PolicyDocument=OWN)["Policy"]["Arn"]
        other = OWN.replace("Get", "Put")
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=other, SetAsDefault=False)
        self.assertEqual(ask("managed-policy", arn=policy), OWN)
        iam.set_default_policy_version(PolicyArn=policy, VersionId="v2")
        self.assertEqual(ask("managed-policy", arn=policy), other)
        self.assertEqual(ask("identities")["names"], {policy: {"account": ACCOUNT, "name": "m"}})
        self.assertIsNone(ask("managed-policy", arn=policy + "x"))

    def test_a_user_has_keys_and_groups(self):
        iam = self.of("iam")
        iam.create_user(UserName="u", Tags=TAGS)
        iam.create_group(GroupName="g")
        iam.put_group_policy(GroupName="g", PolicyName="of-group", PolicyDocument=OWN)
        iam.add_user_to_group(GroupName="g", UserName="u")
        key = iam.create_access_key(UserName="u")["AccessKey"]["AccessKeyId"]
        user = f"arn:aws:iam::{ACCOUNT}:user/u"
        found = ask("identities")
        self.assertEqual(found["keys"], {key: {"user": user, "active": True}})
        self.assertEqual(found["users"][user]["groups"], [{"name": "g", "inline": {"of-group": OWN}, "attached": []}])
        self.assertEqual(found["users"][user]["tags"], {"team": "x"})
        iam.update_access_key(UserName="u", AccessKeyId=key, Status="Inactive")
        self.assertFalse(ask("identities")["keys"][key]["active"])


class Resources(Live):
    def test_buckets(self):
        s3 = self.of("s3")
        s3.create_bucket(Bucket="yard", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.key}
        rules = [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": True}]
        s3.put_bucket_encryption(Bucket="yard", ServerSideEncryptionConfiguration={"Rules": rules})
        s3.put_bucket_policy(Bucket="yard", Policy=OPEN)
        s3.put_bucket_tagging(Bucket="yard", Tagging={"TagSet": TAGS})
        s3.put_object(Bucket="yard", Key="a/k", Body=b"x", Tagging="of=object")
        found = resource("s3", "yard")
        self.assertEqual((found["policy"], found["kms"], found["bucketKey"]), (OPEN, self.key, True))
        self.assertEqual((found["account"], found["region"]), (ACCOUNT, "eu-west-1"))
        self.assertEqual(ask("tags", arn="arn:aws:s3:::yard"), {"team": "x"})
        self.assertEqual(ask("object", bucket="yard", key="a/k"), {"kms": self.key, "tags": {"of": "object"}})
        self.assertIsNone(ask("object", bucket="yard", key="none"))
        self.assertIsNone(ask("object", bucket="none", key="a/k"))

    def test_versions_of_objects(self):
        s3 = self.of("s3")
        s3.create_bucket(Bucket="yard", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_bucket_versioning(Bucket="yard", VersioningConfiguration={"Status": "Enabled"})
        first = s3.put_object(Bucket="yard", Key="k", Body=b"1", Tagging="is=first")["VersionId"]
        s3.delete_object(Bucket="yard", Key="k")
        self.assertIsNone(ask("object", bucket="yard", key="k"))
        self.assertEqual(ask("object", bucket="yard", key="k", version=first)["tags"], {"is": "first"})

    def test_keys(self):
        self.of("kms").create_alias(AliasName="alias/mine", TargetKeyId=self.key)
        self.of("kms").tag_resource(KeyId=self.key, Tags=[{"TagKey": "team", "TagValue": "x"}])
        found = resource("kms", self.key)
        self.assertEqual((found["aliases"], found["managed"]), (["alias/mine"], False))
        self.assertIn("Enable IAM User Permissions", found["policy"])
        self.assertEqual(ask("tags", arn=self.key), {"team": "x"})

    def test_topics_and_queues(self):
        topic = self.of("sns").create_topic(Name="t", Attributes={"KmsMasterKeyId": self.key}, Tags=TAGS)["TopicArn"]
        policy = OPEN.replace('"*"}]', f'"{arn("sqs", "q")}"}}]')
        self.of("sqs").create_queue(QueueName="q", Attributes={"KmsMasterKeyId": self.key, "Policy": policy}, tags={"team": "x"})
        self.assertEqual(resource("sns", topic)["kms"], self.key)
        self.assertIn("Statement", resource("sns", topic)["policy"])
        self.assertEqual(resource("sqs", arn("sqs", "q"))["kms"], self.key)
        self.assertEqual(json.loads(resource("sqs", arn("sqs", "q"))["policy"]), json.loads(policy))
        for name in (topic, arn("sqs", "q")):
            self.assertEqual(ask("tags", arn=name), {"team": "x"})

    def test_functions(self):
        role = f"arn:aws:iam::{ACCOUNT}:role/r"
        self.of("iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        code = {"Handler": "x.h", "Runtime": "python3.11", "Code": {"ZipFile": archive()}}
        self.of("lambda").create_function(FunctionName="f", Role=role, Tags={"team": "x"}, **code)
        function = arn("lambda", "function:f")
        self.assertIsNone(resource("lambda", function)["policy"])
        permission = {"StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com"}
        self.of("lambda").add_permission(FunctionName="f", **permission)
        statement = json.loads(resource("lambda", function)["policy"])["Statement"][0]
        self.assertEqual((statement["Sid"], statement["Principal"]), ("s", {"Service": "events.amazonaws.com"}))
        self.assertEqual(ask("tags", arn=function), {"team": "x"})

    def test_repositories_secrets_and_parameters(self):
        encryption = {"encryptionType": "KMS", "kmsKey": self.key}
        self.of("ecr").create_repository(repositoryName="images", tags=TAGS, encryptionConfiguration=encryption)
        self.of("ecr").set_repository_policy(repositoryName="images", policyText=OPEN)
        secret = self.of("secretsmanager").create_secret(Name="s", SecretString="x", KmsKeyId=self.key, Tags=TAGS)["ARN"]
        self.of("secretsmanager").put_resource_policy(SecretId="s", ResourcePolicy=OPEN)
        secured = {"Name": "/a/b", "Value": "1", "Type": "SecureString", "KeyId": self.key, "Tags": TAGS}
        self.of("ssm").put_parameter(**secured)
        self.of("ssm").put_parameter(Name="plain", Value="1", Type="String", Tags=TAGS)
        repository = arn("ecr", "repository/images")
        self.assertEqual(json.loads(resource("ecr", repository)["policy"]), json.loads(OPEN))
        self.assertEqual(resource("ecr", repository)["kms"], self.key)
        self.assertEqual((resource("secretsmanager", secret)["policy"], resource("secretsmanager", secret)["kms"]), (OPEN, self.key))
        self.assertEqual(ask("named", kind="secretsmanager:secret", account=ACCOUNT, region="eu-west-1", name="s"), secret)
        self.assertEqual(resource("ssm", arn("ssm", "parameter/a/b"))["kms"], self.key)
        self.assertNotIn(arn("ssm", "parameter/plain"), ask("resources", service="ssm"))
        for name in (repository, secret, arn("ssm", "parameter/a/b"), arn("ssm", "parameter/plain")):
            self.assertEqual(ask("tags", arn=name), {"team": "x"}, name)

    def test_buses_rules_and_log_groups(self):
        events = self.of("events")
        events.create_event_bus(Name="bus", Tags=TAGS)
        events.put_permission(EventBusName="bus", Action="events:PutEvents", Principal="111122223333", StatementId="s")
        events.put_rule(Name="rule", ScheduleExpression="rate(1 minute)", Tags=TAGS)
        self.of("logs").create_log_group(logGroupName="g", kmsKeyId=self.key, tags={"team": "x"})
        self.of("logs").put_resource_policy(policyName="p", policyDocument=OPEN)
        self.assertIn("111122223333", resource("events", arn("events", "event-bus/bus"))["policy"])
        self.assertEqual(resource("logs", arn("logs", "log-group:g"))["kms"], self.key)
        self.assertEqual(resource("logs", f"policy/{ACCOUNT}/eu-west-1/p")["policy"], OPEN)
        for name in (arn("events", "event-bus/bus"), arn("events", "rule/rule"), arn("logs", "log-group:g")):
            self.assertEqual(ask("tags", arn=name), {"team": "x"}, name)

    def test_tables(self):
        index = {"IndexName": "by-group", "Projection": {"ProjectionType": "ALL"}}
        keys = {name: [{"AttributeName": name, "KeyType": "HASH"}] for name in ("id", "group")}
        self.of("dynamodb").create_table(
            TableName="states",
            KeySchema=keys["id"],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
            GlobalSecondaryIndexes=[{**index, "KeySchema": keys["group"]}],
            BillingMode="PAY_PER_REQUEST",
            SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": self.key},
            Tags=TAGS,
        )
        table = arn("dynamodb", "table/states")
        self.of("dynamodb").put_resource_policy(ResourceArn=table, Policy=OPEN)
        self.assertEqual((resource("dynamodb", table)["policy"], resource("dynamodb", table)["kms"]), (OPEN, self.key))
        self.assertEqual((ask("partition-key", arn=table), ask("partition-key", arn=f"{table}/index/by-group")), ("id", "group"))
        self.assertEqual(ask("tags", arn=table), {"team": "x"})

    def test_tags_of_the_others(self):
        role = f"arn:aws:iam::{ACCOUNT}:role/r"
        self.of("iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        self.of("stepfunctions").create_state_machine(name="m", definition=MACHINE, roleArn=role, tags=LOWER)
        self.of("athena").create_work_group(Name="w", Tags=TAGS)
        command = {"Name": "glueetl", "ScriptLocation": "s3://a/b"}
        self.of("glue").create_job(Name="j", Role="r", Command=command, Tags={"team": "x"})
        self.of("glue").create_database(DatabaseInput={"Name": "d"}, Tags={"team": "x"})
        self.of("sagemaker").create_model(ModelName="n", ExecutionRoleArn=role, Tags=TAGS)
        tagged = [{"ResourceType": "vpc", "Tags": TAGS}]
        vpc = self.of("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tagged)["Vpc"]["VpcId"]
        for name in (
            arn("states", "stateMachine:m"),
            arn("athena", "workgroup/w"),
            arn("glue", "job/j"),
            arn("glue", "database/d"),
            arn("sagemaker", "model/n"),
            arn("ec2", f"vpc/{vpc}"),
        ):
            self.assertEqual(ask("tags", arn=name), {"team": "x"}, name)
        self.assertEqual(ask("tags", arn=arn("glue", "job/none")), {})
        self.assertEqual(resource("states", arn("states", "stateMachine:m"))["policy"], None)

    def test_what_names_stand_for(self):
        query = self.of("athena").start_query_execution(QueryString="SELECT 1", WorkGroup="primary")["QueryExecutionId"]
        place = {"account": ACCOUNT, "region": "eu-west-1"}
        self.assertEqual(ask("named", kind="athena:workgroup-of-query", name=query, **place), arn("athena", "workgroup/primary"))
        template = '{"Resources":{"T":{"Type":"AWS::SNS::Topic"}}}'
        stack = self.of("cloudformation").create_stack(StackName="s", TemplateBody=template)["StackId"]
        self.assertEqual(ask("named", kind="cloudformation:stack", name="s", **place), stack)
        self.assertIsNone(ask("named", kind="cloudformation:stack", name="none", **place))
        self.assertIsNone(ask("named", kind="cloudformation:stack", name="s", account=ACCOUNT, region="us-east-1"))


class Routes(unittest.TestCase):
    def test_of_a_rest_service_are_all_its_requests(self):
        invoke = next(route for route in ask("routes", service="lambda") if route["operation"] == "Invoke")
        self.assertEqual((invoke["method"], invoke["uri"]), ("POST", "/2015-03-31/functions/{FunctionName}/invocations"))
        self.assertIn({"member": "Qualifier", "location": "querystring", "name": "Qualifier"}, invoke["members"])
        self.assertTrue(ask("routes", service="batch"))

    def test_of_several_models_are_under_the_name_that_signs_for_all(self):
        operations = {route["operation"] for route in ask("routes", service="apigateway")}
        self.assertLessEqual({"GetRestApis", "GetApis"}, operations)
        self.assertIn("SendEmail", {route["operation"] for route in ask("routes", service="ses")})
        self.assertIn("CreateFileSystem", {route["operation"] for route in ask("routes", service="elasticfilesystem")})

    def test_of_others_there_are_none(self):
        self.assertEqual((ask("routes", service="dynamodb"), ask("routes", service="none")), ([], []))

    def test_nothing_else_is_answered(self):
        self.assertIsNone(iam_state.answer(iam_state.PREFIX + "nothing", ""))
        self.assertEqual(ask("resources", service="none"), {})


if __name__ == "__main__":
    unittest.main()
