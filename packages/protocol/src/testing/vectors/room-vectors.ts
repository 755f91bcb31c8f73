import { concat, equal } from '../../bytes/bytes.ts'
import { encodeWith } from '../../bytes/codec.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { signLabelled } from '../../crypto/labelled.ts'
import { accountId, logId } from '../../ids/ids.ts'
import { keyOf } from '../../ids/keys.ts'
import type { LeafPrivateKey, LeafPublicKey, PostingPublicKey } from '../../ids/keys.ts'
import { headAfter, startOf } from '../../log/receipt.ts'
import { readerTag } from '../../log/roster.ts'
import type { Slot } from '../../log/roster.ts'
import { encodeEntryContext, parseEntryContext } from '../../room/entry-context.ts'
import type { EntryContext } from '../../room/entry-context.ts'
import { encodeAddresses, encodeLeafSlot, parseAddresses, parseLeafSlot } from '../../room/leaf-extensions.ts'
import {
  logIdOf,
  roomIdOf,
  signedOpeningCodec,
  signOpening,
  verifyOpening,
  verifyOpenings,
} from '../../room/opening.ts'
import type { Opening, SignedOpening } from '../../room/opening.ts'
import { policyBytes, signedPolicyCodec, verifyPolicy } from '../../room/policy.ts'
import type { SignedPolicy } from '../../room/policy.ts'
import { encodeRoomContext, parseRoomContext } from '../../room/room-state.ts'
import type { Extension, RoomContext, RoomState } from '../../room/room-state.ts'
import { openBundle, sealBundle } from '../../room/welcome-bundle.ts'
import type { WelcomeBundle } from '../../room/welcome-bundle.ts'
import { publicProvider, SAMPLE_TIME, sampleActor, sampleAddress, sampleProvider } from './cast.ts'
import type { Actor } from './cast.ts'
import type { Provider } from '../../identity/provider.ts'
import { derivation, exactStructure, said, structure } from './vector-case.ts'
import type { DerivationCase, VectorCase } from './vector-case.ts'

export async function roomVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const hub = await sampleProvider(crypto, 'chat.example.org')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [hub] })
  const bob = await sampleActor(crypto, { name: 'bob', providers: [hub] })
  const openings = await sampleOpenings(crypto, alice, publicProvider(hub))
  const slot = await sampleSlot(crypto, hub)
  const policy = await samplePolicy(crypto)
  const state = sampleState([alice, bob])
  const [first] = openings
  const log = first === undefined ? logId.fromBytes(new Uint8Array(32)) : logIdOf(crypto, first)
  const delta = { removed: [slot.postingKey], added: [await sampleSlot(crypto, hub)] }
  const commit: EntryContext = { format: 1, head: startOf(log), delta, chains: [bob.account.chain] }
  const bundle: WelcomeBundle = {
    format: 1,
    openings: openings.slice(0, 1),
    roster: [slot],
    chains: [alice.account.chain],
    leaving: [bob.account.id],
    meetings: [{ secret: crypto.randomBytes(32), madeAt: SAMPLE_TIME }],
  }
  return [
    ...(await openingCases(crypto, alice, openings)),
    contextCase('GroupContext of a group', { state }),
    contextCase('GroupContext with a policy', { state, policy }),
    exactStructure({ name: 'policy', codec: signedPolicyCodec, value: policy }),
    policyCase(crypto, policy),
    said('authenticated data of a message', { format: 1, head: startOf(log) } as const, {
      bytes: encodeEntryContext({ format: 1, head: startOf(log) }),
      parse: parseEntryContext,
    }),
    said('authenticated data of a commit', commit, { bytes: encodeEntryContext(commit), parse: parseEntryContext }),
    leafCase(slot),
    addressesCase(slot),
    await bundleCase(crypto, bundle),
  ]
}

export async function sampleSlot(crypto: Crypto, provider: Provider): Promise<Slot> {
  return {
    postingKey: keyOf<PostingPublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32))),
    reader: readerTag(crypto, crypto.randomBytes(32)),
    addresses: [await sampleAddress(crypto, provider)],
  }
}

export function sampleState(people: readonly Actor[]): RoomState {
  const participants = people.map(({ account }, i) => ({
    account: account.id,
    role: i === 0 ? ('moderator' as const) : ('member' as const),
    head: account.head,
  }))
  const before = (a: string, b: string): number => (a < b ? -1 : 1)
  return {
    format: 1,
    featureLevel: 1,
    kind: 'group',
    participants: participants.toSorted((a, b) =>
      before(accountId.toBytes(a.account).toHex(), accountId.toBytes(b.account).toHex()),
    ),
    title: 'Rushes',
    timers: { expireMs: 2_592_000_000, burnMs: 60_000 },
    safety: false,
  }
}

export async function samplePolicy(crypto: Crypto, version: number = 1): Promise<SignedPolicy> {
  const key = crypto.sha256(new Uint8Array([1]))
  const organisationKey = await crypto.ed25519PublicKey(key)
  const unsigned = { format: 1, organisationKey, version, rules: Uint8Array.of(0xa0) } as const
  return { ...unsigned, signature: await signLabelled({ crypto, label: 'policy' }, key, policyBytes(unsigned)) }
}

