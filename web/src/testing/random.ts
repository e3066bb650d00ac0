/** Seeds of the property tests; each shows in the test's name. */
export const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

/** Seeded random choices (a linear congruential generator; good enough to cut and to mix). */
export function randomFrom(seed: number) {
  let state = (seed * 2_654_435_761) >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const text = (alphabet: string, longest: number): string =>
    Array.from({ length: below(longest + 1) }, () => pick([...alphabet])).join('');
  /** Cuts the range from 0 to `length` at `count` places. */
  const cuts = (length: number, count: number): [number, number][] => {
    const places = Array.from({ length: count }, () => below(length + 1)).sort((a, b) => a - b);
    const ends = [...places, length];
    return ends.map((end, index) => [ends[index - 1] ?? 0, end]);
  };
  return { below, pick, text, cuts };
}
