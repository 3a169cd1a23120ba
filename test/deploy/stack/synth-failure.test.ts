import { synthFailureMessage } from "../../../deploy/stack/synth-failure";

test("the message is what stands between the source line and the stack", () => {
  const stderr = `/repo/config/errors.ts:25
    super(renderProblems(problems));
    ^

ConfigError: environments/dev.ts: region must be a region
environments/dev.ts: env must be lower case
    at loadEnvironment (/repo/config/loader.ts:20:9)
    at Object.<anonymous> (/repo/main.ts:10:1) {
  problems: [ [Object] ]
}

Node.js v20.20.2
`;
  expect(synthFailureMessage(stderr)).toBe(
    "environments/dev.ts: region must be a region\nenvironments/dev.ts: env must be lower case",
  );
});

test("a plain Error, which is how CDKTF reports failed validations, loses its class and its stack", () => {
  const stderr = `Error: App level validation failed with the following errors:
  [dev/common/key] is wrong
    at App.synth (app.js:1:1)
`;
  expect(synthFailureMessage(stderr)).toBe(
    "App level validation failed with the following errors:\n  [dev/common/key] is wrong",
  );
});

test("an error with a code is recognized, too", () => {
  expect(synthFailureMessage("TypeError [ERR_X]: bad thing\n    at x\n")).toBe("bad thing");
});

test("without an error the whole text is the message", () => {
  expect(synthFailureMessage("\nKilled\n")).toBe("Killed");
});
