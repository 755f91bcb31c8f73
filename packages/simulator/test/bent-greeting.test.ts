import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeCbor, encodeFrame, hello, parseFrame } from '@rushlight/protocol'
import { Gathering, MINUTE_MS } from './gathering.ts'

test('a device whose provider greeted it falsely once does not stay outside for ever', async () => {
  const gathering = await Gathering.of('alice')
  const { world } = gathering
  let isBent = false
  world.swallows = ({ way, frame, hand }) => {
    const answer = way === 'down' && !isBent ? parseFrame(frame) : undefined
    const greeting = answer?.kind === 'answer' ? decodeCbor(hello.result, answer.result)?.value : undefined
    if (answer?.kind !== 'answer' || greeting === undefined) return false
    isBent = true
    const challenge = greeting.challenge.map((byte) => byte ^ 1)
    hand(encodeFrame({ ...answer, result: hello.result.toCbor({ ...greeting, challenge }) }))
    return true
  }
  await gathering.done(gathering.host('alice').restart())
  await gathering.pass(MINUTE_MS)
  assert.ok(isBent)
  assert.equal(gathering.client('alice').connection().state, 'online')
})
