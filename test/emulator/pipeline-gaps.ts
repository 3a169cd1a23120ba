/** What a client sees of the gaps of moto that stand between the platform and a pipeline that runs. */
import { elements } from "./aws-calls";
import type { Gap } from "./gap";
import { bucketWith, messageIn, pythonFunction, query, queueFor, rule } from "./pipeline-calls";

const SNS = "2010-03-31";

/** Fix (a module of `emulator/moto/fixes`) -> the gaps that it closes. */
export const PIPELINE_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  athena_queries: [
    {
      title: "a table over objects in S3 is created and queried; what is not understood fails and says so",
      observe: async (aws) => {
        await bucketWith(aws, "lake", {
          "checks/year=2026/a.json":
            '{"Name": "sales", "passed": true, "rows": 3}\n{"name": "warranty", "passed": false}',
          "checks/year=2025/b.json": '{"name": "sales", "passed": true, "rows": 4}',
        });
        const table =
          "CREATE EXTERNAL TABLE IF NOT EXISTS `default`.`checks` (`name` string, `passed` boolean, `rows` bigint) " +
          "PARTITIONED BY (`year` string) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' " +
          "LOCATION 's3://lake/checks/'";
        return [
          await query(aws, table),
          await query(aws, `SELECT name, passed, "rows" FROM "default"."checks" WHERE year = '2026' ORDER BY name`),
          await query(aws, "SELECT count(DISTINCT name) AS names FROM checks WHERE passed"),
          await query(aws, "SELECT * FROM nowhere"),
          await query(aws, "OPTIMIZE checks REWRITE DATA"),
        ];
      },
      expected: [
        [],
        [
          ["name", "passed", "rows"],
          ["sales", "true", "3"],
          ["warranty", "false", undefined],
        ],
        [["names"], ["1"]],
        "FAILED: TABLE_NOT_FOUND: Table 'nowhere' does not exist",
        "FAILED: embedded AWS: Athena does not understand OPTIMIZE checks REWRITE",
      ],
    },
  ],
  lambda_without_docker: [
    {
      title: "a Python function answers, or fails with what its handler raised",
      observe: async (aws) => {
        await pythonFunction(aws, "answers", "def handle(event, context):\n    return {'twice': 2 * event['x']}\n");
        const invoke = async (event: object): Promise<unknown> => {
          const path = "/2015-03-31/functions/answers/invocations";
          const answer = await aws.send("lambda", "POST", path, JSON.stringify(event));
          const payload = JSON.parse(answer.text) as { errorType?: string };
          return payload.errorType ?? payload;
        };
        return [await invoke({ x: 2 }), await invoke({})];
      },
      expected: [{ twice: 4 }, "KeyError"],
    },
  ],
  sns_subscriptions: [
    {
      title: "a subscribed queue gets what its policy lets SNS send",
      observe: async (aws) => {
        const xml = await aws.query("sns", SNS, "CreateTopic", { Name: "fanned-out" });
        const TopicArn = elements(xml, "TopicArn")[0] ?? "";
        const closed = await queueFor(aws, "closed-to-sns", []);
        const open = await queueFor(aws, "open-to-sns");
        for (const { arn: Endpoint } of [closed, open]) {
          await aws.query("sns", SNS, "Subscribe", { TopicArn, Protocol: "sqs", Endpoint });
        }
        await aws.query("sns", SNS, "Publish", { TopicArn, Message: "news" });
        return [(await messageIn(aws, open.url))["Message"], await messageIn(aws, closed.url)];
      },
      expected: ["news", {}],
    },
  ],
  sagemaker_delete_model_package: [
    {
      title: "a model package can be deleted, once",
      observe: async (aws) => {
        const group = { ModelPackageGroupName: "emptied" };
        await aws.json("sagemaker", "SageMaker.CreateModelPackageGroup", group);
        const made = await aws.json<{ ModelPackageArn: string }>("sagemaker", "SageMaker.CreateModelPackage", group);
        const name = { ModelPackageName: made.ModelPackageArn };
        const first = await aws.jsonAnswer("sagemaker", "SageMaker.DeleteModelPackage", name);
        const second = await aws.jsonAnswer("sagemaker", "SageMaker.DeleteModelPackage", name);
        return [first.status, second.status];
      },
      expected: [200, 400],
    },
  ],
  resource_groups_region: [
    {
      title: "the ARN of a resource group is in its Region",
      observe: async (aws) => {
        const body = JSON.stringify({
          Name: "gap",
          ResourceQuery: {
            Type: "TAG_FILTERS_1_0",
            Query: JSON.stringify({
              ResourceTypeFilters: ["AWS::AllSupported"],
              TagFilters: [{ Key: "team", Values: ["a"] }],
            }),
          },
        });
        const { text } = await aws.send("resource-groups", "POST", "/groups", body);
        return (JSON.parse(text) as { Group: { GroupArn: string } }).Group.GroupArn;
      },
      expected: "arn:aws:resource-groups:ap-south-1:731580992380:group/gap",
    },
  ],
  sagemaker_unknown_tags: [
    {
      title: "tags of what is not there are refused",
      observe: async (aws) => {
        const arnOf = (resource: string) => `arn:aws:sagemaker:${aws.region}:${aws.account}:${resource}`;
        const answers = await Promise.all(
          ["training-job/none", "flow-definition/none", "none"].map((resource) =>
            aws.jsonAnswer("sagemaker", "SageMaker.ListTags", { ResourceArn: arnOf(resource) }),
          ),
        );
        return answers.map(({ status }) => status);
      },
      expected: [400, 400, 400],
    },
  ],
  sagemaker_model_package_events: [
    {
      title: "the approval of a model is an event, with the metadata that it was registered with",
      observe: async (aws) => {
        const { url, arn } = await queueFor(aws, "approvals");
        await rule(aws, "approvals", "aws.sagemaker", arn);
        const group = { ModelPackageGroupName: "approved" };
        await aws.json("sagemaker", "SageMaker.CreateModelPackageGroup", group);
        const { ModelPackageArn } = await aws.json<{ ModelPackageArn: string }>(
          "sagemaker",
          "SageMaker.CreateModelPackage",
          {
            ...group,
            ModelApprovalStatus: "PendingManualApproval",
            CustomerMetadataProperties: { winning_algo: "xgb" },
          },
        );
        const statuses = [await messageIn(aws, url)];
        const approval = { ModelPackageArn, ModelApprovalStatus: "Approved" };
        await aws.json("sagemaker", "SageMaker.UpdateModelPackage", approval);
        statuses.push(await messageIn(aws, url));
        return statuses.map(({ detail }) => {
          const { ModelApprovalStatus, CustomerMetadataProperties } = (detail ?? {}) as Record<string, unknown>;
          return [ModelApprovalStatus, CustomerMetadataProperties];
        });
      },
      expected: [
        ["PendingManualApproval", { winning_algo: "xgb" }],
        ["Approved", { winning_algo: "xgb" }],
      ],
    },
  ],
};
