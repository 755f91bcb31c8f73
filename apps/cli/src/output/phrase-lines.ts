/** The words of a phrase with their numbers, in columns that are read downwards. */
const ROWS = 8
const CELL_WIDTH = 14

export function phraseLines(words: readonly string[]): string {
  const numbered = words.map((word, i) => `${String(i + 1).padStart(2)}. ${word}`.padEnd(CELL_WIDTH))
  return Array.from({ length: ROWS }, (_, row) =>
    numbered
      .filter((_, i) => i % ROWS === row)
      .join('')
      .trimEnd(),
  ).join('\n')
}
