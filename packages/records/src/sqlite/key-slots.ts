/**
 * One random key for every stored value, kept where overwriting it really overwrites it.
 *
 * SQLite's `secure_delete` zeroes a cell where it stands when it is deleted, but balancing the tree leaves copies of
 * cells behind in the gaps of pages that they have left, and later deletions do not find them: of 15,000 values that
 * came and went, 4 stayed readable in tables like ours, up to 30 in others (decisions/0003). So a value is sealed under
 * a key of its own, and the key stands in a slot: 125 slots make one row of table `key_slots`, which fills a page of the
 * database alone, has always the same size and is therefore updated in place and never moved. To erase a value is to
 * overwrite its slot; every copy of it that SQLite left anywhere turns into noise once the write-ahead log, too, has
 * been truncated.
 *
 * A slot of zeros is free. Changes gather in memory during a transaction and are written once before its end.
 */
import type { SqliteDriver, SqlitePlatform, SqliteStatement } from './sqlite-driver.ts'

const KEY_SLOTS_TABLE = 'key_slots'
const SLOT_BYTES = 32
const SLOTS_PER_ROW = 125
const ROW_BYTES: number = SLOT_BYTES * SLOTS_PER_ROW

export interface KeySlots {
  /** A free slot, with a new key in it. `isScattered`: one of many, so that its number does not tell when it was taken. */
  take(isScattered: boolean): Slot
  /** A new key in a slot that is in use. */
  renew(slot: number): Slot
  /** Erases the key and frees the slot. */
  clear(slot: number): void
  /** Also outside of a transaction. */
  keyOf(slot: number): Uint8Array
  /** Before the transaction is committed. */
  write(): void
  /** After it has been committed. */
  settle(): void
  /** After it has been rolled back. */
  discard(): void
}

type Slot = { readonly slot: number; readonly key: Uint8Array }

export function createKeySlots(driver: SqliteDriver, platform: SqlitePlatform): KeySlots {
  driver.exec(`CREATE TABLE IF NOT EXISTS ${KEY_SLOTS_TABLE} (id INTEGER PRIMARY KEY, keys BLOB NOT NULL) STRICT`)
  const rows = createSlotRows(driver)
  const free = createFreeSlots(rows, platform)

  function fill(slot: number): Slot {
    const key = platform.randomBytes(SLOT_BYTES)
    rows.change(slot).set(key)
    return { slot, key }
  }

  return {
    take: (isScattered) => fill(isScattered ? free.takeAny() : free.take()),
    renew: fill,
    clear(slot) {
      rows.change(slot).fill(0)
      free.give(slot)
    },
    keyOf: (slot) => rows.read(slot),
    write: () => rows.write(),
    settle: () => rows.forget(),
    discard() {
      rows.forget()
      free.restart()
    },
  }
}

/** Rows of slots, numbered from 0; those that the present transaction changed are held in memory. */
interface SlotRows {
  count(): number
  append(): number
  /** The slot's bytes, to be read at once and not kept. */
  read(slot: number): Uint8Array
  /** The slot's bytes, to be written at once. */
  change(slot: number): Uint8Array
  write(): void
  forget(): void
}

function createSlotRows(driver: SqliteDriver): SlotRows {
  const count = driver.prepare(`SELECT count(*) FROM ${KEY_SLOTS_TABLE}`)
  const select = driver.prepare(`SELECT keys FROM ${KEY_SLOTS_TABLE} WHERE id = ?`)
  const insert = driver.prepare(`INSERT INTO ${KEY_SLOTS_TABLE} (id, keys) VALUES (?, zeroblob(${ROW_BYTES}))`)
  const update = driver.prepare(`UPDATE ${KEY_SLOTS_TABLE} SET keys = ? WHERE id = ?`)
  const changed = new Map<number, Uint8Array>()
  /** The row read last: neighbours in a range mostly have neighbouring slots. */
  let latest: { readonly row: number; readonly keys: Uint8Array } | undefined
  let known: number | undefined

  function rowOf(slot: number): Uint8Array {
    const row = Math.floor(slot / SLOTS_PER_ROW)
    const keys = changed.get(row) ?? (latest?.row === row ? latest.keys : loadRow(select, row))
    latest = { row, keys }
    return keys
  }

  function countRows(): number {
    known ??= numberIn(count.all())
    return known
  }

  return {
    count: countRows,
    append() {
      const row = countRows()
      insert.run(row + 1)
      known = row + 1
      return row
    },
    read: (slot) => slotIn(rowOf(slot), slot),
    change(slot) {
      const keys = rowOf(slot)
      changed.set(Math.floor(slot / SLOTS_PER_ROW), keys)
      return slotIn(keys, slot)
    },
    write() {
      for (const [row, keys] of changed) update.run(keys, row + 1)
    },
    forget() {
      for (const keys of changed.values()) keys.fill(0)
      changed.clear()
      latest?.keys.fill(0)
      latest = undefined
      known = undefined
    },
  }
}

