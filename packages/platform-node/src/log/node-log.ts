import type { Log } from '@rushlight/core'

/** Silent, unless the environment asks for it (`RUSHLIGHT_LOG=1`): then one line for each event, its code and the time. */
export function createNodeLog(environment: Readonly<Record<string, string | undefined>>): Log {
  if (environment['RUSHLIGHT_LOG'] !== '1') return { note: () => undefined }
  return {
    note(event) {
      process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event })}\n`)
    },
  }
}
