import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { signUpAt, startNamedServers } from '../support/named-servers.ts'
import { eventually, temporaryFolder } from '../support/programs.ts'
import type { Person } from '../support/programs.ts'

const SIZES = { 'map.png': 100_000, 'film.mp4': 30_000_000 }

test(
  'people at three providers find each other, and talk in twos and in a room, with files',
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
    const [from, to] = [temporaryFolder(context), temporaryFolder(context)]
    const files = Object.entries(SIZES).map(([name, bytes]) => [join(from, name), randomBytes(bytes)] as const)
    for (const [path, bytes] of files) writeFileSync(path, bytes)
    await carol.records(['send', 'Hills', 'from the third', ...files.flatMap(([path]) => ['--file', path])])
    // The files of the third lie at its provider, and come through the one of whoever reads them.
    await Promise.all([
      untilReceived(alice, ['from the third']),
      eventually(async () => (await bobby.records(['receive', '--files', to])).at(0), 'the files'),
    ])
    for (const [path, bytes] of files) {
      const name = path.slice(from.length + 1)
      assert.equal(hashOf(readFileSync(join(to, name))), hashOf(bytes), name)
    }
  },
)

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function accept(person: Person, whom: string): Promise<void> {
  await eventually(async () => ((await person.do(['accept', whom])).code === 0 ? true : undefined), `${whom} asks`)
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
