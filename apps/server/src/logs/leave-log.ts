import {
  equal,
  findSuccessors,
  hex,
  hashOfSuccessorNote,
  leaveLog,
  readerTag,
  SUCCESSOR_NOTES_MAX,
} from '@rushlight/protocol'
import type { LogId, Nothing, SuccessorNote } from '@rushlight/protocol'
import { OPENINGS_PER_ACCOUNT } from '../limits.ts'
import { createWindowLimit } from '../limiting/window-limit.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { HotLog } from './hot-logs.ts'
import { keyOfReader, readerTable, successorTable } from './log-rows.ts'
import type { Logs } from './logs.ts'
import { readerNumber } from './readers.ts'
import { loadSuccessors } from './successors.ts'

/**
 * A log that its members left (R30): a reader shows where it went on, and from then on whoever submits is answered with that
 * instead, unless he says that he has seen it and stays. The hub cannot tell a true opening from a false one, since it does
 * not know the room (R6); so a false one costs each member one more question and nothing else.
 */
export function leaveLogRoutes(logs: Logs): readonly Route[] {
  const limit = createWindowLimit(logs.kernel.clock, OPENINGS_PER_ACCOUNT)
  return [
    openRoute(leaveLog, undefined, async (_caller, { log, reader, note }) => {
      const tag = readerTag(logs.kernel.crypto, reader)
      // Whoever was removed has no say any more.
      if ((await readerNumber(logs.kernel.store, log, tag)) === undefined) return refuse('unknownLog')
      const refused = refuseFor(limit.take(`${log}:${hex(tag)}`))
      return refused ?? logs.hotLogs.run(log, () => show(logs, { log, tag, note }))
    }),
    openRoute(findSuccessors, undefined, async (_caller, { log, reader }) => {
      const tag = readerTag(logs.kernel.crypto, reader)
      const row = await loadRow(logs.kernel.store, readerTable, keyOfReader(log, tag))
      return row === undefined ? refuse('unknownLog') : done({ notes: await loadSuccessors(logs.kernel.store, log) })
    }),
  ]
}

/** Was the log left by a note that a submit does not say that it goes on despite? */
export function isLeft(
  { kernel }: Pick<Logs, 'kernel'>,
  { successors }: HotLog,
  despite: readonly Uint8Array[],
): boolean {
  return successors.some((note) => {
    const hash = hashOfSuccessorNote(kernel.crypto, note)
    return !despite.some((one) => equal(one, hash))
  })
}

type Showing = { readonly log: LogId; readonly tag: Uint8Array; readonly note: SuccessorNote }

async function show({ kernel, hotLogs }: Logs, { log, tag, note }: Showing): Promise<Outcome<Nothing>> {
  const { store, turns } = kernel
  const hot = await hotLogs.load(log)
  if (hot === undefined) return refuse('unknownLog')
  const key = keyOfReader(log, tag)
  const before = await loadRow(store, successorTable, key)
  if (before === undefined && hot.successors.length >= SUCCESSOR_NOTES_MAX) return refuse('quotaExceeded')
  const written = await turns.write({
    expect: [expectRow(successorTable, key, before)],
    put: [putRow(successorTable, key, note)],
  })
  if (written !== 'done') return refuse('unavailable')
  hot.successors = await loadSuccessors(store, log)
  return done(undefined)
}
