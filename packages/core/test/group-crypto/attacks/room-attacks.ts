import { encodeCredential } from '@rushlight/protocol'
import { Group } from '../../../src/group-crypto/mls/group.ts'
import { readRoom } from '../../../src/group-crypto/room-group.ts'
import { withLeaf } from './mallory.ts'
import {
  crypto,
  DAY_MS,
  deltaFor,
  join,
  judgeAttempt,
  KNOWN_TO_ALL,
  NOW,
  personOf,
  seatOf,
  smallRoom,
  stage,
  withPerson,
} from './small-room.ts'
import type { Attempt, SeatOptions } from './small-room.ts'

/** Attacks by commits that MLS itself finds well-made: who comes in, as whom, when, and what the hub was told. */

type Newcomer = { readonly seat?: SeatOptions; readonly attempt?: Attempt; readonly withoutChain?: boolean }

/** A moderator puts dora into the room, in a way that the attack says. */
async function addDora({ seat: options = {}, attempt = {}, withoutChain = false }: Newcomer): Promise<string> {
  const { alice, bob } = await smallRoom()
  const dora = await personOf('dora')
  const seat = await seatOf(dora, options)
  const chains = withoutChain ? {} : { chains: [dora.self.chain] }
  return judgeAttempt([alice, bob], { add: [seat], state: withPerson(alice, dora), ...chains, ...attempt })
}

export function newcomer(): Promise<string> {
  return addDora({})
}

export function bareName(): Promise<string> {
  return addDora({ seat: { identity: new TextEncoder().encode('dora') }, attempt: { delta: deltaFor() } })
}

export function leafWithMore(): Promise<string> {
  return addDora({ seat: { moreExtensions: [{ type: KNOWN_TO_ALL, data: new Uint8Array(0) }] } })
}

export async function vouchedByAnother(): Promise<string> {
  return addDora({ seat: { voucher: await personOf('mallory') } })
}

export function chainMissing(): Promise<string> {
  return addDora({ withoutChain: true })
}

export function tooLate(): Promise<string> {
  return addDora({ attempt: { receipt: { acceptedAt: NOW + 3 * DAY_MS } } })
}

export function endlessKeyPackage(): Promise<string> {
  return addDora({ seat: { notAfterAt: NOW + 1000 * DAY_MS } })
}

/** It was alive when the hub took it, a year before this test looks. */
export function longAgo(): Promise<string> {
  return addDora({})
}

export function deltaOfAnother(): Promise<string> {
  return addDora({ attempt: { delta: deltaFor() } })
}

export function hubAskedForMore(): Promise<string> {
  return addDora({ attempt: { receipt: { deltaHash: crypto.randomBytes(32) } } })
}

export async function otherDoor(): Promise<string> {
  const { alice } = await smallRoom()
  return addDora({ attempt: { receipt: { child: alice.door } } })
}

export function headOfTheFuture(): Promise<string> {
  return addDora({ attempt: { headSeq: 1 } })
}

export async function deviceTwice(): Promise<string> {
  const { alice, bob } = await smallRoom()
  const dora = await personOf('dora')
  const add = [await seatOf(dora), await seatOf(dora)]
  return judgeAttempt([alice, bob], { add, state: withPerson(alice, dora), chains: [dora.self.chain] })
}

export async function memberRemoves(): Promise<string> {
  const { alice, bob, people } = await smallRoom('member')
  const participants = alice.context.state.participants.filter(({ account }) => account !== people.alice.account.id)
  const delta = { removed: alice.leaves.slice(0, 1).map(({ slot }) => slot.postingKey), added: [] }
  return judgeAttempt([bob, alice], { remove: [0], state: { participants }, delta })
}

export async function roomWithMore(): Promise<string> {
  const { alice, bob } = await smallRoom()
  return judgeAttempt([alice, bob], { moreExtensions: [{ type: KNOWN_TO_ALL, data: new Uint8Array(0) }] })
}

export async function beyondAll(): Promise<string> {
  const { alice, bob } = await smallRoom()
  return judgeAttempt([alice, bob], { state: { featureLevel: 2 } })
}

/** By a path she takes the credential that bob's account vouched for. */
export async function successorOfAnother(): Promise<string> {
  const { alice, bob, people } = await smallRoom()
  const { credential } = await seatOf(people.bob)
  const change = { credential: { credentialType: 'basic' as const, identity: encodeCredential(credential) } }
  return judgeAttempt([alice, bob], { forgery: { forgePath: withLeaf(Group.stateOf(alice.group), change) } })
}

/** A Welcome into a group where somebody has but a name. */
export async function welcomeAmongStrangers(): Promise<string> {
  const { alice, people } = await smallRoom()
  const stranger = await seatOf(people.bob, { identity: new TextEncoder().encode('dora') })
  const own = await seatOf(await personOf('carol'))
  const add = [stranger.device.keyPackage, own.device.keyPackage]
  return readRoom(crypto, await join(await stage(alice.group, { add }), own)).kind
}
