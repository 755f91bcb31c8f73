/** R29, R20 b: the disk of a server is gone, and the conversations of its people go on there. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { isRecord, signUp, startServer } from '../support/programs.ts'
import type { Running } from '../support/programs.ts'

const WITHIN_MS = 60_000

test('a server’s disk is wiped while people talk: all comes once, and nobody does anything for it', async (context) => {
  const server = await startServer(context)
  const [alice, bobby, carla] = await signUp(context, server, ['alice', 'bobby', 'carla'])
  assert.ok(alice && bobby && carla)
  await alice.records(['room', 'create', 'Rushes', '--member', 'bobby', '--member', 'carla'])
  for (const person of [bobby, carla]) await person.records(['accept', 'alice'])
  const devices = [alice, bobby, carla].map((person) => person.start(['receive', '--follow', '--json']))
  const [ofAlice, ofBobby, ofCarla] = devices
  assert.ok(ofAlice && ofBobby && ofCarla)
  await carla.records(['send', 'Rushes', 'before'])
  for (const device of [ofAlice, ofBobby]) await hears(device, 'before')

  await server.kill('SIGKILL')
  rmSync(server.data, { recursive: true, force: true })
  const underWay = [
    alice.start(['send', 'Rushes', 'to all', '--json', '--timeout', '2m']),
    carla.start(['send', 'Rushes', 'from the other side', '--json', '--timeout', '2m']),
  ]
  await server.start()
  const startedAt = performance.now()
  for (const device of [ofBobby, ofCarla]) await hears(device, 'to all')
  for (const device of [ofAlice, ofBobby]) await hears(device, 'from the other side')
  const tookMs = Math.round(performance.now() - startedAt)
  context.diagnostic(`all had come ${tookMs} ms after the server was there again`)
  assert.ok(tookMs < WITHIN_MS, `${tookMs} ms`)
  // 75: what was not taken at once is on its way.
  for (const sending of underWay) assert.ok([0, 75].includes((await sending.ended) ?? 1))

  assert.equal((await bobby.record(['whoami']))['handle'], `bobby@${server.name}`)
  for (const device of [ofAlice, ofBobby]) {
    const texts = device.lines.flatMap((line) => textOf(line) ?? [])
    assert.equal(new Set(texts).size, texts.length, `twice among ${texts.join(', ')}`)
  }
  for (const device of devices) assert.equal(await device.kill('SIGTERM'), 0)
})

async function hears(device: Running, text: string): Promise<void> {
  await device.line((line) => textOf(line) === text)
}

function textOf(line: string): string | undefined {
  const json: unknown = JSON.parse(line)
  const text = isRecord(json) && json['type'] === 'message' ? json['text'] : undefined
  return typeof text === 'string' ? text : undefined
}
