import assert from 'node:assert/strict'
import type { WireErrorCode } from '@rushlight/protocol'
import { Refusal } from '../../src/testing/wire-client.ts'

/** The request is refused with this code. Answers how long to wait. */
export async function refused(request: Promise<unknown>, code: WireErrorCode): Promise<number> {
  const refusal = await refusalOf(request)
  assert.ok(refusal, 'it was not refused')
  assert.equal(refusal.wire.code, code)
  return refusal.wire.retryAfterMs ?? 0
}

/** What the request is refused with, if it is; whatever else goes wrong is thrown. */
export async function refusalOf(request: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await request
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** How long the request has to wait because there were too many before it; 0 if it was carried out. */
export async function waitFor(request: Promise<unknown>): Promise<number> {
  const refusal = await refusalOf(request)
  if (refusal === undefined) return 0
  assert.equal(refusal.wire.code, 'tooManyRequests')
  return refusal.wire.retryAfterMs ?? 0
}
