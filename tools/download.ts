import { once } from "node:events";
import * as http from "node:http";
import * as https from "node:https";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { isNativeError } from "node:util/types";
import { DownloadError } from "./errors";
import type { Variables } from "./places";
import { proxyFor, proxyHeaders } from "./proxy";

export interface DownloadOptions {
  /** `HTTPS_PROXY` and `NO_PROXY` count. */
  readonly variables: Variables;
  /** Told how much of it has come, from 0 to 1. */
  readonly onPart?: (part: number) => void;
  readonly signal?: AbortSignal;
}

const SILENCE_MILLISECONDS = 30_000;
const MOST_REDIRECTS = 5;
/** Bytes. A release of Terraform has some thirty million. */
const MOST_BYTES = 500_000_000;

/**
 * @returns what is at an address
 * @throws DownloadError, the signal's reason
 */
export async function download(url: string, options: DownloadOptions): Promise<Buffer> {
  try {
    return await follow(url, options, MOST_REDIRECTS);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(url, reasonOf(error));
  }
}

/** Node wraps what went wrong with each of a host's addresses into an error without a message. */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  const [first]: unknown[] = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  return isNativeError(first) ? first.message : error.message;
}

async function follow(url: string, options: DownloadOptions, redirects: number): Promise<Buffer> {
  const response = await get(new URL(url), options);
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
    response.destroy();
    const next = new URL(headers.location, url);
    if (redirects === 0) throw new DownloadError(url, "it leads on and on");
    if (url.startsWith("https:") && next.protocol !== "https:") throw new DownloadError(url, "it leads to no HTTPS");
    return follow(next.href, options, redirects - 1);
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new DownloadError(url, `the answer is ${statusCode} ${response.statusMessage ?? ""}`.trim());
  }
  const expected = Number(headers["content-length"] ?? 0);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    // A response without an encoding gives bytes.
    const bytes = chunk as Buffer;
    chunks.push(bytes);
    length += bytes.length;
    if (length > MOST_BYTES) throw new DownloadError(url, "it is larger than any release");
    if (expected > 0) options.onPart?.(Math.min(1, length / expected));
  }
  if (expected > 0 && length !== expected) throw new DownloadError(url, "the connection broke off");
  return Buffer.concat(chunks);
}

async function get(url: URL, { variables, signal }: DownloadOptions): Promise<http.IncomingMessage> {
  const isSecure = url.protocol === "https:";
  const proxy = isSecure ? proxyFor(url.hostname, variables) : undefined;
  const tunnel = proxy === undefined ? undefined : await tunnelTo(url, proxy, signal);
  const request = (isSecure ? https : http).get(url, {
    timeout: SILENCE_MILLISECONDS,
    ...(signal === undefined ? {} : { signal }),
    ...(tunnel === undefined
      ? {}
      : { agent: false, createConnection: () => tls.connect({ socket: tunnel, servername: url.hostname }) }),
  });
  request.once("timeout", () => request.destroy(new Error(`no answer for ${SILENCE_MILLISECONDS / 1000} s`)));
  // The documentation of node:http: a response event has the message.
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  return response;
}

async function tunnelTo(url: URL, proxy: URL, signal: AbortSignal | undefined): Promise<Duplex> {
  const request = (proxy.protocol === "https:" ? https : http).request({
    method: "CONNECT",
    host: proxy.hostname,
    port: proxy.port === "" ? undefined : proxy.port,
    path: `${url.hostname}:${url.port === "" ? "443" : url.port}`,
    timeout: SILENCE_MILLISECONDS,
    headers: proxyHeaders(proxy),
    ...(signal === undefined ? {} : { signal }),
  });
  request.once("timeout", () => request.destroy(new Error(`the proxy ${proxy.host} does not answer`)));
  request.end();
  // The documentation of node:http: a connect event has the answer and the socket.
  const [response, socket] = (await once(request, "connect")) as [http.IncomingMessage, Duplex];
  if (response.statusCode !== 200) {
    socket.destroy();
    throw new Error(`the proxy ${proxy.host} answers ${response.statusCode ?? 0}`);
  }
  return socket;
}
