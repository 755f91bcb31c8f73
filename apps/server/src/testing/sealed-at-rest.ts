import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeUint32Key, EVERY_KEY } from '@rushlight/records'
import { openSqliteStore } from '../adapters/sqlite-store.ts'
import { ERASURE_SPAN_MS } from '../limits.ts'
import { ENTRIES, erasureTable, placeOfErasure } from '../logs/log-rows.ts'
import { QUEUE_ITEMS } from '../queues/queue-row.ts'

/** What a provider's disk holds of what people say: nobody can read it, and yet it has to go. */
export type SealedAtRest = {
  /** Entries whose time to live ends before the time that was asked for. */
  readonly entries: readonly Uint8Array[]
  readonly queueItems: readonly Uint8Array[]
}

const ROWS_MAX = 10_000

/** Looks at a copy: the provider may be running. */
export async function readSealedAtRest(data: string, endingBefore: number): Promise<SealedAtRest> {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-copy-'))
  const file = join(folder, 'provider.db')
  for (const ending of ['', '-wal']) {
    const original = join(data, `provider.db${ending}`)
    if (existsSync(original)) copyFileSync(original, `${file}${ending}`)
  }
  const store = await openSqliteStore({ file })
  try {
    const erasures = await store.range({ table: erasureTable.name, ...EVERY_KEY, limit: ROWS_MAX })
    const ending = erasures.filter(({ key }) => decodeUint32Key(key, 0) * ERASURE_SPAN_MS <= endingBefore)
    const entries = await store.get(
      ENTRIES,
      ending.map(({ key }) => placeOfErasure(key)),
    )
    const items = await store.range({ table: QUEUE_ITEMS, ...EVERY_KEY, limit: ROWS_MAX })
    return { entries: entries.filter((entry) => entry !== undefined), queueItems: items.map(({ value }) => value) }
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}
