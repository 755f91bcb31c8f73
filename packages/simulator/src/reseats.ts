import type { LogId, RoomId } from '@rushlight/protocol'

/** What of a device's room says in which branch it is. */
export type Branch = {
  readonly id: RoomId
  readonly log: LogId | undefined
  readonly epoch: number | undefined
  readonly apartFrom: LogId | undefined
}

type Contact = { readonly own: LogId | undefined; readonly epoch: number }

/** How many commits the winning branch made from when somebody of a lost one came upon it until he was let in (R26). */
export class Reseats {
  readonly commits: number[] = []
  readonly #epochs = new Map<LogId, number>()
  readonly #contacts = new Map<string, Contact>()

  note(device: string, { id, log, epoch, apartFrom }: Branch): void {
    if (log !== undefined && epoch !== undefined) this.#epochs.set(log, Math.max(epoch, this.#epochs.get(log) ?? 0))
    const place = `${device} ${id}`
    const contact = this.#contacts.get(place)
    if (apartFrom !== undefined && contact === undefined)
      this.#contacts.set(place, { own: log, epoch: this.#epochs.get(apartFrom) ?? 0 })
    if (apartFrom !== undefined || contact === undefined || epoch === undefined || log === undefined) return
    this.#contacts.delete(place)
    if (log !== contact.own) this.commits.push(Math.max(0, epoch - contact.epoch))
  }
}

export type ReseatReport = {
  /** Devices of lost branches that were let in again. */
  readonly devices: number
  readonly withinTwoCommits: number
  readonly mostCommits: number
}

export function reportReseats(commits: readonly number[]): ReseatReport {
  const withinTwoCommits = commits.filter((count) => count <= 2).length
  return { devices: commits.length, withinTwoCommits, mostCommits: Math.max(0, ...commits) }
}
