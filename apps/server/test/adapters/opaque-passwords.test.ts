import assert from 'node:assert/strict'
import { test } from 'node:test'
import { client, ready } from '@serenity-kit/opaque'
import { base64url, parseBase64url } from '@rushlight/protocol'
import { opaquePasswords } from '../../src/adapters/opaque-passwords.ts'
import type { PasswordServer } from '../../src/index.ts'
import { PASSWORD_SECRET_BYTES } from '../../src/ports/passwords.ts'

/** As little as the library takes: what is tested here is not how hard guessing is. */
const keyStretching = { 'argon2id-custom': { memory: 64, iterations: 1, parallelism: 1 } } as const

const secret = new Uint8Array(PASSWORD_SECRET_BYTES).map((_, i) => (i * 7 + 255) & 0xff)
const bytes = (text: string): Uint8Array => parseBase64url(text) ?? assert.fail()

function register(server: PasswordServer, name: string, password: string): Uint8Array {
  const { clientRegistrationState, registrationRequest } = client.startRegistration({ password })
  const response = server.register(name, bytes(registrationRequest))
  assert.ok(response)
  const registrationResponse = base64url(response)
  const finishing = { clientRegistrationState, registrationResponse, password, keyStretching }
  return bytes(client.finishRegistration(finishing).registrationRecord)
}

type Login = { readonly name: string; readonly password: string; readonly record: Uint8Array | undefined }

/** Is the client let in? Also answers how long the provider's answer was. */
function logIn(server: PasswordServer, { name, password, record }: Login): { isIn: boolean; answerBytes: number } {
  const { clientLoginState, startLoginRequest } = client.startLogin({ password })
  const started = server.startLogin({ name, record, request: bytes(startLoginRequest) })
  assert.ok(started)
  const answerBytes = started.response.length
  const finishing = { clientLoginState, loginResponse: base64url(started.response), password, keyStretching }
  const finished = client.finishLogin(finishing)
  if (finished === undefined) return { isIn: false, answerBytes }
  return { isIn: server.finishLogin(started.state, bytes(finished.finishLoginRequest)), answerBytes }
}

test('whoever knows the password gets in, and nobody else', async () => {
  await ready
  const server = await opaquePasswords.createServer(secret)
  const record = register(server, 'alice', 'right')
  assert.equal(logIn(server, { name: 'alice', password: 'right', record }).isIn, true)
  assert.equal(logIn(server, { name: 'alice', password: 'wrong', record }).isIn, false)
  assert.equal(logIn(server, { name: 'bobby', password: 'right', record }).isIn, false)
})

test('a name that nobody has, and a record that is none, are answered like a wrong password', async () => {
  await ready
  const server = await opaquePasswords.createServer(secret)
  const known = register(server, 'alice', 'right')
  const wrong = logIn(server, { name: 'alice', password: 'wrong', record: known })
  for (const record of [undefined, new Uint8Array(5), new Uint8Array(192)]) {
    assert.deepEqual(logIn(server, { name: 'alice', password: 'right', record }), wrong)
  }
})

test('the same secret makes the same server: its key phrase brings password login back, too', async () => {
  await ready
  const record = register(await opaquePasswords.createServer(secret), 'alice', 'right')
  const again = await opaquePasswords.createServer(secret)
  assert.equal(logIn(again, { name: 'alice', password: 'right', record }).isIn, true)
  const other = await opaquePasswords.createServer(secret.map((byte) => byte ^ 1))
  assert.equal(logIn(other, { name: 'alice', password: 'right', record }).isIn, false)
})

test('what is no message of the protocol is no answer and no login', async () => {
  const server = await opaquePasswords.createServer(secret)
  assert.equal(server.register('alice', new Uint8Array(3)), undefined)
  assert.equal(server.startLogin({ name: 'alice', record: undefined, request: new Uint8Array(3) }), undefined)
  assert.equal(server.finishLogin(new Uint8Array(3), new Uint8Array(3)), false)
})
