import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  decodeGroup,
  encodeGroup,
  joinGroup,
  openApplication,
  openHandshake,
  parseKeyPackage,
  peekMessage,
} from '../../../src/group-crypto/mls/index.ts'
import {
  decodeCommit,
  decodeGroupInfo,
  decodeMlsMessage,
  parseWhole,
} from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import { parseTree } from '../../../src/group-crypto/mls/tree/ratchet-tree.ts'
import { Group } from '../../../src/group-crypto/mls/group.ts'
import { encodeTree } from '../../../src/group-crypto/mls/tree/ratchet-tree.ts'
import { World } from './world.ts'

/** Bytes that somebody bent: whatever they are, they are an answer, not an exception. */

const world = await World.of(['alice', 'bob', 'carol'])
await world.update('bob')
const carol = await world.device('dave')
const staged = await world.stage('alice', { add: [carol.keyPackage], remove: [world.leaf('carol')] })
const application = await world.send('alice', 'hello')
const welcome = staged.welcome ?? new Uint8Array(0)
const tree = encodeTree(Group.stateOf(world.group('bob')).tree)
const stored = encodeGroup(world.group('bob'))

type Change = { readonly at: number; readonly kind: 'set' | 'cut' | 'insert' | 'repeat'; readonly bytes: Uint8Array }

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 2 ** 16 }),
  kind: fc.constantFrom('set' as const, 'cut' as const, 'insert' as const, 'repeat' as const),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    // Beginnings of long vectors and great numbers.
    fc.constantFrom(
      Uint8Array.of(0xbf, 0xff, 0xff, 0xff),
      Uint8Array.of(0x40, 1),
      Uint8Array.of(0xff, 0xff, 0xff, 0xff),
    ),
  ),
})

function bend(bytes: Uint8Array, { at, kind, bytes: given }: Change): Uint8Array {
  const place = at % (bytes.length + 1)
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (kind) {
    case 'set':
      return Uint8Array.of(...before, ...given, ...after.subarray(given.length))
    case 'cut':
      return Uint8Array.of(...before, ...after.subarray(given.length))
    case 'insert':
      return Uint8Array.of(...before, ...given, ...after)
    case 'repeat':
      return Uint8Array.of(...before, ...before.subarray(-given.length * 8), ...after)
  }
}

const bent = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => changes.reduce(bend, bytes))
const RUNS = { numRuns: 300 }

test('messages, Welcomes and KeyPackages that were bent are refused without an exception', async () => {
  await fc.assert(
    fc.asyncProperty(bent(application), bent(staged.message), async (message, commit) => {
      const [opened, handshake] = [
        await openApplication(world.group('bob'), message),
        await openHandshake(world.group('bob'), commit),
      ]
      assert.notEqual(opened.kind, 'own')
      assert.equal(handshake.kind === 'commit', Buffer.from(commit).equals(staged.message))
      peekMessage(message)
    }),
    RUNS,
  )
  await fc.assert(
    fc.asyncProperty(bent(welcome), bent(carol.keyPackage), async (bentWelcome, bentPackage) => {
      const joined = await joinGroup(world.crypto, { welcome: bentWelcome, ...carol })
      assert.equal(joined.kind === 'joined', Buffer.from(bentWelcome).equals(welcome))
      const view = await parseKeyPackage(world.crypto, bentPackage)
      assert.equal(view !== undefined, Buffer.from(bentPackage).equals(carol.keyPackage))
    }),
    RUNS,
  )
})

test('what a member could put inside, and what a disk could give back, is parsed or refused', () => {
  fc.assert(
    fc.property(bent(tree), bent(stored.epoch), (bentTree, epoch) => {
      const parsed = parseTree(bentTree)
      if (parsed !== undefined) assert.deepEqual(encodeTree(parsed), bentTree)
      decodeGroup(world.crypto, { ...stored, epoch })
      for (const decode of [decodeCommit, decodeGroupInfo, decodeMlsMessage]) parseWhole<unknown>(decode, bentTree)
    }),
    { numRuns: 500 },
  )
})

test('random bytes are nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      assert.equal((await openApplication(world.group('bob'), bytes)).kind, 'void')
      assert.equal((await openHandshake(world.group('bob'), bytes)).kind, 'void')
      assert.equal(await parseKeyPackage(world.crypto, bytes), undefined)
      assert.equal((await joinGroup(world.crypto, { welcome: bytes, ...carol })).kind, 'failed')
    }),
    RUNS,
  )
})
