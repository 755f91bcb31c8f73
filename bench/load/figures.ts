/** Figures as they come in, and as they are printed. */
export type Percentiles = { readonly p50: number; readonly p99: number; readonly max: number }

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b)
  // The nearest rank: so many of a hundred are not above it.
  const at = (share: number): number => round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0)
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}

export async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new Error('the server did not keep up')), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export function numberIn(text: string, { min, max }: { readonly min: number; readonly max: number }): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) throw new Error(`a whole number from ${min} to ${max}`)
  return value
}
