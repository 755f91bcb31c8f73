import type { CaseName, Played } from './case.ts'

export type CaseFigures = {
  readonly case: CaseName
  readonly runs: number
  readonly medianSeconds: number
  readonly worstSeconds: number
  readonly sent: number
  readonly arrived: number
  readonly lost: number
  readonly doubled: number
}

export function figuresOf(name: CaseName, runs: readonly Played[]): CaseFigures {
  const seconds = runs.map(({ tookMs }) => tookMs / 1000).toSorted((a, b) => a - b)
  const sum = (of: (played: Played) => number): number => runs.reduce((all, one) => all + of(one), 0)
  const [sent, arrived] = [sum(({ count }) => count.sent), sum(({ count }) => count.arrived)]
  const middle = (seconds.length - 1) / 2
  const median = ((seconds[Math.floor(middle)] ?? 0) + (seconds[Math.ceil(middle)] ?? 0)) / 2
  return {
    case: name,
    runs: runs.length,
    medianSeconds: median,
    worstSeconds: seconds.at(-1) ?? 0,
    sent,
    arrived,
    lost: sent - arrived,
    doubled: sum(({ count }) => count.doubled),
  }
}

export function describe(figures: CaseFigures): string {
  const { runs, medianSeconds, worstSeconds, sent, arrived, lost, doubled } = figures
  const spans = `went on after ${medianSeconds.toFixed(1)} s (median), ${worstSeconds.toFixed(1)} s (worst)`
  return `${figures.case}: ${runs} runs, ${spans}; sent ${sent}, arrived ${arrived}, lost ${lost}, doubled ${doubled}`
}
