import { publishingForRules } from "../../../../modules/policies/events";
import {
  blockingPatterns,
  blockingSentence,
  failurePatterns,
  failureSentence,
} from "../../../../modules/shared-compute/policies/failures";
import { modelOf, teamOf } from "../../../access/teams/model";

const model = modelOf();
const finance = teamOf(model, "FINANCE");

describe("who is told of failed jobs", () => {
  it("hears of those of the team: with its tags, in its queues, and of an array once", () => {
    expect(failurePatterns(model, finance).map((text): unknown => JSON.parse(text))).toEqual([
      {
        source: ["aws.batch"],
        "detail-type": ["Batch Job State Change"],
        detail: {
          status: ["FAILED"],
          jobQueue: ["cpu", "light"].map((name) => `arn:aws:batch:eu-west-1:123456789012:job-queue/${name}`),
          tags: { team: ["finance"], cost: ["42"] },
          arrayProperties: { index: [{ exists: false }] },
          nodeProperties: { nodeIndex: [{ exists: false }] },
        },
      },
    ]);
  });

  it("hears of those that block one of its queues", () => {
    expect(blockingPatterns(model, finance).map((text): unknown => JSON.parse(text))).toMatchObject([
      {
        "detail-type": ["Batch Job Queue Blocked"],
        detail: { tags: { team: ["finance"], cost: ["42"] } },
      },
    ]);
  });

  it.each([
    ["failed", failureSentence(finance, "dev"), "The job <job> of team finance failed at <time> in the queue <queue>."],
    [
      "blocks a queue",
      blockingSentence(finance, "dev"),
      "The job <job> of team finance blocks the queue <queue> since <time>.",
    ],
  ])(
    "reads a sentence of a job that %s, of which each variable comes from the event",
    (_, { paths, template }, begin) => {
      const sentence: unknown = JSON.parse(template);
      expect(sentence).toBe(`${begin} Why, and what to do: npx dapf jobs why <id> --env dev`);
      expect([...template.matchAll(/<(\w+)>/g)].map(([, name]) => name).sort()).toEqual(Object.keys(paths).sort());
    },
  );

  it("reads a command without an environment outside of dapf's own stacks", () => {
    expect(JSON.parse(failureSentence(finance, undefined).template)).toMatch(/npx dapf jobs why <id>$/);
  });

  it("is written to by the team's rules alone", () => {
    expect(publishingForRules("topic", ["failed", "blocked"])).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": ["failed", "blocked"] } },
    });
  });
});
