import { parseAccountName, passwordDoorKey, signUpStart } from '@rushlight/protocol'
import type { WireError } from '@rushlight/protocol'
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
  const passwordKey = passwordDoorKey(core.crypto, registered.exportKey)
  const { provider } = greeting
  const row = await createSelf(core.crypto, { name, provider, passwordKey, madeAt: core.now(), registration })
  const step = new Step(core.store)
  step.put(selfTable, 'self', row)
  await step.commit()
  await core.setSelf(row)
  return { kind: 'done' }
}
