import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signUpAt, startNamedServers } from '../support/named-servers.ts'
import { eventually } from '../support/programs.ts'
import type { Person } from '../support/programs.ts'

test(
  'two people live at two providers, both of which vanish for ever, and go on at a third by the link that it prints',
  { timeout: 300_000 },
  async (context) => {
    const [a, b, c] = await startNamedServers(context, ['a.example', 'b.example', 'c.example'])
    assert.ok(a && b && c)
    const [alice, bobby] = await Promise.all([signUpAt(context, a, 'alice'), signUpAt(context, a, 'bobby')])
    const [added] = await Promise.all([
      alice.records(['provider', 'add', b.url]),
      bobby.records(['provider', 'add', b.url]),
    ])
    assert.deepEqual(
      added.map(({ name, first, state }) => ({ name, first, state })),
      [
        { name: a.name, first: true, state: 'online' },
        { name: b.name, first: false, state: 'online' },
      ],
    )
    await alice.records(['send', 'bobby', 'by the first'])
    await eventually(async () => ((await bobby.do(['accept', 'alice'])).code === 0 ? true : undefined), 'a request')

    await a.kill('SIGKILL')
    const [gone, there] = await alice.records(['provider', 'list'])
    assert.equal(typeof gone?.['failedSince'], 'number')
    assert.equal(there?.['state'], 'online')
    await alice.records(['room', 'create', 'Hills', '--member', 'bobby'])
    await alice.records(['send', 'Hills', 'by the second'])
    await untilReceived(bobby, 'by the second')

    await b.kill('SIGKILL')
    const link = await c.adoptLink()
    assert.equal(
      (await alice.do(['adopt', link.replace(/adopt=(.)/, (_, first) => `adopt=${first === 'A' ? 'B' : 'A'}`)])).code,
      1,
      'of another server',
    )
    const adopted = await alice.do(['adopt', link])
    assert.match(adopted.err, /cannot read messages/)
    await bobby.records(['adopt', link])
    await alice.records(['room', 'create', 'Woods', '--member', 'bobby'])
    await alice.records(['send', 'Woods', 'by the third'])
    await untilReceived(bobby, 'by the third')

    const [first] = await alice.records(['provider', 'first', c.name])
    assert.equal(first?.['name'], c.name)
  },
)

async function untilReceived(person: Person, text: string): Promise<void> {
  await eventually(async () => ((await person.receive()).includes(text) ? true : undefined), `${person.name}: ${text}`)
}
