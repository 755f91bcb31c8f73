import {
  APP_DATA_DICTIONARY,
  bindLeaf,
  encodeAddresses,
  encodeCredential,
  encodeLeafSlot,
  FEATURE_LEVEL,
  KEY_PACKAGE_LIFETIME_MS_MAX,
  keyOf,
  READER_SECRET_BYTES,
  readerTag,
  span,
} from '@rushlight/protocol'
import type {
  Account,
  Crypto,
  LeafPrivateKey,
  LeafPublicKey,
  PostingPrivateKey,
  PostingPublicKey,
  RoomId,
  RoomSuite,
} from '@rushlight/protocol'
import { newKey } from '../account/create-self.ts'
import type { SelfRow } from '../account/self-row.ts'
import { createKeyPackage } from '../group-crypto/mls/key-package.ts'
import { createAddresses, publicAddress } from '../home/own-address.ts'
import type { KeyPackageRow } from './key-package-row.ts'

/** Who makes it, of which suite, and when. */
export type KeyPackageMaker = {
  readonly self: SelfRow
  readonly account: Account
  readonly suite: RoomSuite
  readonly now: number
}

/** Clocks that are a little behind shall find it valid already. */
const BACKDATED_MS: number = span.HOUR_MS

export type OwnKeyPackage = {
  readonly row: KeyPackageRow
  /** Of its leaf: also inside the row's private keys. */
  readonly leafKey: LeafPublicKey
  readonly leafPrivateKey: LeafPrivateKey
}

/** A KeyPackage of this device with fresh keys for everything; `undefined` while the device has no queue. */
export async function createOwnKeyPackage(
  crypto: Crypto,
  { self, account, suite, now }: KeyPackageMaker,
  reseatFor?: RoomId,
): Promise<OwnKeyPackage | undefined> {
  const { device, accountKey } = self
  const addresses = await createAddresses(crypto, self.homes)
  if (addresses.length === 0) return undefined
  const leafPrivateKey = newKey<LeafPrivateKey>(crypto)
  const postingKey = newKey<PostingPrivateKey>(crypto)
  const readerSecret = crypto.randomBytes(READER_SECRET_BYTES)
  const leafKey = keyOf<LeafPublicKey>(await crypto.ed25519PublicKey(leafPrivateKey))
  const slot = {
    postingKey: keyOf<PostingPublicKey>(await crypto.ed25519PublicKey(postingKey)),
    reader: readerTag(crypto, readerSecret),
  }
  const notBeforeAt = now - BACKDATED_MS
  const notAfterAt = notBeforeAt + KEY_PACKAGE_LIFETIME_MS_MAX
  const { keyPackage, privateKeys } = await createKeyPackage(crypto, {
    suite,
    identity: encodeCredential(await bindLeaf(crypto, accountKey, { account, device, leafKey })),
    signaturePrivateKey: leafPrivateKey,
    leafExtensions: encodeLeafSlot({ slot, featureLevel: FEATURE_LEVEL }),
    extensions: encodeAddresses(addresses.map((address) => publicAddress(address))),
    supportedExtensions: [APP_DATA_DICTIONARY],
    notBeforeAt,
    notAfterAt,
  })
  const made = { keyPackage, privateKeys, postingKey, readerSecret, addresses }
  const row: KeyPackageRow = { format: 1, ...made, record: account.head.hash, notAfter: notAfterAt }
  return { row: reseatFor === undefined ? row : { ...row, reseatFor }, leafKey, leafPrivateKey }
}
