import type { WentOn } from './world-result.ts'

/** After one kind of misfortune, over many worlds. */
export type GoOnTime = {
  readonly world: string
  readonly runs: number
  /** In how many of them people heard each other again before the end. */
  readonly wentOn: number
  readonly medianSeconds: number
  readonly worstSeconds: number
}

/** Virtual seconds from the stroke until something said after it had come to everybody who was owed it. */
export function goOnTimes(all: readonly WentOn[]): readonly GoOnTime[] {
  const worlds = new Set(all.map(({ misfortune }) => misfortune))
  return [...worlds].map((world) => {
    const runs = all.filter(({ misfortune }) => misfortune === world)
    const seconds = runs.flatMap(({ ms }) => (ms === undefined ? [] : [ms / 1000])).toSorted((a, b) => a - b)
    const medianSeconds = seconds[Math.floor(seconds.length / 2)] ?? 0
    return { world, runs: runs.length, wentOn: seconds.length, medianSeconds, worstSeconds: seconds.at(-1) ?? 0 }
  })
}
