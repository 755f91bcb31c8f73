import { compare, hex } from '@rushlight/protocol'
import type { Batch, Put, RecordStore, Remove, RemoveRange } from '@rushlight/records'
import type { ClientEvent } from './client-event.ts'
import { load, put, remove, removeAll } from '../vault/table.ts'
import { createMailbox } from './mailbox.ts'
import type { Mailbox } from './mailbox.ts'
import type { Table } from '../vault/table.ts'

/**
 * One input's worth of change: collected while it is worked out, written in one transaction, and only then told
 * (read → compute → commit → emit → send). A step that is not committed has not happened.
 */
export class Step {
  readonly store: RecordStore
  readonly #puts = new Map<string, Put>()
  readonly #removes = new Map<string, Remove>()
  readonly #ranges: RemoveRange[] = []
  readonly #changes = new Map<string, () => Promise<Put>>()
  readonly #events: ClientEvent[] = []
  readonly #after: (() => void)[] = []
  readonly #secrets: Uint8Array[] = []

  constructor(store: RecordStore) {
    this.store = store
  }

  /** The row as this step leaves it. */
  async load<K, V>(table: Table<K, V>, key: K): Promise<V | undefined> {
    const name = nameOf(table.name, table.key(key))
    const pending = this.#puts.get(name)
    if (pending !== undefined) return load(storeOf(pending), table, key)
    return this.#removes.has(name) ? undefined : load(this.store, table, key)
  }

  put<K, V>(table: Table<K, V>, key: K, value: V): void {
    this.#put(put(table, key, value))
  }

  /**
   * Changes a row that steps elsewhere change, too. What it becomes is worked out once more when the step is written, from
   * what is there then: so of two changes at once neither undoes the other. Answers what it would be now.
   */
  async change<K, V>(table: Table<K, V>, key: K, change: (present: V | undefined) => V | Promise<V>): Promise<V> {
    const value = await change(await this.load(table, key))
    this.put(table, key, value)
    const name = nameOf(table.name, table.key(key))
    const before = this.#changes.get(name)
    this.#changes.set(name, async () => {
      const store = before === undefined ? this.store : storeOf(await before())
      return put(table, key, await change(await load(store, table, key)))
    })
    return value
  }

  remove<K, V>(table: Table<K, V>, key: K): void {
    this.#remove(remove(table, key))
  }

  /** All rows under a prefix, those that this step has put so far among them. */
  removeAll<K, V>(table: Table<K, V>, prefix: Uint8Array): void {
    this.#removeRange(removeAll(table, prefix))
  }

  /** All rows from one key up to, and without, another. */
  removeBetween<K, V>(table: Table<K, V>, { from, to }: { readonly from: K; readonly to: K }): void {
    this.#removeRange({ table: table.name, from: table.key(from), to: table.key(to) })
  }

  /** Joins rows that others have worked out. */
  write(batch: Batch): void {
    for (const range of batch.removeRange ?? []) this.#removeRange(range)
    for (const one of batch.remove ?? []) this.#remove(one)
    for (const one of batch.put ?? []) this.#put(one)
  }

  emit(event: ClientEvent): void {
    this.#events.push(event)
  }

  /** Runs when the step is durable: the place for what leaves this device. */
  after(run: () => void): void {
    this.#after.push(run)
  }

  /** Key material that nobody needs once the step is durable. */
  eraseAfter(secrets: readonly Uint8Array[]): void {
    this.#secrets.push(...secrets)
  }

  /** Writes everything at once. Rejects if the store does; then nothing may be told. */
  commit(): Promise<void> {
    if (this.#changes.size === 0) return this.#write()
    return sharedRowsOf(this.store).run(async () => {
      for (const made of this.#changes.values()) this.#put(await made())
      await this.#write()
    })
  }

  async #write(): Promise<void> {
    const batch = { removeRange: this.#ranges, remove: [...this.#removes.values()], put: [...this.#puts.values()] }
    const writes = batch.removeRange.length + batch.remove.length + batch.put.length
    if (writes > 0) await this.store.commit([batch])
  }

  /** Only after `commit`: erases what is not needed any more, tells the views, and lets go what leaves this device. */
  publish(tell: (event: ClientEvent) => void): void {
    for (const secret of this.#secrets) secret.fill(0)
    for (const event of this.#events) tell(event)
    for (const run of this.#after) run()
  }

  #put(one: Put): void {
    const name = nameOf(one.table, one.key)
    this.#removes.delete(name)
    this.#puts.set(name, one)
  }

  #removeRange(range: RemoveRange): void {
    const isInside = ({ table, key }: Put): boolean =>
      table === range.table && compare(key, range.from) >= 0 && compare(key, range.to) < 0
    for (const [name, one] of this.#puts) if (isInside(one)) this.#puts.delete(name)
    this.#ranges.push(range)
  }

  #remove(one: Remove): void {
    const name = nameOf(one.table, one.key)
    this.#puts.delete(name)
    this.#removes.set(name, one)
  }
}

/** Steps that change shared rows of a vault are written one after another. */
const sharedRows = new WeakMap<RecordStore, Mailbox>()

function sharedRowsOf(store: RecordStore): Mailbox {
  const known = sharedRows.get(store)
  if (known !== undefined) return known
  const made = createMailbox()
  sharedRows.set(store, made)
  return made
}

function nameOf(table: string, key: Uint8Array): string {
  return `${table} ${hex(key)}`
}

function storeOf({ value }: Put): Pick<RecordStore, 'get'> {
  return { get: () => Promise.resolve([value]) }
}
