import type { StoredRecord } from '@rushlight/records'

export type Step = { readonly arriving: readonly StoredRecord[]; readonly leaving: readonly StoredRecord[] }

/** A life of a table, always the same: records of all sizes arrive, and leave in no order once there are a thousand. */
export function* comingAndGoing(steps: number): Generator<Step> {
  const live: StoredRecord[] = []
  for (let step = 0; step < steps; step += 1) {
    const arriving = Array.from({ length: 10 }, (_, index) => recordNumber(step * 10 + index))
    live.push(...arriving)
    const leaving: StoredRecord[] = []
    while (live.length > 1000) leaving.push(...live.splice((step * 7919 + leaving.length * 104_729) % live.length, 1))
    yield { arriving, leaving }
  }
}

function recordNumber(number: number): StoredRecord {
  const key = Buffer.from(String((number * 7919) % 100_003).padStart(16, 'k'))
  return { key, value: Buffer.alloc(60 + ((number * 131) % 640), `value ${number} `) }
}
