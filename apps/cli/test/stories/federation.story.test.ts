import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signUpAt, startNamedServers } from '../support/named-servers.ts'
import { eventually } from '../support/programs.ts'
import type { Person } from '../support/programs.ts'

test(
  'people at three providers find each other, and talk in twos and in a room',
  { timeout: 300_000 },
  async (context) => {
    const [a, b, c] = await startNamedServers(context, ['a.example', 'b.example', 'c.example'])
    assert.ok(a && b && c)
    const [alice, bobby, carol] = await Promise.all([
      signUpAt(context, a, 'alice'),
      signUpAt(context, b, 'bobby'),
      signUpAt(context, c, 'carol'),
    ])
    const receipt = await alice.record(['send', `bobby@${b.name}`, 'over the hills'])
    assert.equal(receipt['status'], 'accepted')
    await accept(bobby, `alice@${a.name}`)
    await untilReceived(bobby, ['over the hills'])
    await bobby.records(['send', `alice@${a.name}`, 'and far away'])
    await untilReceived(alice, ['and far away'])

    await alice.records(['room', 'create', 'Hills', '--member', `bobby@${b.name}`, '--member', `carol@${c.name}`])
    await accept(carol, `alice@${a.name}`)
    await untilThere(bobby, 'Hills')
    await carol.records(['send', 'Hills', 'from the third'])
    await Promise.all([untilReceived(alice, ['from the third']), untilReceived(bobby, ['from the third'])])
  },
)

async function accept(person: Person, whom: string): Promise<void> {
  await eventually(async () => ((await person.run(['accept', whom])).code === 0 ? true : undefined), `${whom} asks`)
}

async function untilThere(person: Person, title: string): Promise<void> {
  const rooms = async (): Promise<true | undefined> =>
    (await person.records(['rooms'])).some((room) => room['title'] === title) ? true : undefined
  await eventually(rooms, title)
}

/** Each once, whatever the order. */
async function untilReceived(person: Person, texts: readonly string[]): Promise<void> {
  const missing = new Set<unknown>(texts)
  await eventually(async () => {
    for (const text of await person.receive()) assert.ok(missing.delete(text), `came twice or unasked: ${String(text)}`)
    return missing.size === 0 ? true : undefined
  }, texts.join())
}
