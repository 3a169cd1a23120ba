import { type Connection, clientSettings, endpointOf, regionOf, renewsCredentials } from "./connection";
import { AwsCallError, isSignedOut } from "./errors";
import { DEFAULT_RETRY, QUICK_RETRY, type RetryPolicy, withRetry } from "./retry";
import { realTime, type Time } from "./time";

/** Names of a service's operations: `DescribeJobs`. */
export type Operation<Sdk> = keyof Sdk extends infer K ? (K extends `${infer Name}Command` ? Name : never) : never;
type CommandOf<Sdk, O extends string> =
  Sdk extends Record<`${O}Command`, new (...args: never[]) => infer Command> ? Command : never;
export type Input<Sdk, O extends string> =
  CommandOf<Sdk, O> extends { readonly input: infer Asked extends object } ? Asked : never;
/** What the service answers, without what the SDK says of the HTTP call. */
export type Output<Sdk, O extends string> =
  CommandOf<Sdk, O> extends {
    resolveMiddleware(
      ...args: never[]
    ): (...args: never[]) => Promise<{ readonly output: infer Answer extends object }>;
  }
    ? Omit<Answer, "$metadata">
    : never;

/** How calls get to a service. */
export interface Transport {
  /** Where calls go, when that is not AWS. */
  readonly endpoint?: string;
  /** Whether credentials are looked up again once AWS refuses them: then somebody can sign in again while a command runs. */
  readonly renews?: boolean;
  /** Sends one request, once. @param limit milliseconds that it may take @throws what the SDK throws */
  send(operation: string, input: object, limit: number): Promise<object>;
  /** @returns the Region that calls go to @throws the SDK's error when none is configured */
  region(): Promise<string>;
  close(): void;
}

export interface CallOptions {
  /** Send it once, because a second one might do the same once more. */
  readonly once?: boolean;
  /** Waited for before each attempt: a rate to keep. */
  readonly before?: () => Promise<void>;
  /** Ends the repetitions. */
  readonly signal?: AbortSignal;
}

/** A service of AWS: typed calls, repeated while they are throttled or not answered, and one error. */
export class AwsClient<Sdk> {
  constructor(
    /** E.g. `AWS Batch`. */
    readonly service: string,
    private readonly transport: Transport,
    readonly time: Time = realTime,
    private readonly retry: RetryPolicy = DEFAULT_RETRY,
  ) {}

  /** The same for calls that only look: gives up when somebody who waits has waited long enough. */
  get quick(): AwsClient<Sdk> {
    return new AwsClient(this.service, this.transport, this.time, QUICK_RETRY);
  }

  get endpoint(): string | undefined {
    return this.transport.endpoint;
  }

  region(): Promise<string> {
    return this.transport.region();
  }

  close(): void {
    this.transport.close();
  }

  /** @throws AwsCallError */
  async call<O extends Operation<Sdk>>(
    operation: O,
    input: Input<Sdk, O>,
    { once = false, before, signal }: CallOptions = {},
  ): Promise<Output<Sdk, O>> {
    const begun = this.time.now();
    const attempt = async (limit: number) => {
      await before?.();
      return this.transport.send(operation, input, limit);
    };
    try {
      const policy = once ? { ...this.retry, attempts: 1 } : this.retry;
      // Cast: the transport answers what the operation answers.
      return (await withRetry(attempt, this.time, policy, signal)) as Output<Sdk, O>;
    } catch (error) {
      throw await this.failure(operation, error, this.time.now() - begun);
    }
  }

  /** The error of a call. @param cause what was thrown @param waited milliseconds since the first attempt */
  async failure(operation: Operation<Sdk>, cause: unknown, waited = 0): Promise<AwsCallError> {
    const { service, endpoint } = this;
    const region = await this.region().catch(() => undefined);
    const { renews = false } = this.transport;
    return new AwsCallError({ service, operation, region, endpoint, renews }, cause, waited);
  }

  /** All pages of an operation that lists. @throws AwsCallError */
  async *pages<O extends Operation<Sdk>>(
    operation: O,
    input: Input<Sdk, O>,
    options?: CallOptions,
  ): AsyncGenerator<Output<Sdk, O>> {
    for (let token: object | undefined = {}; token !== undefined;) {
      const page: Output<Sdk, O> = await this.call(operation, { ...input, ...token }, options);
      yield page;
      token = tokenOf(page);
    }
  }

