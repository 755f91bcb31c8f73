import {
  equal,
  hashOfAddresses,
  hashOfDelta,
  leafAt,
  parseApplicationData,
  parseEntryContext,
  unwrapEntry,
} from '@rushlight/protocol'
import type { ApplicationData, Crypto, EntryContext, Head, ReceiptBody } from '@rushlight/protocol'
import { openApplication, openHandshake, peekMessage } from './mls/index.ts'

import { judgeCommit } from './judge-commit.ts'
import type { Judged, JudgedRoom, PlacedEntry } from './judged.ts'
import { withGroup } from './room-group.ts'
import type { RoomGroup } from './room-group.ts'

/**
 * Judges one entry of a log (R13 to R15; `spec/rooms.md` §9). Its inputs are the room as the log made it so far, the entry
 * and its receipt: equal prefixes give equal answers, on every device.
 */
export async function judgeEntry(crypto: Crypto, judged: JudgedRoom, placed: PlacedEntry): Promise<Judged> {
  const { room } = judged
  const message = await unwrapEntry(crypto, { log: placed.receipt.log, wrapKey: room.wrapKey }, placed.entry)
  const header = message === undefined ? undefined : peekMessage(message)
  if (message === undefined || header === undefined) return { kind: 'void', room }
  return header.contentType === 'application'
    ? judgeApplication(crypto, room, { message, receipt: placed.receipt })
    : judgeHandshake(crypto, judged, { message, receipt: placed.receipt })
}

type Unwrapped = { readonly message: Uint8Array; readonly receipt: ReceiptBody }

async function judgeHandshake(crypto: Crypto, judged: JudgedRoom, { message, receipt }: Unwrapped): Promise<Judged> {
  const { room } = judged
  const opened = await openHandshake(room.group, message)
  if (opened.kind === 'own') return { kind: 'own' }
  if (opened.kind === 'void') return { kind: 'void', room: withGroup(room, opened.group) }
  const context = parseEntryContext(opened.authenticatedData)
  if (!isCommitContext(crypto, context, receipt)) return { kind: 'void', room: withGroup(room, opened.group) }
  return judgeCommit(crypto, judged, { opened, context, receipt })
}

type CommitContext = EntryContext & Required<Pick<EntryContext, 'delta'>>

/** A commit says what it asked of the hub, and the receipt says that the hub was asked for just that (R9). */
function isCommitContext(
  crypto: Crypto,
  context: EntryContext | undefined,
  receipt: ReceiptBody,
): context is CommitContext {
  if (context?.delta === undefined || receipt.deltaHash === undefined) return false
  return isPlausibleHead(context.head, receipt) && equal(hashOfDelta(crypto, context.delta), receipt.deltaHash)
}

async function judgeApplication(crypto: Crypto, room: RoomGroup, { message, receipt }: Unwrapped): Promise<Judged> {
  const opened = await openApplication(room.group, message)
  if (opened.kind === 'own') return { kind: 'own' }
  if (opened.kind === 'void') return { kind: 'void', room }
  const next = withGroup(room, opened.next)
  const context = parseEntryContext(opened.authenticatedData)
  const sender = leafAt({ leaves: room.leaves }, opened.senderLeaf)
  const parsed = parseApplicationData(opened.data)
  const data = parsed.kind === 'known' ? parsed.data : undefined
  const sound =
    context?.delta === undefined && parsed.kind !== 'malformed' && isHubAskedFor(crypto, data, receipt.deltaHash)
  if (context === undefined || sender === undefined || !sound || !isPlausibleHead(context.head, receipt)) {
    return { kind: 'void', room: next }
  }
  return { kind: 'application', sender, data, head: context.head, room: next, secrets: opened.consumed }
}

/** Only `setAddress` asks something of the hub, and then exactly what it says (R12). */
function isHubAskedFor(crypto: Crypto, data: ApplicationData | undefined, deltaHash: Uint8Array | undefined): boolean {
  if (data?.kind !== 'addresses') return deltaHash === undefined
  return deltaHash !== undefined && equal(hashOfAddresses(crypto, data.addresses), deltaHash)
}

/** Nobody has judged what comes after his own entry. */
function isPlausibleHead(head: Head, receipt: ReceiptBody): boolean {
  return head.log !== receipt.log || head.seq < receipt.seq
}
