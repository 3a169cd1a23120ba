import { BlockList, isIP } from "node:net";

/**
 * @param range an address or CIDR range of IPv4 or IPv6; "without the associated routing prefix" it is that one address
 * @returns whether an address is in it; undefined where the range is none
 */
export function addressMatcher(range: string): ((address: string) => boolean) | undefined {
  const [network = "", prefix, ...rest] = range.split("/");
  const family = familyOf(network);
  if (family === undefined || rest.length > 0) return undefined;
  const longest = family === "ipv4" ? 32 : 128;
  const length = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  if (!(length <= longest)) return undefined;
  const addresses = new BlockList();
  addresses.addSubnet(network, length, family);
  return (address) => {
    const given = familyOf(address);
    return given !== undefined && addresses.check(address, given);
  };
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
}
