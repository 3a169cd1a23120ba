import { parseLockInfo } from "../../../deploy/terraform/state-lock";

// As Terraform 1.11 words it.
const detail = `Error message: resource temporarily unavailable
Lock Info:
  ID:        e45bd3bc-3b01-e8c9-bcae-bbeee897f1a1
  Path:      state.tfstate
  Operation: OperationTypeApply
  Who:       ann@laptop
  Version:   1.11.4
  Created:   2026-11-21 07:02:03.896083985 +0000 UTC
  Info:      


Terraform acquires a state lock to protect the state from being written
by multiple users at the same time.`;

test("a complaint about a lock tells who holds it, for what and since when", () => {
  const diagnostic = { severity: "error", summary: "Error acquiring the state lock", detail } as const;
  expect(parseLockInfo(diagnostic)).toEqual({
    id: "e45bd3bc-3b01-e8c9-bcae-bbeee897f1a1",
    operation: "apply",
    who: "ann@laptop",
    since: "2026-11-21 07:02:03 UTC",
  });
});

test("a lock whose holder does not say who they are is somebody's all the same", () => {
  const diagnostic = { severity: "error", summary: "Error acquiring the state lock", detail: "  ID: 7" } as const;
  expect(parseLockInfo(diagnostic)).toEqual({ id: "7", operation: "", who: "unknown", since: "unknown" });
});

test("another complaint is not about a lock", () => {
  expect(parseLockInfo({ severity: "error", summary: "creating queue", detail })).toBeUndefined();
});

test("a complaint about a lock that does not say who holds it stays as it is", () => {
  const diagnostic = { severity: "error", summary: "Error acquiring the state lock", detail: "no bucket" } as const;
  expect(parseLockInfo(diagnostic)).toBeUndefined();
});
