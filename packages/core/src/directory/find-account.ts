import { findAccount, findName, parseHandle, verifyRecordChain } from '@rushlight/protocol'
import type { Account, AccountId, WireError } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { load } from '../vault/table.ts'
import { accountTable } from './account-row.ts'
import type { AccountRow } from './account-row.ts'
import { putChain } from './put-chain.ts'

export type FoundAccount =
  | { readonly kind: 'found'; readonly account: AccountId; readonly row: AccountRow }
  | { readonly kind: 'notAName' }
  /** Of a provider that ours does not talk to, or that does not talk to ours. */
  | { readonly kind: 'otherProvider' }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'unreachable' }

/** Looks a person up by name (`alice`, `alice@chat.example.org`) and remembers who it is. */
export async function findByHandle(core: Core, text: string): Promise<FoundAccount> {
  const handle = parseHandle(text)
  if (handle === undefined) return { kind: 'notAName' }
  if (!core.isReady) return { kind: 'unreachable' }
  const provider = handle.provider ?? core.self.row.homes[0]?.provider.name
  if (provider === undefined) return { kind: 'unreachable' }
  const answer = await core.hubs.at(provider).link.call(findName, { name: handle.name })
  if (answer.kind === 'lost') return { kind: 'unreachable' }
  if (answer.kind === 'failure' && answer.error.code === 'providerRefused') return { kind: 'otherProvider' }
  if (answer.kind === 'failure') return { kind: 'refused', error: answer.error }
  const account = await verifyRecordChain(core.crypto, answer.value.chain)
  // A provider that answers with somebody of another name, or of another provider, is not believed.
  const isThere = account?.record.providers.some(({ name }) => name === provider) === true
  if (!isThere || account.record.name !== handle.name) return { kind: 'refused', error: { code: 'unknownAccount' } }
  return { kind: 'found', account: account.id, row: await remember(core, account) }
}

/** Looks an account up by its id, as a link carries it: nobody can put another in its place. */
export async function findById(core: Core, id: AccountId): Promise<FoundAccount> {
  const known = await load(core.store, accountTable, id)
  if (known?.chain !== undefined) return { kind: 'found', account: id, row: known }
  if (!core.isReady) return { kind: 'unreachable' }
  const answer = await core.hubs.askFor(id, findAccount, { account: id })
  if (answer.kind === 'lost') return { kind: 'unreachable' }
  if (answer.kind === 'failure') return { kind: 'refused', error: answer.error }
  const account = await verifyRecordChain(core.crypto, answer.value.chain)
  if (account?.id !== id) return { kind: 'refused', error: { code: 'unknownAccount' } }
  return { kind: 'found', account: id, row: await remember(core, account) }
}

async function remember(core: Core, account: Account): Promise<AccountRow> {
  const step = new Step(core.store)
  const row = await putChain(step, core, account)
  await step.commit()
  step.publish((event) => core.tell(event))
  return row
}
