/** One embedded AWS inside this process: the edge, and moto as a child. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { SimulationRules } from "./batch/jobs/container/simulation-rules";
import { Control } from "./edge/control";
import type { EdgeStatus, Inventory } from "./edge/control";
import type { Counters, LoggedCall } from "./edge/counters";
import { CallCounters } from "./edge/counters";
import type { Router, ServiceHandler } from "./edge/messages";
import type { FaultOptions } from "./edge/faults";
import { Faults } from "./edge/faults";
import { MotoProxy } from "./edge/proxy";
import type { Edge } from "./edge/server";
import { startEdge } from "./edge/server";
import { Writes } from "./edge/writes";
import { Iam, type IamMode } from "./iam";
import { IamRoutes } from "./iam/routes";
import { PolicySimulator } from "./iam/simulate/handler";
import { tagsAtEdge } from "./iam/store/tags-at-edge";
import type { MotoProcess } from "./moto-process";
import { startMoto } from "./moto-process";
import { askAboutIam, motoInventory, resetMoto, tellMotoOfEdge } from "./moto-routes";
import { type Python, readyPython } from "../tools";
import { serviceHandlers, type ServiceOptions } from "./services";

export interface EmulatorOptions extends ServiceOptions {
  /** Loopback port of the endpoint. @default a free one */
  readonly port?: number;
  /** Interpreter that has moto. @default one that is found, or made */
  readonly python?: Python;
  /** Moto fixes to leave out, for tests that prove what a fix is good for. @default none */
  readonly disabledFixes?: readonly string[];
  /** Further environment variables of the moto process, for tests. @default none */
  readonly motoEnvironment?: Readonly<Record<string, string>>;
  /** Whether to load the platform's services at once instead of with their first call. @default false */
  readonly warmUp?: boolean;
  /** File that only one emulator at a time may hold. @default none */
  readonly lockFile?: string;
  /** Faults on purpose, to test what calls AWS. @default none */
  readonly faults?: FaultOptions;
  /** Whether permissions are enforced, only reported, or not looked at. @default enforce */
  readonly iam?: IamMode;
  /** Called with a short phrase for each step of the start. @default nothing */
  readonly onProgress?: (phrase: string) => void;
  /** Called for each answered AWS call. @default nothing */
  readonly onCall?: (call: LoggedCall) => void;
  /** Called with what moto prints, e.g. the trace of an internal error. @default nothing */
  readonly onOutput?: (text: string) => void;
  /** What may end the emulator over HTTP, and how. @default such requests are refused */
  readonly shutdown?: { readonly token: string; readonly begin: () => void };
}

export interface Emulator {
  /** E.g. `http://127.0.0.1:41234`, the value for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  readonly port: number;
  readonly status: EdgeStatus;
  /** Resolves when moto has ended, wanted or not. */
  readonly ended: Promise<void>;
  counters(): Counters;
  resetCounters(): void;
  /** What an account holds, counted; equal before a deploy and after its destroy when nothing is left. */
  inventory(account: string): Promise<Inventory>;
  /** Forgets all AWS resources. */
  reset(): Promise<void>;
  /** Ends the edge and moto; resolves when both are gone. */
  stop(): Promise<void>;
}

const REPOSITORY = join(__dirname, "..");

/**
 * Starts an embedded AWS that ends with this process, and does not keep it alive.
 *
 * @throws PythonMissingError, MotoMissingError, PythonEnvironmentError, MotoStartError, PortInUseError, AlreadyStartingError, FaultOptionsError
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const progress = options.onProgress ?? (() => undefined);
  const python = options.python ?? (await readyPython({ root: REPOSITORY, variables: process.env, tell: progress }));
  const moto = await startMoto({
    python,
    lockFile: options.lockFile,
    warmUp: options.warmUp,
    disabledFixes: options.disabledFixes,
    environment: options.motoEnvironment,
    onOutput: options.onOutput ?? (() => undefined),
    onProgress: progress,
  });
  try {
    return await assemble(options, moto, python);
  } catch (error) {
    await moto.stop();
    throw error;
  }
}

/** Runs a function against an embedded AWS of its own, which ends whatever the function does. */
export async function withEmulator<T>(options: EmulatorOptions, use: (emulator: Emulator) => Promise<T>): Promise<T> {
  const emulator = await startEmulator(options);
  try {
    return await use(emulator);
  } finally {
    await emulator.stop();
  }
}

async function assemble(options: EmulatorOptions, moto: MotoProcess, python: Python): Promise<Emulator> {
  const proxy = new MotoProxy(moto.port);
  const counters = new CallCounters();
  const writes = new Writes();
  let endpoint = "";
  const simulations = new SimulationRules();
  const { forward } = proxy;
  const mode = options.iam ?? "enforce";
  const iam = new Iam({ mode, ask: askAboutIam(moto, forward), tagsAtEdge: tagsAtEdge(() => router, forward) });
  const { authority, store, recorder, callers } = iam;
  const host = { endpoint: () => endpoint, python: python.executable, forward, simulations, authority };
  const router: Router = new Map<string, ServiceHandler>([
    ...serviceHandlers(options, host),
    ["iam", new PolicySimulator(store)],
    ["sts", iam.sts],
  ]);
  const handlers = [...router.values()];
  const status: EdgeStatus = {
    id: randomUUID(),
    pid: process.pid,
    motoPid: moto.pid,
    startedAt: new Date().toISOString(),
    fixes: moto.fixes,
    iam: mode,
  };
  const reset = async (): Promise<void> => {
    await resetMoto(moto);
    for (const handler of handlers) handler.reset?.();
    iam.reset();
    counters.reset();
  };
  const inventory = async (account: string): Promise<Inventory> => {
    const held = handlers.map((handler) => handler.inventory?.(account) ?? {});
    return held.reduce((all, some) => ({ ...all, ...some }), await motoInventory(moto, account));
  };
  const control = new Control({
    counters,
    writes,
    status: () => status,
    inventory,
    reset,
    simulations,
    iam: new IamRoutes({ authority, callers, store, recorder, token: moto.token }),
    shutdown: options.shutdown,
  });
  const edge = await startEdge({
    port: options.port ?? 0,
    proxy,
    router,
    counters,
    writes,
    control,
    gate: iam.gate,
    faults: options.faults === undefined ? undefined : new Faults(options.faults),
    log: options.onCall ?? (() => undefined),
  });
  endpoint = `http://127.0.0.1:${edge.port}`;
  await tellMotoOfEdge(moto, edge.port);
  return {
    endpoint,
    port: edge.port,
    status,
    ended: moto.ended,
    counters: () => counters.snapshot(),
    resetCounters: () => counters.reset(),
    inventory,
    reset,
    stop: () => stop(handlers, edge, proxy, moto),
  };
}

async function stop(
  handlers: readonly ServiceHandler[],
  edge: Edge,
  proxy: MotoProxy,
  moto: MotoProcess,
): Promise<void> {
  await Promise.all(handlers.map((handler) => handler.stop?.()));
  await edge.close();
  proxy.close();
  await moto.stop();
}
