/** The Batch service as a whole: a state per account and Region, on one clock. */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import type { Agenda } from "../../clock";
import { systemClock } from "../../clock";
import { Ticker } from "../../ticker";
import type { Place } from "../../../aws/place";
import type { CommandRunner } from "../jobs/commands/runner";
import { dispatch } from "../jobs/container/lifecycle";
import { reclaim } from "../jobs/container/reclaim";
import { type Reclaimed, type Simulated, SimulationRules } from "../jobs/container/simulation-rules";
import type { Output } from "../jobs/container/stand-in";
import type { LogLine } from "../jobs/job-logs";
import type { Start } from "../jobs/starts/attempt-starts";
import type { Needs } from "../jobs/starts/needs";
import type { TrainingRequest } from "../jobs/service/payload";
import type { RoleOutcome } from "../../sagemaker/role/execution-role";
import type { RoleCredentials } from "../../iam/authority-types";
import type { BatchEvent } from "./batch-event";
import type { ClusterChange } from "./ecs-clusters";
import type { Call } from "./operation";
import type { SchedulingOptions } from "../../../scheduling";
import type { BatchAssumptions, BatchRates, BatchSettings, BatchTimings } from "./settings";
import { DEFAULT_SETTINGS } from "./settings";
import { BatchState } from "./state";

export interface BatchServiceOptions {
  /** @default the time of day */
  readonly clock?: Clock;
  /** @default DEFAULT_TIMINGS */
  readonly timings?: Partial<BatchTimings>;
  /** @default DEFAULT_ASSUMPTIONS */
  readonly assumptions?: Partial<BatchAssumptions>;
  /** @default no limits */
  readonly rates?: Partial<BatchRates>;
  /** @default those of the engine */
  readonly scheduling?: Partial<SchedulingOptions>;
  /** Makes ids. @default random UUIDs */
  readonly newId?: () => string;
  /** @default none */
  readonly simulations?: SimulationRules;
  /** Does what ECS does before a container starts. @default nothing, and the container has no credentials */
  readonly onStart?: (place: Place, needs: Needs) => Promise<Start>;
  /** Called with what a job leaves in S3, and as whom; answers why it cannot. @default nothing is left */
  readonly onOutputs?: (
    place: Place,
    outputs: readonly Output[],
    credentials: RoleCredentials | undefined,
  ) => Promise<string | undefined>;
  /** Called with each line that a job prints. @default it is lost */
  readonly onLine?: (place: Place, line: LogLine) => void;
  /** Asks what the role of a training job may do, before SageMaker makes it. @default everything */
  readonly onTraining?: (place: Place, request: TrainingRequest, name: string) => Promise<RoleOutcome>;
  /** Runs the commands of jobs. @default they are simulated */
  readonly commands?: CommandRunner | undefined;
  /** Called for the ECS cluster of each compute environment that comes and goes. @default there are none */
  readonly onCluster?: (place: Place, change: ClusterChange) => void;
  /** Called when a job changes its state, or blocks its queue. @default nobody is told */
  readonly onEvent?: (place: Place, event: BatchEvent) => void;
  /** Whether somebody may hear of an event. @default somebody does */
  readonly isHeard?: (place: Place) => boolean;
}

export class BatchService implements Simulated {
  readonly clock: Clock;
  readonly simulations: SimulationRules;
  private readonly ticker: Ticker;
  private readonly states = new Map<string, BatchState>();
  private readonly settings: BatchSettings;

  constructor(private readonly options: BatchServiceOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.simulations = options.simulations ?? new SimulationRules();
    this.settings = {
      timings: { ...DEFAULT_SETTINGS.timings, ...options.timings },
      assumptions: { ...DEFAULT_SETTINGS.assumptions, ...options.assumptions },
      rates: { ...DEFAULT_SETTINGS.rates, ...options.rates },
      scheduling: { ...DEFAULT_SETTINGS.scheduling, ...options.scheduling },
    };
    this.ticker = new Ticker(this.clock);
    this.simulations.tell(this);
  }

  /** What happens by itself later on; it has happened before anybody looks, and at its time when nobody does. */
  get agenda(): Agenda {
    return this.ticker.agenda;
  }

  /** A call made now, with everything done that is due by now. */
  call(place: Place): Call {
    return this.callAt(place, this.catchUp());
  }

  /**
   * Does all that is due by now.
   *
   * @returns now, milliseconds since 1970
   */
  catchUp(): number {
    const now = this.clock.now();
    this.agenda.runUntil(now);
    return now;
  }

