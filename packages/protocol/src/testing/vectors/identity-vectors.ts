import { compare, concat, utf8 } from '../../bytes/bytes.ts'
import { encodeWith } from '../../bytes/codec.ts'
import { hashLabelled, signLabelled, verifyLabelled } from '../../crypto/labelled.ts'
import { openBox, sealBox } from '../../crypto/sealed-box.ts'
import { passwordDoorKey, phraseDoorKey } from '../../directory/backup-doors.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { deviceId } from '../../ids/ids.ts'
import { keyOf } from '../../ids/keys.ts'
import type { AccountPrivateKey, AccountPublicKey, DevicePublicKey, LeafPublicKey } from '../../ids/keys.ts'
import { isReservedName, skeletonOf } from '../../identity/account-name.ts'
import { accountRecordCodec, signedRecordCodec } from '../../identity/account-record.ts'
import { bindLeaf, encodeCredential, parseCredential, verifyCredential } from '../../identity/credential.ts'
import { providerCodec } from '../../identity/provider.ts'
import { recordChainCodec, recordHeadCodec, verifyRecordChain } from '../../identity/record-chain.ts'
import type { Account } from '../../identity/record-chain.ts'
import { emojiOf } from '../../identity/emoji-comparison.ts'
import { createSafetyCode, SAFETY_NONCE_BYTES, safetyCodeCodec } from '../../identity/safety-code.ts'
import { rootOfChain, safetyNumber } from '../../identity/safety-number.ts'
import type { AccountRoot } from '../../identity/safety-number.ts'
import { phraseOf } from '../../phrase/phrase.ts'
import { extend, nameOf, nextOf, publicProvider, sampleActor, sampleProvider } from './cast.ts'
import type { Actor } from './cast.ts'
import { derivation, exactStructure, said, structure } from './vector-case.ts'
import type { DerivationCase, VectorCase } from './vector-case.ts'

export async function identityVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const first = await sampleProvider(crypto, 'chat.example.org')
  const second = await sampleProvider(crypto, 'other.example.net')
  const alice = await sampleActor(crypto, { name: 'alice', providers: [first, second] })
  const bot = await sampleActor(crypto, { name: 'weather-bot', kind: 'bot', providers: [first] })
  const archive = await sampleActor(crypto, { name: 'records', kind: 'archive', providers: [first] })
  const added = await addDevice(crypto, alice)
  const recovered = await recover(crypto, alice)
  const records: readonly (readonly [string, Account])[] = [
    ['genesis of a person with two providers', alice.account],
    ['genesis of a bot', bot.account],
    ['genesis of an archive', archive.account],
    ['record that adds a device', added],
    ['record by the recovery key, from the genesis on', recovered],
  ]
  return [
    structure({ name: 'provider', codec: providerCodec, value: publicProvider(first) }),
    ...records.flatMap(([name, account]) => recordCases(crypto, name, account)),
    chainCase(crypto, 'chain that adds a device', added),
    chainCase(crypto, 'chain that the recovery key raised', recovered),
    ...(await credentialCases(crypto, alice)),
    ...nameCases(),
    ...(await labelCases(crypto, alice)),
    ...safetyCases(crypto, alice.account, [bot.account, added, recovered]),
    derivation('key of the password door', { exportKey: utf8('export key of a password login') }, () =>
      passwordDoorKey(crypto, utf8('export key of a password login')),
    ),
    derivation('key of the phrase door', { recoveryKey: alice.recoveryKey }, () =>
      phraseDoorKey(crypto, alice.recoveryKey),
    ),
    derivation('recovery phrase', { recoveryKey: alice.recoveryKey }, () =>
      phraseOf(crypto, alice.recoveryKey).join(' '),
    ),
  ]
}

function recordCases(crypto: Crypto, name: string, account: Account): readonly VectorCase[] {
  const signed = account.chain.at(-1)
  if (signed === undefined) return []
  return [
    exactStructure({ name, codec: accountRecordCodec, value: account.record }),
    structure({ name: `${name}, signed`, codec: signedRecordCodec, value: signed }),
    structure({ name: `${name}, its head`, codec: recordHeadCodec, value: account.head }),
    derivation(`${name}, its hash`, { record: signed.record }, () =>
      hashLabelled(crypto, 'account record', signed.record),
    ),
  ]
}

function chainCase(crypto: Crypto, name: string, account: Account): DerivationCase {
  const given = { chain: encodeWith(recordChainCodec, account.chain) }
  return {
    kind: 'derivation',
    name,
    given,
    result: { account: account.id, head: account.head },
    holds: async () => {
      const checked = await verifyRecordChain(crypto, account.chain)
      return checked?.id === account.id && checked.head.hash === account.head.hash
    },
  }
}

