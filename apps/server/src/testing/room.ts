import {
  DOOR_PROOF_INFO,
  doorOf,
  doorProofBytes,
  doorProofCodec,
  encodeWith,
  firstDoorCodec,
  idempotencyKey,
  keyOf,
  logId,
  OPEN_LOG_INFO,
  openLog,
  passDoor,
  readerTag,
  sealBox,
  sealSubmit,
  signLabelled,
  submitEntry,
} from '@rushlight/protocol'
import type {
  CommitPart,
  Crypto,
  DoorId,
  LogId,
  PassDoorResult,
  PostingPrivateKey,
  PostingPublicKey,
  Receipt,
  Slot,
  Submit,
  SubmitResult,
} from '@rushlight/protocol'
import { createAddress } from './person.ts'
import type { Person } from './person.ts'
import type { Connected } from './wire-client.ts'

/** A person's place in a room: what the client of that device would keep. */
export type Member = {
  readonly person: Person
  readonly postingKey: PostingPrivateKey
  readonly reader: Uint8Array
  readonly slot: Slot
}

export type Room = {
  readonly crypto: Crypto
  readonly log: LogId
  readonly members: readonly Member[]
  /** The key of the first door. */
  readonly doorKey: Uint8Array
  readonly door: DoorId
}

export async function takeSeat(person: Person): Promise<Member> {
  const { crypto, connection, queue } = person
  const postingKey = keyOf<PostingPrivateKey>(crypto.randomBytes(32))
  const reader = crypto.randomBytes(32)
  const { address } = await createAddress(crypto, connection.greeting, queue.id)
  const publicKey = keyOf<PostingPublicKey>(await crypto.ed25519PublicKey(postingKey))
  return {
    person,
    postingKey,
    reader,
    slot: { postingKey: publicKey, reader: readerTag(crypto, reader), addresses: [address] },
  }
}

/** Opens a log with all of `people` in its first roster; `known` is what stands already. */
export async function openRoom(people: readonly Person[], known: Partial<Room> = {}): Promise<Room> {
  const members = known.members ?? (await Promise.all(people.map(takeSeat)))
  const [first] = members
  if (first === undefined) throw new Error('a room has somebody in it')
  const { crypto, connection } = first.person
  const doorKey = known.doorKey ?? crypto.randomBytes(32)
  const door = doorOf(crypto, doorKey)
  const log = known.log ?? logId.fromBytes(crypto.randomBytes(32))
  const sealed = await sealTo(connection, OPEN_LOG_INFO, {
    crypto,
    data: encodeWith(firstDoorCodec, { doorKey, roster: members.map(({ slot }) => slot) }),
  })
  await connection.client.call(openLog, { log, door, sealed })
  return { crypto, log, members, doorKey, door }
}

export function memberOf(room: Room, index: number): Member {
  const member = room.members[index]
  if (member === undefined) throw new Error('no such member')
  return member
}

/** A member at a door, with the key under which it submits there. */
export type AtDoor = {
  readonly crypto: Crypto
  readonly connection: Connected
  readonly log: LogId
  readonly door: DoorId
  readonly submitKey: Uint8Array
  readonly result: PassDoorResult
}

export async function goThrough(
  { crypto, log }: Pick<Room, 'crypto' | 'log'>,
  { person, postingKey, slot }: Member,
  doorKey: Uint8Array,
): Promise<AtDoor> {
  const { connection } = person
  const door = doorOf(crypto, doorKey)
  const submitKey = crypto.randomBytes(32)
  const proven = doorProofBytes(connection.greeting.challenge, { log, door }, submitKey)
  const signature = await signLabelled({ crypto, label: 'door' }, postingKey, proven)
  const proof = { doorKey, postingKey: slot.postingKey, submitKey, signature }
  const sealed = await sealTo(connection, DOOR_PROOF_INFO, { crypto, data: encodeWith(doorProofCodec, proof) })
  const result = await connection.client.call(passDoor, { log, door, proof: sealed })
  return { crypto, connection, log, door, submitKey, result }
}

export type Posting = Partial<Omit<Submit, 'log' | 'door'>>

export async function submit(at: AtDoor, posting: Posting = {}): Promise<SubmitResult> {
  const { crypto, connection, log, door, submitKey } = at
  const sealed = await sealSubmit(crypto, submitKey, {
    log,
    door,
    idempotencyKey: newKey(crypto),
    seen: 0,
    entry: crypto.randomBytes(512),
    timeToLiveStep: 6,
    ...posting,
  })
  return connection.client.call(submitEntry, { log, door, sealed })
}

/** Submits what must be accepted. */
export async function post(at: AtDoor, posting: Posting = {}): Promise<Receipt> {
  const result = await submit(at, posting)
  if (result.kind !== 'accepted') throw new Error(`not accepted: ${result.kind}`)
  return result.receipt
}

export function newKey(crypto: Crypto): Submit['idempotencyKey'] {
  return idempotencyKey.fromBytes(crypto.randomBytes(16))
}

export function commitOf(
  crypto: Crypto,
  change: { readonly removed?: readonly Member[]; readonly added?: readonly Member[] },
): CommitPart {
  const { removed = [], added = [] } = change
  return {
    delta: {
      removed: removed.map(({ slot }) => slot.postingKey),
      added: added.map(({ slot }) => slot),
    },
    childKey: crypto.randomBytes(32),
    ...(added.length === 0 ? {} : { welcome: { welcome: crypto.randomBytes(64), bundle: crypto.randomBytes(64) } }),
  }
}

async function sealTo(
  { greeting }: Connected,
  info: string,
  { crypto, data }: { readonly crypto: Crypto; readonly data: Uint8Array },
): Promise<Uint8Array> {
  const sealed = await sealBox(crypto, { publicKey: greeting.provider.sealingKey, info }, data)
  if (sealed === undefined) throw new Error('no sealing key')
  return sealed
}
