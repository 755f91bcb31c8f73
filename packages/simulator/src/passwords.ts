import { concat, equal, utf8 } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import type { PasswordLogin } from '@rushlight/core'
import type { ProviderPorts } from '@rushlight/server'

/**
 * Stands in for OPAQUE, whose library draws its own randomness and takes a quarter of a second: not what is simulated
 * here. Both sides agree on HMAC(verifier, request ‖ response).
 */
const NONCE_BYTES = 16

export function createSimulatedLogin(crypto: Crypto): PasswordLogin {
  const verifierOf = (password: string): Uint8Array => crypto.hmacSha256(utf8('verifier'), utf8(password))
  const exportKeyOf = (password: string): Uint8Array => crypto.hmacSha256(utf8('export'), utf8(password))
  const start = (): Promise<{ state: Uint8Array; request: Uint8Array }> => {
    const request = crypto.randomBytes(NONCE_BYTES)
    return Promise.resolve({ state: request, request })
  }
  return {
    startRegistration: start,
    finishRegistration: (password) =>
      Promise.resolve({ record: verifierOf(password), exportKey: exportKeyOf(password) }),
    startLogin: start,
    finishLogin: (password, { state, response }) => {
      const request = crypto.hmacSha256(verifierOf(password), concat(state, response))
      return Promise.resolve({ request, exportKey: exportKeyOf(password) })
    },
  }
}

export function createSimulatedPasswords(crypto: Crypto): ProviderPorts['passwords'] {
  return {
    createServer: () =>
      Promise.resolve({
        register: (_name, request) => request,
        startLogin({ record, request }) {
          const response = crypto.randomBytes(NONCE_BYTES)
          const verifier = record ?? crypto.randomBytes(NONCE_BYTES)
          return { state: crypto.hmacSha256(verifier, concat(request, response)), response }
        },
        finishLogin: (state, request) => equal(state, request),
      }),
  }
}
