import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { doorId } from '@rushlight/protocol'
import type { DoorId } from '@rushlight/protocol'
import * as fc from 'fast-check'
import { addChild, applyPost, chargedTo, childrenOf, closeDue, createTree, doorIn } from '../../src/logs/door-tree.ts'
import type { DoorTree, NewChild, TreeChange } from '../../src/logs/door-tree.ts'
import { DOORS_PER_LOG_MAX } from '../../src/limits.ts'

function name(number: number): DoorId {
  const bytes = new Uint8Array(32)
  new DataView(bytes.buffer).setUint32(0, number)
  return doorId.fromBytes(bytes)
}

function commitHash(number: number): Uint8Array {
  return doorId.toBytes(name(number))
}

/** A commit by `maker` at `parent` that makes door `id`; everybody stays unless said. */
function commit(
  tree: DoorTree,
  change: Partial<Omit<NewChild, 'id'>> & { parent: DoorId; id: number; maker: number },
): TreeChange {
  const kept = change.kept ?? doorIn(tree, change.parent)?.numbers ?? []
  const added = addChild(tree, {
    addedCount: 0,
    seq: change.id,
    commit: commitHash(change.id),
    ...change,
    id: name(change.id),
    kept,
  })
  assert.ok(added)
  return added
}

type Posted = { readonly door: number; readonly by: number; readonly over?: readonly number[]; readonly day?: number }

function post(tree: DoorTree, { door, by, over = [], day = 0 }: Posted): TreeChange {
  return applyPost(tree, { door: name(door), number: by, over: over.map(commitHash), day })
}

const ids = (tree: DoorTree): readonly DoorId[] => tree.doors.map(({ id }) => id)

