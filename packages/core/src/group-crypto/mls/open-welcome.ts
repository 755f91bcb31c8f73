import { EMPTY, equal } from '@rushlight/protocol'
import { referenceOf } from './key-package.ts'
import type { PrivateKeys } from './key-package.ts'
import { welcomeKey } from './keys/key-schedule.ts'
import { openWithLabel } from './keys/labels.ts'
import type { Suite } from './keys/suite.ts'
import { WELCOME_MESSAGE_BYTES_MAX } from './limits.ts'
import { decodeGroupInfo, decodeGroupSecrets, decodeMlsMessage, parseWhole } from './wire/ts-mls.ts'
import type { GroupInfo, GroupSecrets, KeyPackage, Welcome } from './wire/ts-mls.ts'

/** What is sealed in a Welcome, layer by layer; nothing of it is judged here. */

export type WelcomeFault = 'notForUs' | 'doesNotOpen' | 'unsupported' | 'secretsInvalid'

/** A KeyPackage of this device and what belongs to it. */
export type Own = { readonly suite: Suite; readonly keyPackage: KeyPackage; readonly privateKeys: PrivateKeys }

export function readWelcome(bytes: Uint8Array): Welcome | undefined {
  if (bytes.length > WELCOME_MESSAGE_BYTES_MAX) return undefined
  const message = parseWhole(decodeMlsMessage, bytes)
  return message?.wireformat === 'mls_welcome' ? message.welcome : undefined
}

/** The secrets meant for one KeyPackage (RFC 9420 §12.4.3.1). */
export async function openSecrets(own: Own, welcome: Welcome): Promise<GroupSecrets | WelcomeFault> {
  const { suite, keyPackage, privateKeys } = own
  const reference = referenceOf(suite, keyPackage)
  const sealed = welcome.secrets.find(({ newMember }) => equal(newMember, reference))?.encryptedGroupSecrets
  if (sealed === undefined) return 'notForUs'
  const keys = { privateKey: privateKeys.init, publicKey: keyPackage.initKey }
  const opened = await openWithLabel(suite, keys, { label: 'Welcome', context: welcome.encryptedGroupInfo, sealed })
  const secrets = opened && parseWhole(decodeGroupSecrets, opened)
  if (secrets === undefined) return 'doesNotOpen'
  if (secrets.psks.length > 0) return 'unsupported'
  const lengths = [secrets.joinerSecret.length, secrets.pathSecret?.length ?? suite.hashBytes]
  return lengths.every((length) => length === suite.hashBytes) ? secrets : 'secretsInvalid'
}

export async function openGroupInfo(
  suite: Suite,
  welcome: Welcome,
  joiner: Uint8Array,
): Promise<GroupInfo | undefined> {
  const { key, nonce } = welcomeKey(suite, joiner)
  const message = { data: welcome.encryptedGroupInfo, associated: EMPTY }
  const opened = await suite.hpke.aead.open(key, nonce, message)
  return opened === undefined ? undefined : parseWhole(decodeGroupInfo, opened)
}
