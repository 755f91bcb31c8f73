import {
  createSafetyCode,
  formatSafetyCode,
  judgeSafetyCode,
  parseSafetyCode,
  rootOfChain,
  SAFETY_NONCE_BYTES,
  safetyNumber,
} from '@rushlight/protocol'
import type { AccountId, AccountRoot, RecordChain, SafetyJudgement } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import { findById } from '../directory/find-account.ts'
import { verifyAccount } from '../directory/change-contact.ts'
import type { Core } from '../engine/core.ts'
import { load } from '../vault/table.ts'

/** What two people compare. The number may be another a moment later: whoever confirms one says which. */
export type SafetyView = {
  /** 60 digits. */
  readonly number: string
  /** For the other's camera. */
  readonly code: string
  /** Of the code, for judging an answer to it. */
  readonly nonce: Uint8Array
}

export type Scanned = {
  readonly kind: SafetyJudgement | 'notACode' | 'unknownAccount'
  /** What to show now, if the scanned one matches: it answers that one. */
  readonly next?: SafetyView
}

export type Verified =
  | 'done'
  /** The number is another by now, or the typed one is not it. */
  | 'differs'
  /** Nothing is known of the account, and nobody who knows it answers. */
  | 'unknownAccount'

/** Making sure who is who (`spec/identity.md` §9). Nothing of it goes over a network. */
export class Safety {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /** `undefined`: nothing is known of the account, or it is one's own. */
  async view(account: AccountId, answers?: Uint8Array): Promise<SafetyView | undefined> {
    const pair = await this.#pair(account)
    if (pair === undefined) return undefined
    const { crypto } = this.#core
    const nonce = crypto.randomBytes(SAFETY_NONCE_BYTES)
    const nonces = answers === undefined ? { nonce } : { nonce, answers }
    const code = createSafetyCode(crypto, { shower: pair.self, other: pair.other }, nonces)
    return { number: safetyNumber(crypto, pair.self, pair.other), code: formatSafetyCode(code), nonce }
  }

  /** A code that matches makes the account verified. `nonce` is that of the code which is shown. */
  async scan(account: AccountId, text: string, nonce: Uint8Array): Promise<Scanned> {
    const code = parseSafetyCode(text)
    if (code === undefined) return { kind: 'notACode' }
    const pair = await this.#pair(account)
    if (pair === undefined) return { kind: 'unknownAccount' }
    const kind = judgeSafetyCode(this.#core.crypto, code, { ...pair, nonce })
    if (kind !== 'matches' && kind !== 'matchesBoth') return { kind }
    await verifyAccount(this.#core, account, pair.other.root)
    const next = await this.view(account, code.nonce)
    return next === undefined ? { kind } : { kind, next }
  }

  /** The user has compared this number. */
  async verify(account: AccountId, number: string): Promise<Verified> {
    const pair = await this.#pair(account)
    if (pair === undefined) return 'unknownAccount'
    if (safetyNumber(this.#core.crypto, pair.self, pair.other) !== number) return 'differs'
    await verifyAccount(this.#core, account, pair.other.root)
    return 'done'
  }

  unverify(account: AccountId): Promise<void> {
    return verifyAccount(this.#core, account, undefined)
  }

  async #pair(account: AccountId): Promise<{ readonly self: AccountRoot; readonly other: AccountRoot } | undefined> {
    const { store, self } = this.#core
    if (account === self.account.id) return undefined
    const known = (await load(store, accountTable, account))?.chain
    if (known === undefined) await findById(this.#core, account)
    const chain = known ?? (await load(store, accountTable, account))?.chain
    const own = this.#rootOf(self.account.id, self.account.chain)
    const other = chain === undefined ? undefined : this.#rootOf(account, chain)
    return own === undefined || other === undefined ? undefined : { self: own, other }
  }

  #rootOf(account: AccountId, chain: RecordChain): AccountRoot | undefined {
    const root = rootOfChain(this.#core.crypto, chain)
    return root === undefined ? undefined : { account, root }
  }
}
