import {
  diagnosticLines,
  interruptLine,
  providerSourceLines,
  summaryLines,
  synthWarningLines,
} from "../../../cli/render/event-lines";
import { duration, plainText, styleFor } from "../../../cli/render/style";
import { type ApplySummary, providerNeed, type ProviderSource } from "../../../deploy";

const folder = "cdktf.out/stacks/dev";

describe("a complaint of Terraform", () => {
  test("names the resource, then all others of which it says the same", () => {
    const diagnostic = {
      severity: "warning",
      summary: "Deprecated",
      detail: "Use b.",
      address: "x.a",
      alsoAt: ["x.b"],
    } as const;
    expect(diagnosticLines(diagnostic, folder, plainText)).toEqual([
      "Warning: Deprecated",
      "  at x.a",
      "  and x.b",
      "  Use b.",
    ]);
  });

  test("without a resource names the block of the configuration", () => {
    const diagnostic = { severity: "error", summary: "Wrong", detail: "", snippet: { context: "output.map" } } as const;
    expect(diagnosticLines(diagnostic, folder, plainText)).toEqual(["Error: Wrong", "  at output.map"]);
  });

  test("without either names the line of the file", () => {
    const range = { filename: "cdk.tf.json", start: { line: 7 } };
    const diagnostic = { severity: "error", summary: "Wrong", detail: "a\n\nb", range } as const;
    expect(diagnosticLines(diagnostic, folder, plainText)).toEqual([
      "Error: Wrong",
      "  at cdk.tf.json:7",
      "  a",
      "  b",
    ]);
  });
});

describe("a warning of the synthesis", () => {
  const note = { construct: "dev/etl", text: "lost:\na\nb\nc" };

  test("is indented after its first line", () => {
    expect(synthWarningLines(note, undefined, plainText)).toEqual(["Warning: dev/etl: lost:", "  a", "  b", "  c"]);
  });

  test("is cut where only a glimpse is wanted, with the way to the rest", () => {
    expect(synthWarningLines(note, 1, plainText)).toEqual([
      "Warning: dev/etl: lost:",
      "  a",
      "  and 2 more lines: npx dapf synth shows all",
    ]);
  });
});

describe("where providers come from", () => {
  const common = { providers: [providerNeed("hashicorp/aws", "5.100.0", "linux_amd64")], remembered: false };
  const mirror: ProviderSource = { kind: "mirror", path: "/m", configFile: "/c", ...common };

  test("is not worth a word when it is the registry", () => {
    expect(providerSourceLines({ kind: "registry", ...common })).toEqual([]);
  });

  test("is one line when it is a mirror", () => {
    expect(providerSourceLines(mirror)).toEqual([
      "registry.terraform.io/hashicorp/aws 5.100.0 comes from the mirror /m (the registry cannot be reached)",
    ]);
    expect(providerSourceLines({ ...mirror, remembered: true })[0]).toContain("(as before)");
  });

  test("mentions a variable that leads nowhere", () => {
    expect(providerSourceLines({ kind: "registry", ...common, missingConfigFile: "/gone" })).toEqual([
      "TF_CLI_CONFIG_FILE names /gone, which does not exist: it is not used",
    ]);
  });
});

describe("the summary of an apply", () => {
  const slow = { address: "x.slow", type: "x", kind: "create", seconds: 61, failed: false } as const;
  const fast = { ...slow, address: "x.fast", seconds: 0.01 };
  const summary: ApplySummary = { created: 2, changed: 0, destroyed: 1, failed: 0, seconds: 75, slowest: [slow, fast] };

  test("has the counts, the time, and the slowest that took any time", () => {
    expect(summaryLines(summary, false, plainText)).toEqual([
      "2 created, 0 changed, 1 destroyed in 1 min 15 s",
      "Slowest:",
      "   1 min 1 s  x.slow created",
    ]);
  });

  test("of an interrupted apply has no slowest", () => {
    expect(summaryLines({ ...summary, failed: 1 }, true, plainText)).toEqual([
      "2 created, 0 changed, 1 destroyed, 1 interrupted in 1 min 15 s",
    ]);
  });
});

describe("an interrupt", () => {
  test("during an apply says what is waited for, then what another one would do", () => {
    expect(interruptLine("apply", 1, 2)).toContain("ends 2 operations, then saves its state");
    expect(interruptLine("apply", 2, 1)).toContain("one more Ctrl-C stops Terraform at once and may lose state");
    expect(interruptLine("apply", 3, 1)).toMatch(
      /^Stopping Terraform at once: what 1 operation made may be in the account and not in the state; dapf plan /,
    );
    expect(interruptLine("apply", 4, 1)).toBe("Terraform has been told to stop");
  });

  test("during a plan has changed nothing", () => {
    expect(interruptLine("plan", 1, 0)).toContain("nothing has been changed");
  });
});

test.each([
  [0, "0.0 s"],
  [9.94, "9.9 s"],
  [9.99, "10.0 s"],
  [59.6, "1 min 0 s"],
  [123, "2 min 3 s"],
])("%d seconds are %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

describe("colours", () => {
  const isColoured = (isTerminal: boolean, variables: NodeJS.ProcessEnv) =>
    styleFor(isTerminal, variables).red("x") !== "x";

  test("are for terminals only, and for users who want them", () => {
    expect(isColoured(true, {})).toBe(true);
    expect(isColoured(false, {})).toBe(false);
    expect(isColoured(true, { NO_COLOR: "1" })).toBe(false);
    expect(isColoured(true, { TERM: "dumb" })).toBe(false);
  });
});
