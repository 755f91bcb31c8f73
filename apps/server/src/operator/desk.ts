import { accountId } from '@rushlight/protocol'
import type { AccountId, AccountName, Provider, Tombstone } from '@rushlight/protocol'
import { accountTable, loadAccount } from '../accounts/account-row.ts'
import { changeName, loadName, nameTable } from '../accounts/name-row.ts'
import type { NameClaim } from '../accounts/name-row.ts'
import { takeNames } from '../accounts/rename.ts'
import { letInTable, loadReturning } from '../accounts/returning-row.ts'
import type { Returning } from '../accounts/returning-row.ts'
import { sureRow } from '../accounts/take-name.ts'
import type { Tombstones } from '../identity/tombstones.ts'
import type { Kernel } from '../kernel.ts'
import { TOMBSTONE_TOLD_MS } from '../limits.ts'
import { pagesOf } from '../rows/pages.ts'
import { expectRow, putRow } from '../rows/table.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'

/** What whoever can write to the provider's disk may have it do, while it runs or not. */
export interface Desk {
  /** Says that the provider leaves, by every key that it has: each of its logs goes on elsewhere from now on (R20 d). */
  leave(at: { readonly endsAt: number; readonly successor: Provider | undefined }): Promise<void>
  /** Takes that back. False: it was not leaving. */
  stay(): Promise<boolean>
  /** Names that several accounts claim after a loss (R31). */
  contestedNames(): Promise<readonly ContestedName[]>
  /** False: no such account here, or the name was given up for ever. */
  giveName(name: AccountName, account: AccountId): Promise<boolean>
  /** Who was refused because nobody may sign up. */
  returning(): Promise<readonly Returning[]>
  /** Lets an account in the next time that it comes. */
  admit(account: AccountId): Promise<void>
}

type ContestedName = { readonly claims: readonly NameClaim[] }

/** `onSaid`: whoever is connected is to ask anew. */
export function createDesk(kernel: Kernel, tombstones: Tombstones, onSaid: () => void): Desk {
  const { identity, clock, store, turns } = kernel

  async function sayByAll(said: Pick<Tombstone, 'kind' | 'endsAt' | 'successor'>): Promise<void> {
    for (const key of identity.keys) {
      const provider = { ...identity.provider, key: key.publicKey, sealingKey: key.sealingPublicKey }
      await tombstones.say(key, { ...said, provider })
    }
    onSaid()
  }

  return {
    leave: ({ endsAt, successor }) =>
      sayByAll({ kind: 'leaving', endsAt, ...(successor === undefined ? {} : { successor }) }),
    async stay() {
      if (!tombstones.isLeaving()) return false
      await sayByAll({ kind: 'staying', endsAt: clock.now() + TOMBSTONE_TOLD_MS })
      return true
    },
    async contestedNames() {
      const found: ContestedName[] = []
      for await (const rows of pagesOf(store, nameTable)) {
        for (const { row } of rows)
          if (row.kind === 'claimed' && row.claims.length > 1) found.push({ claims: row.claims })
      }
      return found
    },
    giveName: (name, account) => giveName(kernel, name, account),
    returning: () => loadReturning(store),
    async admit(account) {
      await turns.write({ put: [putRow(letInTable, accountId.toBytes(account), undefined)] })
    },
  }
}

async function giveName(kernel: Kernel, name: AccountName, account: AccountId): Promise<boolean> {
  const outcome = await writeDecided(kernel.turns, () => decideGiving(kernel, name, account))
  return outcome.kind === 'done' && outcome.result
}

async function decideGiving(kernel: Kernel, name: AccountName, account: AccountId): Promise<Decided<boolean>> {
  const { store, clock } = kernel
  const before = await loadName(kernel, name)
  const known = await loadAccount(store, account)
  if (known === undefined || before?.kind === 'burned') return { kind: 'done', result: false }
  const holders =
    before === undefined ? [] : before.kind === 'taken' ? [before.account] : before.claims.map((claim) => claim.account)
  const losing = await takeNames(
    kernel,
    holders.filter((one) => one !== account),
    name,
  )
  const changes = [changeName(kernel, name, { before, after: sureRow({ name, account }, clock.now()) }), ...losing]
  const key = accountId.toBytes(account)
  const batch = {
    expect: [expectRow(accountTable, key, known), ...changes.map(({ expect }) => expect)],
    put: [putRow(accountTable, key, { ...known, name }), ...changes.map(({ put }) => put)],
  }
  return { kind: 'write', batch, result: true }
}
