import { equal } from '../../bytes/bytes.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { boardTag, logId } from '../../ids/ids.ts'
import { keyOf } from '../../ids/keys.ts'
import type { ProviderPrivateKey } from '../../ids/keys.ts'
import { nameCertificateCodec, signNameCertificate, verifyNameCertificate } from '../../identity/name-certificate.ts'
import { prefixName, prefixOf } from '../../succession/prefix.ts'
import { hashOfSuccessorNote, successorNoteCodec } from '../../succession/successor-note.ts'
import { signTombstone, signedTombstoneCodec, tombstoneCodec, verifyTombstone } from '../../succession/tombstone.ts'
import type { Tombstone } from '../../succession/tombstone.ts'
import { publicProvider, SAMPLE_TIME, sampleActor, sampleProvider } from './cast.ts'
import { exactStructure, structure } from './vector-case.ts'
import type { VectorCase } from './vector-case.ts'

/** What providers say of where they go on, and what hubs are shown (`spec/survival.md` §11, §12, `spec/identity.md` §8). */
export async function successorVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  return [...(await tombstoneCases(crypto)), ...(await certificateCases(crypto)), ...shownCases(crypto)]
}

async function tombstoneCases(crypto: Crypto): Promise<readonly VectorCase[]> {
  const leaving = await sampleProvider(crypto, 'chat.example.org')
  const next = await sampleProvider(crypto, 'next.example.org')
  const value: Tombstone = {
    format: 1,
    provider: publicProvider(leaving),
    kind: 'leaving',
    madeAt: SAMPLE_TIME,
    endsAt: SAMPLE_TIME + 30 * 24 * 60 * 60 * 1000,
    successor: publicProvider(next),
  }
  const signed = await signTombstone(crypto, keyOf<ProviderPrivateKey>(leaving.signingSeed), value)
  return [
    exactStructure({ name: 'tombstone', codec: tombstoneCodec, value }),
    structure({ name: 'signed tombstone', codec: signedTombstoneCodec, value: signed }),
    {
      kind: 'derivation',
      name: 'signature of a tombstone',
      given: { key: leaving.key, tombstone: signed.tombstone },
      result: signed.signature,
      holds: async () => (await verifyTombstone(crypto, signed)) !== undefined,
    },
  ]
}

async function certificateCases(crypto: Crypto): Promise<readonly VectorCase[]> {
  const provider = await sampleProvider(crypto, 'chat.example.org')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [provider] })
  const { account } = alice
  const said = { format: 1, account: account.id, name: account.record.name, issuedAt: SAMPLE_TIME } as const
  const value = await signNameCertificate(crypto, keyOf<ProviderPrivateKey>(provider.signingSeed), said)
  return [
    structure({ name: 'name certificate', codec: nameCertificateCodec, value }),
    {
      kind: 'derivation',
      name: 'signature of a name certificate',
      given: { key: provider.key, said },
      result: value.signature,
      holds: () => verifyNameCertificate(crypto, provider.key, value),
    },
  ]
}

function shownCases(crypto: Crypto): readonly VectorCase[] {
  const note = { slot: 81_666, tag: boardTag.fromBytes(crypto.randomBytes(32)), sealed: crypto.randomBytes(64) }
  const hash = hashOfSuccessorNote(crypto, note)
  const secret = crypto.randomBytes(32)
  const [next, before] = [logId.fromBytes(crypto.randomBytes(32)), logId.fromBytes(crypto.randomBytes(32))]
  const prefix = prefixOf(crypto, secret, next)
  const name = prefixName(crypto, prefix, { log: before, seq: 7 })
  return [
    structure({ name: 'successor note', codec: successorNoteCodec, value: note }),
    {
      kind: 'derivation',
      name: 'hash of a successor note',
      given: { note },
      result: hash,
      holds: () => equal(hash, hashOfSuccessorNote(crypto, note)),
    },
    {
      kind: 'derivation',
      name: 'prefix',
      given: { secret, log: logId.toBytes(next) },
      result: prefix,
      holds: () => equal(prefix.key, prefixOf(crypto, secret, next).key),
    },
    {
      kind: 'derivation',
      name: 'name of a prefix entry',
      given: { nameKey: prefix.nameKey, log: logId.toBytes(before), seq: 7 },
      result: name,
      holds: () => equal(name, prefixName(crypto, prefix, { log: before, seq: 7 })),
    },
  ]
}
