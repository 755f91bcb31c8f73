import { readSync } from 'node:fs'
import { CommandFailure } from '../failure/command-failure.ts'
import type { FailureCode } from '../failure/command-failure.ts'

const BYTES_MAX = 4096

export type FdReading = {
  /** The option that named the file. */
  readonly option: 'password-fd' | 'phrase-fd' | 'passphrase-fd'
  /** For a file that cannot be read. */
  readonly failure: FailureCode
  /** Where a reader may stop. */
  readonly isWhole: (read: Uint8Array) => boolean
}

/** A secret that is neither on the command line nor in the environment: what stands in an open file. */
export function readFd(number: string, { option, failure, isWhole }: FdReading): string {
  if (!/^\d{1,5}$/.test(number)) throw new CommandFailure('usage', { usage: { kind: 'badValue', option } })
  const fd = Number(number)
  const buffer = Buffer.alloc(BYTES_MAX)
  let length = 0
  try {
    while (length < buffer.length && !isWhole(buffer.subarray(0, length))) {
      const read = readSync(fd, buffer.subarray(length))
      if (read === 0) break
      length += read
    }
  } catch (cause) {
    throw new CommandFailure(failure, { cause })
  }
  return buffer.subarray(0, length).toString()
}
