import {
  accountId,
  changePasswordFinish,
  joinDoors,
  laterVerification,
  openBackup,
  putBackup,
  roomId,
  sealBackup,
} from '@rushlight/protocol'
import type { Backup, BackupContact, BackupContent, BackupRoom, PutBackupResult, RoomId } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { AccountRow } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'
import { composeKept, joinKept, learnKept } from '../history/decide-kept.ts'
import { frameTable, roomTable } from '../room/room-row.ts'
import type { RoomRow, Standing } from '../room/room-row.ts'
import { load, loadEveryRow } from '../vault/table.ts'
import type { CallResult } from '../link/pending-calls.ts'
import { ownBackupKey } from './backup-key.ts'
import { joinKeys } from './key-ring.ts'
import type { Row } from '../vault/table.ts'

const ATTEMPTS_MAX = 4
/** Rooms of which one is not a member any more are not worth coming back to. */
const WORTH_KEEPING: ReadonlySet<Standing> = new Set([
  'creating',
  'waiting',
  'request',
  'joined',
  'stuck',
  'updateNeeded',
])

/** Puts the sealed backup at a home if anything in it has changed. Until it is there, the vault says that it is owed. */
export function updateBackup(core: Core, home: Home): Promise<void> {
  home.backupUnderWay ??= bringBackup(core, home).finally(() => {
    home.backupUnderWay = undefined
  })
  return home.backupUnderWay
}

export async function updateBackups(core: Core): Promise<void> {
  await Promise.all(core.homes.ready.map((home) => updateBackup(core, home)))
}

async function bringBackup(core: Core, home: Home): Promise<void> {
  const row = core.rowOf(home)
  if (row?.backupDirty !== true) return
  const marks = core.backupMarks
  const isStored = await storeBackup(core, home)
  if (isStored && core.backupMarks === marks)
    await core.changeHome(row.provider.name, (present) => ({ ...present, backupDirty: false }))
}

/**
 * Puts it on top of whatever another device of the account has put there meanwhile; nothing of that one's is lost. One put
 * after another, each of what the vault holds when its turn comes: an older one in the place of a newer would take back a key.
 */
export function storeBackup(core: Core, home: Home): Promise<boolean> {
  return home.backups.run(() => putOnTop(core, home))
}

async function putOnTop(core: Core, home: Home): Promise<boolean> {
  const content = await composeBackup(core)
  let merged = content
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const row = core.rowOf(home)
    if (row === undefined) return false
    const { name } = row.provider
    const sealed = await sealBackup(core.crypto, await ownBackupKey(core), merged)
    const backup = { version: row.backupVersion + 1, sealed }
    const answer = await put(core, home, backup)
    if (answer.kind !== 'answer') return false
    if (answer.value.kind === 'stored') {
      await core.changeHome(name, ({ replacesBackup: _, ...present }) => ({
        ...present,
        backupVersion: backup.version,
      }))
      return true
    }
    const other = await openBackup(core.crypto, core.self.row.backupKey, answer.value.backup.sealed)
    const { version } = answer.value.backup
    await core.changeHome(name, (present) => ({ ...present, backupVersion: version }))
    if (other.kind === 'unreadable' && row.replacesBackup === true) continue
    // What this program cannot read is another's, and worth more than ours: it is not written over.
    if (other.kind !== 'opened') return false
    await dropKeptPhrase(core, other.content)
    const history = joinKept(core, content.history, other.content.history)
    await learnKept(core, other.content.history)
    const both = merge(content, other.content, await listWaiting(core))
    merged = history === undefined ? both : { ...both, history }
    const spareKeys = joinKeys(other.content.accountKeys, core.self.row.spareKeys)
    const doors = joinDoors((await ownBackupKey(core)).doors, other.doors)
    await core.patchSelf({ spareKeys, doors })
  }
  return false
}

/** With the new password, if whoever came back by phrase still owes it to the account's first provider. */
async function put(core: Core, home: Home, backup: Backup): Promise<CallResult<PutBackupResult>> {
  const { registration, stage, homes } = core.self.row
  const isOwed = stage === 'active' && registration !== undefined && homes[0]?.provider.name === home.name
  if (!isOwed) return home.link.call(putBackup, { backup })
  const { passwordRecord } = registration
  const answer = await home.link.call(changePasswordFinish, { passwordRecord, backup })
  if (answer.kind === 'answer' && answer.value.kind === 'stored') {
    await core.changeSelf(({ registration: _, ...row }) => row)
  }
  return answer
}

