import assert from 'node:assert/strict'
import { Group } from '../../../src/group-crypto/mls/group.ts'
import type { GroupState } from '../../../src/group-crypto/mls/group.ts'
import { readKeyPackage } from '../../../src/group-crypto/mls/key-package.ts'
import { signLeaf } from '../../../src/group-crypto/mls/tree/leaf.ts'
import type { Commit, KeyPackage, Proposal, UpdatePath } from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import { forgeCommit } from '../mls/forge-commit.ts'
import type { Forgery } from '../mls/forge-commit.ts'
import { World } from '../mls/world.ts'

/** Three who keep the rules, and one member who knows everything that members know and does not. */
export const HONEST = ['alice', 'bob', 'carol'] as const

export function party(): Promise<World> {
  return World.of([...HONEST, 'mallory'])
}

/** What the honest make of a commit of his: one answer if they agree. */
export async function forge(world: World, forgery: Forgery): Promise<string> {
  return judge(world, await forgeCommit(world.group('mallory'), forgery))
}

export async function judge(world: World, message: Uint8Array, by: readonly string[] = HONEST): Promise<string> {
  const verdicts: string[] = []
  for (const name of by) {
    const verdict = await world.receive(name, message)
    verdicts.push('reason' in verdict ? `${verdict.kind}: ${verdict.reason}` : verdict.kind)
  }
  const [first = ''] = verdicts
  return verdicts.every((one) => one === first) ? first : verdicts.join(', ')
}

export function propose(...proposals: readonly Proposal[]): Forgery {
  return { proposals: proposals.map(byValue) }
}

export function byValue(proposal: Proposal): Commit['proposals'][number] {
  return { proposalOrRefType: 'proposal', proposal }
}

export async function keyPackageOf(world: World, name: string): Promise<KeyPackage> {
  const keyPackage = readKeyPackage((await world.device(name)).keyPackage)
  assert.ok(keyPackage)
  return keyPackage
}

/** His path with another leaf, signed by him at its place. */
export function withLeaf(
  state: GroupState,
  change: Partial<UpdatePath['leafNode']>,
): (path: UpdatePath) => Promise<UpdatePath> {
  return async ({ leafNode, nodes }) => {
    const unsigned = { ...leafNode, ...change }
    const place = { groupId: state.context.groupId, leaf: state.ownLeaf }
    const { node } = await signLeaf(state.suite, { unsigned, place }, state.signaturePrivateKey)
    return { leafNode: { ...unsigned, signature: node.signature }, nodes }
  }
}

export function stateOf(world: World, name: string): GroupState {
  return Group.stateOf(world.group(name))
}

export function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte))
}

export const EMPTY = new Uint8Array(0)