/**
 * Which slots are free. Rows of an opened store are looked through only as slots are needed, so opening costs nothing;
 * slots that are freed in rows not yet looked through are found there in time.
 */
interface FreeSlots {
  take(): number
  /** One of SCATTERED_MIN free ones. */
  takeAny(): number
  give(slot: number): void
  restart(): void
}

/** Rows looked through for one slot before a new row is made; more where more slots than they have are wanted. */
const ROWS_SEARCHED_MAX = 4
const SCATTERED_MIN = 1000

function createFreeSlots(rows: SlotRows, platform: Pick<SqlitePlatform, 'randomBytes'>): FreeSlots {
  let free: number[] = []
  /** Rows before this one have not been looked through. The newest are first: what was not used when the store closed lies there. */
  let unsearched: number | undefined

  function search(wanted: number): void {
    unsearched ??= rows.count()
    const rowsMax = Math.ceil((wanted - 1) / SLOTS_PER_ROW) + ROWS_SEARCHED_MAX
    for (let searched = 0; free.length < wanted && unsearched > 0 && searched < rowsMax; searched += 1) {
      unsearched -= 1
      const first = unsearched * SLOTS_PER_ROW
      for (let slot = first + SLOTS_PER_ROW - 1; slot >= first; slot -= 1) {
        if (rows.read(slot).every((byte) => byte === 0)) free.push(slot)
      }
    }
  }

  function append(): void {
    const first = rows.append() * SLOTS_PER_ROW
    for (let index = SLOTS_PER_ROW - 1; index >= 0; index -= 1) free.push(first + index)
  }

  return {
    takeAny() {
      if (free.length < SCATTERED_MIN) search(SCATTERED_MIN)
      while (free.length < SCATTERED_MIN) append()
      const [a = 0, b = 0, c = 0, d = 0] = platform.randomBytes(4)
      const at = (((a * 256 + b) * 256 + c) * 256 + d) % free.length
      const [slot, last] = [free[at], free.pop()]
      if (slot === undefined || last === undefined) throw new Error('there are free slots')
      if (at < free.length) free[at] = last
      return slot
    },
    take() {
      if (free.length === 0) search(1)
      if (free.length === 0) append()
      const slot = free.pop()
      if (slot === undefined) throw new Error('a new row has free slots')
      return slot
    },
    give(slot) {
      const row = Math.floor(slot / SLOTS_PER_ROW)
      if (unsearched !== undefined && row >= unsearched) free.push(slot)
    },
    restart() {
      free = []
      unsearched = undefined
    },
  }
}

function loadRow(select: SqliteStatement, row: number): Uint8Array {
  const keys = select.all(row + 1)[0]?.[0]
  if (!(keys instanceof Uint8Array) || keys.length !== ROW_BYTES) throw new Error('a slot stands in a row of slots')
  return keys
}

function slotIn(keys: Uint8Array, slot: number): Uint8Array {
  const offset = (slot % SLOTS_PER_ROW) * SLOT_BYTES
  return keys.subarray(offset, offset + SLOT_BYTES)
}

function numberIn(rows: readonly (readonly unknown[])[]): number {
  const number = rows[0]?.[0]
  if (typeof number !== 'number') throw new Error('a count is a number')
  return number
}
