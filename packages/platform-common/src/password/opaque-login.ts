import type { PasswordLogin } from '@rushlight/core'
import { base64url, parseBase64url } from '@rushlight/protocol'
import type { client } from '@serenity-kit/opaque'

/**
 * The client's side of OPAQUE by the library that the provider uses, too. It is large and needed at the door only, so it is
 * loaded at its first use.
 */
export function createOpaqueLogin(): PasswordLogin {
  return {
    async startRegistration(password) {
      const client = await loadClient()
      const { clientRegistrationState, registrationRequest } = client.startRegistration({ password })
      return { state: decode(clientRegistrationState), request: decode(registrationRequest) }
    },
    async finishRegistration(password, { state, response }) {
      const client = await loadClient()
      const done = attempt(() =>
        client.finishRegistration({
          password,
          clientRegistrationState: base64url(state),
          registrationResponse: base64url(response),
          keyStretching: STRETCHING,
        }),
      )
      return done && { record: decode(done.registrationRecord), exportKey: decode(done.exportKey) }
    },
    async startLogin(password) {
      const client = await loadClient()
      const { clientLoginState, startLoginRequest } = client.startLogin({ password })
      return { state: decode(clientLoginState), request: decode(startLoginRequest) }
    },
    async finishLogin(password, { state, response }) {
      const client = await loadClient()
      const done = attempt(() =>
        client.finishLogin({
          password,
          clientLoginState: base64url(state),
          loginResponse: base64url(response),
          keyStretching: STRETCHING,
        }),
      )
      return done && { request: decode(done.finishLoginRequest), exportKey: decode(done.exportKey) }
    },
  }
}

/** The second recommendation of RFC 9106: 64 MiB, 3 passes. All programs of Rushlight must use the same. */
const STRETCHING = 'memory-constrained'

type OpaqueClient = typeof client

async function loadClient(): Promise<OpaqueClient> {
  const { client, ready } = await import('@serenity-kit/opaque')
  await ready
  return client
}

function decode(text: string): Uint8Array {
  const bytes = parseBase64url(text)
  if (bytes === undefined) throw new Error('the library speaks base64url')
  return bytes
}

/** The library throws for an answer that was tampered with. */
function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch {
    return undefined
  }
}
