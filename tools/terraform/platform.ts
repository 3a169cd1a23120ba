/** @returns the running machine in Terraform's words: `linux_amd64`, `darwin_arm64`. */
export function terraformPlatform(platform: NodeJS.Platform, architecture: string): string {
  const os = platform === "win32" ? "windows" : platform;
  const cpu = architecture === "x64" ? "amd64" : architecture === "ia32" ? "386" : architecture;
  return `${os}_${cpu}`;
}
