import type { Log } from '../ports/log.ts'

/** One line of JSON for each event: when, and which. */
export function createLineLog(write: (line: string) => void): Log {
  return {
    note: (event) => write(`${JSON.stringify({ at: new Date().toISOString(), event })}\n`),
  }
}