  /** A call at a given time, for work on the agenda. */
  callAt(place: Place, now: number): Call {
    const { commands, newId = randomUUID } = this.options;
    const call: Call = {
      state: this.stateOf(place),
      now,
      settings: this.settings,
      newId,
      simulations: this.simulations,
      runCommand:
        commands === undefined
          ? undefined
          : (command, ended) => commands.start(place, command, (end) => ended(this.call(place), end)),
      print: (line) => this.options.onLine?.(place, line),
      askRole: (request, name, answered) => this.askRole(call, request, name, answered),
      prepare: (needs, prepared) => this.prepare(call, needs, prepared),
      leave: (outputs, credentials, left) => this.leave(call, outputs, credentials, left),
      changeCluster: (change) => this.options.onCluster?.(place, change),
      publish: (event) => {
        const { onEvent, isHeard } = this.options;
        if (onEvent !== undefined && isHeard?.(place) !== false) onEvent(place, event());
      },
      later: (at, action) => this.agenda.add(at, (then) => action(this.callAt(place, then))),
    };
    return call;
  }

  private askRole(call: Call, ...[request, name, answered]: Parameters<Call["askRole"]>): void {
    const { onTraining } = this.options;
    const { place } = call.state;
    if (onTraining === undefined) return answered(call, {});
    const failed = (error: unknown): RoleOutcome => ({
      failure: `InternalServerError: embedded AWS: ${String(error)}`,
    });
    void onTraining(place, request, name)
      .catch(failed)
      .then((outcome) => answered(this.call(place), outcome));
  }

  private prepare(call: Call, needs: Needs, prepared: (call: Call, start: Start) => void): void {
    const { onStart } = this.options;
    const { place } = call.state;
    if (onStart === undefined) return prepared(call, { credentials: undefined, secrets: {}, hasLog: true });
    const failed = (error: unknown): Start => ({
      notStarted: { statusReason: `embedded AWS: ${String(error)}`, reason: undefined },
    });
    void onStart(place, needs)
      .catch(failed)
      .then((start) => prepared(this.call(place), start));
  }

  private leave(call: Call, ...[outputs, credentials, left]: Parameters<Call["leave"]>): void {
    const { onOutputs } = this.options;
    const { place } = call.state;
    if (onOutputs === undefined || outputs.length === 0) return left(call, undefined);
    void onOutputs(place, outputs, credentials).then((problem) => left(this.call(place), problem));
  }

  /** What an account holds: `batch/<region>/<collection>` -> number of things, none of them 0. */
  inventory(account: string): Record<string, number> {
    const now = this.catchUp();
    const states = [...this.states.values()].filter(({ place }) => place.account === account);
    return Object.fromEntries(
      states.flatMap((state) => {
        const held = Object.entries(state.held(now)).filter(([, count]) => count > 0);
        return held.map(([collection, count]) => [`batch/${state.place.region}/${collection}`, count]);
      }),
    );
  }

  /** Other simulations hold than before: jobs that wait may start, or are stuck. */
  changed(): void {
    const now = this.catchUp();
    for (const { place } of this.states.values()) dispatch(this.callAt(place, now));
  }

  /** Takes the Spot capacity of an environment away, in whatever accounts and Regions it is. */
  reclaim(computeEnvironment: string): Reclaimed {
    const now = this.catchUp();
    const reclaimed = [...this.states.values()].flatMap(({ place }) => {
      const call = this.callAt(place, now);
      const environment = call.state.computeEnvironments.find(computeEnvironment, now);
      return (environment && reclaim(call, environment)) ?? [];
    });
    return {
      instances: reclaimed.flatMap(({ instances }) => instances),
      jobs: reclaimed.flatMap(({ jobs }) => jobs),
    };
  }

  /** Forgets all resources of all accounts. */
  reset(): void {
    void this.options.commands?.stopAll();
    this.agenda.clear();
    this.states.clear();
    this.simulations.replace([]);
  }

  /** Lets nothing happen by itself any more; resolves when all processes have ended. */
  async stop(): Promise<void> {
    this.ticker.stop();
    await this.options.commands?.stopAll();
  }

  private stateOf(place: Place): BatchState {
    const key = `${place.account}/${place.region}`;
    const state = this.states.get(key) ?? new BatchState(place);
    this.states.set(key, state);
    return state;
  }
}
