import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { defaultClientConfig } from '#ts-mls/clientConfig.js'
import { joinGroup as joinTwin } from '#ts-mls/clientState.js'
import type { ClientState } from '#ts-mls/clientState.js'
import { createCommit } from '#ts-mls/createCommit.js'
import { createApplicationMessage } from '#ts-mls/createMessage.js'
import { acceptAll } from '#ts-mls/incomingMessageAction.js'
import { decodeMlsMessage, encodeMlsMessage } from '#ts-mls/message.js'
import type { MLSMessage } from '#ts-mls/message.js'
import { processMessage } from '#ts-mls/processMessages.js'
import type { Proposal } from '#ts-mls/proposal.js'
import { emptyPskIndex } from '#ts-mls/pskIndex.js'
import { Group } from '../../../src/group-crypto/mls/group.ts'
import { joinGroup, viewGroup } from '../../../src/group-crypto/mls/index.ts'
import type { CreatedKeyPackage } from '../../../src/group-crypto/mls/index.ts'
import { parsePrivateKeys, readKeyPackage } from '../../../src/group-crypto/mls/key-package.ts'
import { suiteOf } from '../../../src/group-crypto/mls/keys/suite.ts'
import { readWelcome } from '../../../src/group-crypto/mls/open-welcome.ts'
import { librarySuite } from '../../../src/testing/mls-vectors/library-suite.ts'
import { World } from './world.ts'

/**
 * The second opinion: every other member is the corrected library, with its own tree, key schedule and secret tree. In
 * one group with ours, both in every role, they must stay in one history.
 */
class MixedWorld extends World {
  readonly twins = new Map<string, ClientState>()

  get twinSuite(): ReturnType<typeof librarySuite> {
    const suite = suiteOf(this.crypto, this.suite)
    assert.ok(suite)
    return librarySuite(suite)
  }

  /** The library looks at its own clock. */
  override device(name: string): Promise<CreatedKeyPackage> {
    return super.device(name, { notAfterAt: Date.UTC(9999, 0) })
  }

  members(): readonly string[] {
    return [...this.groups.keys(), ...this.twins.keys()]
  }

  leafOf(name: string): number {
    return this.twins.get(name)?.privatePath.leafIndex ?? this.leaf(name)
  }

  /** Commits as whichever kind `by` is, and lets newcomers join as the kind their name says. */
  async change(by: string, added: readonly string[], removed: readonly string[]): Promise<void> {
    const devices = await Promise.all(added.map((name) => this.device(name)))
    const remove = removed.map((name) => this.leafOf(name))
    const { message, welcome } = this.twins.has(by)
      ? await this.commitAsTwin(
          by,
          devices.map(({ keyPackage }) => keyPackage),
          remove,
        )
      : await this.commitAsOurs(
          by,
          devices.map(({ keyPackage }) => keyPackage),
          remove,
        )
    await this.followAll(by, message)
    for (const name of removed) {
      this.groups.delete(name)
      this.twins.delete(name)
    }
    for (const [i, name] of added.entries()) {
      const device = devices[i]
      assert.ok(device !== undefined && welcome !== undefined)
      if (isTwin(name)) this.twins.set(name, await this.joinAsTwin(welcome, device))
      else {
        const joined = await joinGroup(this.crypto, { welcome, ...device })
        assert.ok(joined.kind === 'joined', joined.kind === 'failed' ? joined.reason : '')
        this.groups.set(name, joined.group)
      }
    }
  }

  async commitAsOurs(by: string, add: readonly Uint8Array[], remove: readonly number[]): Promise<Committed> {
    const staged = await this.stage(by, { add, remove })
    this.groups.set(by, staged.next)
    return staged
  }

