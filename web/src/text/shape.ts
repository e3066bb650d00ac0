/** A sentence of a catalogue with where it stands. */
export type Leaf = [path: string, sentence: unknown];

/** Returns every sentence of a catalogue. */
export function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, path ? `${path}.${key}` : key),
  );
}

/** Returns where the other catalogue lacks a sentence, or has one that takes other values. */
export function missing(whole: unknown, other: unknown): string[] {
  const kinds = new Map(leaves(other).map(([path, sentence]) => [path, kindOf(sentence)]));
  return leaves(whole)
    .filter(([path, sentence]) => kinds.get(path) !== kindOf(sentence))
    .map(([path]) => path);
}

function kindOf(sentence: unknown): string {
  return typeof sentence === 'function' ? `takes ${sentence.length}` : typeof sentence;
}
