import {
  equal,
  hex,
  logIdOf,
  openPrefixItem,
  prefixName,
  prefixOf,
  PREFIX_NAMES_PER_REQUEST_MAX,
  pullPrefix,
  putPrefix,
  RAW_ENTRY_KEPT_MS,
  roomId,
  sealPrefixItem,
  timeToLiveStep,
} from '@rushlight/protocol'
import type { LogId, LogItem, MeetingSecret, Opening, SignedOpening } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { rawEntryTable, receiptTable } from '../room/log-rows.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { loadEveryRow } from '../vault/table.ts'

/** Of the log that is left, the entries that not everybody has, as the hub gave them. */
export type LeftOver = { readonly items: readonly LogItem[]; readonly secrets: readonly MeetingSecret[] }

/** The secrets under which a reader looks; those who put entries there seal under one that he has. */
const SECRETS_USED_MAX = 4
const NAMES_AT_ONCE: number = Math.floor(PREFIX_NAMES_PER_REQUEST_MAX / SECRETS_USED_MAX)

/** Before the log is left: what of it a device that missed the end cannot get from anybody else. */
export async function leftOver(core: Core, model: LiveRoom): Promise<LeftOver> {
  const log = model.row.head?.log
  const prefix = roomId.toBytes(model.id)
  const receipts = new Map(
    (await loadEveryRow(core.store, receiptTable, prefix)).map(({ key, value }) => [hex(key), value]),
  )
  const items = (await loadEveryRow(core.store, rawEntryTable, prefix)).flatMap(({ key, value }) => {
    const receipt = receipts.get(hex(key))
    return receipt === undefined || receipt.body.log !== log ? [] : [{ entry: value, receipt }]
  })
  return { items, secrets: model.frame.meetings }
}

/** Puts them beside the new log, each so that whoever has judged all before it can open it (R14, R27). */
export async function putLeftOver(core: Core, model: LiveRoom, { items, secrets }: LeftOver): Promise<void> {
  const hub = await core.hubs.providerOf(model)
  const { head, slot } = model.row
  if (hub === undefined || head === undefined || slot === undefined) return
  const { link } = core.hubs.at(hub.name)
  for (const item of items) {
    const { log, seq, acceptedAt } = item.receipt.body
    const secret = secrets.findLast(({ madeAt }) => madeAt < acceptedAt)?.secret
    if (secret === undefined) continue
    const prefix = prefixOf(core.crypto, secret, head.log)
    const name = prefixName(core.crypto, prefix, { log, seq })
    const sealed = await sealPrefixItem(core.crypto, prefix, { name, item })
    const place = { log: head.log, reader: slot.readerSecret, name, sealed }
    const answer = await link.call(putPrefix, { ...place, timeToLiveStep: timeToLiveStep(RAW_ENTRY_KEPT_MS) })
    if (answer.kind !== 'answer') return
  }
}

/** What the device lacks of its log, up to that opening's base, from beside the new log. `true`: it went further. */
export async function pullFromPrefix(core: Core, room: LiveRoom['id'], to: Fork): Promise<boolean> {
  const { actor } = core.roomAt(room)
  let hasMoved = false
  for (;;) {
    const model = await actor.read()
    const { head, slot } = model?.row ?? {}
    if (model === undefined || !isLive(model) || head === undefined || slot === undefined) return hasMoved
    if (head.log !== to.first.previous || head.seq >= (to.first.base?.head.seq ?? 0)) return hasMoved
    const items = await pullSome(core, model, { ...to, log: head.log, after: head.seq })
    // Of one place several may lie there, and not each need be what it says.
    for (const item of items) await actor.take([item])
    const after = (await actor.read())?.row.head
    if (after?.log !== head.log || after.seq === head.seq) return hasMoved
    hasMoved = true
  }
}

/** The first opening after the own log, and the log beside which its missing entries may lie. */
export type Fork = { readonly first: Opening; readonly firstSigned: SignedOpening }

type Missing = Fork & { readonly log: LogId; readonly after: number }

async function pullSome(core: Core, model: LiveRoom, missing: Missing): Promise<readonly LogItem[]> {
  const { crypto } = core
  const { slot } = model.row
  const { first, firstSigned, log, after } = missing
  if (slot === undefined) return []
  const beside = logIdOf(crypto, firstSigned)
  const prefixes = model.frame.meetings.slice(-SECRETS_USED_MAX).map(({ secret }) => prefixOf(crypto, secret, beside))
  const seqs = Array.from({ length: NAMES_AT_ONCE }, (_, i) => after + 1 + i)
  const wanted = seqs.flatMap((seq) =>
    prefixes.map((prefix) => ({ prefix, name: prefixName(crypto, prefix, { log, seq }) })),
  )
  const { link } = core.hubs.at(first.hub.name)
  const names = wanted.map(({ name }) => name)
  const answer = await link.call(pullPrefix, { log: beside, reader: slot.readerSecret, names })
  if (answer.kind !== 'answer') return []
  const items: LogItem[] = []
  for (const { name, sealed } of answer.value.items) {
    const prefix = wanted.find((one) => equal(one.name, name))?.prefix
    const item = prefix === undefined ? undefined : await openPrefixItem(crypto, prefix, { name, sealed })
    if (item !== undefined) items.push(item)
  }
  return items.toSorted((a, b) => a.receipt.body.seq - b.receipt.body.seq)
}
