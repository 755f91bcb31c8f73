import { BACKUP_KEY_BYTES, BACKUP_KEY_INFO, hkdfSha256, parseAccountName, signUpStart, utf8 } from '@rushlight/protocol'
import type { Crypto, WireError } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { createSelf } from './create-self.ts'
import { selfTable } from './self-row.ts'

export type SignUp = {
  readonly name: string
  readonly password: string
  readonly invitation?: string
  /** How this device is called among one's own. */
  readonly deviceName?: string
}

export type SignedUp =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly error: WireError }
  /** The provider did not answer. Nothing was begun. */
  | { readonly kind: 'unreachable' }

/**
 * Makes an account. The keys are on disk before the provider hears of them, so no crash can leave a name whose owner has
 * nothing; telling the provider is then repeated until it is answered (`come-online.ts`).
 */
export async function signUp(core: Core, wanted: SignUp): Promise<SignedUp> {
  const name = parseAccountName(wanted.name.trim().toLowerCase())
  const { greeting } = core.link
  if (name === undefined) return { kind: 'refused', error: { code: 'nameInvalid' } }
  if (greeting === undefined) return { kind: 'unreachable' }
  const { passwords } = core.ports
  const start = await passwords.startRegistration(wanted.password)
  const { invitation } = wanted
  const params = { name, request: start.request, ...(invitation === undefined ? {} : { invitation }) }
  const answer = await core.link.call(signUpStart, params)
  if (answer.kind === 'failure') return { kind: 'refused', error: answer.error }
  if (answer.kind === 'lost') return { kind: 'unreachable' }
  const exchange = { state: start.state, response: answer.value.response }
  const registered = await passwords.finishRegistration(wanted.password, exchange)
  if (registered === undefined) return { kind: 'refused', error: { code: 'internal' } }
  const registration = { passwordRecord: registered.record, ...(invitation === undefined ? {} : { invitation }) }
  const backupKey = backupKeyOf(core.crypto, registered.exportKey)
  const row = await createSelf(core.crypto, { name, provider: greeting.provider, backupKey, registration })
  const step = new Step(core.store)
  step.put(selfTable, 'self', row)
  await step.commit()
  await core.setSelf(row)
  return { kind: 'done' }
}

/** The key of the sealed backup: out of what the password login gives to this side alone. */
export function backupKeyOf(crypto: Crypto, exportKey: Uint8Array): Uint8Array {
  const kdf = hkdfSha256(crypto)
  return kdf.expand(kdf.extract(new Uint8Array(), exportKey), utf8(BACKUP_KEY_INFO), BACKUP_KEY_BYTES)
}
