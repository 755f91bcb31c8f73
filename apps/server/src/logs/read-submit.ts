import { APPLICATION_ENTRY_BYTES_MAX, concat, hex, idempotencyKey, openSubmit } from '@rushlight/protocol'
import type { DoorId, LogId, Submit, SubmitResult } from '@rushlight/protocol'
import { loadRow } from '../rows/table.ts'
import { done, refuse } from '../sessions/outcome.ts'
import type { Outcome, Refused } from '../sessions/outcome.ts'
import type { HotLog, Staged } from './hot-logs.ts'
import { keyOfPlace, keyOfSubmit, placeTable, submitTable } from './log-rows.ts'
import type { Logs } from './logs.ts'
import type { PassedDoor } from './passed-doors.ts'

export type SubmitParams = { readonly log: LogId; readonly door: DoorId; readonly sealed: Uint8Array }

export type ReadSubmit = {
  readonly kind: 'read'
  readonly submit: Submit
  /** The same for the same submit of the same slot, and tells nothing. */
  readonly name: Uint8Array
}

/** Opens a submit with the key of this connection, and looks at its form before anything else is done with it. */
export async function readSubmit(
  { kernel }: Pick<Logs, 'kernel'>,
  { postingKey, submitKey }: PassedDoor,
  { log, door, sealed }: SubmitParams,
): Promise<ReadSubmit | Refused> {
  const submit = await openSubmit(kernel.crypto, submitKey, sealed)
  if (submit === undefined || submit.log !== log || submit.door !== door) return refuse('malformed')
  if (submit.commit !== undefined && submit.addresses !== undefined) return refuse('malformed')
  const isLarge = submit.commit === undefined && submit.entry.length > APPLICATION_ENTRY_BYTES_MAX
  if (isLarge) return refuse('tooLarge')
  const name = kernel.crypto.sha256(concat(postingKey, idempotencyKey.toBytes(submit.idempotencyKey)))
  return { kind: 'read', submit, name }
}

export type Repeated =
  | { readonly kind: 'answered'; readonly outcome: Outcome<SubmitResult> }
  | { readonly kind: 'staged'; readonly staged: Staged }

/** What became of the very same submit, if it was here before: an answer that got lost, or one on its way to the disk. */
export async function findRepeated(
  { kernel }: Pick<Logs, 'kernel'>,
  hot: HotLog,
  name: Uint8Array,
): Promise<Repeated | undefined> {
  const staged = hot.staged.get(hex(name))
  if (staged !== undefined) return { kind: 'staged', staged }
  const before = await loadRow(kernel.store, submitTable, keyOfSubmit(hot.id, name))
  const place =
    before === undefined ? undefined : await loadRow(kernel.store, placeTable, keyOfPlace(hot.id, before.seq))
  if (place === undefined) return undefined
  return { kind: 'answered', outcome: done({ kind: 'accepted', receipt: place.receipt }) }
}