async function addDevice(crypto: Crypto, { account, accountKey }: Actor): Promise<Account> {
  const key = keyOf<DevicePublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32)))
  const next = nextOf(account)
  const added = [...next.devices, { id: deviceId.fromBytes(crypto.randomBytes(16)), key }]
  const devices = added.toSorted((a, b) => compare(deviceId.toBytes(a.id), deviceId.toBytes(b.id)))
  return extend(crypto, account, { signer: 'account', key: accountKey, record: { ...next, devices } })
}

async function recover(crypto: Crypto, { account, recoveryKey }: Actor): Promise<Account> {
  const fresh = keyOf<AccountPrivateKey>(crypto.randomBytes(32))
  const accountKey = keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(fresh))
  const record = { ...nextOf(account), generation: 1, accountKey, devices: [] }
  return extend(crypto, account, { signer: 'recovery', key: recoveryKey, record })
}

async function credentialCases(crypto: Crypto, alice: Actor): Promise<readonly VectorCase[]> {
  const { account, accountKey, device } = alice
  const leafKey = keyOf<LeafPublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32)))
  const credential = await bindLeaf(crypto, accountKey, { account, device, leafKey })
  return [
    said('credential', credential, { bytes: encodeCredential(credential), parse: parseCredential }),
    {
      kind: 'derivation',
      name: 'credential, bound to its leaf',
      given: { chain: encodeWith(recordChainCodec, account.chain), leafKey },
      result: encodeCredential(credential),
      holds: () => verifyCredential(crypto, account, { credential, leafKey }),
    },
  ]
}

/** The number of two, and what of it stays and what does not when one of them changes. */
function safetyCases(crypto: Crypto, alice: Account, others: readonly Account[]): readonly VectorCase[] {
  const self = accountRootOf(crypto, alice)
  const cases = others.flatMap((account) => {
    const other = accountRootOf(crypto, account)
    return [
      derivation('root of a chain', { chain: encodeWith(recordChainCodec, account.chain) }, () => other.root),
      derivation('safety number', { one: self, other }, () => safetyNumber(crypto, self, other)),
      structure({
        name: 'safety code',
        codec: safetyCodeCodec,
        value: createSafetyCode(
          crypto,
          { shower: self, other },
          { nonce: crypto.randomBytes(SAFETY_NONCE_BYTES), answers: crypto.randomBytes(SAFETY_NONCE_BYTES) },
        ),
      }),
    ]
  })
  const transcript = utf8('what both devices saw')
  return [
    ...cases,
    derivation('emoji to compare', { transcript }, () =>
      emojiOf(crypto, transcript)
        .map(({ symbol, en }) => `${symbol} ${en}`)
        .join(', '),
    ),
  ]
}

function accountRootOf(crypto: Crypto, { id, chain }: Account): AccountRoot {
  const root = rootOfChain(crypto, chain)
  if (root === undefined) throw new Error('a chain has a root')
  return { account: id, root }
}

const NAMES = [
  'alice',
  'a1ice',
  'c1ara',
  'clara',
  'dara',
  'modern',
  'rnodem',
  'w0rld',
  'vvorld',
  'hanna',
  'b.o-b_1',
  'adm1n',
]

function nameCases(): readonly VectorCase[] {
  return NAMES.flatMap((name) => [
    derivation('skeleton', { name }, () => skeletonOf(name)),
    derivation('reserved', { name }, () => isReservedName(nameOf(name))),
  ])
}

async function labelCases(crypto: Crypto, { deviceKey }: Actor): Promise<readonly VectorCase[]> {
  const data = utf8('challenge')
  const publicKey = await crypto.ed25519PublicKey(deviceKey)
  const signature = await signLabelled({ crypto, label: 'session' }, deviceKey, data)
  const privateKey = crypto.randomBytes(32)
  const box = await sealBox(
    crypto,
    { publicKey: await crypto.x25519PublicKey(privateKey), info: 'Rushlight 1 letter' },
    data,
  )
  return [
    derivation('hash with the label "entry"', { data }, () => hashLabelled(crypto, 'entry', data)),
    {
      kind: 'derivation',
      name: 'signature with the label "session"',
      given: { privateKey: deviceKey, publicKey, data },
      result: signature,
      holds: () => verifyLabelled({ crypto, label: 'session' }, { publicKey, signature }, data),
    },
    {
      kind: 'derivation',
      name: 'box with the info "Rushlight 1 letter"',
      given: { privateKey, box },
      result: data,
      holds: async () => {
        const opened = box && (await openBox(crypto, { privateKey, info: 'Rushlight 1 letter' }, box))
        return opened !== undefined && compare(opened, concat(data)) === 0
      },
    },
  ]
}
