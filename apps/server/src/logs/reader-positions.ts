import { base64url, logId } from '@rushlight/protocol'
import type { LogId } from '@rushlight/protocol'
import { RANGE_RECORDS_MAX } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { ROWS_PER_SWEEP } from '../limits.ts'
import { expectRow, loadRange, loadRows, putRow, removeRow } from '../rows/table.ts'
import { keyOfPlace, keyOfReader, readersOf, readerTable, welcomeTable } from './log-rows.ts'
import type { ReaderRow } from './log-rows.ts'

/**
 * How far readers have come, as they let us know by asking. It only decides what may be forgotten, so it is gathered in
 * memory and written now and then; a crash loses no more than a delay.
 */
export interface ReaderPositions {
  note(log: LogId, tag: Uint8Array, seen: number): void
  /** Writes what was noted, and forgets Welcomes that everybody whom they brought in has made use of. */
  write(): Promise<void>
}

type Position = { readonly key: Uint8Array; readonly seen: number }
type Joining = { readonly log: LogId; readonly since: number }

export function createReaderPositions(kernel: Pick<Kernel, 'store' | 'turns'>): ReaderPositions {
  let noted = new Map<string, Position>()
  return {
    note(log, tag, seen) {
      const key = keyOfReader(log, tag)
      const name = base64url(key)
      if ((noted.get(name)?.seen ?? 0) < seen) noted.set(name, { key, seen })
    },
    async write() {
      const all = [...noted.values()]
      noted = new Map()
      const joinings = new Map<string, Joining>()
      for (let i = 0; i < all.length; i += ROWS_PER_SWEEP) {
        const joined = await writeSome(kernel, all.slice(i, i + ROWS_PER_SWEEP))
        for (const joining of joined) joinings.set(`${joining.log}:${joining.since}`, joining)
      }
      for (const joining of joinings.values()) await forgetWelcome(kernel, joining)
    },
  }
}

/** Answers at which places readers have come in by this. */
async function writeSome(
  { store, turns }: Pick<Kernel, 'store' | 'turns'>,
  positions: readonly Position[],
): Promise<readonly Joining[]> {
  const keys = positions.map(({ key }) => key)
  const rows = await loadRows(store, readerTable, keys)
  const moved = positions.flatMap(({ key, seen }, i) => {
    const row = rows[i]
    return row === undefined || row.seen >= seen ? [] : [{ key, row, seen }]
  })
  await Promise.all(
    moved.map(({ key, row, seen }) =>
      turns.write({
        expect: [expectRow(readerTable, key, row)],
        put: [putRow(readerTable, key, { ...row, seen })],
      }),
    ),
  )
  return moved
    .filter(({ row, seen }) => row.seen < row.since && seen >= row.since)
    .map(({ key, row }) => ({ log: logId.fromBytes(key.slice(0, logId.lengthBytes)), since: row.since }))
}

async function forgetWelcome(
  { store, turns }: Pick<Kernel, 'store' | 'turns'>,
  { log, since }: Joining,
): Promise<void> {
  const rows = await loadRange(store, readerTable, { ...readersOf(log), limit: RANGE_RECORDS_MAX })
  const isAwaited = rows.some(({ row }) => row.since === since && isOutside(row))
  if (!isAwaited) await turns.write({ remove: [removeRow(welcomeTable, keyOfPlace(log, since))] })
}

/** Was brought in and has not come. */
function isOutside({ since, seen, until }: ReaderRow): boolean {
  return seen < since && until === undefined
}
