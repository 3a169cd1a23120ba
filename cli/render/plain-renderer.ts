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
} from "./event-lines";
import { planLines } from "./plan-lines";
import type { Renderer } from "./renderer";
import { duration, type Style } from "./style";

/** What a renderer needs to know about the command. */
export interface RenderOptions {
  readonly style: Style;
  /** Where Terraform runs, relative to the repository; part of advice. */
  readonly folder: string;
  /** Whether every single creation of a plan gets a line. */
  readonly fullPlan: boolean;
}

/** A log: one line for each thing that happened, nothing is ever overwritten. */
export class PlainRenderer implements Renderer {
  private running = 0;

  constructor(
    private readonly stream: TextStream,
    private readonly options: RenderOptions,
  ) {}

  handle(event: CliEvent): void {
    if (event.type === "operation-started" || event.type === "operation-finished") {
      this.running = event.progress.running.length;
    }
    this.print(eventLines(event, this.options, this.running));
  }

  close(): void {
    // Everything has been written already.
  }

  private print(lines: readonly string[]): void {
    for (const line of lines) this.stream.write(`${line}\n`);
  }
}

/** @returns the lines of a log for an event; none for events that only a live view shows. */
export function eventLines(event: CliEvent, options: RenderOptions, running: number): string[] {
  const { style } = options;
  switch (event.type) {
    case "embedded-starting":
      return ["Starting the embedded AWS"];
    case "embedded-started":
      return [`The embedded AWS is running at ${event.endpoint} ${style.dim(`(${duration(event.seconds)})`)}`];
    case "embedded-used":
      return [`Using the embedded AWS at ${event.endpoint}`];
    case "phase-started":
      return [phaseTitles[event.phase]];
    case "synthesized":
      return [synthLine(event.result, style)];
    case "synth-warning":
      return [`${style.yellow("Warning")}: ${event.note.construct}: ${event.note.text}`];
    case "provider-source":
      return providerSourceLines(event.source);
    case "lock-wait":
      return ["Waiting for the lock of the state: another run is using it"];
    case "planned":
      return planLines(event.plan, options.fullPlan, style);
    case "plan-details":
      return ["", event.text.trim(), ""];
    case "operation-finished": {
      const { done, total } = event.progress;
      return [`[${String(done).padStart(String(total).length)}/${total}] ${operationLine(event.operation, style)}`];
    }
    case "diagnostic":
      return diagnosticLines(event.diagnostic, options.folder, style);
    case "interrupt":
      return [interruptLine(event.phase, event.count, running)];
    case "applied":
      return summaryLines(event.summary, style);
    case "phase-finished":
    case "refreshed":
    case "operation-started":
      return [];
  }
}
