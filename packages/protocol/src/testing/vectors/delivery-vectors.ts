import { bigEndian, equal, utf8 } from '../../bytes/bytes.ts'
import { encodeWith } from '../../bytes/codec.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { signLabelled } from '../../crypto/labelled.ts'
import { doorId, idempotencyKey, logId, roomId, addressId, queueId } from '../../ids/ids.ts'
import type { LogId } from '../../ids/ids.ts'
import { keyOf } from '../../ids/keys.ts'
import type { LetterPublicKey, PostingPublicKey, ProviderPrivateKey, ProviderPublicKey } from '../../ids/keys.ts'
import { cannotFollowCodec, signCannotFollow } from '../../letter/cannot-follow.ts'
import { letterCodec } from '../../letter/letter.ts'
import { letterboxCodec, signLetterbox } from '../../letter/letterbox.ts'
import { reseatRequestCodec, signReseatRequest } from '../../letter/reseat-request.ts'
import { addressCodec, addressesCodec, pointerCodec } from '../../log/address.ts'
import { doorOf, openRoster, sealRoster } from '../../log/door.ts'
import { hashOfEntry, unwrapEntry, wrapEntry } from '../../log/entry.ts'
import { openQueueItem, sealQueueItem } from '../../log/queue-item.ts'
import type { QueueItem } from '../../log/queue-item.ts'
import { headAfter, headCodec, receiptCodec, rootOf, signReceipts, startOf, verifyReceipt } from '../../log/receipt.ts'
import type { Receipt, ReceiptBody } from '../../log/receipt.ts'
import { twoStoriesCodec, verifyTwoStories } from '../../log/two-stories.ts'
import { deltaCodec, hashOfDelta, rosterCodec, slotCodec } from '../../log/roster.ts'
import { doorProofBytes, doorProofCodec, hashOfAddresses, submitCodec } from '../../log/submit.ts'
import type { Submit } from '../../log/submit.ts'
import { encodeEntryContext, parseEntryContext } from '../../room/entry-context.ts'
import type { EntryContext } from '../../room/entry-context.ts'
import { firstDoorCodec, logItemCodec } from '../../wire/methods/log.ts'
import { SAMPLE_TIME, sampleActor, sampleProvider } from './cast.ts'
import type { Actor, SampleProvider } from './cast.ts'
import { sampleSlot } from './room-vectors.ts'
import { derivation, exactStructure, said, structure } from './vector-case.ts'
import type { DerivationCase, VectorCase } from './vector-case.ts'

export async function deliveryVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const hub = await sampleProvider(crypto, 'chat.example.org')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [hub] })
  const log = logId.fromBytes(crypto.randomBytes(32))
  return [
    ...(await rosterCases(crypto, hub)),
    ...(await receiptCases(crypto, { hub, log })),
    ...(await submitCases(crypto, { hub, log })),
    ...(await queueCases(crypto, { hub, log })),
    ...(await letterCases(crypto, { hub, log, alice })),
  ]
}

type Place = { readonly hub: SampleProvider; readonly log: LogId }

async function rosterCases(crypto: Crypto, hub: SampleProvider): Promise<readonly VectorCase[]> {
  const roster = [await sampleSlot(crypto, hub), await sampleSlot(crypto, hub)]
  const [first, second] = roster
  if (first === undefined || second === undefined) return []
  const delta = { removed: [first.postingKey], added: [second] }
  const doorKey = crypto.randomBytes(32)
  const sealed = await sealRoster(crypto, doorKey, roster)
  const pointer = {
    queue: queueId.fromBytes(crypto.randomBytes(16)),
    address: addressId.fromBytes(crypto.randomBytes(16)),
  }
  const encoded = encodeWith(deltaCodec, delta)
  return [
    structure({ name: 'pointer', codec: pointerCodec, value: pointer }),
    ...first.addresses.map((address) => structure({ name: 'address', codec: addressCodec, value: address })),
    structure({ name: 'addresses', codec: addressesCodec, value: first.addresses }),
    structure({ name: 'slot', codec: slotCodec, value: first }),
    structure({ name: 'roster', codec: rosterCodec, value: roster }),
    exactStructure({ name: 'delta', codec: deltaCodec, value: delta }),
    derivation('delta, its hash', { delta: encoded }, () => hashOfDelta(crypto, delta)),
    derivation('addresses, their hash', { addresses: encodeWith(addressesCodec, first.addresses) }, () =>
      hashOfAddresses(crypto, first.addresses),
    ),
    derivation('door id', { doorKey }, () => doorOf(crypto, doorKey)),
    {
      kind: 'derivation',
      name: 'door',
      given: { doorKey, sealed },
      result: roster,
      holds: async () => {
        const opened = await openRoster(crypto, doorKey, sealed)
        return opened !== undefined && equal(encodeWith(rosterCodec, opened), encodeWith(rosterCodec, roster))
      },
    },
  ]
}

