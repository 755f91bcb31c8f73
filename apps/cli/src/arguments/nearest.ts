/** How many letters may be wrong in a word that is still recognised. */
const DISTANCE_MAX = 3

/** The known word that is meant, most likely; `undefined`: none is near. */
export function nearestOf(typed: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ word, far }) => far <= Math.min(DISTANCE_MAX, word.length / 2))
    .toSorted((a, b) => a.far - b.far)
  return nearest?.word
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of a
    .slice(0, b.length + DISTANCE_MAX + 1)
    .split('')
    .entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