describe('R10: which doors are open', () => {
  test('the parent stays open until more than half of its slots have posted under the child', () => {
    let { tree } = commit(createTree(name(0), 4), { parent: name(0), id: 1, maker: 0 })
    assert.deepEqual(ids(tree), [name(0), name(1)])
    tree = post(tree, { door: 1, by: 1 }).tree
    assert.deepEqual(ids(tree), [name(0), name(1)], 'two of four are not more than half')
    const change = post(tree, { door: 1, by: 2 })
    assert.deepEqual(ids(change.tree), [name(1)])
    assert.deepEqual(change.closed, [name(0)])
    assert.deepEqual(childrenOf(change.tree, name(0)), [])
  })

  test('whoever posts twice counts once', () => {
    let { tree } = commit(createTree(name(0), 4), { parent: name(0), id: 1, maker: 0 })
    for (let i = 0; i < 5; i += 1) tree = post(tree, { door: 1, by: 1 }).tree
    assert.equal(tree.doors.length, 2)
  })

  test('alone in a room, a commit closes the door behind itself', () => {
    const { tree } = commit(createTree(name(0), 1), { parent: name(0), id: 1, maker: 0 })
    assert.deepEqual(ids(tree), [name(1)])
  })

  test('posts further down the line count for every door above', () => {
    let { tree } = commit(createTree(name(0), 5), { parent: name(0), id: 1, maker: 0 })
    tree = commit(tree, { parent: name(1), id: 2, maker: 0 }).tree
    tree = post(tree, { door: 2, by: 1 }).tree
    assert.equal(tree.doors.length, 3)
    const change = post(tree, { door: 2, by: 2 })
    assert.deepEqual(ids(change.tree), [name(2)])
  })

  test('slots that a child brought in do not count for closing its parent', () => {
    let { tree } = commit(createTree(name(0), 3), { parent: name(0), id: 1, maker: 0, addedCount: 50 })
    for (let number = 3; number < 53; number += 1) tree = post(tree, { door: 1, by: number }).tree
    assert.equal(doorIn(tree, name(0))?.numbers.length, 3, 'the door of the three is still open')
  })

  test('garbled commits close nothing, and what others post over them goes on', () => {
    let tree = createTree(name(0), 3)
    for (let i = 1; i <= 4; i += 1) tree = commit(tree, { parent: name(0), id: i, maker: 2, kept: [2] }).tree
    assert.equal(addChild(tree, child({ parent: name(0), id: name(5), maker: 2 })), undefined, 'four, and no more')
    tree = post(tree, { door: 0, by: 0, over: [1, 2, 3, 4] }).tree
    tree = commit(tree, { parent: name(0), id: 6, maker: 0 }).tree
    const change = post(tree, { door: 6, by: 1 })
    assert.deepEqual(ids(change.tree), [name(6)], 'the line of the majority, and none of the garbled ones')
    assert.ok(change.isDecided)
  })

  test('the oldest of a maker never goes where others may stand at it', () => {
    // Were the oldest child put out for the fifth, a valid commit followed by four garbled ones would lock everybody out.
    let { tree } = commit(createTree(name(0), 3), { parent: name(0), id: 1, maker: 2 })
    for (let i = 2; i <= 4; i += 1) tree = commit(tree, { parent: name(0), id: i, maker: 2 }).tree
    assert.equal(addChild(tree, child({ parent: name(0), id: name(5), maker: 2 })), undefined)
    assert.ok(doorIn(tree, name(1)))
  })

  test('a door closes seven days after another used its child and nobody spoke over it', () => {
    let { tree } = commit(createTree(name(0), 5), { parent: name(0), id: 1, maker: 0 })
    tree = post(tree, { door: 1, by: 1, day: 10 }).tree
    assert.deepEqual(closeDue(tree, 16).tree, tree)
    const change = closeDue(tree, 17)
    assert.deepEqual(ids(change.tree), [name(1)])
    assert.deepEqual(change.closed, [name(0)])
  })

  test('speaking over a child starts the seven days anew', () => {
    let { tree } = commit(createTree(name(0), 5), { parent: name(0), id: 1, maker: 0 })
    tree = post(tree, { door: 1, by: 1, day: 10 }).tree
    tree = post(tree, { door: 0, by: 2, day: 12, over: [1] }).tree
    assert.equal(closeDue(tree, 40).closed.length, 0)
    tree = post(tree, { door: 1, by: 1, day: 41 }).tree
    assert.deepEqual(closeDue(tree, 48).closed, [name(0)])
  })

  test('the maker alone using its own child closes nothing, and neither do slots it brought in', () => {
    let { tree } = commit(createTree(name(0), 5), { parent: name(0), id: 1, maker: 0, addedCount: 1 })
    tree = post(tree, { door: 1, by: 0, day: 10 }).tree
    tree = post(tree, { door: 1, by: 5, day: 10 }).tree
    assert.equal(closeDue(tree, 100).closed.length, 0)
  })

  test('what a brought-in slot does is charged to who brought it, until the majority has followed', () => {
    let { tree } = commit(createTree(name(0), 3), { parent: name(0), id: 1, maker: 2, addedCount: 1 })
    assert.equal(chargedTo(tree, name(1), 3), 2)
    tree = commit(tree, { parent: name(1), id: 2, maker: 3, addedCount: 1 }).tree
    assert.equal(chargedTo(tree, name(2), 4), 2, 'also one that the brought-in one brought')
    tree = post(tree, { door: 1, by: 0 }).tree
    assert.equal(chargedTo(tree, name(1), 3), 3)
  })

  test('a log with too many doors lets the oldest go that nobody but its maker has used', () => {
    let tree = createTree(name(0), 10)
    for (let i = 1; i < DOORS_PER_LOG_MAX; i += 1) {
      tree = commit(tree, { parent: name(i - 1), id: i, maker: 0 }).tree
      if (i === 1) tree = post(tree, { door: 1, by: 1 }).tree
    }
    assert.equal(tree.doors.length, DOORS_PER_LOG_MAX)
    const change = commit(tree, { parent: name(DOORS_PER_LOG_MAX - 1), id: 1_000, maker: 0 })
    assert.deepEqual(change.closed, [name(2)], 'another stands at 1')
    assert.equal(doorIn(change.tree, name(3))?.origin?.parent, name(1))
    const last = name(DOORS_PER_LOG_MAX - 1)
    assert.equal(
      addChild(tree, child({ parent: last, id: name(2_000), maker: 5 })),
      undefined,
      'not for another’s sake',
    )
  })

  test('whatever is posted: numbers stay distinct, parents are open, an honest majority is never locked out', () => {
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 60 }), (steps) => {
        let tree = createTree(name(0), 5)
        let nextId = 1
        for (const step of steps) {
          const door = tree.doors[step.door % tree.doors.length]
          const number = door?.numbers[step.slot % Math.max(1, door.numbers.length)]
          if (door === undefined || number === undefined) continue
          // Slots 0 to 2 are honest: they commit nothing and post only at the door they stand at.
          if (number <= 2) continue
          const over = childrenOf(tree, door.id).map(({ origin }) => origin.commit)
          tree = applyPost(tree, { door: door.id, number, over, day: step.day }).tree
          if (step.isCommit && doorIn(tree, door.id) !== undefined) {
            const kept = door.numbers.filter((one) => one !== step.removed)
            const made = addChild(tree, {
              parent: door.id,
              id: name(nextId),
              kept,
              addedCount: step.added,
              commit: commitHash(nextId),
              seq: nextId,
              maker: number,
            })
            nextId += 1
            tree = made?.tree ?? tree
          }
          ensureSound(tree)
          assert.ok(doorIn(closeDue(tree, step.day).tree, name(0)), 'the door of the honest three is open')
        }
      }),
      { numRuns: 300 },
    )
  })
})

const arbitraryStep = fc.record({
  door: fc.nat(20),
  slot: fc.nat(20),
  isCommit: fc.boolean(),
  removed: fc.nat(6),
  added: fc.nat(3),
  day: fc.nat(3),
})

function ensureSound(tree: DoorTree): void {
  assert.ok(tree.doors.length > 0 && tree.doors.length <= DOORS_PER_LOG_MAX)
  assert.equal(new Set(ids(tree)).size, tree.doors.length)
  for (const { numbers, origin } of tree.doors) {
    assert.equal(new Set(numbers).size, numbers.length)
    assert.ok(numbers.every((number) => number < tree.next))
    if (origin !== undefined) assert.ok(doorIn(tree, origin.parent), 'no door hangs in the air')
  }
}

function child(change: Pick<NewChild, 'parent' | 'id' | 'maker'>): NewChild {
  return { kept: [0, 1, 2], addedCount: 0, commit: commitHash(9_999), seq: 9_999, ...change }
}
