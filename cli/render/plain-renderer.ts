import { ownerText } from "../../locks";
import type { CliEvent } from "../events";
import type { TextStream } from "../host";
import {
  diagnosticLines,
  interruptLine,
  operationLine,
  phaseTitles,
  providerSourceLines,
  summaryLines,
  synthLine,
  synthWarningLines,
} from "./event-lines";
import { planLines } from "./plan-lines";
import type { Renderer } from "./renderer";
import { duration, type Style } from "./style";

/** What a renderer needs to know about the command. */
export interface RenderOptions {
  readonly style: Style;
  /** Whether to say where the synthesized stack is. */
  readonly showFolder: boolean;
  /** Whether every single creation of a plan gets a line. */
  readonly fullPlan: boolean;
  /** How many lines after the first to show of a warning of the synthesis; all when undefined. */
  readonly warningLines: number | undefined;
}

/** A log: one line for each thing that happened, nothing is ever overwritten. */
export class PlainRenderer implements Renderer {
  private readonly soFar = new RunState();

  constructor(
    private readonly stream: TextStream,
    private readonly options: RenderOptions,
  ) {}

  handle(event: CliEvent): void {
    this.soFar.note(event);
    for (const line of eventLines(event, this.options, this.soFar)) this.stream.write(`${line}\n`);
  }

  close(): void {
    // Everything has been written already.
  }
}

/** What of the past a line depends on. */
export class RunState {
  running = 0;
  interrupted = false;
  /** Where Terraform runs, relative to the repository; part of advice. */
  folder: string | undefined;

  note(event: CliEvent): void {
    if (event.type === "operation-started" || event.type === "operation-finished") {
      this.running = event.progress.running.length;
    }
    if (event.type === "interrupt") this.interrupted = true;
    if (event.type === "synthesized") this.folder = event.result.folder;
  }
}

/** @returns the lines of a log for an event; none for events that only a live view shows. */
export function eventLines(event: CliEvent, options: RenderOptions, soFar: RunState): string[] {
  const { style } = options;
  switch (event.type) {
    case "tool-progress":
      return [event.line];
    case "embedded-starting":
      return ["Starting the embedded AWS"];
    case "embedded-started":
      return [`The embedded AWS is running at ${event.endpoint} ${style.dim(`(${duration(event.seconds)})`)}`];
    case "embedded-used":
      return [`Using the embedded AWS at ${event.endpoint}`];
    case "phase-started":
      return [phaseTitles[event.phase]];
    case "synthesized":
      return [synthLine(event.result, options.showFolder, style)];
    case "synth-warning":
      return synthWarningLines(event.note, options.warningLines, style);
    case "provider-source":
      return providerSourceLines(event.source);
    case "turn-wait":
      return [`Waiting for ${ownerText(event.owner)}`];
    case "lock-wait":
      return ["Waiting for the lock of the state: another run is using it"];
    case "planned":
      return planLines(event.plan, options.fullPlan, style);
    case "plan-details":
      return ["", event.text.trim(), ""];
    case "model-packages-deleted":
      return [`Deleted the ${event.count === 1 ? "model package" : `${event.count} model packages`} of ${event.group}`];
    case "operation-finished": {
      const { done, total } = event.progress;
      return [
        `[${String(done).padStart(String(total).length)}/${total}] ${operationLine(event.operation, soFar.interrupted, style)}`,
      ];
    }
    case "diagnostic":
      return diagnosticLines(event.diagnostic, soFar.folder, style);
    case "interrupt":
      return [interruptLine(event.phase, event.count, soFar.running)];
    case "applied":
      return summaryLines(event.summary, soFar.interrupted, style);
    case "phase-finished":
    case "refreshed":
    case "operation-started":
      return [];
  }
}
