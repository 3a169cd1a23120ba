import { batchRepository, resource, synthesizeBatch } from "../batch-construct/support";

const { training, files } = synthesizeBatch(batchRepository({ settings: { use_case_name: "parts" } }));

test.each([
  ["data_quality", "parts.dataquality"],
  ["feature_store", "parts.feature_store"],
  ["model_monitoring", "parts.modelquality"],
])("%s has a rule for events from %s", (key, source) => {
  const rule = resource(training, "aws_cloudwatch_event_rule", `${key}_event`);

  expect(rule.name).toBe(`${key}-event`);
  expect(JSON.parse(String(rule.event_pattern))).toEqual({ source: [source] });
});

test("the rules are on the environment's own bus", () => {
  const bus = resource(files["modules/common/main.tf.json"] ?? {}, "aws_cloudwatch_event_bus", "event_bus");
  const rule = resource(training, "aws_cloudwatch_event_rule", "data_quality_event");

  expect(bus.name).toBe("parts-dev-euwest1-dapf-cb");
  expect(rule.event_bus_name).toMatch(/^\$\{var\.\w*event_bus/);
});
