/** What people should see of newer records that a commit brought into the room (`spec/identity.md` §9). */
import { hashOfRecord, parseRecord, participantOf } from '@rushlight/protocol'
import type { AccountRecord, RecordChain, RecordHead, RoomState } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import { viewVerification } from '../directory/verification.ts'
import type { RoomEvent } from '../message/message-row.ts'
import type { RoomStep } from './room-step.ts'

export type RecordEvent = Extract<RoomEvent, { kind: 'cameBack' | 'calledNow' }>

/** The chains that the commit carried are in the vault by now. */
export async function eventsOfRecords(
  step: RoomStep,
  { was, is }: { readonly was: RoomState; readonly is: RoomState },
): Promise<readonly RecordEvent[]> {
  const events: RecordEvent[] = []
  for (const { account, head } of is.participants) {
    const before = participantOf(was, account)?.head
    if (before === undefined || before.hash === head.hash) continue
    const own = step.world.self().account
    const row = await step.load(accountTable, account)
    const chain = account === own.id ? own.chain : (row?.chain ?? [])
    if (head.generation > before.generation) {
      const wasVerified = row !== undefined && viewVerification(step.world.crypto, row) === 'lapsed'
      events.push({ kind: 'cameBack', account, wasVerified })
    }
    const name = newName(step, chain, { before, head })
    if (name !== undefined) events.push({ kind: 'calledNow', account, ...name })
  }
  return events
}

type Heads = { readonly before: RecordHead; readonly head: RecordHead }

function newName(
  { world: { crypto } }: RoomStep,
  chain: RecordChain,
  { before, head }: Heads,
): { readonly before: string; readonly after: string } | undefined {
  const named = chain.map((signed) => ({ hash: hashOfRecord(crypto, signed), record: parseRecord(signed) }))
  const is = named.find(({ hash }) => hash === head.hash)?.record
  // What the recovery key has undone stands in the chain no more; then the one that it went on from is as good.
  const was =
    named.find(({ hash }) => hash === before.hash)?.record ??
    named.findLast(({ record }) => record !== undefined && record.generation <= before.generation)?.record
  if (is === undefined || was === undefined) return undefined
  const names = { before: handleOf(was), after: handleOf(is) }
  return names.before === names.after ? undefined : names
}

function handleOf({ name, providers }: AccountRecord): string {
  return `${name}@${providers[0]?.name ?? ''}`
}
