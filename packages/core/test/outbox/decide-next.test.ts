import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doorId, idempotencyKey, messageId, roomId, span } from '@rushlight/protocol'
import { decideNext } from '../../src/outbox/decide-next.ts'
import type { Change, Job, JobRow, SealedEntry } from '../../src/outbox/job-row.ts'
import { HELD } from '../../src/outbox/job-row.ts'
import type { RoomModel } from '../../src/room/room-model.ts'
import type { Standing } from '../../src/room/room-row.ts'

const NOW = 1000
const content: Job = { kind: 'content', id: messageId.fromBytes(new Uint8Array(32)) }
const leave: Job = { kind: 'leave' }
const change = (one: Change): Job => ({ kind: 'change', change: one })
const rename = change({ kind: 'title', title: 'Rushes' })
const raise = change({ kind: 'raise', chain: [] })
const renew = change({ kind: 'renew' })

const sealed: SealedEntry = {
  idempotencyKey: idempotencyKey.fromBytes(new Uint8Array(16)),
  entry: new Uint8Array(1),
  door: doorId.fromBytes(new Uint8Array(32)),
  timeToLiveStep: 0,
}
const childKey = new Uint8Array(32)
const sealedCommit: SealedEntry = {
  ...sealed,
  commit: { delta: { removed: [], added: [] }, childKey, notBefore: 0, notAfter: 0, seen: 0 },
}

type Queued = { readonly job: Job; readonly notBefore?: number; readonly sealed?: SealedEntry }

/** What is next where the room's jobs are these, counted from 1. */
function nextOf(queued: readonly Queued[], standing: Standing = 'joined', reportDueAt?: number) {
  const jobs = queued.map(({ job, notBefore = 0, ...rest }, i): { count: number; row: JobRow } => ({
    count: i + 1,
    row: { format: 1, job, notBefore, ...rest },
  }))
  const zeros = { lastAcceptedAt: 0, deliveredUpTo: 0, activeAt: 0, unread: 0, leafRenewedAt: 0 }
  const row: RoomModel['row'] = { format: 1, kind: 'group', standing, title: '', participants: [], ...zeros }
  const model: RoomModel = {
    id: roomId.fromBytes(new Uint8Array(32)),
    row: reportDueAt === undefined ? row : { ...row, reportDueAt },
    frame: undefined,
    group: undefined,
    jobs,
    heads: new Map(),
  }
  const next = decideNext(model, NOW)
  const { kind } = next
  if (next.kind === 'change') return [kind, ...next.counts]
  return next.kind === 'wait' ? [kind, next.until] : next.kind === 'report' ? [kind] : [kind, next.count]
}

test('jobs keep their order, changes that are due go together, a report comes last', () => {
  assert.deepEqual(nextOf([{ job: content }, { job: rename }]), ['seal', 1])
  assert.deepEqual(nextOf([{ job: rename }, { job: content }, { job: raise, notBefore: NOW + 1 }, { job: rename }]), [
    'change',
    1,
    4,
  ])
  assert.deepEqual(nextOf([{ job: content }], 'joined', NOW), ['seal', 1])
  assert.deepEqual(nextOf([], 'joined', NOW), ['report'])
})

test('a record that is to be raised goes before what is said, sealed or not, but not before the log is open (R16, OB4)', () => {
  assert.deepEqual(nextOf([{ job: content }, { job: raise }]), ['change', 2])
  assert.deepEqual(nextOf([{ job: content, sealed }, { job: content }, { job: raise }]), ['change', 3])
  assert.deepEqual(nextOf([{ job: { kind: 'open' } }, { job: raise }], 'creating'), ['open', 1])
})

test('a leaf is renewed at its time and not before, and only when nothing else waits or along with another change', () => {
  const tomorrow = NOW + 20 * 60 * span.MINUTE_MS
  assert.deepEqual(nextOf([{ job: renew, notBefore: tomorrow }]), ['wait', tomorrow])
  assert.deepEqual(nextOf([{ job: renew, notBefore: NOW + 7 * span.DAY_MS }]), ['change', 1], 'its clock was put back')
  assert.deepEqual(nextOf([{ job: renew }]), ['change', 1])
  assert.deepEqual(nextOf([{ job: renew }, { job: content }]), ['seal', 2])
  assert.deepEqual(nextOf([{ job: renew }, { job: content, notBefore: NOW + 1 }]), ['change', 1])
  assert.deepEqual(nextOf([{ job: renew }, { job: content, sealed }]), ['submit', 2])
  assert.deepEqual(nextOf([{ job: renew }], 'joined', NOW), ['report'])
  assert.deepEqual(nextOf([{ job: renew }], 'joined', NOW + 5), ['wait', NOW + 5], 'the report first')
  assert.deepEqual(nextOf([{ job: renew }, { job: rename }]), ['change', 1, 2])
  assert.deepEqual(nextOf([{ job: renew }, { job: content }, { job: raise }]), ['change', 1, 3])
})

test('what is sealed is brought first, a commit before all (OB1, OB3)', () => {
  assert.deepEqual(nextOf([{ job: rename }, { job: content, sealed }]), ['submit', 2])
  assert.deepEqual(
    nextOf([
      { job: content, sealed },
      { job: raise, sealed: sealedCommit },
    ]),
    ['submit', 2],
  )
  assert.deepEqual(nextOf([{ job: content, sealed }, { job: rename, sealed: sealedCommit }, { job: raise }]), [
    'submit',
    2,
  ])
})

test('fresh addresses wait for the hour they were given, within a day (R12)', () => {
  const addresses: Job = { kind: 'addresses' }
  const tonight = NOW + 20 * span.HOUR_MS
  assert.deepEqual(nextOf([{ job: addresses, notBefore: tonight }]), ['wait', tonight])
  assert.deepEqual(nextOf([{ job: addresses, notBefore: tonight }, { job: rename }]), ['change', 2])
  assert.deepEqual(nextOf([{ job: addresses, notBefore: NOW + 365 * span.DAY_MS }]), ['seal', 1])
})

test('what a clock put off that has been put back since waits no longer', () => {
  const nextYear = NOW + 365 * span.DAY_MS
  assert.deepEqual(nextOf([{ job: rename, notBefore: nextYear }]), ['change', 1])
  assert.deepEqual(nextOf([], 'joined', nextYear), ['report'])
  assert.deepEqual(nextOf([{ job: rename, notBefore: NOW + 30 * span.SECOND_MS }]), ['wait', NOW + 30 * span.SECOND_MS])
})

test('nothing is brought before its time, nor where this device may not speak', () => {
  assert.deepEqual(
    nextOf([
      { job: content, notBefore: NOW + 5 },
      { job: content, notBefore: HELD },
    ]),
    ['wait', NOW + 5],
  )
  assert.deepEqual(nextOf([{ job: content, notBefore: HELD }]), ['wait', undefined])
  assert.deepEqual(nextOf([{ job: content }, { job: leave }], 'request'), ['seal', 2])
  for (const standing of ['waiting', 'stuck', 'updateNeeded', 'left', 'removed'] as const)
    assert.deepEqual(nextOf([{ job: content }, { job: raise }], standing), ['wait', undefined])
})
