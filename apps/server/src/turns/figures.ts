/** Counts since the process started, for the operator's graphs. A closed list of names, so nothing about anybody gets in. */
export interface Figures {
  count(name: FigureName, by?: number): void
  readAll(): ReadonlyMap<FigureName, number>
}

export type FigureName = (typeof FIGURES)[number]

const FIGURES = [
  'connections',
  'requests',
  'refusals',
  'entries',
  'pushes',
  'notices',
  'commits',
  'batches',
  'erasures',
] as const

export function createFigures(): Figures {
  const counts = new Map<FigureName, number>(FIGURES.map((name) => [name, 0]))
  return {
    count(name, by = 1) {
      counts.set(name, (counts.get(name) ?? 0) + by)
    },
    readAll: () => counts,
  }
}
