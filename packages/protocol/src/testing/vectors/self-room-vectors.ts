import type { Crypto } from '../../crypto/crypto.ts'
import { parseAccountName } from '../../identity/account-name.ts'
import { parseProviderName } from '../../identity/provider.ts'
import { accountId, blobId, deviceId, messageId, recordHash, roomId } from '../../ids/ids.ts'
import { encodeSelfNote, nameOfSelfNote, parseSelfNote, saidNotesCodec } from '../../self-room/note.ts'
import type { SelfNote } from '../../self-room/note.ts'
import { SAMPLE_TIME } from './cast.ts'
import { derivation, said, structure } from './vector-case.ts'
import type { VectorCase } from './vector-case.ts'

export function selfRoomVectors(crypto: Crypto): readonly VectorCase[] {
  const room = roomId.fromBytes(crypto.randomBytes(32))
  const message = messageId.fromBytes(crypto.randomBytes(32))
  const device = deviceId.fromBytes(crypto.randomBytes(16))
  const account = accountId.fromBytes(crypto.randomBytes(32))
  const [name, provider] = [parseAccountName('bruno'), parseProviderName('chat.example.org')]
  if (name === undefined || provider === undefined) throw new Error('names that are good')
  const person = { account, name, provider }
  const notes: readonly SelfNote[] = [
    { kind: 'readUpTo', room, acceptedAt: SAMPLE_TIME, seq: 7 },
    { kind: 'burning', room, message, readAt: SAMPLE_TIME },
    { kind: 'deletedHere', room, message },
    { kind: 'contact', ...person, isContact: true },
    { kind: 'blocked', ...person, isBlocked: true },
    { kind: 'setting', setting: 'readReceipts', isOn: false },
    { kind: 'pinned', room, isPinned: true },
    { kind: 'muted', room, until: SAMPLE_TIME },
    { kind: 'draft', room, text: 'Dear Bruno,' },
    { kind: 'deviceName', named: device, name: 'Firefox on Linux' },
    { kind: 'deviceUse', used: device, addedAt: SAMPLE_TIME, usedAt: SAMPLE_TIME },
    { kind: 'verified', ...person, root: recordHash.fromBytes(crypto.randomBytes(32)) },
    { kind: 'historyAsk', asker: device, askedAt: SAMPLE_TIME, since: 0 },
    { kind: 'historyGiving', asker: device, askedAt: SAMPLE_TIME, giver: device, lines: 1234 },
    {
      kind: 'historyPart',
      asker: device,
      askedAt: SAMPLE_TIME,
      giver: device,
      index: 3,
      blob: blobId.fromBytes(crypto.randomBytes(32)),
      fileKey: crypto.randomBytes(32),
      bytes: 500_000,
      provider,
      linesDone: 1000,
      isLast: false,
    },
  ]
  return [
    ...notes.map((note) => said(`note: ${note.kind}`, note, { bytes: encodeSelfNote(note), parse: parseSelfNote })),
    ...notes.map((note) => derivation(`its name: ${note.kind}`, { ...note }, () => nameOfSelfNote(note))),
    structure({
      name: 'notes',
      codec: saidNotesCodec,
      value: notes.map((note) => ({ at: SAMPLE_TIME, device, note: encodeSelfNote(note) })),
    }),
  ]
}
