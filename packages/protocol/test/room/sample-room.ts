import { createNodeCrypto } from '@rushlight/platform-node'
import { deviceId } from '../../src/ids/ids.ts'
import { keyOf } from '../../src/ids/keys.ts'
import type { LeafPublicKey } from '../../src/ids/keys.ts'
import { bindLeaf } from '../../src/identity/credential.ts'
import type { AddedLeaf, ChangeVerdict, RoomChange } from '../../src/room/judge-change.ts'
import { judgeChange } from '../../src/room/judge-change.ts'
import type { RoomState } from '../../src/room/room-state.ts'
import { sortParticipants } from '../../src/room/room-state.ts'
import type { Leaf, RoomView } from '../../src/room/room-view.ts'
import { SAMPLE_TIME, sampleActor, sampleProvider } from '../../src/testing/vectors/cast.ts'
import type { Actor } from '../../src/testing/vectors/cast.ts'
import { sampleSlot, sampleState } from '../../src/testing/vectors/room-vectors.ts'
import { withSeed } from '../../src/testing/vectors/seeded-crypto.ts'

export const crypto = withSeed(createNodeCrypto(), 'judging')
const provider = await sampleProvider(crypto, 'chat.example.org')

export const [alice, bob, carol, dora] = await Promise.all(
  (['alice', 'bob', 'carol', 'dora'] as const).map((name) => sampleActor(crypto, { name, providers: [provider] })),
).then(([a, b, c, d]) => {
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four people')
  return [a, b, c, d] as const
})

export const DAY_MS = 86_400_000

/** A leaf for a device of the actor, with everything that goes with an Add. */
export async function leafFor(actor: Actor, overrides: Partial<AddedLeaf['leaf']> = {}): Promise<AddedLeaf> {
  const leafKey = keyOf<LeafPublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32)))
  const { account, accountKey, device } = actor
  const credential = await bindLeaf(crypto, accountKey, { account, device, leafKey })
  const { postingKey, reader, addresses } = await sampleSlot(crypto, provider)
  const leaf = { credential, leafKey, slot: { postingKey, reader }, featureLevel: 1, ...overrides }
  return { leaf, addresses, notBefore: SAMPLE_TIME - DAY_MS, notAfter: SAMPLE_TIME + 80 * DAY_MS }
}

/** Alice is moderator, Bob and Carol are members; Alice sits at 0, Bob at 1, Carol at 2. */
export async function createView(kind: RoomState['kind'] = 'group'): Promise<RoomView> {
  const people = kind === 'group' ? [alice, bob, carol] : [alice, bob]
  const group = sampleState(people)
  const state =
    kind === 'group'
      ? group
      : {
          ...group,
          kind,
          title: '',
          participants: group.participants.map((one) => ({ ...one, role: 'member' as const })),
        }
  const leaves: Leaf[] = []
  for (const [index, actor] of people.entries()) leaves.push({ ...(await leafFor(actor)).leaf, index })
  return { context: { state }, leaves, leaving: [] }
}

export type Attempt = Partial<Omit<RoomChange, 'context'>> & {
  readonly state?: Partial<RoomState>
  readonly policy?: RoomChange['context']['policy']
}

/** A commit that does what is asked and no more; its delta fits unless it is given. */
export function changeOf(view: RoomView, { state = {}, policy, ...attempt }: Attempt): RoomChange {
  const { removed = [], added = [] } = attempt
  const keptPolicy = policy ?? view.context.policy
  const context = {
    state: { ...view.context.state, ...state },
    ...(keptPolicy === undefined ? {} : { policy: keptPolicy }),
  }
  const gone = removed.flatMap((index) => view.leaves.find((leaf) => leaf.index === index)?.slot.postingKey ?? [])
  const delta = { removed: gone, added: added.map(({ leaf, addresses }) => ({ ...leaf.slot, addresses })) }
  return {
    committer: 0,
    removed,
    added,
    updatesPath: true,
    delta,
    carried: [],
    acceptedAt: SAMPLE_TIME,
    ...attempt,
    context,
  }
}

/** `allowed`, or why not. */
export async function judge(view: RoomView, attempt: Attempt): Promise<string> {
  const verdict: ChangeVerdict = await judgeChange(crypto, view, changeOf(view, attempt))
  return verdict.kind === 'allowed' ? 'allowed' : verdict.reason
}

export function withParticipant(view: RoomView, actor: Actor, role: 'member' | 'moderator' | 'banned' = 'member') {
  const others = view.context.state.participants.filter(({ account }) => account !== actor.account.id)
  const one = { account: actor.account.id, role, head: actor.account.head }
  return { participants: sortParticipants([...others, one]) }
}

export function withoutParticipant(view: RoomView, actor: Actor) {
  return { participants: view.context.state.participants.filter(({ account }) => account !== actor.account.id) }
}

export function randomDevice(): ReturnType<typeof deviceId.fromBytes> {
  return deviceId.fromBytes(crypto.randomBytes(16))
}
