import { readArchive } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { CheckedExport } from './open-export.ts'
import { RecordTaker } from './take-records.ts'
import type { TakenRecords } from './take-records.ts'

/** How many of the export's records have been gone through. */
export type ExportProgress = (done: number, all: number) => void

export type TakingExport = {
  readonly onProgress?: ExportProgress
  /** False: the files of messages stay in the archive. */
  readonly withFiles?: boolean
}

const TOLD_EVERY = 500

/** Takes what an export of this account holds into its vault. Stopped anywhere, it may be done again. */
export async function takeExport(
  core: Core,
  { archive, records }: CheckedExport,
  { onProgress, withFiles = true }: TakingExport = {},
): Promise<TakenRecords> {
  const taker = new RecordTaker(core)
  let done = 0
  try {
    for await (const { record } of readArchive(archive)) {
      if (withFiles || record.kind !== 'file') await taker.take(record)
      done += 1
      if (done % TOLD_EVERY === 0) onProgress?.(done, records)
    }
    await taker.flush()
  } finally {
    await taker.end()
  }
  onProgress?.(records, records)
  return taker.taken
}
