import type { Writable } from 'node:stream'

/** Resolves when the system has it; rejects when it never will (nobody reads any more). */
export function writeText(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}
