import type { DeployEvent } from "../deploy";

/** What dapf tells about the embedded AWS, and the tools of this machine, on the way to something else. */
export type EmbeddedEvent =
  | { readonly type: "tool-progress"; readonly line: string }
  | { readonly type: "embedded-starting" }
  | { readonly type: "embedded-started"; readonly endpoint: string; readonly seconds: number }
  | { readonly type: "embedded-used"; readonly endpoint: string };

/** Everything that a renderer may have to print. */
export type CliEvent = DeployEvent | EmbeddedEvent;