/** Another device has seen its owner confirm the phrase: from then on the key is on paper only. */
async function dropKeptPhrase(core: Core, { recoveryKey }: BackupContent): Promise<void> {
  if (recoveryKey !== undefined || core.self.row.recoveryKey === undefined) return
  await core.changeSelf(({ recoveryKey: _, ...row }) => row)
  core.tell({ kind: 'accountChanged' })
}

export async function composeBackup(core: Core): Promise<BackupContent> {
  const { accountKey, spareKeys, recoveryKey } = core.self.row
  const accounts = await loadEveryRow(core.store, accountTable)
  const people = accounts.toSorted((a, b) => (b.value.contactSince ?? 0) - (a.value.contactSince ?? 0))
  const rooms: BackupRoom[] = []
  const known = await loadEveryRow(core.store, roomTable)
  for (const row of known.toSorted((a, b) => b.value.activeAt - a.value.activeAt)) {
    const room = await backupRoom(core, row)
    if (room !== undefined) rooms.push(room)
  }
  const accountKeys = joinKeys([accountKey], spareKeys)
  const keys = recoveryKey === undefined ? { accountKeys } : { accountKeys, recoveryKey }
  const contacts = people.filter(({ value }) => value.isContact).map((row) => backupContact(row))
  const blocked = people.filter(({ value }) => value.isBlocked).map(({ key }) => accountId.fromBytes(key))
  const history = await composeKept(core)
  const content = { format: 1, ...keys, contacts, blocked, rooms } as const
  return history === undefined ? content : { ...content, history }
}

function backupContact({ key, value }: Row<AccountRow>): BackupContact {
  const { name, provider, verification } = value
  const contact = { account: accountId.fromBytes(key), name, provider }
  return verification === undefined ? contact : { ...contact, verification }
}

async function backupRoom(core: Core, { key, value }: Row<RoomRow>): Promise<BackupRoom | undefined> {
  const room = roomId.fromBytes(key)
  const frame = await load(core.store, frameTable, room)
  if (frame === undefined || !WORTH_KEEPING.has(value.standing)) return undefined
  const { kind, title, participants } = value
  return { room, kind, title, participants, openings: frame.openings, meetings: frame.meetings.slice(-1) }
}

/** Rooms that this device knows from a backup only. */
async function listWaiting(core: Core): Promise<ReadonlySet<RoomId>> {
  const rows = await loadEveryRow(core.store, roomTable)
  return new Set(rows.flatMap(({ key, value }) => (value.standing === 'waiting' ? [roomId.fromBytes(key)] : [])))
}

/**
 * What only the other device's backup knows is kept, behind what we know; where both know something, ours is as good, but
 * for rooms where we wait outside.
 */
function merge(own: BackupContent, other: BackupContent, waiting: ReadonlySet<RoomId>): BackupContent {
  const others = new Map(other.contacts.map((contact) => [contact.account, contact]))
  const contacts = joinBy(({ account }) => account, own.contacts, other.contacts).map((contact) =>
    verifiedAs(contact, others.get(contact.account)),
  )
  const isInside = ({ room }: BackupRoom): boolean => !waiting.has(room)
  const inside = own.rooms.filter((room) => isInside(room))
  const rooms = joinBy(
    ({ room }) => room,
    joinBy(({ room }) => room, inside, other.rooms),
    own.rooms,
  )
  const blocked = [...new Set([...own.blocked, ...other.blocked])]
  const accountKeys = joinKeys(own.accountKeys, other.accountKeys)
  const { recoveryKey, ...rest } = own
  const joined = { ...rest, accountKeys, contacts, rooms, blocked }
  return recoveryKey === undefined || other.recoveryKey === undefined ? joined : { ...joined, recoveryKey }
}

function verifiedAs(contact: BackupContact, other: BackupContact | undefined): BackupContact {
  const verification = laterVerification(contact.verification, other?.verification)
  return verification === undefined ? contact : { ...contact, verification }
}

function joinBy<T>(idOf: (one: T) => string, own: readonly T[], others: readonly T[]): readonly T[] {
  const known = new Set(own.map((one) => idOf(one)))
  return [...own, ...others.filter((one) => !known.has(idOf(one)))]
}