/** The first, and one that goes on from it at another hub. */
export async function sampleOpenings(crypto: Crypto, actor: Actor, hub: Provider): Promise<readonly SignedOpening[]> {
  const leafPrivateKey = keyOf<LeafPrivateKey>(crypto.randomBytes(32))
  const leafKey = keyOf<LeafPublicKey>(await crypto.ed25519PublicKey(leafPrivateKey))
  const nonce = crypto.randomBytes(32)
  const common = { format: 1, hub, opener: { account: actor.account.id, device: actor.device, leafKey } } as const
  const room = roomIdOf(crypto, actor.account.id, nonce)
  const first = await signOpening(crypto, leafPrivateKey, { ...common, room, term: 1, openedAt: SAMPLE_TIME, nonce })
  const previous = logIdOf(crypto, first)
  const head = headAfter(crypto, {
    log: previous,
    seq: 1,
    entryHash: crypto.randomBytes(32),
    chainBefore: logId.toBytes(previous),
    acceptedAt: SAMPLE_TIME,
  })
  const second: Opening = {
    ...common,
    room,
    previous,
    term: 2,
    base: { head, epoch: 1, authenticatorHash: crypto.randomBytes(32) },
    openedAt: SAMPLE_TIME + 1,
    nonce: crypto.randomBytes(32),
  }
  return [first, await signOpening(crypto, leafPrivateKey, second)]
}

async function openingCases(
  crypto: Crypto,
  { account }: Actor,
  openings: readonly SignedOpening[],
): Promise<readonly VectorCase[]> {
  const cases: VectorCase[] = []
  for (const [i, signed] of openings.entries()) {
    const opening = await verifyOpening(crypto, signed)
    if (opening === undefined) throw new Error('an opening of the samples is good')
    const name = `opening of term ${i + 1}`
    cases.push(structure({ name: `${name}, signed`, codec: signedOpeningCodec, value: signed }))
    cases.push(derivation(`${name}, its log`, { opening: signed.opening }, () => logIdOf(crypto, signed)))
    if (i === 0) {
      const given = { creator: account.id, nonce: opening.nonce }
      cases.push(derivation('room id', given, () => roomIdOf(crypto, account.id, opening.nonce)))
    }
    const upTo = openings.slice(0, i + 1)
    cases.push({
      kind: 'derivation',
      name: `${name}, what it says`,
      given: { openings: upTo },
      result: opening,
      holds: async () => (await verifyOpenings(crypto, opening.room, upTo))?.log === logIdOf(crypto, signed),
    })
  }
  return cases
}

function contextCase(name: string, context: RoomContext): VectorCase {
  const [extension] = encodeRoomContext(context)
  if (extension === undefined) throw new Error('a context has one extension')
  const parse = (data: Uint8Array): RoomContext | undefined => {
    const parsed = parseRoomContext([{ ...extension, data }])
    return parsed.kind === 'known' ? parsed.context : undefined
  }
  return said(name, context, { bytes: extension.data, parse })
}

function policyCase(crypto: Crypto, policy: SignedPolicy): DerivationCase {
  const given = { organisationKey: policy.organisationKey, signed: policyBytes(policy) }
  return {
    kind: 'derivation',
    name: 'policy, signed by the organisation',
    given,
    result: policy.signature,
    holds: () => verifyPolicy(crypto, policy),
  }
}

function dataOf(extensions: readonly Extension[]): Extension {
  const [extension] = extensions
  if (extension === undefined) throw new Error('there is one extension')
  return extension
}

function leafCase({ postingKey, reader }: Slot): VectorCase {
  const value = { slot: { postingKey, reader }, featureLevel: 1 }
  const extension = dataOf(encodeLeafSlot(value))
  return said('leaf extension 0xf100', value, {
    bytes: extension.data,
    parse: (data) => parseLeafSlot([{ ...extension, data }]),
  })
}

function addressesCase({ addresses }: Slot): VectorCase {
  const extension = dataOf(encodeAddresses(addresses))
  return said('KeyPackage extension 0xf101', addresses, {
    bytes: extension.data,
    parse: (data) => parseAddresses([{ ...extension, data }]),
  })
}

async function bundleCase(crypto: Crypto, bundle: WelcomeBundle): Promise<DerivationCase> {
  const key = crypto.randomBytes(32)
  const sealed = await sealBundle(crypto, key, bundle)
  return {
    kind: 'derivation',
    name: 'Welcome bundle, sealed',
    given: { key, sealed },
    result: bundle,
    holds: async () => {
      const opened = await openBundle(crypto, key, sealed)
      return opened !== undefined && equal(encodeBundle(opened), encodeBundle(bundle))
    },
  }
}

/** Enough of it to tell two apart. */
function encodeBundle({ openings, meetings }: WelcomeBundle): Uint8Array {
  const encoded = openings.map((opening) => encodeWith(signedOpeningCodec, opening))
  return concat(...encoded, ...meetings.map(({ secret }) => secret))
}
