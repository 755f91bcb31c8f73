import { equal, utf8 } from '../../bytes/bytes.ts'
import { encodeWith } from '../../bytes/codec.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { boardTag, doorId } from '../../ids/ids.ts'
import { keyOf } from '../../ids/keys.ts'
import type { DevicePublicKey, LeafPrivateKey, LeafPublicKey } from '../../ids/keys.ts'
import { signReseatRequest } from '../../letter/reseat-request.ts'
import { startOf } from '../../log/receipt.ts'
import { logIdOf, verifyOpening } from '../../room/opening.ts'
import type { SignedOpening } from '../../room/opening.ts'
import {
  boardOf,
  boardPostCodec,
  cellKeyOf,
  createPost,
  postBodyCodec,
  slotAt,
  verifyPost,
} from '../../succession/board.ts'
import { endorsementCodec, signEndorsement, verifyEndorsement } from '../../succession/endorsement.ts'
import {
  NOTE_KINDS,
  noteCodec,
  openNote,
  sealNote,
  signNote,
  signedNoteCodec,
  verifyNote,
} from '../../succession/note.ts'
import type { Note, NoteContent } from '../../succession/note.ts'
import { publicProvider, SAMPLE_TIME, sampleActor, sampleProvider } from './cast.ts'
import type { Actor } from './cast.ts'
import { sampleOpenings } from './room-vectors.ts'
import { successorVectors } from './successor-vectors.ts'
import { exactStructure, structure } from './vector-case.ts'
import type { VectorCase } from './vector-case.ts'

export async function survivalVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const hub = await sampleProvider(crypto, 'chat.example.org')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [hub] })
  const openings = await sampleOpenings(crypto, alice, publicProvider(hub))
  const second = openings[1]
  const opening = second === undefined ? undefined : await verifyOpening(crypto, second)
  if (second === undefined || opening === undefined) throw new Error('the samples have a second opening')
  const notes = await sampleNotes(crypto, alice, second)
  const [head] = notes
  if (head === undefined) throw new Error('there are sample notes')
  return [
    ...(await endorsementCases(crypto, alice, second)),
    ...notes.map((note) => exactStructure({ name: `note: ${note.said.kind}`, codec: noteCodec, value: note })),
    ...(await boardCases(crypto, alice, head)),
    ...(await successorVectors(crypto)),
  ]
}

async function endorsementCases(crypto: Crypto, alice: Actor, opening: SignedOpening): Promise<readonly VectorCase[]> {
  const leaf = keyOf<LeafPrivateKey>(crypto.randomBytes(32))
  const leafKey = keyOf<LeafPublicKey>(await crypto.ed25519PublicKey(leaf))
  const { account, device } = alice
  const said = { format: 1, log: logIdOf(crypto, opening), account: account.id, device, since: 2 } as const
  const value = await signEndorsement(crypto, leaf, said)
  return [
    structure({ name: 'endorsement', codec: endorsementCodec, value }),
    {
      kind: 'derivation',
      name: 'signature of an endorsement',
      given: { leafKey, said },
      result: value.signature,
      holds: () => verifyEndorsement(crypto, leafKey, value),
    },
  ]
}

async function sampleNotes(crypto: Crypto, alice: Actor, opening: SignedOpening): Promise<readonly Note[]> {
  const { account, device, deviceKey } = alice
  const said = await verifyOpening(crypto, opening)
  if (said === undefined) throw new Error('an opening of the samples is good')
  const { room } = said
  const log = logIdOf(crypto, opening)
  const leaf = keyOf<LeafPrivateKey>(crypto.randomBytes(32))
  const endorsement = await signEndorsement(crypto, leaf, { format: 1, log, account: account.id, device, since: 2 })
  const asked = { format: 1, room, log, account: account.id, device, chain: account.chain } as const
  const keyPackages = [utf8('stands for a KeyPackage')]
  const request = await signReseatRequest(crypto, deviceKey, { ...asked, keyPackages, madeAt: SAMPLE_TIME })
  const door = doorId.fromBytes(crypto.randomBytes(32))
  const contents: readonly NoteContent[] = [
    { kind: 'head', head: startOf(log), epoch: 1 },
    { kind: 'hubDown', log, since: SAMPLE_TIME - 30_000 },
    { kind: 'opening', openings: [opening], endorsements: [endorsement], door },
    { kind: 'reseat', request },
  ]
  const common = { format: 1, room, account: account.id, device, record: account.head, madeAt: SAMPLE_TIME } as const
  return contents.map((content) => ({ ...common, said: content }))
}

async function boardCases(crypto: Crypto, alice: Actor, note: Note): Promise<readonly VectorCase[]> {
  const provider = await sampleProvider(crypto, 'board.example.org')
  const secret = crypto.randomBytes(32)
  const slot = slotAt(SAMPLE_TIME)
  const board = await boardOf(crypto, secret, { provider: provider.key, slot })
  const signed = await signNote(crypto, alice.deviceKey, note)
  const deviceKey = keyOf<DevicePublicKey>(await crypto.ed25519PublicKey(alice.deviceKey))
  const sealed = await sealNote(crypto, board, signed)
  if (sealed === undefined) throw new Error('a sample note fits')
  const cell = cellKeyOf(crypto, alice.deviceKey, { tag: board.tag, kind: NOTE_KINDS[note.said.kind] })
  const post = await createPost(crypto, board, { cell, counter: note.madeAt, sealed })
  const taken = await verifyPost(crypto, post, SAMPLE_TIME)
  if (taken === undefined) throw new Error('a sample post is good')
  const { tag, publicKey, privateKey, noteKey } = board
  return [
    {
      kind: 'derivation',
      name: 'board',
      given: { secret, provider: provider.key, slot },
      result: { tag: boardTag.toBytes(tag), publicKey, privateKey, noteKey },
      holds: async () => (await boardOf(crypto, secret, { provider: provider.key, slot })).tag === tag,
    },
    {
      kind: 'derivation',
      name: 'cell key',
      given: { deviceKey: alice.deviceKey, tag: boardTag.toBytes(tag), kind: NOTE_KINDS[note.said.kind] },
      result: cell,
      holds: () => equal(cell, cellKeyOf(crypto, alice.deviceKey, { tag, kind: NOTE_KINDS[note.said.kind] })),
    },
    structure({ name: 'signed note', codec: signedNoteCodec, value: signed }),
    {
      kind: 'derivation',
      name: 'sealed note',
      given: { noteKey, tag: boardTag.toBytes(tag), sealed },
      result: encodeWith(signedNoteCodec, signed),
      holds: async () => {
        const opened = await openNote(crypto, board, sealed)
        return opened !== undefined && (await verifyNote(crypto, deviceKey, opened))
      },
    },
    exactStructure({ name: 'body of a post', codec: postBodyCodec, value: taken.body }),
    structure({ name: 'post', codec: boardPostCodec, value: post }),
    {
      kind: 'derivation',
      name: 'tag of a post',
      given: { post, now: SAMPLE_TIME },
      result: boardTag.toBytes(taken.tag),
      holds: async () => (await verifyPost(crypto, post, SAMPLE_TIME))?.tag === tag,
    },
  ]
}
