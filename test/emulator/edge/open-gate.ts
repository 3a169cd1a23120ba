/** A gate that lets everybody through as the account that they name. */
import type { Gate } from "../../../emulator/iam/gate";
import type { IamRoutes } from "../../../emulator/iam/routes";

export const openGate: Pick<Gate, "recognise" | "admit" | "changed" | "hiding"> = {
  recognise: (identity) => Promise.resolve({ admission: { identity, caller: { kind: "anonymous" } } }),
  admit: () => Promise.resolve(undefined),
  changed: () => undefined,
  hiding: () => Promise.resolve(undefined),
};

export const noRoutes: Pick<IamRoutes, "answer"> = {
  answer: () => Promise.resolve({ status: 404, value: {} }),
};
