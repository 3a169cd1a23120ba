/** Lines as `terraform <command> -json` prints them, for tests. */

const at = "2026-11-21T07:00:00.000000Z";

function resourceOf(address: string) {
  const parts = address.split(".");
  return {
    addr: address,
    module: parts.slice(0, -2).join("."),
    resource: parts.slice(-2).join("."),
    implied_provider: "aws",
    resource_type: parts.at(-2) ?? "",
    resource_name: parts.at(-1) ?? "",
    resource_key: null,
  };
}

const line = (value: object) => JSON.stringify({ "@level": "info", "@module": "terraform.ui", ...value });

export function planned(address: string, action: string, more: object = {}): string {
  return line({ type: "planned_change", "@timestamp": at, change: { resource: resourceOf(address), action, ...more } });
}

export const plannedCreate = (address: string) => planned(address, "create");

export const previous = (address: string) => ({ previous_resource: resourceOf(address) });

function applied(type: string, address: string, action: string, time: string): string {
  return line({ type, "@timestamp": time, hook: { resource: resourceOf(address), action, elapsed_seconds: 0 } });
}

export const applyStart = (address: string, action: string, time = at) => applied("apply_start", address, action, time);
export const applyComplete = (address: string, action: string, time = at) =>
  applied("apply_complete", address, action, time);
export const applyErrored = (address: string, action: string, time = at) =>
  applied("apply_errored", address, action, time);

export const refreshComplete = (address: string) =>
  line({ type: "refresh_complete", "@timestamp": at, hook: { resource: resourceOf(address) } });

export function diagnostic(severity: "error" | "warning", summary: string, detail = "", address?: string): string {
  return line({ type: "diagnostic", "@timestamp": at, diagnostic: { severity, summary, detail, address } });
}

export const outputs = (values: object) => line({ type: "outputs", "@timestamp": at, outputs: values });
