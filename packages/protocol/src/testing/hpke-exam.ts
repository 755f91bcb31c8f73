import { equal, EMPTY, utf8 } from '../bytes/bytes.ts'
import { aes256Gcm, chaCha20Poly1305 } from '../crypto/aead.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hkdfSha512 } from '../crypto/hkdf.ts'
import { createHpke, exportHpkeSecret, importHpkeSecret, openHpke, sealHpke } from '../crypto/hpke.ts'
import type { Hpke } from '../crypto/hpke.ts'
import { xWing } from '../crypto/x-wing.ts'
import { changed, ensure, ensureHex, hex } from './exam-case.ts'
import type { ExamCase } from './exam-case.ts'

/** HPKE over an adapter of the `Crypto` port: the vectors of RFC 9180 appendix A and what must not open. */
export function hpkeExam(crypto: Crypto): readonly ExamCase[] {
  return [
    { name: 'HPKE, RFC 9180 A.1.1 (X25519, HKDF-SHA256, AES-128-GCM)', run: () => examineVector(crypto, A_1) },
    { name: 'HPKE, RFC 9180 A.2.1 (X25519, HKDF-SHA256, ChaCha20-Poly1305)', run: () => examineVector(crypto, A_2) },
    { name: 'HPKE exports of RFC 9180 A.1.1.2', run: () => examineExports(crypto) },
    { name: 'HPKE opens nothing that was changed', run: () => examineOpening(createHpke(crypto)) },
    { name: 'HPKE over X-Wing opens nothing that was changed', run: () => examineOpening(createXWingHpke(crypto)) },
    { name: 'X-Wing gives the secrets of its draft', run: () => examineXWing(crypto) },
    { name: 'X-Wing takes no key that an honest owner cannot have', run: () => examineXWingKeys(crypto) },
    { name: 'HPKE seals nothing to a key of small order', run: () => examineSmallOrder(crypto) },
  ]
}

type Vector = {
  readonly hpke: (crypto: Crypto) => Hpke
  readonly ephemeralMaterial: string
  readonly ephemeralPrivateKey: string
  readonly encapsulated: string
  readonly receiverMaterial: string
  readonly receiverPrivateKey: string
  readonly receiverPublicKey: string
  readonly ciphertext: string
}

const A_1: Vector = {
  hpke: createHpke,
  ephemeralMaterial: '7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234',
  ephemeralPrivateKey: '52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736',
  encapsulated: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
  receiverMaterial: '6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037',
  receiverPrivateKey: '4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8',
  receiverPublicKey: '3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d',
  ciphertext: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
}

const A_2: Vector = {
  hpke: (crypto) => ({ ...createHpke(crypto), aead: chaCha20Poly1305(crypto) }),
  ephemeralMaterial: '909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b',
  ephemeralPrivateKey: 'f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600',
  encapsulated: '1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a',
  receiverMaterial: '1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df',
  receiverPrivateKey: '8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb',
  receiverPublicKey: '4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a',
  ciphertext: '1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28',
}

const INFO = utf8('Ode on a Grecian Urn')
const PLAINTEXT = utf8('Beauty is truth, truth beauty')
const ASSOCIATED = utf8('Count-0')

async function examineVector(crypto: Crypto, vector: Vector): Promise<void> {
  const hpke = vector.hpke(withRandomness(crypto, hex(vector.ephemeralPrivateKey)))
  const ephemeral = await hpke.kem.deriveKeyPair(hex(vector.ephemeralMaterial))
  ensureHex(ephemeral.privateKey, vector.ephemeralPrivateKey)
  ensureHex(ephemeral.publicKey, vector.encapsulated)
  const receiver = await hpke.kem.deriveKeyPair(hex(vector.receiverMaterial))
  ensureHex(receiver.privateKey, vector.receiverPrivateKey)
  ensureHex(receiver.publicKey, vector.receiverPublicKey)
  const message = { info: INFO, associated: ASSOCIATED, data: PLAINTEXT }
  const sealed = await sealHpke(hpke, receiver.publicKey, message)
  ensureHex(sealed?.encapsulated, vector.encapsulated)
  ensureHex(sealed?.ciphertext, vector.ciphertext)
  ensure(sealed !== undefined, 'seals')
  const opened = await openHpke(hpke, receiver, { ...sealed, info: INFO, associated: ASSOCIATED })
  ensure(opened !== undefined && equal(opened, PLAINTEXT), 'opens')
}

const EXPORTS = [
  { context: EMPTY, secret: '3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee' },
  { context: Uint8Array.of(0), secret: '2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5' },
  { context: utf8('TestContext'), secret: 'e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931' },
]

