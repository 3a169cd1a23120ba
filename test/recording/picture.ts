/** A recording as SVG: a strip of screens that moves past a window by CSS, so that it also plays as an image of a page. */
import { COLUMNS, LOOK_MILLISECONDS, ROWS, type Run, type Screen } from "./screen";

const CELL = { width: 8, height: 18 };
const MARGIN = 16;
const WIDTH = COLUMNS * CELL.width + 2 * MARGIN;
const HEIGHT = ROWS * CELL.height + 2 * MARGIN;
/** Of the terminal's eight colours, on the background of the picture: each has a contrast of at least 4.5 with it. */
const PALETTE = ["#8b949e", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#e6edf3"];
/** How much faster than it was. */
const SPEED = 3;
/** For how many looks the end of a command stands still. */
const PAUSE = 20;

export interface Part {
  readonly screens: readonly Screen[];
}

/**
 * @param parts what each command has shown
 * @param transcript all text, for who reads and does not look, and for the test that compares it with what dapf says
 */
export function picture(parts: readonly (readonly Screen[])[], transcript: string): string {
  const frames = parts.flatMap((screens) =>
    screens.map((screen, index) => ({ screen, looks: index === screens.length - 1 ? PAUSE : 1 })),
  );
  const looks = frames.reduce((sum, frame) => sum + frame.looks, 0);
  const rows = new Map<string, string>();
  const known = (runs: readonly Run[]) => {
    const text = runs.map(tspan).join("");
    if (!rows.has(text)) rows.set(text, `r${rows.size}`);
    return rows.get(text) ?? "";
  };
  const strip = frames.map(({ screen }, index) => {
    const used = screen.flatMap((runs, row) =>
      runs.length === 0 ? [] : [`<use href="#${known(runs)}" y="${row * CELL.height}"/>`],
    );
    return `<g transform="translate(${index * WIDTH})">${used.join("")}</g>`;
  });
  let before = 0;
  const steps = frames.map(({ looks: own }, index) => {
    const at = ((before / looks) * 100).toFixed(3);
    before += own;
    return `${at}%{transform:translateX(${-index * WIDTH}px)}`;
  });
  const last = `translateX(${-(frames.length - 1) * WIDTH}px)`;
  const seconds = ((looks * LOOK_MILLISECONDS) / 1000 / SPEED).toFixed(1);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title" aria-describedby="text">
<title id="title">Deploying the example environment to the embedded AWS, and running its training pipeline</title>
<desc id="text">${escaped(transcript)}</desc>
<style>
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:${PALETTE[7]};white-space:pre}
.b{font-weight:bold}.d{fill:${PALETTE[0]}}
${PALETTE.map((colour, index) => `.c${index}{fill:${colour}}`).join("")}
#strip{animation:play ${seconds}s step-end infinite}
@keyframes play{${steps.join("")}100%{transform:${last}}}
@media (prefers-reduced-motion:reduce){#strip{animation:none;transform:${last}}}
</style>
<defs>
${[...rows].map(([text, id]) => `<text id="${id}">${text}</text>`).join("\n")}
</defs>
<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#0d1117"/>
<svg x="${MARGIN}" y="${MARGIN}" width="${WIDTH - 2 * MARGIN}" height="${HEIGHT - 2 * MARGIN}"><g id="strip">
${strip.join("\n")}
</g></svg>
</svg>
`;
}

/** @returns the transcript of a picture */
export function transcriptOf(svg: string): string {
  const text = /<desc id="text">([^<]*)<\/desc>/.exec(svg)?.[1] ?? "";
  return text.replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

function tspan({ text, column, colour, bold, dim }: Run): string {
  const names = [colour === undefined ? "" : `c${colour % 8}`, bold ? "b" : "", dim ? "d" : ""].filter(Boolean);
  const look = names.length === 0 ? "" : ` class="${names.join(" ")}"`;
  const width = [...text].length * CELL.width;
  return `<tspan x="${column * CELL.width}" y="${CELL.height - 4}" textLength="${width}"${look}>${escaped(text)}</tspan>`;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
