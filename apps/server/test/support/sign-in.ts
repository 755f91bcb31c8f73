import { concat, signInFinish, signInStart } from '@rushlight/protocol'
import type { Crypto, SignInFinishResult } from '@rushlight/protocol'
import { accountName, createAccount } from '../../src/testing/person.ts'
import type { TestAccount } from '../../src/testing/person.ts'
import type { Connected } from '../../src/testing/wire-client.ts'
import type { TestProvider } from './test-provider.ts'

/** What a client of the insecure passwords keeps in its place. */
export function verifierOf(text: string): Uint8Array {
  return new Uint8Array(32).fill(text.length)
}

/** Both halves of a sign-in. */
export async function signIn(
  crypto: Crypto,
  { client }: Connected,
  { name, verifier }: { readonly name: string; readonly verifier: Uint8Array },
): Promise<SignInFinishResult> {
  const request = crypto.randomBytes(16)
  const { attempt, response } = await client.call(signInStart, { name: accountName(name), request })
  const proof = crypto.hmacSha256(verifier, concat(request, response))
  return client.call(signInFinish, { attempt, request: proof })
}

/** An account without devices, that nobody has signed up yet. */
export function newAccount({ crypto, provider }: TestProvider, name: string): Promise<TestAccount> {
  return createAccount(crypto, { name, providers: [provider.record], devices: [] })
}
