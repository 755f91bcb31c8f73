import {
  openBackupAtDoor,
  parseAccountName,
  passwordDoorKey,
  signInFinish,
  signInStart,
  verifyRecordChain,
} from '@rushlight/protocol'
import type { AccountName, BackupContent, BackupDoors, SignInFinishResult, WireError } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import type { CallResult } from '../link/pending-calls.ts'
import { wantKept } from '../history/restore-history.ts'
import { frameTable, roomTable } from '../room/room-row.ts'
import { homesOfRecord } from '../home/home-row.ts'
import { createDevice, deviceRow } from './create-self.ts'
import { findKey, joinKeys } from './key-ring.ts'
import { addDevice } from './next-record.ts'
import { selfTable } from './self-row.ts'
import type { SelfRow } from './self-row.ts'

export type SignIn = {
  readonly name: string
  readonly password: string
  /** How this device is called among one's own. */
  readonly deviceName?: string
}

export type SignedIn =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'unreachable' }
  /** Right password, but the provider holds no backup that it opens: only another device can help. */
  | { readonly kind: 'noBackup' }

/**
 * Comes back on an empty device with name and password: account, contacts and the list of rooms come out of the sealed
 * backup, this becomes a further device of the account, and asks in every room to be let in.
 */
export async function signIn(core: Core, { name: typed, password }: SignIn): Promise<SignedIn> {
  const name = parseAccountName(typed.trim().toLowerCase())
  const provider = core.link.greeting?.provider
  if (name === undefined) return { kind: 'refused', error: { code: 'nameInvalid' } }
  if (provider === undefined) return { kind: 'unreachable' }
  const proven = await provePassword(core, name, password)
  if (proven.kind !== 'proven') return proven
  const { result, passwordKey } = proven
  const account = await verifyRecordChain(core.crypto, result.chain)
  if (account === undefined || result.backup === undefined) return { kind: 'noBackup' }
  const passing = { door: 'password', doorKey: passwordKey } as const
  const opened = await openBackupAtDoor(core.crypto, passing, result.backup.sealed)
  if (opened.kind === 'tooNew') return { kind: 'refused', error: { code: 'updateNeeded' } }
  if (opened.kind === 'unreadable') return { kind: 'noBackup' }
  const { content, key, doors } = opened
  const accountKey = await findKey(core.crypto, content.accountKeys, account.record)
  if (accountKey === undefined) return { kind: 'noBackup' }
  const { crypto } = core
  const own = await createDevice(crypto)
  const { chain } = await addDevice(crypto, { account, accountKey, by: own.entry.id }, own.entry)
  const { recoveryKey } = content
  const here = { provider, backupVersion: result.backup.version, backupDirty: false }
  await becomeDevice(core, content, {
    ...deviceRow(crypto, own),
    stage: 'active',
    name: account.record.name,
    homes: homesOfRecord(account.record, [here]),
    chain,
    accountKey,
    spareKeys: joinKeys(content.accountKeys),
    ...(recoveryKey === undefined ? {} : { recoveryKey }),
    backupKey: key,
    ...(isOldBackup(doors) ? {} : { doors }),
  })
  return { kind: 'done' }
}

export function isOldBackup({ password, phrase }: BackupDoors): boolean {
  return password === undefined && phrase === undefined
}

type Proven =
  | { readonly kind: 'proven'; readonly result: SignInFinishResult; readonly passwordKey: Uint8Array }
  | Exclude<SignedIn, { kind: 'done' | 'noBackup' }>

async function provePassword(core: Core, name: AccountName, password: string): Promise<Proven> {
  const { passwords } = core.ports
  const start = await passwords.startLogin(password)
  const answer = await core.link.call(signInStart, { name, request: start.request })
  if (answer.kind !== 'answer') return failureOf(answer)
  const exchange = { state: start.state, response: answer.value.response }
  const proof = await passwords.finishLogin(password, exchange)
  if (proof === undefined) return { kind: 'refused', error: { code: 'wrongPassword' } }
  const finished = await core.link.call(signInFinish, { attempt: answer.value.attempt, request: proof.request })
  if (finished.kind !== 'answer') return failureOf(finished)
  return { kind: 'proven', result: finished.value, passwordKey: passwordDoorKey(core.crypto, proof.exportKey) }
}

function failureOf(
  result: Exclude<CallResult<unknown>, { kind: 'answer' }>,
): Exclude<SignedIn, { kind: 'done' | 'noBackup' }> {
  return result.kind === 'lost' ? { kind: 'unreachable' } : { kind: 'refused', error: result.error }
}

/** Everything that is known goes into the vault in one step; the provider hears of the new record when we come online. */
export async function becomeDevice(
  core: Core,
  content: Pick<BackupContent, 'contacts' | 'blocked' | 'rooms' | 'history'>,
  row: SelfRow,
): Promise<void> {
  const step = new Step(core.store)
  step.put(selfTable, 'self', row)
  for (const { account: id, name, provider: at, verification } of content.contacts) {
    step.put(accountTable, id, {
      format: 1,
      name,
      provider: at,
      isContact: true,
      isBlocked: content.blocked.includes(id),
      ...(verification === undefined ? {} : { verification }),
    })
  }
  for (const room of content.rooms) putWaitingRoom(core, step, room)
  if (content.history !== undefined) wantKept(step, content.history)
  await step.commit()
  await core.setSelf(row)
}

function putWaitingRoom(core: Core, step: Step, room: BackupContent['rooms'][number]): void {
  const now = core.now()
  const { kind, title, participants, openings, meetings } = room
  const counts = { lastAcceptedAt: 0, deliveredUpTo: 0, activeAt: now, unread: 0, leafRenewedAt: 0 }
  step.put(roomTable, room.room, { format: 1, standing: 'waiting', kind, title, participants, ...counts })
  step.put(frameTable, room.room, { format: 1, openings, roster: [], leaving: [], meetings })
}
