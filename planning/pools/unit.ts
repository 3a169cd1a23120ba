/** @returns what sizes and hours of these pools are counted in, as one word of one of them */
export function unitOf(pools: readonly { readonly environments?: unknown }[] = []): "vCPU" | "instance" {
  return pools.some(({ environments }) => environments !== undefined) ? "vCPU" : "instance";
}
