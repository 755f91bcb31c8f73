import type { BundleSize } from './chromium/in-chromium.ts'
import { OPERATIONS } from './contestant.ts'
import type { Operation } from './contestant.ts'
import type { Result, Weight } from './measure.ts'

/** How many times more an operation costs in the largest room of a table than in the smallest, from 100 members on. */
type Growth = {
  readonly library: string
  readonly operation: Operation
  readonly from: number
  readonly to: number
  readonly ratio: number
}

/** What was measured, told line by line to whoever wants lines, and as a whole to who wants JSON. */
export class Report {
  readonly results: Result[] = []
  memory: Weight[] | undefined
  growth: readonly Growth[] | undefined
  bundle: BundleSize | undefined
  readonly #tell: (line: string) => void

  constructor(tell: (line: string) => void = () => undefined) {
    this.#tell = tell
  }

  add(result: Result): void {
    this.results.push(result)
    this.#tell(lineOf(result))
  }

  addWeight(weight: Weight): void {
    this.memory = [...(this.memory ?? []), weight]
    const mib = (weight.roomBytes / 2 ** 20).toFixed(2)
    this.#tell(`${weight.library.padEnd(12)} ${'memory'.padEnd(21)} ${`${weight.members}`.padStart(5)} ${mib} MiB`)
  }

  setBundle(bundle: BundleSize): void {
    this.bundle = bundle
    this.#tell(`the engine as a bundle: ${bundle.bytes} B, ${bundle.gzipBytes} B with gzip`)
  }

  /** After the last result. */
  end(): void {
    const libraries = [...new Set(this.results.map(({ library }) => library))]
    const growth = libraries.flatMap((library) => OPERATIONS.flatMap((operation) => this.#growthOf(library, operation)))
    if (growth.length === 0) return
    this.growth = growth
    for (const { library, operation, from, to, ratio } of growth)
      this.#tell(`${library.padEnd(12)} ${operation.padEnd(8)} cost(${to})/cost(${from}) = ${ratio.toFixed(2)}`)
  }

  #growthOf(library: string, operation: Operation): readonly Growth[] {
    const rows = this.results
      .filter((row) => row.library === library && row.operation === operation && row.members >= MEMBERS_MIN)
      .toSorted((a, b) => a.members - b.members)
    const [least, most] = [rows[0], rows.at(-1)]
    if (least === undefined || most === undefined || least === most) return []
    return [{ library, operation, from: least.members, to: most.members, ratio: most.cpuMs / least.cpuMs }]
  }
}

const MEMBERS_MIN = 100

export function lineOf({ library, suite, operation, members, cpuMs, bytes, elapsedMs }: Result): string {
  const columns = [library.padEnd(12), suite.padEnd(12), operation.padEnd(8), `${members}`.padStart(5)]
  const clock = elapsedMs === undefined ? [] : [`${elapsedMs.toFixed(3)} ms by the clock`.padStart(26)]
  return [...columns, `${cpuMs.toFixed(3)} ms`.padStart(14), `${bytes} B`.padStart(10), ...clock].join(' ')
}
