import { compareHeads, headOfChain } from '@rushlight/protocol'
import type { AccountId, Crypto, RecordChain, RecordHead } from '@rushlight/protocol'
import type { RecordStore } from '@rushlight/records'
import { load } from '../vault/table.ts'
import { accountTable } from './account-row.ts'

/** Where the newest chains end that the vault has of other accounts, read once: asked before every message (R16). */
export class KnownHeads {
  readonly #store: RecordStore
  readonly #crypto: Crypto
  readonly #heads = new Map<AccountId, RecordHead | undefined>()

  constructor(store: RecordStore, crypto: Crypto) {
    this.#store = store
    this.#crypto = crypto
  }

  /** The vault has this chain now. */
  note(account: AccountId, chain: RecordChain): void {
    const head = headOfChain(this.#crypto, chain)
    const known = this.#heads.get(account)
    if (head !== undefined && (known === undefined || compareHeads(head, known) > 0)) this.#heads.set(account, head)
  }

  async of(account: AccountId): Promise<RecordHead | undefined> {
    if (!this.#heads.has(account)) {
      const chain = (await load(this.#store, accountTable, account))?.chain
      // Noted meanwhile is newer.
      if (!this.#heads.has(account)) this.#heads.set(account, headOfChain(this.#crypto, chain ?? []))
    }
    return this.#heads.get(account)
  }
}
