import type { Variables } from "./places";

/** @returns the proxy that Go programs such as Terraform use for a host; undefined for a direct connection. */
export function proxyFor(host: string, variables: Variables): URL | undefined {
  const proxy = variables.HTTPS_PROXY ?? variables.https_proxy;
  if (proxy === undefined || proxy === "") return undefined;
  const exempt = (variables.NO_PROXY ?? variables.no_proxy ?? "").split(",").map((one) => one.trim());
  const isExempt = exempt.some((one) => {
    const suffix = one.replace(/^\*?\./, "");
    return one === "*" || (suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`)));
  });
  if (isExempt) return undefined;
  const url = proxy.includes("://") ? proxy : `http://${proxy}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

/** @returns the header that a proxy with a user and a password in its address wants */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}
