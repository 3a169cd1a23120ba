/** Several handlers of one service: each answers what is its own, and passes the rest on to the next, the last one to moto. */
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "./messages";

export class Chain implements ServiceHandler {
  constructor(private readonly handlers: readonly ServiceHandler[]) {}

  handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const through = this.handlers.reduceRight<Forward>(
      (next, handler) => (passed) => handler.handle(passed, next),
      forward,
    );
    return through(request);
  }

  reset(): void {
    for (const handler of this.handlers) handler.reset?.();
  }

  async stop(): Promise<void> {
    await Promise.all(this.handlers.map((handler) => handler.stop?.()));
  }

  inventory(account: string): Record<string, number> {
    return Object.assign({}, ...this.handlers.map((handler) => handler.inventory?.(account) ?? {}));
  }
}
