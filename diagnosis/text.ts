/** @returns the name at the end of an ARN; a name stays as it is */
export const nameOf = (nameOrArn: string | undefined): string => (nameOrArn ?? "").split("/").at(-1) ?? "";

/** @returns `a, b and c`; of many the first ones, and how many more there are */
export function listed(words: readonly string[], most = 4): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

/** @returns `1 job`, `2 jobs` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @returns `40 s`, `12 min`, `3 h 5 min`, `2 d 4 h` @param milliseconds rounded to what somebody wants to know */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** @returns `2026-11-30 12:05 UTC` */
export const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
