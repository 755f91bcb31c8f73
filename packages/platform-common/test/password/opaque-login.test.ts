import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64url, parseBase64url } from '@rushlight/protocol'
import { ready, server } from '@serenity-kit/opaque'
import { createOpaqueLogin } from '../../src/password/opaque-login.ts'

function bytes(text: string): Uint8Array {
  const value = parseBase64url(text)
  if (value === undefined) throw new Error('base64url')
  return value
}

test('a provider that has seen no password knows it again, and the export key is the same each time', async () => {
  await ready
  const serverSetup = server.createSetup()
  const login = createOpaqueLogin()
  const start = await login.startRegistration('correct horse')
  const asked = { serverSetup, userIdentifier: 'alice', registrationRequest: base64url(start.request) }
  const { registrationResponse } = server.createRegistrationResponse(asked)
  const exchange = { state: start.state, response: bytes(registrationResponse) }
  const registered = await login.finishRegistration('correct horse', exchange)
  assert.ok(registered)

  async function prove(password: string): Promise<Uint8Array | undefined> {
    const { state, request } = await login.startLogin(password)
    const { serverLoginState, loginResponse } = server.startLogin({
      serverSetup,
      userIdentifier: 'alice',
      registrationRecord: base64url(registered?.record ?? new Uint8Array()),
      startLoginRequest: base64url(request),
    })
    const proven = await login.finishLogin(password, { state, response: bytes(loginResponse) })
    if (proven === undefined) return undefined
    server.finishLogin({ serverLoginState, finishLoginRequest: base64url(proven.request) })
    return proven.exportKey
  }
  assert.deepEqual(await prove('correct horse'), registered.exportKey)
  assert.equal(await prove('wrong horse'), undefined)
})

test('an answer that was tampered with proves nothing', async () => {
  const login = createOpaqueLogin()
  const start = await login.startLogin('correct horse')
  assert.equal(
    await login.finishLogin('correct horse', { state: start.state, response: new Uint8Array(320) }),
    undefined,
  )
  const begun = await login.startRegistration('correct horse')
  const garbage = { state: begun.state, response: new Uint8Array(64) }
  assert.equal(await login.finishRegistration('correct horse', garbage), undefined)
})
