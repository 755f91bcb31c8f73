/** Seeded chance (sfc32): the same seed gives the same numbers for ever, on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  fraction(): number
  /** 0 ≤ n < below. */
  below(below: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T | undefined
  bytes(length: number): Uint8Array
  /** Another stream, which does not depend on how much was drawn from this one. */
  fork(name: string): Random
}

export function createRandom(seed: string): Random {
  const next = sfc32(seed)
  const fraction = (): number => next() / 2 ** 32
  const below = (limit: number): number => Math.floor(fraction() * limit)
  return {
    fraction,
    below,
    chance: (probability) => fraction() < probability,
    pick: (items) => items[below(items.length)],
    bytes(length) {
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i++) bytes[i] = next() & 0xff
      return bytes
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}

/** Chris Doty-Humphrey's small fast counter generator, started from a hash of the text (FNV-1a in four lanes). */
function sfc32(seed: string): () => number {
  const lanes = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b]
  for (let i = 0; i < seed.length; i++) {
    for (const [lane, value] of lanes.entries())
      lanes[lane] = Math.imul(value ^ (seed.charCodeAt(i) + lane), 0x01000193) >>> 0
  }
  let [a = 0, b = 0, c = 0, d = 0] = lanes
  const step = (): number => {
    const t = (((a + b) >>> 0) + d) >>> 0
    d = (d + 1) >>> 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) >>> 0
    c = ((c << 21) | (c >>> 11)) >>> 0
    c = (c + t) >>> 0
    return t
  }
  for (let i = 0; i < 16; i++) step()
  return step
}
