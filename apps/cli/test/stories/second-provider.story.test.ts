import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signUpAt, startNamedServers } from '../support/named-servers.ts'
import { eventually } from '../support/programs.ts'
import type { Person } from '../support/programs.ts'

test(
  'two people live at two providers, the first is gone for ever, and they find each other at the second',
  { timeout: 300_000 },
  async (context) => {
    const [a, b] = await startNamedServers(context, ['a.example', 'b.example'])
    assert.ok(a && b)
    const [alice, bobby] = await Promise.all([signUpAt(context, a, 'alice'), signUpAt(context, a, 'bobby')])
    const added = await alice.records(['provider', 'add', b.url])
    assert.deepEqual(
      added.map(({ name, first, state }) => ({ name, first, state })),
      [
        { name: a.name, first: true, state: 'online' },
        { name: b.name, first: false, state: 'online' },
      ],
    )
    await bobby.records(['provider', 'add', b.url])
    assert.equal((await bobby.run(['provider', 'add', b.url])).code, 1, 'lives there already')
    assert.equal((await bobby.run(['provider', 'add', 'http://b.example'])).code, 2, 'a line that anybody can read')
    await alice.records(['send', 'bobby', 'by the first', '--wait', 'accepted'])
    await eventually(async () => ((await bobby.run(['accept', 'alice'])).code === 0 ? true : undefined), 'a request')
    await untilReceived(bobby, 'by the first')

    await a.kill('SIGKILL')
    const [gone, there] = await alice.records(['provider', 'list'])
    assert.equal(gone?.['name'], a.name)
    assert.equal(typeof gone['failedSince'], 'number')
    assert.equal(there?.['state'], 'online')
    await alice.records(['room', 'create', 'Hills', '--member', 'bobby'])
    await alice.records(['send', 'Hills', 'by the second', '--wait', 'accepted'])
    await untilReceived(bobby, 'by the second')
    await bobby.records(['send', 'Hills', 'over the hills', '--wait', 'accepted'])
    await untilReceived(alice, 'over the hills')

    await alice.records(['provider', 'first', b.name])
    assert.equal((await alice.record(['whoami']))['handle'], `alice@${b.name}`)
    const left = await alice.records(['provider', 'remove', a.name])
    assert.deepEqual(
      left.map(({ name }) => name),
      [b.name],
    )
    assert.equal((await alice.run(['provider', 'remove', b.name])).code, 1, 'the only one')
    await alice.records(['send', 'Hills', 'and far away', '--wait', 'accepted'])
    await untilReceived(bobby, 'and far away')
  },
)

async function untilReceived(person: Person, text: string): Promise<void> {
  await eventually(async () => ((await person.receive()).includes(text) ? true : undefined), `${person.name}: ${text}`)
}
