import {
  encodeApplicationData,
  encodeEntryContext,
  idempotencyKey,
  timeToLiveStep,
  wrapEntry,
  span,
} from '@rushlight/protocol'
import type { Address, ApplicationData, StatusReport } from '@rushlight/protocol'
import { createAddresses, publicAddress } from '../home/own-address.ts'
import { sealApplication } from '../group-crypto/mls/index.ts'
import { withGroup } from '../group-crypto/room-group.ts'
import { findMessage } from '../message/write-message.ts'
import { hasReports } from '../message/report-row.ts'
import { oweNothing } from '../room/owe-head.ts'
import { receiptTable } from '../room/log-rows.ts'
import { isLive } from '../room/room-model.ts'
import type { QueuedJob } from '../room/room-model.ts'
import type { RoomStep } from '../room/room-step.ts'
import { RETIRED_MAX } from '../room/room-row.ts'
import { collectNotes } from '../self-room/told-notes.ts'
import type { Job, SealedEntry, ToldNote } from './job-row.ts'

/** A head report is worth little tomorrow: the next one says more. */
const HEAD_REPORT_LIVES_MS: number = span.DAY_MS

/** Makes the entry of a job that is one message. The used ratchet and the entry are written together, before it leaves. */
export async function sealJob(step: RoomStep, { count, row }: QueuedJob): Promise<SealedEntry | undefined> {
  const said = await dataOf(step, row.job)
  if (said === undefined) {
    step.removeJob(count)
    return undefined
  }
  const entry = await sealEntry(step, said)
  if (entry === undefined) return undefined
  step.setJob(count, { ...row, sealed: entry })
  // Whatever we say carries our head (R17).
  if (!(await hasReports(step))) oweNothing(step)
  return entry
}

type Said = {
  readonly data: ApplicationData
  readonly lifetimeMs: number | undefined
  readonly addresses?: readonly Address[]
  readonly told?: readonly ToldNote[]
}

/** A status is no job: if it is lost, the next one says the same. */
export function sealStatus(step: RoomStep, reports: readonly StatusReport[]): Promise<SealedEntry | undefined> {
  const data = { kind: 'status', reports } as const
  return sealEntry(step, { data, lifetimeMs: reports.length === 0 ? HEAD_REPORT_LIVES_MS : undefined })
}

async function sealEntry(
  step: RoomStep,
  { data, lifetimeMs, addresses, told }: Said,
): Promise<SealedEntry | undefined> {
  const { model } = step
  const { crypto } = step.world
  const { head } = model.row
  if (!isLive(model) || head === undefined) return undefined
  const authenticatedData = encodeEntryContext({ format: 1, head })
  const sealed = await sealApplication(model.group.group, { data: encodeApplicationData(data), authenticatedData })
  const { wrapKey, door } = model.group
  step.setGroup(withGroup(model.group, sealed.next))
  step.eraseAfter(sealed.consumed)
  const entry: SealedEntry = {
    idempotencyKey: idempotencyKey.fromBytes(crypto.randomBytes(idempotencyKey.lengthBytes)),
    entry: await wrapEntry(crypto, { log: head.log, wrapKey }, sealed.message),
    door,
    timeToLiveStep: timeToLiveStep(lifetimeMs),
  }
  return {
    ...entry,
    ...(addresses === undefined ? {} : { addresses }),
    ...(told === undefined ? {} : { told }),
  }
}

/** What the job says now; `undefined` if there is nothing to say any more. */
async function dataOf(step: RoomStep, job: Job): Promise<Said | undefined> {
  switch (job.kind) {
    case 'content': {
      const found = await findMessage(step, job.id)
      if (found?.row.body.kind !== 'content') return undefined
      const { expiresAt, body } = found.row
      const lifetimeMs = expiresAt === undefined ? undefined : Math.max(0, expiresAt - step.world.now())
      return { data: { kind: 'content', encoded: body.encoded }, lifetimeMs }
    }
    case 'leave':
      return { data: { kind: 'leave' }, lifetimeMs: undefined }
    case 'record':
      return { data: { kind: 'record', chain: job.chain }, lifetimeMs: undefined }
    case 'receipt':
      return heldReceipt(step, job.seq)
    case 'addresses':
      return freshAddresses(step)
    case 'notes': {
      const { notes, told } = await collectNotes(step)
      return notes.length === 0 ? undefined : { data: { kind: 'notes', notes }, lifetimeMs: undefined, told }
    }
    case 'open':
    case 'change':
      return undefined
  }
}

async function heldReceipt(step: RoomStep, seq: number): Promise<Said | undefined> {
  const log = step.model.row.head?.log
  const receipt = log === undefined ? undefined : await step.load(receiptTable, { room: step.room, log, seq })
  return receipt === undefined ? undefined : { data: { kind: 'receipt', receipt }, lifetimeMs: undefined }
}

/** New addresses of the own queues; the old ones are closed when the entry stands in the log (R12). */
async function freshAddresses(step: RoomStep): Promise<Said | undefined> {
  const { homes } = step.world.self().row
  const { slot } = step.model.row
  const made = await createAddresses(step.world.crypto, homes)
  if (made.length === 0 || slot === undefined) return undefined
  step.patchRow({
    slot: { ...slot, addresses: made, retired: [...slot.addresses, ...slot.retired].slice(0, RETIRED_MAX) },
  })
  const addresses = made.map((address) => publicAddress(address))
  return { data: { kind: 'addresses', addresses }, lifetimeMs: undefined, addresses }
}
