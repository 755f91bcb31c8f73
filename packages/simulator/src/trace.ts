import { createHash } from 'node:crypto'

/** Everything that happened, as one hash: two runs of a seed that differ anywhere differ here. */
export interface Trace {
  note(line: string, bytes?: Uint8Array): void
  digest(): string
  /** The newest lines, for a report of what led to a violation. */
  tail(): readonly string[]
}

const TAIL_LINES_MAX = 400

export function createTrace(): Trace {
  const hash = createHash('sha256')
  const lines: string[] = []
  return {
    note(line, bytes) {
      hash.update(line)
      if (bytes !== undefined) hash.update(bytes)
      hash.update('\n')
      lines.push(bytes === undefined ? line : `${line} (${bytes.length} B)`)
      if (lines.length > 2 * TAIL_LINES_MAX) lines.splice(0, TAIL_LINES_MAX)
    },
    digest: () => hash.copy().digest('hex'),
    tail: () => lines.slice(-TAIL_LINES_MAX),
  }
}
