import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signUpAt, startNamedServers } from '../support/named-servers.ts'
import { eventually } from '../support/programs.ts'
import type { Person } from '../support/programs.ts'

test('two people at different providers find each other and talk', async (context) => {
  const [a, b] = await startNamedServers(context, ['a.example', 'b.example'])
  assert.ok(a && b)
  const [alice, bobby] = await Promise.all([signUpAt(context, a, 'alice'), signUpAt(context, b, 'bobby')])
  const receipt = await alice.record(['send', `bobby@${b.name}`, 'over the hills'])
  assert.equal(receipt['status'], 'accepted')
  await eventually(async () => (await bobby.records(['requests'])).at(0), 'the request')
  await bobby.records(['accept', `alice@${a.name}`])
  await untilReceived(bobby, ['over the hills'])
  await bobby.records(['send', `alice@${a.name}`, 'and far away'])
  await untilReceived(alice, ['and far away'])
})

async function untilReceived(person: Person, texts: readonly string[]): Promise<void> {
  const missing = new Set<unknown>(texts)
  await eventually(async () => {
    for (const text of await person.receive()) assert.ok(missing.delete(text), `came twice or unasked: ${String(text)}`)
    return missing.size === 0 ? true : undefined
  }, texts.join())
}
