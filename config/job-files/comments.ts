import { ConfigError } from "../errors";
import { positionAt } from "../json";

/**
 * Blanks the comments of a JSON text: `//` and `#` up to the end of the line, and `/* ... *\/`. Everything else stays at
 * its line and column, so that errors name the places that the author sees.
 *
 * @throws ConfigError when a comment has no end
 */
export function withoutComments(file: string, text: string): string {
  // Comments, and strings, which may hold what looks like one; a string ends with its line when its quote is missing.
  const parts = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|\/\*/g;
  return text.replace(parts, (part, offset: number) => {
    if (part.startsWith('"')) return part;
    if (part === "/*") {
      const rule = "is not valid JSON: expected the comment to end with */";
      throw new ConfigError([{ file, ...positionAt(text, offset), path: "", rule }]);
    }
    return part.replace(/[^\r\n]/g, " ");
  });
}
