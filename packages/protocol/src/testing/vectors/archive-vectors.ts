import { createArchiveCipher } from '../../archive/archive-cipher.ts'
import { archiveHeadCodec, encodeArchiveHead, parseArchiveHead } from '../../archive/archive-head.ts'
import type { ArchiveHead } from '../../archive/archive-head.ts'
import { archiveRecordCodec } from '../../archive/archive-record.ts'
import type { ArchiveRecord } from '../../archive/archive-record.ts'
import { openArchive, readArchive } from '../../archive/open-archive.ts'
import { SegmentSealer } from '../../archive/seal-segment.ts'
import { concat, utf8 } from '../../bytes/bytes.ts'
import { encodeWith } from '../../bytes/codec.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { blobId, messageId, roomId } from '../../ids/ids.ts'
import type { AccountId, RoomId } from '../../ids/ids.ts'
import { publicProvider, SAMPLE_TIME, sampleActor, sampleProvider } from './cast.ts'
import { sampleOpenings } from './room-vectors.ts'
import { derivation, exactStructure, said } from './vector-case.ts'
import type { VectorCase } from './vector-case.ts'

export async function archiveVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const records = await sampleRecords(crypto)
  const id = crypto.randomBytes(16)
  const byPassword: ArchiveHead = {
    id,
    purpose: 'export',
    lock: { kind: 'password', salt: crypto.randomBytes(16), memoryKib: 65_536, passes: 3 },
    madeAt: SAMPLE_TIME,
  }
  const byKey: ArchiveHead = {
    ...byPassword,
    purpose: 'transfer',
    lock: { kind: 'key', name: crypto.randomBytes(16) },
  }
  const key = crypto.randomBytes(32)
  const archive = await sealSample(crypto, key, { head: byKey, records })
  return [
    exactStructure({ name: 'head of an archive with a password', codec: archiveHeadCodec, value: byPassword }),
    exactStructure({ name: 'head of an archive with a key', codec: archiveHeadCodec, value: byKey }),
    said('beginning of an archive', byKey, { bytes: encodeArchiveHead(byKey), parse: parseHead }),
    ...records.map((value) =>
      exactStructure({ name: `record of an archive: ${value.kind}`, codec: archiveRecordCodec, value }),
    ),
    derivation(
      'commitment of an archive',
      { key, head: encodeArchiveHead(byKey) },
      () => createArchiveCipher(crypto, key, encodeArchiveHead(byKey)).commitment,
    ),
    {
      kind: 'derivation',
      name: 'archive of two segments',
      given: { key, archive },
      result: records.map((record) => encodeWith(archiveRecordCodec, record)),
      holds: async () => (await countRecords(crypto, key, archive)) === records.length,
    },
  ]
}

function parseHead(bytes: Uint8Array): ArchiveHead | undefined {
  const parsed = parseArchiveHead(bytes)
  return parsed.kind === 'known' && parsed.headBytes.length === bytes.length ? parsed.head : undefined
}

type Sample = { readonly head: ArchiveHead; readonly records: readonly ArchiveRecord[] }

/** The first record in a segment of its own. */
async function sealSample(crypto: Crypto, key: Uint8Array, { head, records }: Sample): Promise<Uint8Array> {
  const headBytes = encodeArchiveHead(head)
  const cipher = createArchiveCipher(crypto, key, headBytes)
  const pieces = [headBytes, cipher.commitment]
  for (const [index, part] of [records.slice(0, 1), records.slice(1)].entries()) {
    const segment = new SegmentSealer(crypto, cipher, index)
    pieces.push(segment.start)
    for (const record of part) pieces.push(await segment.add(record))
    pieces.push(await segment.end(index === 0 ? 'segment' : 'archive'))
  }
  return concat(...pieces)
}

async function countRecords(crypto: Crypto, key: Uint8Array, archive: Uint8Array): Promise<number> {
  const read = (from: number, length: number): Promise<Uint8Array> =>
    Promise.resolve(archive.subarray(from, from + length))
  const opened = await openArchive({ crypto, read, keyFor: () => Promise.resolve(key) })
  return opened.kind === 'opened' ? (await Array.fromAsync(readArchive(opened.archive))).length : 0
}

async function sampleRecords(crypto: Crypto): Promise<readonly ArchiveRecord[]> {
  const provider = await sampleProvider(crypto, 'chat.example.org')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [provider] })
  const bob = await sampleActor(crypto, { name: 'bob', providers: [provider] })
  const room = roomId.fromBytes(crypto.randomBytes(32))
  const openings = (await sampleOpenings(crypto, alice, publicProvider(provider))).slice(0, 1)
  const own = { account: alice.account.id, name: alice.account.record.name, chain: alice.account.chain }
  const other = { account: bob.account.id, name: bob.account.record.name, provider: provider.name }
  const backupKey = crypto.randomBytes(32)
  const [name, secret] = [crypto.randomBytes(16), crypto.randomBytes(32)]
  const verification = { root: bob.account.head.hash, at: SAMPLE_TIME }
  return [
    { kind: 'account', ...own, tombstoneKeys: [crypto.randomBytes(32)], judgedAt: SAMPLE_TIME },
    { kind: 'keys', accountKeys: [alice.accountKey], recoveryKey: alice.recoveryKey, backupKey },
    { kind: 'person', ...other, chain: bob.account.chain, isContact: true, isBlocked: false, verification },
    {
      kind: 'room',
      room,
      kindOfRoom: 'direct',
      title: '',
      participants: [alice.account.id, bob.account.id],
      openings,
      meetings: [{ secret, madeAt: SAMPLE_TIME }],
      activeAt: SAMPLE_TIME,
      isOver: false,
    },
    { kind: 'tombstone', name, keptUntil: SAMPLE_TIME + 1, deletedBy: bob.account.id },
    ...sampleMessages(crypto, { room, own: alice.account.id, other: bob.account.id }),
  ]
}

type Conversation = { readonly room: RoomId; readonly own: AccountId; readonly other: AccountId }

function sampleMessages(crypto: Crypto, { room, own, other }: Conversation): readonly ArchiveRecord[] {
  const [id, deleted] = [messageId.fromBytes(crypto.randomBytes(32)), messageId.fromBytes(crypto.randomBytes(32))]
  const place = { acceptedAt: SAMPLE_TIME, seq: 7, sub: 0, sentAt: SAMPLE_TIME }
  return [
    {
      kind: 'message',
      room,
      id,
      sender: other,
      isOwn: false,
      body: { kind: 'content', encoded: utf8('stands for mimi-content') },
      ...place,
      expiresAt: SAMPLE_TIME + 1000,
      readBy: [],
      readers: [],
    },
    {
      kind: 'message',
      room,
      id: deleted,
      sender: own,
      isOwn: true,
      body: { kind: 'deleted' },
      ...place,
      readAt: SAMPLE_TIME,
      readBy: [other],
      readers: [other],
    },
    {
      kind: 'file',
      room,
      message: id,
      index: 0,
      blob: blobId.fromBytes(crypto.randomBytes(32)),
      offset: 0,
      bytes: crypto.randomBytes(64),
      isLast: true,
    },
  ]
}