/** As many as one turn of a hub may have: their signature is one. */
export async function sampleReceipts(crypto: Crypto, { hub, log }: Place, count: number): Promise<readonly Receipt[]> {
  const bodies: ReceiptBody[] = []
  let head = startOf(log)
  for (let seq = 1; seq <= count; seq++) {
    const common = { log, seq, chainBefore: head.chain, acceptedAt: SAMPLE_TIME + seq }
    const entryHash = hashOfEntry(crypto, bigEndian(seq, 4))
    const body =
      seq === 2
        ? { ...common, entryHash, deltaHash: crypto.randomBytes(32), child: doorId.fromBytes(crypto.randomBytes(32)) }
        : { ...common, entryHash }
    bodies.push(body)
    head = headAfter(crypto, body)
  }
  return signReceipts(crypto, keyOf<ProviderPrivateKey>(hub.signingSeed), bodies)
}

async function receiptCases(crypto: Crypto, place: Place): Promise<readonly VectorCase[]> {
  const receipts = await sampleReceipts(crypto, place, 3)
  const key = keyOf<ProviderPublicKey>(place.hub.key)
  return [
    structure({ name: 'head of an empty log', codec: headCodec, value: startOf(place.log) }),
    ...receipts.flatMap((receipt): readonly VectorCase[] => [
      structure({ name: `receipt ${receipt.body.seq} of 3`, codec: receiptCodec, value: receipt }),
      structure({
        name: 'a place of a log',
        codec: logItemCodec,
        value: { entry: bigEndian(receipt.body.seq, 4), receipt },
      }),
      derivation(`head after receipt ${receipt.body.seq}`, { receipt }, () => headAfter(crypto, receipt.body).chain),
      {
        kind: 'derivation',
        name: `receipt ${receipt.body.seq}, under its root`,
        given: { hubKey: key, receipt: encodeWith(receiptCodec, receipt) },
        result: rootOf(crypto, receipt),
        holds: () => verifyReceipt(crypto, key, receipt),
      },
    ]),
    structure({ name: 'a place whose time is over', codec: logItemCodec, value: { receipt: oneOf(receipts) } }),
    ...(await twoStoriesCases(crypto, place, oneOf(receipts))),
  ]
}

async function twoStoriesCases(crypto: Crypto, { hub }: Place, one: Receipt): Promise<readonly VectorCase[]> {
  const body = { ...one.body, entryHash: hashOfEntry(crypto, utf8('another story')) }
  const other = oneOf(await signReceipts(crypto, keyOf<ProviderPrivateKey>(hub.signingSeed), [body]))
  const key = keyOf<ProviderPublicKey>(hub.key)
  const proof = { one, other }
  return [
    structure({ name: 'two stories', codec: twoStoriesCodec, value: proof }),
    {
      kind: 'derivation',
      name: 'two stories, under the key of one hub',
      given: { hubKey: key, twoStories: encodeWith(twoStoriesCodec, proof) },
      result: utf8('proven'),
      holds: () => verifyTwoStories(crypto, key, proof),
    },
  ]
}

function oneOf(receipts: readonly Receipt[]): Receipt {
  const [receipt] = receipts
  if (receipt === undefined) throw new Error('there are receipts')
  return receipt
}