async function examineExports(crypto: Crypto): Promise<void> {
  const hpke = createHpke(withRandomness(crypto, hex(A_1.ephemeralPrivateKey)))
  const receiver = await hpke.kem.deriveKeyPair(hex(A_1.receiverMaterial))
  for (const { context, secret } of EXPORTS) {
    const wanted = { info: INFO, context, length: 32 }
    const exported = await exportHpkeSecret(hpke, receiver.publicKey, wanted)
    ensureHex(exported?.secret, secret)
    ensure(exported !== undefined, 'exports')
    ensureHex(await importHpkeSecret(hpke, receiver, { ...wanted, encapsulated: exported.encapsulated }), secret)
  }
}

async function examineOpening(hpke: Hpke): Promise<void> {
  const keys = await hpke.kem.generateKeyPair()
  const sealed = await sealHpke(hpke, keys.publicKey, { info: INFO, associated: ASSOCIATED, data: PLAINTEXT })
  ensure(sealed !== undefined, 'seals')
  const right = { ...sealed, info: INFO, associated: ASSOCIATED }
  ensure((await openHpke(hpke, keys, right)) !== undefined, 'opens')
  const wrong = [
    { ...right, info: EMPTY },
    { ...right, associated: EMPTY },
    { ...right, ciphertext: changed(sealed.ciphertext, 3) },
    { ...right, encapsulated: changed(sealed.encapsulated, 3) },
    { ...right, encapsulated: sealed.encapsulated.subarray(1) },
    { ...right, encapsulated: new Uint8Array(32) },
  ]
  for (const message of wrong) ensure((await openHpke(hpke, keys, message)) === undefined, 'stays shut')
  ensure((await openHpke(hpke, await hpke.kem.generateKeyPair(), right)) === undefined, 'another receiver')
}

function createXWingHpke(crypto: Crypto): Hpke {
  return { kem: xWing(crypto), kdf: hkdfSha512(crypto), aead: aes256Gcm(crypto) }
}

/** draft-connolly-cfrg-xwing-kem-08, appendix C, the first two; of the keys only where they begin and end. */
const X_WING = [
  {
    privateKey: '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
    publicKey: ['e2236b35a8c24b39b10aa1323a96a919', '23593d4ba32d9abac8cd049040ef6534'],
  },
  {
    privateKey: 'badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea',
    publicKey: ['0333285fa253661508c9fb444852caa4', '28c953926d96ea8a160b8843f1c89c62'],
  },
] as const

/** Keys as published; secrets: sender and receiver agree, as far as the platform lets nobody choose what it draws. */
async function examineXWing(crypto: Crypto): Promise<void> {
  const kem = xWing(crypto)
  for (const { privateKey, publicKey } of X_WING) {
    const keys = { privateKey: hex(privateKey), publicKey: await kem.publicKeyOf(hex(privateKey)) }
    ensureHex(keys.publicKey.slice(0, 16), publicKey[0])
    ensureHex(keys.publicKey.slice(-16), publicKey[1])
    const sent = await kem.encapsulate(keys.publicKey)
    const received = sent && (await kem.decapsulate(keys, sent.encapsulated))
    ensure(sent !== undefined && received !== undefined && equal(sent.secret, received), 'sender and receiver agree')
  }
}

async function examineXWingKeys(crypto: Crypto): Promise<void> {
  const kem = xWing(crypto)
  const { publicKey } = await kem.generateKeyPair()
  ensure(kem.isPublicKey(publicKey), 'a good key')
  const tooLarge = publicKey.slice()
  tooLarge.set([0x01, 0x0d], 0)
  const smallOrder = publicKey.slice()
  smallOrder.fill(0, -32)
  for (const bad of [tooLarge, smallOrder, publicKey.subarray(1), EMPTY]) {
    ensure(!kem.isPublicKey(bad) && (await kem.encapsulate(bad)) === undefined, 'a bad key')
  }
  ensure(
    (await crypto.encapsulateMlKem768(tooLarge.subarray(0, 1184))) === undefined,
    'a coefficient that is too large',
  )
  const largest = publicKey.slice()
  largest.set([0x00, 0x0d], 0)
  ensure(kem.isPublicKey(largest), 'the largest coefficient')
}

async function examineSmallOrder(crypto: Crypto): Promise<void> {
  const hpke = createHpke(crypto)
  const message = { info: INFO, associated: ASSOCIATED, data: PLAINTEXT }
  const keys = ['00'.repeat(32), `${'00'.repeat(31)}80`, `ec${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(31)}`, '09']
  for (const key of keys) ensure((await sealHpke(hpke, hex(key), message)) === undefined, key)
}

/** An adapter that draws the same bytes each time: for published vectors only. */
function withRandomness(crypto: Crypto, drawn: Uint8Array): Crypto {
  return { ...crypto, randomBytes: () => drawn.slice() }
}