  async commitAsTwin(by: string, add: readonly Uint8Array[], remove: readonly number[]): Promise<Committed> {
    const proposals = [
      ...add.map((bytes): Proposal => {
        const keyPackage = readKeyPackage(bytes)
        assert.ok(keyPackage)
        return { proposalType: 'add', add: { keyPackage } }
      }),
      ...remove.map((removed): Proposal => ({ proposalType: 'remove', remove: { removed } })),
    ]
    const context = { state: this.twin(by), cipherSuite: this.twinSuite }
    const result = await createCommit(context, { extraProposals: proposals, ratchetTreeExtension: true })
    this.twins.set(by, result.newState)
    const { welcome } = result
    const framed = welcome && encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome })
    return { message: encodeMlsMessage(result.commit), welcome: framed }
  }

  async followAll(by: string, message: Uint8Array): Promise<void> {
    for (const name of this.groups.keys()) {
      if (name === by) continue
      const applied = await this.receive(name, message)
      if (applied.kind === 'inForce') this.groups.set(name, applied.next)
      else assert.equal(applied.kind, 'removed', name)
    }
    for (const [name, state] of this.twins) {
      if (name === by) continue
      const result = await processMessage(privateMessage(message), state, emptyPskIndex, acceptAll, this.twinSuite)
      this.twins.set(name, result.newState)
    }
  }

  async joinAsTwin(bytes: Uint8Array, device: CreatedKeyPackage): Promise<ClientState> {
    const [welcome, keyPackage, suite] = [
      readWelcome(bytes),
      readKeyPackage(device.keyPackage),
      suiteOf(this.crypto, this.suite),
    ]
    const keys = suite && parsePrivateKeys(suite, device.privateKeys)
    assert.ok(welcome !== undefined && keyPackage !== undefined && keys !== undefined)
    const privateKeys = {
      initPrivateKey: keys.init,
      hpkePrivateKey: keys.encryption,
      signaturePrivateKey: keys.signature,
    }
    const library = this.twinSuite
    return joinTwin(welcome, keyPackage, privateKeys, emptyPskIndex, library, undefined, undefined, defaultClientConfig)
  }

  twin(name: string): ClientState {
    const state = this.twins.get(name)
    assert.ok(state)
    return state
  }

  authenticators(): ReadonlySet<string> {
    const ours = [...this.groups.values()].map((group) => viewGroup(group).epochAuthenticator)
    const theirs = [...this.twins.values()].map(({ keySchedule }) => keySchedule.epochAuthenticator)
    return new Set([...ours, ...theirs].map((bytes) => bytes.toHex()))
  }

  /** One of each kind says something, and everyone reads it. */
  async talk(): Promise<void> {
    const [ours] = this.groups.keys()
    const [theirs] = this.twins.keys()
    if (ours !== undefined) await this.hear(ours, await this.send(ours, 'ours'), 'ours')
    if (theirs === undefined) return
    const data = new TextEncoder().encode('theirs')
    const sent = await createApplicationMessage(this.twin(theirs), data, this.twinSuite)
    this.twins.set(theirs, sent.newState)
    const { privateMessage } = sent
    const message = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_private_message', privateMessage })
    await this.hear(theirs, message, 'theirs')
  }

  async hear(by: string, message: Uint8Array, text: string): Promise<void> {
    for (const name of this.groups.keys()) if (name !== by) assert.equal(await this.read(name, message), text)
    for (const [name, state] of this.twins) {
      if (name === by) continue
      const result = await processMessage(privateMessage(message), state, emptyPskIndex, acceptAll, this.twinSuite)
      assert.ok(result.kind === 'applicationMessage')
      assert.equal(new TextDecoder().decode(result.message), text)
      assert.equal(result.senderLeafIndex, this.leafOf(by))
      this.twins.set(name, result.newState)
    }
  }
}

type Committed = { readonly message: Uint8Array; readonly welcome: Uint8Array | undefined }

function isTwin(name: string): boolean {
  return Number(name) % 2 === 1
}

function privateMessage(bytes: Uint8Array): Extract<MLSMessage, { wireformat: 'mls_private_message' }> {
  const message = decodeMlsMessage(bytes, 0)?.[0]
  assert.ok(message?.wireformat === 'mls_private_message')
  return message
}

type Step = { readonly by: number; readonly adds: number; readonly removes: readonly number[] }

const steps = fc.array(
  fc.record<Step>({
    by: fc.nat(),
    adds: fc.constantFrom(0, 0, 1, 2),
    removes: fc.array(fc.nat(), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 8 },
)

for (const suite of [1, 3, 0xf00d] as const) {
  test(`in one group with the corrected library, whoever commits, all stay together (suite ${suite})`, async () => {
    const numRuns = suite === 1 ? 15 : 4
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const world = new MixedWorld(suite)
        const start = await World.of(['0'], suite)
        world.groups.set('0', start.group('0'))
        await world.change('0', ['1', '2', '3', '4'], [])
        let named = 5
        for (const { by, adds, removes } of script) {
          const members = world.members()
          const committer = members[by % members.length] ?? '0'
          const others = members.filter((name) => name !== committer)
          const removed = [...new Set(removes.map((at) => others[at % others.length] ?? committer))]
          const kept = members.length - removed.length
          const added = Array.from({ length: kept > 12 ? 0 : adds }, () => `${named++}`)
          await world.change(committer, added, removed.length < others.length ? removed : [])
          assert.equal(world.authenticators().size, 1)
          await world.talk()
        }
      }),
      { numRuns },
    )
  })
}

test('the tree that newcomers of the published library refuse is accepted', async () => {
  const world = new MixedWorld()
  const start = await World.of(['0'])
  world.groups.set('0', start.group('0'))
  await world.change('0', ['2', '4', '6', '8', '10', '12'], [])
  await world.change('12', [], [])
  await world.change('0', ['14'], [])
  await world.change('0', [], [])
  // A node below the root lists the unmerged leaf that the root has forgotten.
  const { tree } = Group.stateOf(world.group('0'))
  const unmerged = tree.nodes.filter((node) => node?.kind === 'parent' && node.unmergedLeaves.length > 0)
  assert.ok(unmerged.length > 0)
  await world.change('14', ['1', '16'], [])
  await world.talk()
  assert.equal(world.authenticators().size, 1)
})
