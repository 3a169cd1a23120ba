/** Asks a running embedded AWS about itself: the routes of `edge/control.ts`. */
import { TOKEN_HEADER } from "./edge/control";

const CONTROL_TIMEOUT_MS = 5_000;

/** @returns the answer, or undefined when nobody (or somebody else) answers there */
export async function control<T>(
  endpoint: string,
  method: string,
  route: string,
  token?: string,
  body?: unknown,
): Promise<T | undefined> {
  try {
    const response = await fetch(`${endpoint}/_dapf/${route}`, {
      method,
      headers: token === undefined ? {} : { [TOKEN_HEADER]: token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CONTROL_TIMEOUT_MS),
    });
    // The routes answer what `edge/control.ts` says; a stranger on the port fails to parse or has another id.
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}
