import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  applyCommit,
  createGroup,
  createKeyPackage,
  joinGroup,
  openApplication,
  openHandshake,
  sealApplication,
  stageCommit,
} from '@rushlight/core/testing'
import type { CreatedKeyPackage, Group, SuiteId } from '@rushlight/core/testing'
import { createWebCrypto } from '@rushlight/platform-browser'
import { createNodeCrypto } from '@rushlight/platform-node'
import type { Crypto } from '@rushlight/protocol'

/** Both adapters under whole groups: with the same chance they make the same bytes, and each opens what the other made. */

const [node, web] = [createNodeCrypto(), createWebCrypto()]
const MEMBERS = 5
const STEPS = 12

type Cast = (member: number) => Crypto

/** ML-KEM draws its own chance, so only what can be opened and how long it is can be compared. */
test('X-Wing of either adapter opens what that of the other sealed', async () => {
  const lengths = (sent: readonly string[]): readonly number[] => sent.map(({ length }) => length)
  const mixed = await live(0xf00d, 1, (member) => (member % 2 === 0 ? node : web))
  assert.deepEqual(lengths(mixed), lengths(await live(0xf00d, 1, (member) => (member % 2 === 1 ? node : web))))
})

for (const suite of [1, 3] as const) {
  for (const seed of [1, 2]) {
    test(`the same life of a group is the same bytes with either adapter, and with both (suite ${suite}, seed ${seed})`, async () => {
      const byNode = await live(suite, seed, () => node)
      assert.ok(byNode.length > STEPS)
      assert.deepEqual(await live(suite, seed, () => web), byNode)
      assert.deepEqual(await live(suite, seed, (member) => (member % 2 === 0 ? node : web)), byNode)
    })
  }
}

/** Everything that was sent, as hex. */
async function live(suite: SuiteId, seed: number, cast: Cast): Promise<readonly string[]> {
  const life = await Life.begin(suite, seed, cast)
  await life.commit(0, [1, 2, 3], [])
  await life.commit(2, [4], [])
  for (let step = 0; step < STEPS; step++) {
    const by = (step * seed) % MEMBERS
    if (step % 4 === 3) await life.commit(by, [], [])
    await life.send(by, { data: new Uint8Array(step * 40), authenticatedData: Uint8Array.of(step) })
  }
  await life.commit(1, [], [3])
  return life.sent
}

type Member = { readonly crypto: Crypto; readonly device: CreatedKeyPackage }

class Life {
  readonly sent: string[] = []
  readonly #members: readonly Member[]
  readonly #groups = new Map<number, Group>()

  private constructor(members: readonly Member[]) {
    this.#members = members
  }

  static async begin(suite: SuiteId, seed: number, cast: Cast): Promise<Life> {
    const members: Member[] = []
    for (let member = 0; member < MEMBERS; member++) {
      const crypto = withChance(cast(member), `${seed} ${member}`)
      members.push({ crypto, device: await deviceOf(crypto, suite, member) })
    }
    const life = new Life(members)
    const { crypto, device } = life.#member(0)
    const groupId = new Uint8Array(32).fill(seed)
    life.#groups.set(0, await createGroup(crypto, { groupId, extensions: [], ...device }))
    return life
  }

  async commit(by: number, added: readonly number[], remove: readonly number[]): Promise<void> {
    const add = added.map((member) => this.#member(member).device.keyPackage)
    const change = { add, remove, authenticatedData: new Uint8Array(0), alwaysPath: true }
    const staged = await stageCommit(this.#group(by), change)
    assert.equal(staged.kind, 'staged')
    this.sent.push(staged.message.toHex(), ...(staged.welcome === undefined ? [] : [staged.welcome.toHex()]))
    for (const member of this.#groups.keys()) if (member !== by) await this.#follow(member, staged.message)
    this.#groups.set(by, staged.next)
    for (const member of added) {
      assert.ok(staged.welcome)
      const { crypto, device } = this.#member(member)
      const joined = await joinGroup(crypto, { welcome: staged.welcome, ...device })
      assert.equal(joined.kind, 'joined')
      this.#groups.set(member, joined.group)
    }
  }

  async send(by: number, plaintext: Parameters<typeof sealApplication>[1]): Promise<void> {
    const { message, next } = await sealApplication(this.#group(by), plaintext)
    this.#groups.set(by, next)
    this.sent.push(message.toHex())
    for (const [member, group] of this.#groups) {
      if (member === by) continue
      const opened = await openApplication(group, message)
      assert.equal(opened.kind, 'application')
      assert.deepEqual(opened.data, plaintext.data)
      this.#groups.set(member, opened.next)
    }
  }

  async #follow(member: number, message: Uint8Array): Promise<void> {
    const opened = await openHandshake(this.#group(member), message)
    assert.equal(opened.kind, 'commit')
    const applied = await applyCommit(opened)
    if (applied.kind === 'inForce') this.#groups.set(member, applied.next)
    else {
      assert.equal(applied.kind, 'removed')
      this.#groups.delete(member)
    }
  }

  #group(member: number): Group {
    const group = this.#groups.get(member)
    assert.ok(group)
    return group
  }

  #member(member: number): Member {
    const found = this.#members[member]
    assert.ok(found)
    return found
  }
}

function deviceOf(crypto: Crypto, suite: SuiteId, member: number): ReturnType<typeof createKeyPackage> {
  return createKeyPackage(crypto, {
    suite,
    identity: Uint8Array.of(member),
    signaturePrivateKey: crypto.randomBytes(32),
    leafExtensions: [],
    extensions: [],
    supportedExtensions: [],
    notBeforeAt: 0,
    notAfterAt: 1_000_000,
  })
}

/** Its randomness follows from the seed. */
function withChance(crypto: Crypto, seed: string): Crypto {
  let drawn = 0
  return { ...crypto, randomBytes: (length) => node.shake256(new TextEncoder().encode(`${seed} ${drawn++}`), length) }
}
