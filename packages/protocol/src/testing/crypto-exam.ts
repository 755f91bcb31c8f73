import { equal, utf8 } from '../bytes/bytes.ts'
import { aes128Gcm, chaCha20Poly1305 } from '../crypto/aead.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { changed, ensure, ensureHex, hex } from './exam-case.ts'
import type { ExamCase } from './exam-case.ts'

/**
 * What every adapter of the `Crypto` port must answer: published vectors of each primitive, and the outcomes that the
 * port's contract promises for hostile input. Runs in Node and in a browser's page alike.
 */
export function cryptoExam(crypto: Crypto): readonly ExamCase[] {
  return [
    { name: 'SHA-256 of "abc", whole and in pieces (FIPS 180-4)', run: () => examineHash(crypto) },
    { name: 'HMAC-SHA-256 (RFC 4231, cases 1, 2 and 6) and with an empty key', run: () => examineHmac(crypto) },
    { name: 'random bytes have the length asked for and differ', run: () => examineRandomBytes(crypto) },
    { name: 'AES-128-GCM and AES-256-GCM (NIST SP 800-38D cases 4 and 16)', run: () => examineAesGcm(crypto) },
    { name: 'ChaCha20-Poly1305 (RFC 8439 §2.8.2)', run: () => examineChaCha20Poly1305(crypto) },
    { name: 'a changed, cut or foreign ciphertext does not open, long or short', run: () => examineOpening(crypto) },
    { name: 'Ed25519 (RFC 8032 §7.1, tests 1 to 3)', run: () => examineEd25519(crypto) },
    { name: 'forged, malleable and small-order Ed25519 is refused', run: () => examineStrictness(crypto) },
    { name: 'X25519 (RFC 7748 §6.1)', run: () => examineX25519(crypto) },
    { name: 'X25519 with a point of small order gives nothing', run: () => examineSmallOrder(crypto) },
    { name: 'wrong lengths are refused with RangeError', run: () => examineLengths(crypto) },
  ]
}

