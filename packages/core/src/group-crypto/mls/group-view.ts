import { equal } from '@rushlight/protocol'
import type { Extension } from '@rushlight/protocol'
import { droppedSecrets } from './dropped-secrets.ts'
import { Group } from './group.ts'
import { exportFrom } from './keys/key-schedule.ts'
import type { SuiteId } from './keys/suite.ts'
import { leafView } from './tree/leaf.ts'
import type { LeafView } from './tree/leaf.ts'
import { leavesOf } from './tree/ratchet-tree.ts'
import { rankAtThinPlace as rankIn } from './tree/thin-places.ts'
import { fromMlsExtensions } from './wire/extension.ts'
import { parsePrivateMessage } from './wire/private-message.ts'
import type { ContentType } from './wire/private-message.ts'

/** What the outside may see of a group. */
export type GroupView = {
  readonly suite: SuiteId
  readonly groupId: Uint8Array
  readonly epoch: bigint
  readonly ownLeaf: number
  /** Of the GroupContext. */
  readonly extensions: readonly Extension[]
  /** Equal for two members exactly if they are in the same epoch of the same history (RFC 9420 §8.7). */
  readonly epochAuthenticator: Uint8Array
  readonly confirmedTranscriptHash: Uint8Array
}

export function viewGroup(group: Group): GroupView {
  const { suite, context, ownLeaf, secrets } = Group.stateOf(group)
  return {
    suite: suite.id,
    groupId: context.groupId.slice(),
    epoch: context.epoch,
    ownLeaf,
    extensions: fromMlsExtensions(context.extensions),
    epochAuthenticator: secrets.authenticator.slice(),
    confirmedTranscriptHash: context.confirmedTranscriptHash.slice(),
  }
}

/** What the own leaf signs with: openings are signed by it, too (R2). */
export function signingKeyOf(group: Group): Uint8Array {
  return Group.stateOf(group).signaturePrivateKey.slice()
}

/** `tree/thin-places.ts`, for one's own leaf. */
export function rankAtThinPlace(group: Group): number | undefined {
  const { tree, ownLeaf } = Group.stateOf(group)
  return rankIn(tree, ownLeaf)
}

export type Member = LeafView & { readonly index: number }

/** In order of their leaf index. */
export function membersOf(group: Group): readonly Member[] {
  return leavesOf(Group.stateOf(group).tree).map(({ index, leaf }) => ({ index, ...leafView(leaf) }))
}

export type Export = { readonly context: Uint8Array; readonly length: number }

/** A secret that all members of this epoch share, for one use named by its label (RFC 9420 §8.5). */
export function exportSecret(group: Group, label: string, { context, length }: Export): Uint8Array {
  const { suite, secrets } = Group.stateOf(group)
  return exportFrom(suite, secrets.exporter, { label, context, length })
}

/** All secrets of a group that its successor does not hold (or all, if it has none): to be zeroed. */
export function secretsToErase(before: Group, after: Group | undefined): readonly Uint8Array[] {
  return droppedSecrets(Group.stateOf(before), after && Group.stateOf(after))
}

export type MessageHeader = {
  readonly groupId: Uint8Array
  readonly epoch: bigint
  readonly contentType: ContentType
  readonly authenticatedData: Uint8Array
}

/** What stands in clear before a message; nothing of it is authenticated yet. */
export function peekMessage(bytes: Uint8Array): MessageHeader | undefined {
  const message = parsePrivateMessage(bytes)
  if (message === undefined) return undefined
  const { groupId, epoch, contentType, authenticatedData } = message
  return { groupId, epoch, contentType, authenticatedData }
}

/** Whether two groups are the same epoch of the same history. */
export function isSameEpoch(a: Group, b: Group): boolean {
  const [one, other] = [Group.stateOf(a), Group.stateOf(b)]
  return equal(one.secrets.authenticator, other.secrets.authenticator)
}