  /** What is in each page. @throws AwsCallError */
  async *lists<O extends Operation<Sdk>, T>(
    operation: O,
    input: Input<Sdk, O>,
    items: (page: Output<Sdk, O>) => readonly T[] | undefined,
    options?: CallOptions,
  ): AsyncGenerator<readonly T[]> {
    for await (const page of this.pages(operation, input, options)) yield items(page) ?? [];
  }

  /** What is in all pages. @throws AwsCallError */
  async all<O extends Operation<Sdk>, T>(
    operation: O,
    input: Input<Sdk, O>,
    items: (page: Output<Sdk, O>) => readonly T[] | undefined,
    options?: CallOptions,
  ): Promise<T[]> {
    const found: T[] = [];
    for await (const part of this.lists(operation, input, items, options)) found.push(...part);
    return found;
  }
}

/** What leads to the next page; services write it in one of two ways. */
function tokenOf(page: object): object | undefined {
  return Object.entries(page)
    .filter(([key, value]) => /^nextToken$/i.test(key) && value !== undefined)
    .map(([key, value]) => ({ [key]: value as unknown }))[0];
}

/** What of a loaded package is used: its commands by their names, and a client. */
export interface Loaded<Sdk> {
  readonly sdk: Sdk;
  readonly client: {
    send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<object>;
    readonly config: { region(): Promise<string> };
    destroy(): void;
  };
}

/**
 * A client of a service. The SDK is loaded by the first call: it takes longer than all else of a command.
 *
 * @param id as in the SDK's variables for endpoints, e.g. `BATCH` of `AWS_ENDPOINT_URL_BATCH`
 */
export function connect<Sdk>(
  connection: Connection,
  service: string,
  id: string,
  retry: RetryPolicy | undefined,
  load: (settings: ReturnType<typeof clientSettings>) => Promise<Loaded<Sdk>>,
): AwsClient<Sdk> {
  let loading: Promise<Loaded<Sdk>> | undefined;
  const all: Promise<Loaded<Sdk>>[] = [];
  const loaded = () => {
    if (loading === undefined) all.push((loading = load(clientSettings(connection, id))));
    return loading;
  };
  const renews = renewsCredentials(connection);
  /** The client that has had an answer, and so has credentials that were good. */
  let answered: Promise<Loaded<Sdk>> | undefined;
  const send = async (operation: string, input: object, abortSignal: AbortSignal): Promise<object> => {
    const mine = loaded();
    const { sdk, client } = await mine;
    // Cast: `Operation` has the names of the package's commands only.
    const Command = Reflect.get(sdk as object, `${operation}Command`) as new (input: object) => never;
    try {
      const answer = await client.send(new Command(input), { abortSignal });
      answered = mine;
      return answer;
    } catch (error) {
      if (!renews || !isSignedOut(error)) throw error;
      // A client of the SDK keeps credentials that name no end for ever; another one reads them anew.
      if (loading === mine) loading = undefined;
      if (answered !== mine) throw error;
      return send(operation, input, abortSignal);
    }
  };
  const transport: Transport = {
    endpoint: endpointOf(connection, id),
    renews,
    send: async (operation, input, limit) => {
      // Not AbortSignal.timeout, which would keep every answer in memory until its time is over.
      const late = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const noAnswer = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(tooLate());
          late.abort(tooLate());
        }, limit).unref();
      });
      try {
        // The SDK ends a request so, but not a search for credentials.
        return await Promise.race([send(operation, input, late.signal), noAnswer]);
      } finally {
        clearTimeout(timer);
      }
    },
    region: () => {
      const region = regionOf(connection);
      return region === undefined ? loaded().then(({ client }) => client.config.region()) : Promise.resolve(region);
    },
    // What cannot be loaded has been said by the call.
    close: () => void all.map((one) => one.then(({ client }) => client.destroy()).catch(() => undefined)),
  };
  return new AwsClient(service, transport, realTime, retry);
}

const tooLate = () => Object.assign(new Error("no answer in time"), { name: "TimeoutError" });
