/**
 * One build at a time, over all processes.
 *
 * The turn is the exclusive lock of a small database file. The operating system takes it back when its holder ends,
 * in whatever way, so there is no lock left over that somebody would have to judge and remove.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const TURN_WAIT_MS = 10 * 60 * 1000

export function takeTurn(folder: string, onWait: () => void): Disposable {
  mkdirSync(folder, { recursive: true })
  const file = new DatabaseSync(join(folder, 'turn.sqlite'), { timeout: 0 })
  if (!tryToLock(file)) {
    onWait()
    file.exec(`PRAGMA busy_timeout = ${TURN_WAIT_MS}`)
    file.exec('BEGIN EXCLUSIVE')
  }
  return { [Symbol.dispose]: () => file.close() }
}

function tryToLock(file: DatabaseSync): boolean {
  try {
    file.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && error.message.includes('locked')) return false
    throw error
  }
}
