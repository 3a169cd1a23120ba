// Kubernetes, "Quantity" (apimachinery, resource.Quantity): a decimal number with a suffix or an exponent.
const QUANTITY = /^\+?(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/;
const SCALES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  ...Object.fromEntries([..."MGTPE"].map((letter, index) => [letter, 1000 ** (index + 2)])),
  ...Object.fromEntries([..."KMGTPE"].map((letter, index) => [`${letter}i`, 1024 ** (index + 1)])),
};

/** @returns the number of a quantity as Kubernetes writes it (`500m`, `2Gi`, `1e3`); NaN when it is none, or below 0 */
export function quantityOf(text: string): number {
  const [, digits, exponent = "", suffix = ""] = QUANTITY.exec(text.trim()) ?? [];
  return digits === undefined ? Number.NaN : Number(`${digits}${exponent}`) * (SCALES[suffix] ?? 1);
}
