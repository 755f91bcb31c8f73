import { EMPTY } from '@rushlight/protocol'
import type { GroupState } from './group.ts'
import { referenceOf } from './key-package.ts'
import { welcomeKey } from './keys/key-schedule.ts'
import { createLabelSealer, signWithLabel } from './keys/labels.ts'
import { sealTo } from './path/create-path.ts'
import type { Climb } from './path/path-secrets.ts'
import type { Proposed } from './proposals.ts'
import { encodeTree } from './tree/ratchet-tree.ts'
import { isBelow } from './tree/tree-math.ts'
import { encodeGroupInfo, encodeGroupInfoTBS, encodeGroupSecrets, encodeMlsMessage } from './wire/ts-mls.ts'
import type { GroupInfoTBS, Welcome } from './wire/ts-mls.ts'

export type Newcomers = { readonly added: Proposed['added']; readonly secrets: Climb['secrets'] }

/** The Welcome for everyone whom a commit added (RFC 9420 §12.4.3.1), the public tree inside. */
export async function sealWelcome(next: GroupState, joiner: Uint8Array, newcomers: Newcomers): Promise<Uint8Array> {
  const { suite } = next
  const unsigned: GroupInfoTBS = {
    groupContext: next.context,
    extensions: [{ extensionType: 'ratchet_tree', extensionData: encodeTree(next.tree) }],
    confirmationTag: next.confirmationTag,
    signer: next.ownLeaf,
  }
  const message = { label: 'GroupInfoTBS', content: encodeGroupInfoTBS(unsigned) }
  const signature = await signWithLabel(suite, next.signaturePrivateKey, message)
  const { key, nonce } = welcomeKey(suite, joiner)
  const groupInfo = { data: encodeGroupInfo({ ...unsigned, signature }), associated: EMPTY }
  const encryptedGroupInfo = await suite.hpke.aead.seal(key, nonce, groupInfo)
  const seal = createLabelSealer(suite, 'Welcome', encryptedGroupInfo)
  const secrets = await Promise.all(
    newcomers.added.map(async ({ index, keyPackage }): Promise<Welcome['secrets'][number]> => {
      // The lowest node that the newcomer shares with the committer.
      const pathSecret = newcomers.secrets.find(({ node }) => isBelow(index, node))?.secret
      const data = encodeGroupSecrets({ joinerSecret: joiner, pathSecret, psks: [] })
      const encryptedGroupSecrets = await sealTo(seal, keyPackage.initKey, data)
      return { newMember: referenceOf(suite, keyPackage), encryptedGroupSecrets }
    }),
  )
  const welcome = { cipherSuite: suite.name, secrets, encryptedGroupInfo }
  return encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome })
}
