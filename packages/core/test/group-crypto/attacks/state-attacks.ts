import { createMemoryDisk, createMemoryStore } from '@rushlight/records'
import type { MemoryDisk } from '@rushlight/records'
import { roomId } from '@rushlight/protocol'
import { KnownHeads } from '../../../src/directory/known-heads.ts'
import { openHandshake, stageCommit } from '../../../src/group-crypto/mls/index.ts'
import type { Group } from '../../../src/group-crypto/mls/index.ts'
import { withGroup } from '../../../src/group-crypto/room-group.ts'
import { RoomActor } from '../../../src/room/room-actor.ts'
import type { RoomModel } from '../../../src/room/room-model.ts'
import type { RoomStep, RoomWorld } from '../../../src/room/room-step.ts'
import { crypto, smallRoom } from './small-room.ts'

/** Attacks on a room's state: two at once, and a power cut between what is written and what leaves. */

export async function twoAtOnce(): Promise<string> {
  const disk = createMemoryDisk()
  const { actor, alice } = await actorOn(disk)
  const messages = await Promise.all([actor.run(commit), actor.run(commit)])
  return keysOf(alice, messages)
}

export async function powerCut(): Promise<string> {
  let delay = (): Promise<void> => Promise.resolve()
  const disk = createMemoryDisk({ delay: () => delay() })
  const { actor, alice } = await actorOn(disk)
  // From now on the disk takes its time; the power fails as soon as the message is out.
  const { promise: synced, resolve: sync } = Promise.withResolvers<void>()
  const { promise: writing, resolve: write } = Promise.withResolvers<void>()
  delay = () => {
    write()
    return synced
  }
  const sealing = actor.run(commit)
  await writing
  const early = await Promise.race([sealing, nextTurn()])
  if (early === undefined) sync()
  const sealed = early ?? (await sealing)
  disk.crash()
  delay = () => Promise.resolve()
  const afterwards = new RoomActor(worldOn(disk), ROOM)
  return keysOf(alice, [sealed, await afterwards.run(commit)])
}

const ROOM = roomId.fromBytes(new Uint8Array(32))

type Room = { readonly actor: RoomActor; readonly alice: Group }

async function actorOn(disk: MemoryDisk): Promise<Room> {
  const { alice } = await smallRoom()
  const actor = new RoomActor(worldOn(disk), ROOM)
  const row = {
    format: 1 as const,
    kind: 'group' as const,
    standing: 'joined' as const,
    title: '',
    participants: [],
    lastAcceptedAt: 0,
    deliveredUpTo: 0,
    activeAt: 0,
    unread: 0,
    leafRenewedAt: 0,
  }
  const model: RoomModel = { id: ROOM, row, frame: undefined, group: undefined, jobs: [], heads: new Map() }
  await actor.create(model, async (step) => {
    step.patchRow({})
    step.setGroup(alice)
  })
  return { actor, alice: alice.group }
}

/** Makes a commit and goes on without it, as if it had lost its race. */
async function commit(step: RoomStep): Promise<Uint8Array | undefined> {
  const { group } = step.model
  if (group === undefined) return undefined
  const change = { add: [], remove: [], authenticatedData: new Uint8Array(0) }
  const staged = await stageCommit(group.group, change)
  if (staged.kind === 'refused') return undefined
  step.setGroup(withGroup(group, staged.current))
  return staged.message
}

async function keysOf(group: Group, messages: readonly (Uint8Array | undefined)[]): Promise<string> {
  const generations = new Set<number>()
  for (const message of messages) {
    const opened = message && (await openHandshake(group, message))
    if (opened?.kind !== 'own') return 'nothing was sealed'
    generations.add(opened.generation)
  }
  return generations.size === messages.length ? 'a key for each' : 'one key twice'
}

function worldOn(disk: MemoryDisk): RoomWorld {
  const nothing = (): void => undefined
  const store = createMemoryStore(disk)
  return {
    store,
    crypto,
    heads: new KnownHeads(store, crypto),
    log: { note: nothing },
    self: () => {
      throw new Error('no step here asks who we are')
    },
    now: () => 0,
    nextCount: () => 0,
    isBlocked: () => false,
    closeAddress: nothing,
    fetchesPictures: false,
    flushFiles: nothing,
    sweepFiles: nothing,
    markBackup: nothing,
    meet: nothing,
    doubtSession: nothing,
    bringNotes: nothing,
    applyNotes: nothing,
    keepsHistory: () => false,
    wantHistory: nothing,
    tell: nothing,
  }
}

/** Later than all that waits for nothing outside this process. */
function nextTurn(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(() => resolve(undefined)))
}
