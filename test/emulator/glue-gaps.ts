import type { AwsCalls } from "./aws-calls";
import type { Gap } from "./gap";

const job = { Role: "r", Command: { Name: "pythonshell", ScriptLocation: "s3://b/k.py" } };

interface Trigger {
  readonly State: string;
  readonly Description?: string;
  readonly Schedule?: string;
  readonly Actions: readonly object[];
}

async function trigger(aws: AwsCalls, name: string): Promise<Trigger> {
  return (await aws.json<{ Trigger: Trigger }>("glue", "AWSGlue.GetTrigger", { Name: name })).Trigger;
}

/** The gaps of AWS Glue and Athena, by fix. */
export const GLUE_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  glue_update_job: [
    {
      title: "a Glue job can be changed, and what the change leaves out goes back to its default",
      observe: async (aws) => {
        await aws.json("glue", "AWSGlue.CreateJob", { ...job, Name: "changed", Timeout: 10, Description: "first" });
        const JobUpdate = { ...job, Timeout: 20 };
        await aws.json("glue", "AWSGlue.UpdateJob", { JobName: "changed", JobUpdate });
        interface Found {
          Job: { Timeout: number; Description?: string };
        }
        const { Job } = await aws.json<Found>("glue", "AWSGlue.GetJob", { JobName: "changed" });
        return [Job.Timeout, Job.Description ?? "none"];
      },
      expected: [20, "none"],
    },
  ],
  glue_job_execution_class: [
    {
      title: "a Glue job has an execution class only when it was given one",
      observe: async (aws) => {
        const classOf = async (definition: { Name: string }): Promise<unknown> => {
          await aws.json("glue", "AWSGlue.CreateJob", { ...job, ...definition });
          const name = { JobName: definition.Name };
          const { Job } = await aws.json<{ Job: { ExecutionClass?: string } }>("glue", "AWSGlue.GetJob", name);
          return "ExecutionClass" in Job ? Job.ExecutionClass : "none";
        };
        const Command = { ...job.Command, Name: "glueetl" };
        const named = { Name: "flex", ExecutionClass: "FLEX", Command };
        return [await classOf({ Name: "plain" }), await classOf(named)];
      },
      expected: ["none", "FLEX"],
    },
  ],
  glue_update_trigger: [
    {
      title: "a Glue trigger can be changed and keeps its type and state",
      observe: async (aws) => {
        await aws.json("glue", "AWSGlue.CreateTrigger", {
          Name: "changed",
          Type: "SCHEDULED",
          Schedule: "cron(0 1 * * ? *)",
          Description: "first",
          Actions: [{ JobName: "a" }],
          StartOnCreation: true,
        });
        const TriggerUpdate = { Schedule: "cron(0 2 * * ? *)", Actions: [{ JobName: "b" }] };
        await aws.json("glue", "AWSGlue.UpdateTrigger", { Name: "changed", TriggerUpdate });
        return trigger(aws, "changed");
      },
      expected: {
        Name: "changed",
        Type: "SCHEDULED",
        State: "ACTIVATED",
        Schedule: "cron(0 2 * * ? *)",
        Actions: [{ JobName: "b" }],
      },
    },
  ],
  glue_on_demand_trigger_state: [
    {
      title: "an on-demand trigger stays CREATED when it is started",
      observe: async (aws) => {
        const name = { Name: "demand" };
        await aws.json("glue", "AWSGlue.CreateTrigger", { ...name, Type: "ON_DEMAND", Actions: [{ JobName: "a" }] });
        await aws.json("glue", "AWSGlue.StartTrigger", name);
        return (await trigger(aws, "demand")).State;
      },
      expected: "CREATED",
    },
  ],
  glue_workflow_tags: [
    {
      title: "the tags of a Glue workflow are kept, and go when it goes",
      observe: async (aws) => {
        const tags = async (): Promise<unknown> => {
          const ResourceArn = `arn:aws:glue:${aws.region}:${aws.account}:workflow/tagged`;
          return (await aws.json<{ Tags: object }>("glue", "AWSGlue.GetTags", { ResourceArn })).Tags;
        };
        await aws.json("glue", "AWSGlue.CreateWorkflow", { Name: "tagged", Tags: { team: "forecast" } });
        const first = await tags();
        await aws.json("glue", "AWSGlue.DeleteWorkflow", { Name: "tagged" });
        await aws.json("glue", "AWSGlue.CreateWorkflow", { Name: "tagged" });
        return [first, await tags()];
      },
      expected: [{ team: "forecast" }, {}],
    },
  ],
  athena_database_comment: [
    {
      title: "CREATE DATABASE keeps its comment",
      observe: async (aws) => {
        const QueryString =
          "create database if not exists `quality` comment 'the team\\'s data quality' location 's3://b/'";
        await aws.json("athena", "AmazonAthena.StartQueryExecution", { QueryString });
        const { Database } = await aws.json<{ Database: { Description?: string } }>(
          "athena",
          "AmazonAthena.GetDatabase",
          { CatalogName: "AwsDataCatalog", DatabaseName: "quality" },
        );
        return Database.Description;
      },
      expected: "the team's data quality",
    },
  ],
};
