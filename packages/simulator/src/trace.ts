import { createHash } from 'node:crypto'

/** Everything that happened, as one hash: two runs of a seed that differ anywhere differ here. */
export interface Trace {
  note(line: string, bytes?: Uint8Array): void
  digest(): string
  /** The newest lines, for a report of what led to a violation: first those that tell a story, then all. */
  tail(): readonly string[]
}

const TAIL_LINES_MAX = 200
/** Of what was neither a frame nor a request. */
const STORY_LINES_MAX = 2000

export function createTrace(): Trace {
  const hash = createHash('sha256')
  const lines: string[] = []
  const story: string[] = []
  return {
    note(line, bytes) {
      hash.update(line)
      if (bytes !== undefined) hash.update(bytes)
      hash.update('\n')
      if (bytes === undefined && !line.includes(' http ')) story.push(line)
      if (story.length > 2 * STORY_LINES_MAX) story.splice(0, STORY_LINES_MAX)
      lines.push(bytes === undefined ? line : `${line} (${bytes.length} B)`)
      if (lines.length > 2 * TAIL_LINES_MAX) lines.splice(0, TAIL_LINES_MAX)
    },
    digest: () => hash.copy().digest('hex'),
    tail: () => [...story.slice(-STORY_LINES_MAX), ...lines.slice(-TAIL_LINES_MAX)],
  }
}
