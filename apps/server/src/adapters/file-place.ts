import { statSync } from 'node:fs'
import { utf8 } from '@rushlight/protocol'

/**
 * What tells a file from a copy of it, wherever either lies: its number in the file system and when that was made. A moved
 * folder keeps both; one that was copied, or put back from a backup, has others. A file system that remembers no time of
 * birth, and a snapshot of a whole disk, show no difference; clients do (R11).
 */
export function placeOf(file: string): Uint8Array {
  const { ino, birthtimeNs } = statSync(file, { bigint: true })
  return utf8(`${ino}:${birthtimeNs}`)
}
