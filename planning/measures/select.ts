/**
 * What would stand at an index if the values were sorted, without sorting them all; they change their places. Source: Hoare,
 * Algorithm 65 (Find), 1961.
 *
 * @param index one of the values'
 */
export function select(values: Float64Array, index: number): number {
  const of = (i: number) => values[i] ?? 0;
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = middle(of(left), of((left + right) >> 1), of(right));
    let [i, j] = [left, right];
    while (i <= j) {
      while (of(i) < pivot) i += 1;
      while (of(j) > pivot) j -= 1;
      if (i > j) break;
      const value = of(i);
      values[i] = of(j);
      values[j] = value;
      i += 1;
      j -= 1;
    }
    // What is between j and i is the pivot.
    if (index <= j) right = j;
    else if (index >= i) left = i;
    else break;
  }
  return of(index);
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
