import * as http from "node:http";
import * as https from "node:https";
import { proxyFor, proxyHeaders } from "../../tools";

/** @returns whether something answers for a host at its HTTPS port. */
export type Probe = (host: string) => Promise<boolean>;

const PROBE_MILLISECONDS = 3_000;

/**
 * @param variables environment variables; Terraform goes through `HTTPS_PROXY`, so the probe does, too
 * @returns a probe that gives up after three seconds
 */
export function registryProbe(variables: Readonly<Record<string, string | undefined>>): Probe {
  return (host) => {
    const proxy = proxyFor(host, variables);
    return proxy === undefined ? answers(host) : answersThrough(proxy, host);
  };
}

/** Service discovery is the first thing that Terraform asks a registry for. */
function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = https.get(
      { host, path: "/.well-known/terraform.json", timeout: PROBE_MILLISECONDS },
      (response) => {
        response.resume();
        resolve((response.statusCode ?? 500) < 500);
      },
    );
    giveUp(request, resolve);
  });
}

function answersThrough(proxy: URL, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = (proxy.protocol === "https:" ? https : http).request({
      method: "CONNECT",
      host: proxy.hostname,
      port: proxy.port === "" ? undefined : proxy.port,
      path: `${host}:443`,
      timeout: PROBE_MILLISECONDS,
      headers: proxyHeaders(proxy),
    });
    request.once("connect", (response, socket) => {
      socket.destroy();
      resolve(response.statusCode === 200);
    });
    request.once("response", () => {
      request.destroy();
      resolve(false);
    });
    giveUp(request, resolve);
    request.end();
  });
}

function giveUp(request: http.ClientRequest, resolve: (reachable: boolean) => void): void {
  // The time-out option covers a silent connection, the timer also a slow name server.
  const timer = setTimeout(() => request.destroy(), PROBE_MILLISECONDS);
  request.once("timeout", () => request.destroy());
  request.once("error", () => resolve(false));
  request.once("close", () => {
    clearTimeout(timer);
    resolve(false);
  });
}