async function submitCases(crypto: Crypto, { hub, log }: Place): Promise<readonly VectorCase[]> {
  const doorKey = crypto.randomBytes(32)
  const door = doorOf(crypto, doorKey)
  const posting = crypto.randomBytes(32)
  const postingKey = keyOf<PostingPublicKey>(await crypto.ed25519PublicKey(posting))
  const [submitKey, challenge] = [crypto.randomBytes(32), crypto.randomBytes(32)]
  const proven = doorProofBytes(challenge, { log, door }, submitKey)
  const signature = await signLabelled({ crypto, label: 'door' }, posting, proven)
  const slot = await sampleSlot(crypto, hub)
  const message: Submit = {
    log,
    door,
    idempotencyKey: idempotencyKey.fromBytes(crypto.randomBytes(16)),
    seen: 7,
    entry: utf8('stands for an entry'),
    timeToLiveStep: 4,
  }
  const welcome = { welcome: utf8('stands for a Welcome'), bundle: utf8('stands for its bundle') }
  const delta = { removed: [], added: [slot] }
  const commit: Submit = {
    ...message,
    commit: { delta, childKey: crypto.randomBytes(32), welcome },
    over: [crypto.randomBytes(32)],
  }
  return [
    structure({ name: 'door proof', codec: doorProofCodec, value: { doorKey, postingKey, submitKey, signature } }),
    derivation('door proof, what is signed', { challenge, log, door, submitKey }, () => proven),
    structure({ name: 'first door', codec: firstDoorCodec, value: { doorKey, roster: [slot] } }),
    structure({ name: 'submit of a message', codec: submitCodec, value: message }),
    structure({ name: 'submit of a commit', codec: submitCodec, value: commit }),
    structure({ name: 'submit of setAddress', codec: submitCodec, value: { ...message, addresses: slot.addresses } }),
    await entryCase(crypto, log),
  ]
}

async function entryCase(crypto: Crypto, log: LogId): Promise<DerivationCase> {
  const wrapKey = crypto.randomBytes(32)
  const message = utf8('stands for a PrivateMessage')
  const entry = await wrapEntry(crypto, { log, wrapKey }, message)
  return {
    kind: 'derivation',
    name: 'entry',
    given: { log, wrapKey, entry, entryHash: hashOfEntry(crypto, entry) },
    result: message,
    holds: async () => {
      const opened = await unwrapEntry(crypto, { log, wrapKey }, entry)
      return opened !== undefined && equal(opened, message)
    },
  }
}

async function queueCases(crypto: Crypto, { hub, log }: Place): Promise<readonly VectorCase[]> {
  const itemKey = crypto.randomBytes(32)
  const items: readonly QueueItem[] = [
    { kind: 'news', hub: hub.name, log },
    { kind: 'welcome', hub: hub.name, log, seq: 12 },
    { kind: 'letter', sealed: utf8('stands for a sealed letter') },
  ]
  const cases: VectorCase[] = []
  for (const item of items) {
    const sealed = await sealQueueItem(crypto, itemKey, item)
    cases.push({
      kind: 'derivation',
      name: `queue item: ${item.kind}`,
      given: { itemKey, sealed },
      result: item,
      holds: async () => (await openQueueItem(crypto, itemKey, sealed))?.kind === item.kind,
    })
  }
  return cases
}

async function letterCases(
  crypto: Crypto,
  { hub, log, alice }: Place & { readonly alice: Actor },
): Promise<readonly VectorCase[]> {
  const [address] = (await sampleSlot(crypto, hub)).addresses
  if (address === undefined) return []
  const letterKey = keyOf<LetterPublicKey>(await crypto.x25519PublicKey(crypto.randomBytes(32)))
  const { account, device, deviceKey } = alice
  const letterbox = await signLetterbox(crypto, deviceKey, { format: 1, device, address, key: letterKey })
  const request = await signReseatRequest(crypto, deviceKey, {
    format: 1,
    room: roomId.fromBytes(crypto.randomBytes(32)),
    log,
    account: account.id,
    device,
    chain: account.chain,
    keyPackages: [utf8('stands for a KeyPackage'), utf8('and one of another suite')],
    madeAt: SAMPLE_TIME,
  })
  const entryHash = hashOfEntry(crypto, utf8('a commit'))
  const place = { format: 1, log, seq: 7, entryHash, account: account.id, device } as const
  const cannotFollow = await signCannotFollow(crypto, deviceKey, place)
  const delta = { removed: [], added: [] }
  const commit: EntryContext = {
    format: 1,
    head: startOf(log),
    delta,
    chains: [account.chain],
    cannotFollow: [cannotFollow],
  }
  return [
    structure({ name: 'letterbox', codec: letterboxCodec, value: letterbox }),
    structure({ name: 'reseat request', codec: reseatRequestCodec, value: request }),
    structure({ name: 'letter', codec: letterCodec, value: { kind: 'reseat', request } }),
    structure({ name: 'cannot-follow', codec: cannotFollowCodec, value: cannotFollow }),
    structure({
      name: 'letter of a stuck device',
      codec: letterCodec,
      value: { kind: 'reseat', request, cannotFollow },
    }),
    said('authenticated data of a commit that lets it in', commit, {
      bytes: encodeEntryContext(commit),
      parse: parseEntryContext,
    }),
  ]
}
