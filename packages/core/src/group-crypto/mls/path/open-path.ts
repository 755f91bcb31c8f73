import { openWithLabel } from '../keys/labels.ts'
import type { GroupState, NodeKeys } from '../group.ts'
import type { RatchetTree } from '../tree/ratchet-tree.ts'
import { isBelow } from '../tree/tree-math.ts'
import type { UpdatePath } from '../wire/ts-mls.ts'
import { climb, keysFor, leadsTo } from './path-secrets.ts'
import { stepsFor } from './update-path.ts'

/** The private side of an update path that was judged sound: what one member finds in the part meant for him. */
export type OpenedPath = { readonly keys: NodeKeys; readonly commitSecret: Uint8Array }

export type PathPlace = {
  readonly committer: number
  /** Tree after the proposals, and after the path. */
  readonly before: RatchetTree
  readonly after: RatchetTree
  readonly added: readonly number[]
  /** The provisional GroupContext, encoded. */
  readonly context: Uint8Array
}

/** `undefined` if this member cannot follow: his part does not open, or leads to other keys than those announced. */
export async function openPath(state: GroupState, place: PathPlace, path: UpdatePath): Promise<OpenedPath | undefined> {
  const { suite, ownLeaf } = state
  const steps = stepsFor(place.before, place.committer, place.added)
  const at = steps.findIndex(({ node }) => isBelow(ownLeaf, node))
  const resolution = steps[at]?.resolution ?? []
  const mine = resolution.findIndex((node) => state.keys.has(node))
  const keys = state.keys.get(resolution[mine] ?? -1)
  const sealed = path.nodes[at]?.encryptedPathSecret[mine]
  if (keys === undefined || sealed === undefined) return undefined
  const opening = { label: 'UpdatePathNode', context: place.context, sealed }
  const secret = await openWithLabel(suite, keys, opening)
  if (secret === undefined || secret.length !== suite.hashBytes) return undefined
  const climbed = await climb(
    suite,
    secret,
    steps.slice(at).map(({ node }) => node),
  )
  if (!leadsTo(place.after, climbed)) return undefined
  const learned = climbed.secrets.map(({ node, keys }) => [node, keys] as const)
  const { commitSecret } = climbed
  return { keys: keysFor(place.after, ownLeaf, [...state.keys, ...learned]), commitSecret }
}
