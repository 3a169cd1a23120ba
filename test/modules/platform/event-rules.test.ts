import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { requireRoomForRules } from "../../../modules/platform/event-rules";
import { testApp, TestRoot } from "../module-app";

const environment = { file: "environments/many.ts" };

function rules(count: number, eventBusName?: string): TestRoot {
  const root = new TestRoot(testApp());
  for (let index = 0; index < count; index += 1) {
    new CloudwatchEventRule(root, `rule_${index}`, { name: `rule-${index}`, eventPattern: "{}", eventBusName });
  }
  return root;
}

describe("rules on the default event bus", () => {
  it("may be 300", () => {
    expect(() => requireRoomForRules(rules(300), environment)).not.toThrow();
  });

  it("are not those on another bus", () => {
    expect(() => requireRoomForRules(rules(301, "own"), environment)).not.toThrow();
  });

  it("are an error when there are more, which says what to do", () => {
    expect(() => requireRoomForRules(rules(301), environment)).toThrow(
      /environments\/many\.ts.* has 301 rules on the default event bus, which has room for 300.*switch alerts off/,
    );
  });
});
