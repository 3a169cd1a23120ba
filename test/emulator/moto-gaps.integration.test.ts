import { type Emulator, startEmulator } from "../../emulator";
import { AwsCalls } from "./aws-calls";
import { GAPS } from "./moto-gaps";

// Emulators are started here, which takes seconds on a busy machine.
jest.setTimeout(60_000);

/**
 * The fixes in as few groups as possible, with at most one fix of each service in a group: without a whole group, each gap
 * is observed as it would be without its one fix.
 */
function groupsOfDifferentServices(fixes: readonly string[]): string[][] {
  const groups: string[][] = [];
  const seen = new Map<string, number>();
  for (const fix of fixes) {
    const service = fix.split("_")[0] ?? fix;
    const index = seen.get(service) ?? 0;
    seen.set(service, index + 1);
    (groups[index] ??= []).push(fix);
  }
  return groups;
}

describe("each gap of moto", () => {
  let fixed: Emulator;

  beforeAll(async () => {
    fixed = await startEmulator();
  });
  afterAll(() => fixed.stop());

  it("has a fix, and each fix a gap", () => {
    expect(Object.keys(GAPS).sort()).toEqual([...fixed.status.fixes].sort());
  });

  describe.each(Object.entries(GAPS))("%s", (_, gaps) => {
    it.each(gaps)("is closed: $title", async ({ observe, expected }) => {
      expect(await observe(new AwsCalls(fixed.endpoint))).toEqual(expected);
    });
  });

  describe.each(groupsOfDifferentServices(Object.keys(GAPS)).map((group) => ({ group })))(
    "without $group",
    ({ group }) => {
      let unfixed: Emulator;

      beforeAll(async () => {
        // A machine with Docker must not begin to download images.
        const motoEnvironment = { DOCKER_HOST: "tcp://127.0.0.1:1" };
        unfixed = await startEmulator({ disabledFixes: group, motoEnvironment });
      });
      afterAll(() => unfixed.stop());

      describe.each(group)("%s", (fix) => {
        it.each(GAPS[fix] ?? [])("is open: $title", async ({ observe, expected }) => {
          const seen = await observe(new AwsCalls(unfixed.endpoint)).catch((error: unknown) => error);
          expect(seen).not.toEqual(expected);
        });
      });
    },
  );
});
