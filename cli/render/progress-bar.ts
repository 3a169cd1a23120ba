import type { Style } from "./style";

/** @returns a bar of that width; the rest of the parts is dim */
export function progressBar(
  parts: readonly { readonly count: number; readonly mark: (text: string) => string }[],
  total: number,
  width: number,
  style: Style,
): string {
  let count = 0;
  let filled = 0;
  const bars = parts.map((part) => {
    count += part.count;
    const end = total === 0 ? 0 : Math.min(width, Math.floor((count / total) * width));
    const bar = part.mark("━".repeat(end - filled));
    filled = end;
    return bar;
  });
  return bars.join("") + style.dim("─".repeat(width - filled));
}
