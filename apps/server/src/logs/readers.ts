import type { LogId, Roster } from '@rushlight/protocol'
import { RANGE_RECORDS_MAX } from '@rushlight/records'
import type { Put } from '@rushlight/records'
import { loadRange, loadRow, loadRows, putRow } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'
import { childrenOf, spokenOver } from './door-tree.ts'
import type { DoorTree } from './door-tree.ts'
import { keyOfReader, readersOf, readerTable } from './log-rows.ts'
import type { ReaderRow } from './log-rows.ts'
import type { Seat } from './open-door.ts'

/**
 * Who may pull, and up to where. A commit ends the right of those it takes out; but since the hub cannot tell whether the
 * commit counts, whoever speaks over it gives them their right back, and when a door closes, those who sit at none of the
 * doors left lose it for good. So no forged removal makes anybody deaf.
 */

/** Of the slots that a commit brings in; their first place is the one behind it. */
export function admitReaders(
  log: LogId,
  slots: Roster,
  { first, seq }: { first: number; seq: number },
): readonly Put[] {
  return slots.map(({ reader }, i) =>
    putRow(readerTable, keyOfReader(log, reader), { number: first + i, since: seq, seen: Math.max(0, seq - 1) }),
  )
}

/** False if one of the tags was here before: nobody takes over another's place. */
export async function areNewReaders(store: Reader, log: LogId, slots: Roster): Promise<boolean> {
  const keys = slots.map(({ reader }) => keyOfReader(log, reader))
  const rows = await loadRows(store, readerTable, keys)
  return rows.every((row) => row === undefined)
}

/** Of a reader of the log; `undefined`: there is no such one, or it was removed. */
export async function readerNumber(store: Reader, log: LogId, tag: Uint8Array): Promise<number | undefined> {
  const row = await loadRow(store, readerTable, keyOfReader(log, tag))
  return row?.until === undefined ? row?.number : undefined
}

/** Of the slots that a commit takes out. */
export async function endReaders(
  store: Reader,
  log: LogId,
  { slots, until }: { readonly slots: Roster; readonly until: number },
): Promise<readonly Put[]> {
  const keys = slots.map(({ reader }) => keyOfReader(log, reader))
  const rows = await loadRows(store, readerTable, keys)
  return keys.flatMap((key, i) => {
    const row = rows[i]
    return row === undefined ? [] : [putRow(readerTable, key, { ...row, until })]
  })
}

/** Of the slots taken out by commits that are now spoken over for the first time. */
export async function restoreReaders(
  store: Reader,
  { log, tree, seat, over }: { log: LogId; tree: DoorTree; seat: Seat; over: readonly Uint8Array[] },
): Promise<readonly Put[]> {
  const doubted = spokenOver(childrenOf(tree, seat.door.id), over).filter(({ origin }) => !origin.isDisputed)
  const seqs = new Set(doubted.map(({ origin }) => origin.seq))
  const lost = seat.open.roster.filter((_, i) => {
    const number = seat.door.numbers[i]
    return number !== undefined && doubted.some(({ numbers }) => !numbers.includes(number))
  })
  const keys = lost.map(({ reader }) => keyOfReader(log, reader))
  const rows = await loadRows(store, readerTable, keys)
  return keys.flatMap((key, i) => {
    const row = rows[i]
    return row?.until === undefined || !seqs.has(row.until) ? [] : [putRow(readerTable, key, withoutEnd(row))]
  })
}

/** After doors have closed: of everybody who sits at none of those that are left. */
export async function endLostReaders(
  store: Reader,
  { log, tree, until }: { log: LogId; tree: DoorTree; until: number },
): Promise<readonly Put[]> {
  const seated = new Set(tree.doors.flatMap(({ numbers }) => numbers))
  const rows = await loadRange(store, readerTable, { ...readersOf(log), limit: RANGE_RECORDS_MAX })
  return rows.flatMap(({ key, row }) =>
    row.until !== undefined || seated.has(row.number) ? [] : [putRow(readerTable, key, { ...row, until })],
  )
}

function withoutEnd({ number, since, seen }: ReaderRow): ReaderRow {
  return { number, since, seen }
}
