import { ready, server } from '@serenity-kit/opaque'
import { base64url, concat, parseBase64url } from '@rushlight/protocol'
import type { Passwords, PasswordServer } from '../ports/passwords.ts'

/**
 * OPAQUE (RFC 9807) by the library: ristretto255, SHA-512. Its server setup is the OPRF seed (64 bytes), a private key, and
 * the public key that stands for people who are not there; so it is made of the provider's own seed instead of being
 * stored. A test holds that the library takes it.
 */
export const opaquePasswords: Passwords = {
  async createServer(secret) {
    await ready
    return createServer(setupOf(secret))
  },
}

const OPRF_SEED_BYTES = 64
const SCALAR_BYTES = 32

/** Any point will do where only the private key beside it is asked about: the generator of the group (RFC 9496 §4). */
const SOME_POINT: Uint8Array = Uint8Array.fromHex('e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76')

function setupOf(secret: Uint8Array): string {
  const oprfSeed = secret.slice(0, OPRF_SEED_BYTES)
  const [own, nobodys] = [scalarAt(secret, OPRF_SEED_BYTES), scalarAt(secret, OPRF_SEED_BYTES + SCALAR_BYTES)]
  const nobody = parseBase64url(server.getPublicKey(base64url(concat(oprfSeed, nobodys, SOME_POINT))))
  if (nobody === undefined) throw new Error('a public key is base64url')
  return base64url(concat(oprfSeed, own, nobody))
}

/** Little-endian and below 2^252 + …: with four bits less it always is, and no chance worth the name is lost. */
function scalarAt(secret: Uint8Array, start: number): Uint8Array {
  const scalar = secret.slice(start, start + SCALAR_BYTES)
  scalar[SCALAR_BYTES - 1] = (scalar[SCALAR_BYTES - 1] ?? 0) & 0x0f
  return scalar
}

function createServer(serverSetup: string): PasswordServer {
  return {
    register: (name, request) =>
      attempt(() => {
        const registrationRequest = base64url(request)
        const answer = server.createRegistrationResponse({ serverSetup, userIdentifier: name, registrationRequest })
        return parseBase64url(answer.registrationResponse)
      }),
    startLogin({ name, record, request }) {
      const start = (registrationRecord: string | undefined): ReturnType<PasswordServer['startLogin']> => {
        const asked = { serverSetup, userIdentifier: name, registrationRecord, startLoginRequest: base64url(request) }
        const { serverLoginState, loginResponse } = server.startLogin(asked)
        const [state, response] = [parseBase64url(serverLoginState), parseBase64url(loginResponse)]
        return state === undefined || response === undefined ? undefined : { state, response }
      }
      const known = record === undefined ? undefined : attempt(() => start(base64url(record)))
      // Without a record, and with one that the library cannot read, it makes an answer that looks the same.
      return known ?? attempt(() => start(undefined))
    },
    finishLogin(state, request) {
      const finishing = { serverLoginState: base64url(state), finishLoginRequest: base64url(request) }
      return attempt(() => server.finishLogin(finishing)) !== undefined
    },
  }
}

/** The library throws for whatever is not a message of the protocol, a wrong password included. */
function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch {
    return undefined
  }
}
