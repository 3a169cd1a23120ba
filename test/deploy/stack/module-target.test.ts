import fc from "fast-check";
import { moduleAddress, targetNames, UnknownModuleError } from "../../../deploy/stack/module-target";
import type { StackModule } from "../../../deploy/stack/folder";

const moduleOf = (...names: string[]): StackModule => ({ names, source: ".", resources: 1, requiredProviders: {} });

const modules = [
  moduleOf(),
  moduleOf("common"),
  moduleOf("analytics_etl"),
  moduleOf("analytics_etl", "glue_wfs"),
  moduleOf("batch_training"),
  moduleOf("batch_training", "training_construct"),
];

describe("a target", () => {
  test.each([
    ["analytics_etl", "module.analytics_etl"],
    ["module.analytics_etl", "module.analytics_etl"],
    ["analytics_etl.glue_wfs", "module.analytics_etl.module.glue_wfs"],
    ["module.analytics_etl.module.glue_wfs", "module.analytics_etl.module.glue_wfs"],
    ["analytics_etl/glue_wfs", "module.analytics_etl.module.glue_wfs"],
    ["module.analytics_etl.glue_wfs", "module.analytics_etl.module.glue_wfs"],
  ])("%s is %s", (target, address) => {
    expect(moduleAddress(target, modules)).toBe(address);
  });

  test.each(["glue_wfs", "analytics", "analytics_etl.", "", "module", "aws_sns_topic.x"])(
    "%p is unknown, and the modules are listed",
    (target) => {
      const error = captured(() => moduleAddress(target, modules));
      expect(error).toBeInstanceOf(UnknownModuleError);
      expect(error).toMatchObject({
        target,
        known: [
          "analytics_etl",
          "analytics_etl.glue_wfs",
          "batch_training",
          "batch_training.training_construct",
          "common",
        ],
      });
    },
  );

  test("may name a module that is called module", () => {
    const odd = [moduleOf(), moduleOf("module"), moduleOf("module", "inner")];
    expect(moduleAddress("module", odd)).toBe("module.module");
    expect(moduleAddress("module.inner", odd)).toBe("module.module.module.inner");
    expect(moduleAddress("module.module.module.inner", odd)).toBe("module.module.module.inner");
  });

  test("finds every module by each spelling, whatever the modules are called", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/).filter((one) => one !== "module");
    const path = fc.array(name, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.uniqueArray(path, { selector: (names) => names.join("."), minLength: 1 }), (paths) => {
        const tree = [moduleOf(), ...paths.map((names) => moduleOf(...names))];
        for (const names of paths) {
          const address = names.map((one) => `module.${one}`).join(".");
          for (const spelling of [names.join("."), names.join("/"), address]) {
            expect(moduleAddress(spelling, tree)).toBe(address);
          }
        }
        expect(targetNames(tree)).toHaveLength(paths.length);
      }),
    );
  });
});

function captured(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
