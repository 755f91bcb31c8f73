import type { Crypto } from '@rushlight/protocol'
import { createKeyPackage, readKeyPackage, referenceOf } from '../../group-crypto/mls/key-package.ts'
import type { CreatedKeyPackage, KeyPackageOptions } from '../../group-crypto/mls/key-package.ts'
import { signWithLabel } from '../../group-crypto/mls/keys/labels.ts'
import { suiteOf } from '../../group-crypto/mls/keys/suite.ts'
import { signLeaf } from '../../group-crypto/mls/tree/leaf.ts'
import { encodeKeyPackageTBS, encodeMlsMessage } from '../../group-crypto/mls/wire/ts-mls.ts'
import { ensure } from '../mls-vectors/vector-value.ts'

/** A KeyPackage that also says to read certificates: Wire's groups admit no other, though nobody has one here. */
export async function createPublicDevice(crypto: Crypto, options: KeyPackageOptions): Promise<CreatedKeyPackage> {
  const made = await createKeyPackage(crypto, options)
  const [suite, keyPackage] = [suiteOf(crypto, options.suite), readKeyPackage(made.keyPackage)]
  ensure(suite !== undefined && keyPackage !== undefined, 'what was just made')
  const { capabilities } = keyPackage.leafNode
  const unsigned = {
    ...keyPackage.leafNode,
    capabilities: { ...capabilities, credentials: [...capabilities.credentials, 'x509' as const] },
  }
  const { signaturePrivateKey: key } = options
  const { node } = await signLeaf(suite, { unsigned, place: { groupId: new Uint8Array(0), leaf: 0 } }, key)
  const changed = { ...keyPackage, leafNode: { ...unsigned, signature: node.signature } }
  const signature = await signWithLabel(suite, key, { label: 'KeyPackageTBS', content: encodeKeyPackageTBS(changed) })
  const signed = { ...changed, signature }
  return {
    keyPackage: encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage: signed }),
    privateKeys: made.privateKeys,
    reference: referenceOf(suite, signed),
  }
}
