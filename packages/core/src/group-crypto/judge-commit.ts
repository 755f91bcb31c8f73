import {
  deviceOf,
  doorOf,
  equal,
  exporter,
  judgeChange,
  knowLevel,
  leafAt,
  parseAddresses,
  parseRoomContext,
  verifyCannotFollow,
  verifyRecordChain,
} from '@rushlight/protocol'
import type {
  Account,
  AddedLeaf,
  CannotFollow,
  Crypto,
  Delta,
  EntryContext,
  ReceiptBody,
  RecordChain,
  RoomChange,
} from '@rushlight/protocol'
import { applyCommit } from './mls/index.ts'
import type { KeyPackageView, OpenedCommit } from './mls/index.ts'
import type { Judged, JudgedRoom } from './judged.ts'
import { exportKey, readLeaf, readRoom, withGroup } from './room-group.ts'
import type { RoomGroup } from './room-group.ts'

export type CommitAtItsPlace = {
  readonly opened: OpenedCommit
  readonly context: EntryContext & { readonly delta: Delta }
  readonly receipt: ReceiptBody
}

/** Judges a commit whose sender is certain: first by the room's rules, then by MLS itself (R13, R15). */
export async function judgeCommit(crypto: Crypto, judged: JudgedRoom, commit: CommitAtItsPlace): Promise<Judged> {
  const { room, leaving } = judged
  const { opened, context } = commit
  const voided: Judged = { kind: 'void', room: withGroup(room, opened.group) }
  const after = opened.extensions === undefined ? undefined : parseRoomContext(opened.extensions)
  const carried = await verifyChains(crypto, context.chains ?? [])
  const added = readAdded(opened.added)
  if (after?.kind === 'malformed' || carried === undefined || added === undefined) return voided
  if (!isCommitterUnchanged(room, opened)) return voided
  if (after?.kind === 'unknownFeature') {
    const kept = room.leaves.filter(({ index }) => !opened.removed.includes(index))
    const leaves = [...kept, ...added.map(({ leaf }) => leaf)]
    return knowLevel(leaves, after.featureLevel) ? { kind: 'unknownFeature' } : voided
  }
  const change: RoomChange = {
    committer: opened.senderLeaf,
    removed: opened.removed,
    added,
    context: after?.context ?? room.context,
    updatesPath: opened.updatesPath,
    delta: context.delta,
    carried,
    acceptedAt: commit.receipt.acceptedAt,
  }
  const before = { context: room.context, leaves: room.leaves, leaving }
  const verdict = await judgeChange(crypto, before, change)
  return verdict.kind === 'void' ? voided : enforce(crypto, voided, { room, commit, change })
}

type Allowed = { readonly room: RoomGroup; readonly commit: CommitAtItsPlace; readonly change: RoomChange }

async function enforce(crypto: Crypto, voided: Judged, { room, commit, change }: Allowed): Promise<Judged> {
  const { opened, context } = commit
  const applied = await applyCommit(opened)
  const committer = leafAt({ leaves: room.leaves }, opened.senderLeaf)
  switch (applied.kind) {
    case 'void':
      return voided
    case 'removed':
      return { kind: 'removed', change }
    case 'stuck':
      return committer === undefined ? voided : { kind: 'stuck', committer: committer.credential.account }
    case 'inForce': {
      const next = readRoom(crypto, applied.next)
      const door = doorOf(crypto, exportKey(applied.next, exporter.door))
      // A wrong child door is a lie to the hub that only members can see: it counts like a wrong confirmation tag (R9).
      const followed = next.kind === 'room' && door === commit.receipt.child
      if (!followed)
        return committer === undefined ? voided : { kind: 'stuck', committer: committer.credential.account }
      const cannotFollow = await signedBy(crypto, change.carried, context.cannotFollow ?? [])
      return { kind: 'commit', change, cannotFollow, head: context.head, room: next.room, secrets: applied.consumed }
    }
  }
}

/** Only a device that comes back in this commit complains by it; anything else is passed over, and voids nothing. */
async function signedBy(
  crypto: Crypto,
  carried: readonly Account[],
  said: readonly CannotFollow[],
): Promise<readonly CannotFollow[]> {
  const signed: CannotFollow[] = []
  for (const one of said) {
    const account = carried.find(({ id }) => id === one.account)
    const device = account === undefined ? undefined : deviceOf(account.record, one.device)
    if (device !== undefined && (await verifyCannotFollow(crypto, device.key, one))) signed.push(one)
  }
  return signed
}

/** A device that needs another credential or other slot keys is reseated; a path update only renews encryption keys. */
function isCommitterUnchanged(room: RoomGroup, { senderLeaf, senderLeafAfter }: OpenedCommit): boolean {
  if (senderLeafAfter === undefined) return true
  const before = leafAt({ leaves: room.leaves }, senderLeaf)
  const after = readLeaf(senderLeafAfter)
  return (
    before !== undefined &&
    after !== undefined &&
    equal(before.leafKey, after.leafKey) &&
    equal(before.slot.postingKey, after.slot.postingKey) &&
    equal(before.slot.reader, after.slot.reader) &&
    before.featureLevel === after.featureLevel &&
    equal(before.credential.binding, after.credential.binding)
  )
}

async function verifyChains(crypto: Crypto, chains: readonly RecordChain[]): Promise<readonly Account[] | undefined> {
  const accounts: Account[] = []
  for (const chain of chains) {
    const account = await verifyRecordChain(crypto, chain)
    if (account === undefined) return undefined
    accounts.push(account)
  }
  return accounts
}

function readAdded(views: readonly KeyPackageView[]): readonly AddedLeaf[] | undefined {
  const added: AddedLeaf[] = []
  for (const view of views) {
    const read = readAddedLeaf(view)
    if (read === undefined) return undefined
    added.push(read)
  }
  return added
}

export function readAddedLeaf(view: KeyPackageView): AddedLeaf | undefined {
  const leaf = readLeaf(view.leaf)
  const addresses = parseAddresses(view.extensions)
  if (leaf === undefined || addresses === undefined) return undefined
  return { leaf, addresses, notBefore: view.notBeforeAt, notAfter: view.notAfterAt }
}
