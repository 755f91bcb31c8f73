import { concat, equal } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import type { Passwords } from '../../src/index.ts'

/**
 * Password login without any protection, cheap and without chance beyond the given crypto: for tests.
 * Record: a verifier the client made, 32 bytes. Login: request 16 bytes, response 16 bytes; the client finishes with
 * HMAC(verifier, request ‖ response).
 */
export function createInsecurePasswordsForTests(crypto: Pick<Crypto, 'hmacSha256' | 'randomBytes'>): Passwords {
  return {
    async createServer() {
      return {
        register: (_name, request) => request,
        startLogin({ record, request }) {
          if (request.length !== NONCE_BYTES) return undefined
          const response = crypto.randomBytes(NONCE_BYTES)
          const verifier = record ?? crypto.randomBytes(VERIFIER_BYTES)
          return { state: crypto.hmacSha256(verifier, concat(request, response)), response }
        },
        finishLogin: (state, request) => equal(state, request),
      }
    },
  }
}

const NONCE_BYTES = 16
const VERIFIER_BYTES = 32
