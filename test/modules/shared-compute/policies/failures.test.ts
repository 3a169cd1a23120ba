import {
  failurePattern,
  failureSentence,
  failureTopicStatements,
} from "../../../../modules/shared-compute/policies/failures";
import { modelOf, teamOf } from "../../../access/teams/model";

const model = modelOf();
const finance = teamOf(model, "FINANCE");

describe("who is told of failed jobs", () => {
  it("hears of those of the team: with its tags, in its queues, and of an array once", () => {
    expect(failurePattern(model, finance)).toEqual({
      source: ["aws.batch"],
      "detail-type": ["Batch Job State Change"],
      detail: {
        status: ["FAILED"],
        jobQueue: ["cpu", "light"].map((name) => `arn:aws:batch:eu-west-1:123456789012:job-queue/${name}`),
        tags: { team: ["finance"], cost: ["42"] },
        arrayProperties: { index: [{ exists: false }] },
      },
    });
  });

  it("reads a sentence, of which each variable comes from the event", () => {
    const { paths, template } = failureSentence(finance);
    const sentence: unknown = JSON.parse(template);
    expect(sentence).toContain("The job <job> of team finance failed at <time>: <reason>.");
    expect([...template.matchAll(/<(\w+)>/g)].map(([, name]) => name).sort()).toEqual(Object.keys(paths).sort());
  });

  it("is written to by the team's rule alone", () => {
    expect(failureTopicStatements("topic", "rule")).toMatchObject([
      { Principal: { Service: "events.amazonaws.com" }, Condition: { ArnEquals: { "aws:SourceArn": "rule" } } },
    ]);
  });
});