async function examineHash(crypto: Crypto): Promise<void> {
  ensureHex(crypto.sha256(utf8('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  ensureHex(crypto.sha256(new Uint8Array(0)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  const pieces = crypto.createSha256()
  for (const piece of ['a', '', 'bc']) pieces.update(utf8(piece))
  ensureHex(pieces.digest(), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
}

async function examineHmac(crypto: Crypto): Promise<void> {
  const short = crypto.hmacSha256(new Uint8Array(20).fill(0x0b), utf8('Hi There'))
  ensureHex(short, 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7')
  const jefe = crypto.hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?'))
  ensureHex(jefe, '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  const long = utf8('Test Using Larger Than Block-Size Key - Hash Key First')
  const hashedKey = crypto.hmacSha256(new Uint8Array(131).fill(0xaa), long)
  ensureHex(hashedKey, '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54')
  const empty = crypto.hmacSha256(new Uint8Array(0), new Uint8Array(0))
  ensureHex(empty, 'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad')
}

async function examineRandomBytes(crypto: Crypto): Promise<void> {
  for (const length of [0, 1, 32, 65_536]) ensure(crypto.randomBytes(length).length === length, 'length')
  ensure(!equal(crypto.randomBytes(32), crypto.randomBytes(32)), 'two draws differ')
}

const GCM_KEY = 'feffe9928665731c6d6a8f9467308308'
const GCM_NONCE = 'cafebabefacedbaddecaf888'
const GCM_ASSOCIATED = 'feedfacedeadbeeffeedfacedeadbeefabaddad2'
const GCM_PLAINTEXT =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'

async function examineAesGcm(crypto: Crypto): Promise<void> {
  const message = { data: hex(GCM_PLAINTEXT), associated: hex(GCM_ASSOCIATED) }
  const sealed = await crypto.sealAesGcm(hex(GCM_KEY), hex(GCM_NONCE), message)
  ensureHex(
    sealed,
    '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091' +
      '5bc94fbc3221a5db94fae95ae7121a47',
  )
  const long = hex(GCM_KEY + GCM_KEY)
  ensureHex(
    await crypto.sealAesGcm(long, hex(GCM_NONCE), message),
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
      '76fc6ece0f4e1768cddf8853bb2d551b',
  )
  const opened = await crypto.openAesGcm(hex(GCM_KEY), hex(GCM_NONCE), { ...message, data: sealed })
  ensureHex(opened, GCM_PLAINTEXT)
}

async function examineChaCha20Poly1305(crypto: Crypto): Promise<void> {
  const key = hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f')
  const nonce = hex('070000004041424344454647')
  const text =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
  const message = { data: utf8(text), associated: hex('50515253c0c1c2c3c4c5c6c7') }
  const sealed = await crypto.sealChaCha20Poly1305(key, nonce, message)
  ensureHex(
    sealed,
    'd31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b6' +
      '7ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116' +
      '1ae10b594f09e26a7e902ecbd0600691',
  )
  const opened = await crypto.openChaCha20Poly1305(key, nonce, { ...message, data: sealed })
  ensure(opened !== undefined && equal(opened, message.data), 'opens')
}

async function examineOpening(crypto: Crypto): Promise<void> {
  const associated = utf8('header')
  const nonce = new Uint8Array(12).fill(2)
  for (const aead of [aes128Gcm(crypto), chaCha20Poly1305(crypto)]) {
    const key = new Uint8Array(aead.keyBytes).fill(1)
    for (const length of [0, 1, 17, 1023, 1024, 5000]) {
      const data = new Uint8Array(length).fill(3)
      const sealed = await aead.seal(key, nonce, { data, associated })
      ensure(
        data.every((byte) => byte === 3),
        'the plaintext is left as it was',
      )
      const opened = await aead.open(key, nonce, { data: sealed, associated })
      ensure(opened !== undefined && equal(opened, data), 'opens')
      const wrong = [
        { data: changed(sealed, 0), associated },
        { data: changed(sealed, sealed.length - 1), associated },
        { data: sealed.subarray(0, sealed.length - 1), associated },
        { data: sealed.subarray(0, 15), associated },
        { data: new Uint8Array(0), associated },
        { data: sealed, associated: utf8('heades') },
      ]
      for (const message of wrong) ensure((await aead.open(key, nonce, message)) === undefined, 'stays shut')
      ensure((await aead.open(key, changed(nonce, 3), { data: sealed, associated })) === undefined, 'other nonce')
      ensure((await aead.open(changed(key, 3), nonce, { data: sealed, associated })) === undefined, 'other key')
    }
  }
}

const ED25519_TESTS = [
  {
    privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    data: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    privateKey: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    data: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    privateKey: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    data: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
]

async function examineEd25519(crypto: Crypto): Promise<void> {
  for (const test of ED25519_TESTS) {
    const privateKey = hex(test.privateKey)
    ensureHex(await crypto.ed25519PublicKey(privateKey), test.publicKey)
    ensureHex(await crypto.signEd25519(privateKey, hex(test.data)), test.signature)
    ensureHex(privateKey, test.privateKey)
    ensure(await crypto.verifyEd25519(hex(test.publicKey), hex(test.data), hex(test.signature)), 'verifies')
    for (const at of [0, 31, 32, 63]) {
      const forged = changed(hex(test.signature), at)
      ensure(!(await crypto.verifyEd25519(hex(test.publicKey), hex(test.data), forged)), 'a changed signature')
    }
    ensure(!(await crypto.verifyEd25519(hex(test.publicKey), utf8('other'), hex(test.signature))), 'other data')
  }
}

/** Signatures that a lax verifier takes: the equation holds, or holds in some readings of it. */
const LAX_SIGNATURES = [
  // S of RFC 8032 test 2 plus the order of the group.
  {
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    data: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69daf52db7415978abc61b2c2eb6aeebfca0387b2eaeb4302aeeb00d291612bb0c10',
  },
  // The identity as public key: R = S·B whatever was signed.
  {
    publicKey: '0100000000000000000000000000000000000000000000000000000000000000',
    data: '616e797468696e67',
    signature:
      'ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22cade1807345ca227a245f01b2d72081541a2d055c48a8288a4e7e4c4bca392808',
  },
  // The same key written with the sign of a zero x.
  {
    publicKey: '0100000000000000000000000000000000000000000000000000000000000080',
    data: '616e797468696e67',
    signature:
      'ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22cade1807345ca227a245f01b2d72081541a2d055c48a8288a4e7e4c4bca392808',
  },
  // The same key with y not reduced.
  {
    publicKey: 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    data: '616e797468696e67',
    signature:
      'ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22cade1807345ca227a245f01b2d72081541a2d055c48a8288a4e7e4c4bca392808',
  },
]

async function examineStrictness(crypto: Crypto): Promise<void> {
  for (const { publicKey, data, signature } of LAX_SIGNATURES) {
    ensure(!(await crypto.verifyEd25519(hex(publicKey), hex(data), hex(signature))), publicKey)
  }
  const [first] = ED25519_TESTS
  const publicKey = hex(first?.publicKey ?? '')
  const signature = hex(first?.signature ?? '')
  ensure(!(await crypto.verifyEd25519(publicKey.subarray(1), new Uint8Array(0), signature)), 'short key')
  ensure(!(await crypto.verifyEd25519(publicKey, new Uint8Array(0), signature.subarray(1))), 'short signature')
}

async function examineX25519(crypto: Crypto): Promise<void> {
  const alice = hex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a')
  const bob = hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
  const alicePublic = await crypto.x25519PublicKey(alice)
  const bobPublic = await crypto.x25519PublicKey(bob)
  ensureHex(alicePublic, '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a')
  ensureHex(bobPublic, 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
  const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742'
  ensureHex(await crypto.x25519(alice, bobPublic), shared)
  ensureHex(await crypto.x25519(bob, alicePublic), shared)
}

async function examineSmallOrder(crypto: Crypto): Promise<void> {
  const points = [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ]
  for (const point of points) {
    ensure((await crypto.x25519(new Uint8Array(32).fill(9), hex(point))) === undefined, point)
  }
}

async function examineLengths(crypto: Crypto): Promise<void> {
  const message = { data: new Uint8Array(40), associated: new Uint8Array(0) }
  const wrong: readonly (() => Promise<unknown>)[] = [
    () => crypto.sealAesGcm(new Uint8Array(24), new Uint8Array(12), message),
    () => crypto.openAesGcm(new Uint8Array(16), new Uint8Array(11), message),
    () => crypto.sealChaCha20Poly1305(new Uint8Array(16), new Uint8Array(12), message),
    () => crypto.openChaCha20Poly1305(new Uint8Array(32), new Uint8Array(16), message),
    () => crypto.ed25519PublicKey(new Uint8Array(31)),
    () => crypto.signEd25519(new Uint8Array(64), new Uint8Array(0)),
    () => crypto.x25519PublicKey(new Uint8Array(33)),
    () => crypto.x25519(new Uint8Array(32).fill(1), new Uint8Array(31)),
  ]
  for (const call of wrong) {
    const failure = await call().then(
      () => undefined,
      (error: unknown) => error,
    )
    ensure(failure instanceof RangeError, 'RangeError')
  }
}
