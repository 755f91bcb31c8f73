import { compare } from '../../bytes/bytes.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { openBackup, openBackupAtDoor, sealBackup } from '../../directory/backup.ts'
import { passwordDoorKey, phraseDoorKey, sealDoor } from '../../directory/backup-doors.ts'
import type { BackupContent } from '../../directory/backup.ts'
import { accountId, roomId } from '../../ids/ids.ts'
import { publicProvider, SAMPLE_TIME, sampleActor, sampleProvider } from './cast.ts'
import { sampleOpenings } from './room-vectors.ts'
import { derivation } from './vector-case.ts'
import type { VectorCase } from './vector-case.ts'
import { encodeExportHead } from '../../export/export-head.ts'

export async function storedVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const provider = await sampleProvider(crypto, 'chat.example.org')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [provider] })
  const bob = await sampleActor(crypto, { name: 'bob', providers: [provider] })
  const participants = [alice.account.id, bob.account.id]
  const content: BackupContent = {
    format: 1,
    accountKeys: [alice.accountKey],
    recoveryKey: alice.recoveryKey,
    contacts: [{ account: bob.account.id, name: bob.account.record.name, provider: provider.name }],
    blocked: [],
    rooms: [
      {
        room: roomId.fromBytes(crypto.randomBytes(32)),
        kind: 'direct',
        title: '',
        participants: participants.toSorted((a, b) => compare(accountId.toBytes(a), accountId.toBytes(b))),
        openings: (await sampleOpenings(crypto, alice, publicProvider(provider))).slice(0, 1),
        meetings: [{ secret: crypto.randomBytes(32), madeAt: SAMPLE_TIME }],
      },
    ],
  }
  const key = crypto.randomBytes(32)
  const exportKey = crypto.randomBytes(64)
  const making = { backupKey: key, madeAt: SAMPLE_TIME }
  const atPassword = { door: 'password', doorKey: passwordDoorKey(crypto, exportKey) } as const
  const atPhrase = { door: 'phrase', doorKey: phraseDoorKey(crypto, alice.recoveryKey) } as const
  const doors = {
    password: await sealDoor(crypto, { ...atPassword, ...making }),
    phrase: await sealDoor(crypto, { ...atPhrase, ...making }),
  }
  const sealed = await sealBackup(crypto, { key, doors }, content)
  return [
    derivation('head of an export file', {}, () => encodeExportHead()),
    {
      kind: 'derivation',
      name: 'sealed backup',
      given: { key, sealed },
      result: content,
      holds: async () => (await openBackup(crypto, key, sealed)).kind === 'opened',
    },
    {
      kind: 'derivation',
      name: 'sealed backup, opened by the export key of a password login',
      given: { exportKey, sealed },
      result: key,
      holds: async () => (await openBackupAtDoor(crypto, atPassword, sealed)).kind === 'opened',
    },
    {
      kind: 'derivation',
      name: 'sealed backup, opened by the recovery key',
      given: { recoveryKey: alice.recoveryKey, sealed },
      result: key,
      holds: async () => (await openBackupAtDoor(crypto, atPhrase, sealed)).kind === 'opened',
    },
  ]
}
