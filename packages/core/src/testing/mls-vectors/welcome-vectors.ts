import { readKeyPackage } from '../../group-crypto/mls/key-package.ts'
import { confirmationTag, epochFromJoiner } from '../../group-crypto/mls/keys/key-schedule.ts'
import { verifyWithLabel } from '../../group-crypto/mls/keys/labels.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { openGroupInfo, openSecrets, readWelcome } from '../../group-crypto/mls/open-welcome.ts'
import { encodeGroupContext, encodeGroupInfoTBS } from '../../group-crypto/mls/wire/ts-mls.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

export async function runWelcome(suite: Suite, vector: VectorValue): Promise<void> {
  const keyPackage = readKeyPackage(vector.bytes('key_package'))
  const welcome = readWelcome(vector.bytes('welcome'))
  ensure(keyPackage !== undefined && welcome !== undefined, 'KeyPackage and Welcome')
  const none = new Uint8Array(0)
  const privateKeys = { init: vector.bytes('init_priv'), encryption: none, signature: none }
  const secrets = await openSecrets({ suite, keyPackage, privateKeys }, welcome)
  ensure(typeof secrets !== 'string', 'group secrets')
  const info = await openGroupInfo(suite, welcome, secrets.joinerSecret)
  ensure(info !== undefined, 'a GroupInfo')
  const signed = { label: 'GroupInfoTBS', content: encodeGroupInfoTBS(info), signature: info.signature }
  ensure(await verifyWithLabel(suite, vector.bytes('signer_pub'), signed), 'the signature of the GroupInfo')
  const context = info.groupContext
  const { confirmationKey } = epochFromJoiner(suite, secrets.joinerSecret, encodeGroupContext(context))
  const tag = confirmationTag(suite, confirmationKey, context.confirmedTranscriptHash)
  ensureEqual(tag, info.confirmationTag, 'the confirmation tag')
}
