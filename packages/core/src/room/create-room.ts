import {
  encodeRoomContext,
  EXPIRE_MS_DEFAULT,
  FEATURE_LEVEL,
  logIdOf,
  roomId,
  roomIdOf,
  signOpening,
  startOf,
  suiteForRoom,
} from '@rushlight/protocol'
import type { AccountId, Opening, Provider, RoomId, RoomKind, RoomState, SignedOpening } from '@rushlight/protocol'
import { createOwnKeyPackage } from '../directory/create-key-package.ts'
import type { OwnKeyPackage } from '../directory/create-key-package.ts'
import type { Core } from '../engine/core.ts'
import type { HomeRow } from '../home/home-row.ts'
import { publicAddress } from '../home/own-address.ts'
import { createGroup } from '../group-crypto/mls/index.ts'
import { readRoom } from '../group-crypto/room-group.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import { writeEvent } from '../message/write-event.ts'
import { noteBase } from './base-row.ts'
import { firstModel } from './first-model.ts'
import { writeGroup } from './group-rows.ts'
import type { FrameRow, OwnSlot } from './room-row.ts'

export type WantedRoom = {
  readonly kind: RoomKind
  readonly title: string
  /** The others; one's own account is always in it. */
  readonly members: readonly AccountId[]
}

const NONCE_BYTES = 32

/**
 * Makes a room of this device alone, durably and without any network; opening its log at the hub (R2) and adding the
 * others are its first jobs. `undefined` while the device has no queue to be reached at.
 */
export async function createRoom(core: Core, wanted: WantedRoom): Promise<RoomId | undefined> {
  const { crypto } = core
  const { row: self, account } = core.self
  const now = core.sharedNow()
  const suite = suiteForRoom({ kind: wanted.kind, accounts: 1 + wanted.members.length })
  const own = await createOwnKeyPackage(crypto, { self, account, suite, now })
  if (own === undefined) return undefined
  const nonce = crypto.randomBytes(NONCE_BYTES)
  const id = roomIdOf(crypto, account.id, nonce)
  const group = await foundGroup(core, { id, own, wanted })
  const hub = hubOf(core)
  const opening = await openFirst(core, { id, own, nonce, hub: hub.provider })
  const frame = firstFrame({ group, opening, own })
  const { row } = own
  const { postingKey, readerSecret, addresses } = row
  const slot: OwnSlot = { postingKey, readerSecret, addresses, retired: [] }
  const head = startOf(logIdOf(crypto, opening))
  const participants = [account.id, ...wanted.members]
  const { kind, title } = wanted
  const seat = { group, head, acceptedAt: 0, slot }
  const model = firstModel({
    id,
    standing: 'creating',
    kind,
    title,
    participants,
    frame,
    now,
    seat,
    hubLife: hub.incarnation,
  })
  await core.roomAt(id).actor.create(model, async (step) => {
    step.write(writeGroup(id, group.group))
    noteBase(step, group, head)
    step.setFrame(frame)
    step.patchRow({})
    writeEvent(step, { event: { kind: 'created' }, by: account.id, receipt: { seq: 0, acceptedAt: now } })
    step.addJob({ kind: 'open' })
    // Of the own account whatever device its provider knows then: another may have joined it without this one's hearing of it.
    for (const one of participants) step.addJob({ kind: 'change', change: { kind: 'add', accounts: [one] } })
  })
  core.roomOfLog.set(head.log, id)
  await core.markBackup()
  void core.roomAt(id).outbox.flush()
  return id
}

/** The provider that is to keep the log: the first one that answers. */
function hubOf(core: Core): HomeRow {
  const { homes } = core.self.row
  const present = homes.find(({ provider }) => provider.name === core.homes.present.name) ?? homes[0]
  if (present === undefined) throw new Error('an account without a provider')
  return present
}

type Founding = { readonly id: RoomId; readonly own: OwnKeyPackage; readonly wanted: WantedRoom }

async function foundGroup(core: Core, { id, own, wanted }: Founding): Promise<RoomGroup> {
  const { account } = core.self
  const state: RoomState = {
    format: 1,
    featureLevel: FEATURE_LEVEL,
    kind: wanted.kind,
    participants: [{ account: account.id, role: wanted.kind === 'group' ? 'moderator' : 'member', head: account.head }],
    title: wanted.title,
    timers: { expireMs: EXPIRE_MS_DEFAULT },
    safety: false,
  }
  const { keyPackage, privateKeys } = own.row
  const extensions = encodeRoomContext({ state })
  const group = await createGroup(core.crypto, { groupId: roomId.toBytes(id), extensions, keyPackage, privateKeys })
  const read = readRoom(core.crypto, group)
  if (read.kind !== 'room') throw new Error('a room of our own making is a room')
  return read.room
}

type FirstOpening = {
  readonly id: RoomId
  readonly own: OwnKeyPackage
  readonly nonce: Uint8Array
  readonly hub: Provider
}

function openFirst(core: Core, { id, own, nonce, hub }: FirstOpening): Promise<SignedOpening> {
  const { row, account } = core.self
  const opening: Opening = {
    format: 1,
    room: id,
    term: 1,
    hub,
    opener: { account: account.id, device: row.device, leafKey: own.leafKey },
    openedAt: core.sharedNow(),
    nonce,
  }
  return signOpening(core.crypto, own.leafPrivateKey, opening)
}

type FirstFrame = { readonly group: RoomGroup; readonly opening: SignedOpening; readonly own: OwnKeyPackage }

function firstFrame({ group, opening, own }: FirstFrame): FrameRow {
  const [leaf] = group.leaves
  if (leaf === undefined) throw new Error('a room of our own making has us in it')
  const roster = [{ ...leaf.slot, addresses: own.row.addresses.map((one) => publicAddress(one)) }]
  return { format: 1, openings: [opening], roster, leaving: [], meetings: [] }
}
