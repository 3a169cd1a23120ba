/** Example data, so that a first run on the embedded AWS needs nothing else. */
export type { ExampleStep, PrepareOptions } from "./prepare";
export { prepareExample } from "./prepare";
export type { ExampleServices } from "./services";
export { exampleServices } from "./services";
