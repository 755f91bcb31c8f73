import { encodeVector } from '@rushlight/protocol'
import { determineLength } from '#ts-mls/codec/variableLength.js'
import { computePskSecret } from '#ts-mls/presharedkey.js'
import {
  createLabelSealer,
  deriveSecret,
  deriveTreeSecret,
  expandWithLabel,
  openWithLabel,
  refHash,
  signWithLabel,
  verifyWithLabel,
} from '../../group-crypto/mls/keys/labels.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { isLeafIndex, leftOf, parentOf, rightOf, rootOf, widthFor } from '../../group-crypto/mls/tree/tree-math.ts'
import { librarySuite } from './library-suite.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

export async function runTreeMath(_suite: Suite, vector: VectorValue): Promise<void> {
  const width = widthFor(vector.number('n_leaves'))
  ensure(width === vector.number('n_nodes'), 'the width')
  ensure(rootOf(width) === vector.number('root'), 'the root')
  const columns = (name: string): readonly unknown[] => vector.list(name).map(({ value }) => value)
  const [left, right, parent, sibling] = ['left', 'right', 'parent', 'sibling'].map(columns)
  for (let node = 0; node < width; node++) {
    const isRoot = node === rootOf(width)
    // oxlint-disable-next-line unicorn/no-null -- the file's word for "none"
    const none = null
    ensure((isLeafIndex(node) ? none : leftOf(node)) === left?.[node], 'the left child')
    ensure((isLeafIndex(node) ? none : rightOf(node)) === right?.[node], 'the right child')
    const above = isRoot ? none : parentOf(node)
    ensure(above === parent?.[node], 'the parent')
    const beside = above === none ? none : node < above ? rightOf(above) : leftOf(above)
    ensure(beside === sibling?.[node], 'the sibling')
  }
}

export async function runCryptoBasics(suite: Suite, vector: VectorValue): Promise<void> {
  const ref = vector.field('ref_hash')
  ensureEqual(refHash(suite, ref.text('label'), ref.bytes('value')), ref.bytes('out'), 'RefHash')
  const expand = vector.field('expand_with_label')
  const expansion = { label: expand.text('label'), context: expand.bytes('context'), length: expand.number('length') }
  ensureEqual(expandWithLabel(suite, expand.bytes('secret'), expansion), expand.bytes('out'), 'ExpandWithLabel')
  const derive = vector.field('derive_secret')
  ensureEqual(deriveSecret(suite, derive.bytes('secret'), derive.text('label')), derive.bytes('out'), 'DeriveSecret')
  const tree = vector.field('derive_tree_secret')
  const wanted = { label: tree.text('label'), generation: tree.number('generation'), length: tree.number('length') }
  ensureEqual(deriveTreeSecret(suite, tree.bytes('secret'), wanted), tree.bytes('out'), 'DeriveTreeSecret')
  await runSigning(suite, vector.field('sign_with_label'))
  await runSealing(suite, vector.field('encrypt_with_label'))
}

async function runSigning(suite: Suite, vector: VectorValue): Promise<void> {
  const message = { label: vector.text('label'), content: vector.bytes('content') }
  const given = vector.bytes('signature')
  ensure(await verifyWithLabel(suite, vector.bytes('pub'), { ...message, signature: given }), 'VerifyWithLabel')
  const made = await signWithLabel(suite, vector.bytes('priv'), message)
  ensure(await verifyWithLabel(suite, vector.bytes('pub'), { ...message, signature: made }), 'SignWithLabel')
}

async function runSealing(suite: Suite, vector: VectorValue): Promise<void> {
  const keys = { privateKey: vector.bytes('priv'), publicKey: vector.bytes('pub') }
  const place = { label: vector.text('label'), context: vector.bytes('context') }
  const given = { kemOutput: vector.bytes('kem_output'), ciphertext: vector.bytes('ciphertext') }
  const plaintext = vector.bytes('plaintext')
  ensureEqual(await openWithLabel(suite, keys, { ...place, sealed: given }), plaintext, 'DecryptWithLabel')
  const sealed = await createLabelSealer(suite, place.label, place.context)(keys.publicKey, plaintext)
  ensure(sealed !== undefined, 'EncryptWithLabel')
  ensureEqual(await openWithLabel(suite, keys, { ...place, sealed }), plaintext, 'EncryptWithLabel')
}

export async function runDeserialization(_suite: Suite, vector: VectorValue): Promise<void> {
  const header = vector.bytes('vlbytes_header')
  const length = vector.number('length')
  const read = determineLength(header)
  ensure(read.length === length && read.lengthFieldSize === header.length, 'the length')
  if (length < 2 ** 24)
    ensureEqual(encodeVector(new Uint8Array(length)).subarray(0, header.length), header, 'the header')
}

export async function runPskSecret(suite: Suite, vector: VectorValue): Promise<void> {
  const psks = vector
    .list('psks')
    .map((psk): Parameters<typeof computePskSecret>[0][number] => [
      { psktype: 'external', pskId: psk.bytes('psk_id'), pskNonce: psk.bytes('psk_nonce') },
      psk.bytes('psk'),
    ])
  ensureEqual(await computePskSecret(psks, librarySuite(suite)), vector.bytes('psk_secret'), 'the PSK secret')
}
