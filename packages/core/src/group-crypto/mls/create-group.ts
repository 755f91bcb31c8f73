import type { Crypto, Extension } from '@rushlight/protocol'
import { Group } from './group.ts'
import { parsePrivateKeys, readKeyPackage } from './key-package.ts'
import { confirmationTag, epochFromSecret } from './keys/key-schedule.ts'
import { createSecretTree } from './keys/secret-tree.ts'
import { suiteNamed } from './keys/suite.ts'
import { leafOf } from './tree/leaf.ts'
import { treeOf } from './tree/ratchet-tree.ts'
import { treeHash } from './tree/tree-hash.ts'
import { toMlsExtensions } from './wire/extension.ts'
import { encodeGroupContext } from './wire/ts-mls.ts'

export type GroupFounding = {
  readonly groupId: Uint8Array
  /** Of the GroupContext. */
  readonly extensions: readonly Extension[]
  /** One's own, as `createKeyPackage` made it. */
  readonly keyPackage: Uint8Array
  readonly privateKeys: Uint8Array
}

/** A group of one, at epoch 0 (RFC 9420 §11). */
export async function createGroup(crypto: Crypto, founding: GroupFounding): Promise<Group> {
  const keyPackage = readKeyPackage(founding.keyPackage)
  const suite = keyPackage && suiteNamed(crypto, keyPackage.cipherSuite)
  const privateKeys = suite && parsePrivateKeys(suite, founding.privateKeys)
  if (keyPackage === undefined || suite === undefined || privateKeys === undefined) {
    throw new TypeError('not a KeyPackage of this device')
  }
  const tree = treeOf(leafOf(keyPackage.leafNode))
  const context = {
    version: 'mls10' as const,
    cipherSuite: suite.name,
    groupId: founding.groupId.slice(),
    epoch: 0n,
    treeHash: treeHash(suite, tree),
    confirmedTranscriptHash: new Uint8Array(0),
    extensions: toMlsExtensions(founding.extensions),
  }
  const { secrets, confirmationKey, encryption } = epochFromSecret(suite, crypto.randomBytes(suite.hashBytes))
  const own = { privateKey: privateKeys.encryption, publicKey: keyPackage.leafNode.hpkePublicKey.slice() }
  return new Group({
    suite,
    context,
    contextBytes: encodeGroupContext(context),
    tree,
    ownLeaf: 0,
    keys: new Map([[0, own]]),
    signaturePrivateKey: privateKeys.signature,
    confirmationTag: confirmationTag(suite, confirmationKey, context.confirmedTranscriptHash),
    secrets,
    ratchets: createSecretTree(1, encryption),
  })
}
