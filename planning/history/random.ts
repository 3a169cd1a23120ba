/**
 * A generator of random numbers that gives the same for the same seed: sfc32 of Chris Doty-Humphrey's PractRand.
 *
 * @returns numbers from 0 to less than 1
 */
export function randomNumbers(seed: number): () => number {
  let [a, b, c, d] = [0, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 1];
  const next = () => {
    const sum = (a + b + d) >>> 0;
    d = (d + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum / 2 ** 32;
  };
  // Its author lets it run first, so that seeds that are alike do not begin alike.
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

/** @returns of a normal distribution of mean 0 and deviation 1. Source: Box and Muller, 1958 */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
