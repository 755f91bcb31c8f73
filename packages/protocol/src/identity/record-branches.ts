import type { DeviceId } from '../ids/ids.ts'
import type { AccountRecord } from './account-record.ts'
import { compareHeads, continuesFrom, deviceOf } from './record-chain.ts'
import type { Account, NamedRecord } from './record-chain.ts'

/**
 * How a chain stands to another of the same account (R35, `spec/identity.md` §3): it is the same or goes on from it; it is
 * older; the recovery key has raised it over the other, or the other over it; both went on from one record of one generation,
 * and then either honest devices did so at once (`parted`: the order decides, and the loser redoes his change), or one of them
 * has put out a device that signed in the other, and nobody can tell thief from owner (`disputed`).
 */
export type BranchRelation = 'same' | 'newer' | 'older' | 'raised' | 'outranked' | 'parted' | 'disputed'

export function relateBranches(known: Account, other: Account): BranchRelation {
  if (other.head.hash === known.head.hash) return 'same'
  if (other.head.generation !== known.head.generation) {
    return compareHeads(other.head, known.head) > 0 ? 'raised' : 'outranked'
  }
  if (continuesFrom(other, known.head)) return 'newer'
  if (continuesFrom(known, other.head)) return 'older'
  const fork = known.records.findLast(({ hash }) => continuesFrom(other, { ...known.head, hash }))
  if (fork === undefined) return 'parted'
  const [own, theirs] = [branchOf(known, fork), branchOf(other, fork)]
  return removesSigner(own, theirs, fork) || removesSigner(theirs, own, fork) ? 'disputed' : 'parted'
}

/** Devices that `lost` has put out and that `winner`, which went on from the same record, has kept: to be put out again. */
export function lostRemovals(lost: Account, winner: Account): readonly DeviceId[] {
  return lost.records
    .filter(({ hash }) => continuesFrom(winner, { ...lost.head, hash }))
    .slice(-1)
    .flatMap(({ record }) => record.devices.map(({ id }) => id))
    .filter((id) => deviceOf(lost.record, id) === undefined && deviceOf(winner.record, id) !== undefined)
}

type Branch = readonly AccountRecord[]

function branchOf({ records }: Account, fork: NamedRecord): Branch {
  const at = records.findIndex(({ hash }) => hash === fork.hash)
  return records.slice(at + 1).map(({ record }) => record)
}

/** Of devices that both had: who came in by one branch alone was never the other's to put out. */
function removesSigner(remover: Branch, other: Branch, { record: fork }: NamedRecord): boolean {
  const signers = new Set(other.map(({ by }) => by))
  const hasSigned = (device: DeviceId): boolean => signers.has(device) || signers.has(undefined)
  const head = remover.at(-1)
  if (head === undefined) return false
  return fork.devices.some(({ id }) => deviceOf(head, id) === undefined && hasSigned(id) && !isFarewell(remover, id))
}

/** A device that takes itself off the account puts nobody out. */
function isFarewell(branch: Branch, device: DeviceId): boolean {
  const going = branch.find((record) => deviceOf(record, device) === undefined)
  return going?.by === device
}
