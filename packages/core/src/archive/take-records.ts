import { equal, laterVerification, TOMBSTONE_KEYS_MAX, verifyRecordChain } from '@rushlight/protocol'
import type {
  ArchivedAccount,
  ArchivedMessage,
  ArchivedPerson,
  ArchivedRoom,
  ArchivedTombstone,
  ArchiveRecord,
} from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { seenTable } from '../message/seen-row.ts'
import { putSeen } from '../message/write-message.ts'
import { frameTable, roomTable } from '../room/room-row.ts'
import { FileTaker } from './take-files.ts'
import { takeLine } from './take-line.ts'

/** What came of an archive so far. */
export type TakenRecords = {
  /** Lines that were not here before. */
  readonly messages: number
  readonly files: number
}

/** Another account's archive, or one whose first record does not say whose it is. */
export class NotOwnArchive extends Error {
  override readonly name = 'NotOwnArchive'
}

const MESSAGES_PER_STEP = 200
const TOMBSTONES_PER_STEP = 500

/**
 * Takes records of an archive of one's own account into the vault, in their order (`spec/archive.md` §3). Each may come twice:
 * what is here already stays as it is, and what was here and is gone does not come back (R28). `flush` after the last.
 */
export class RecordTaker {
  readonly #core: Core
  readonly #files: FileTaker
  #account: ArchivedAccount | undefined
  #lines: ArchivedMessage[] = []
  #tombstones: ArchivedTombstone[] = []
  #messages = 0

  constructor(core: Core) {
    this.#core = core
    this.#files = new FileTaker(core)
  }

  get taken(): TakenRecords {
    return { messages: this.#messages, files: this.#files.taken }
  }

  async take(record: ArchiveRecord): Promise<void> {
    if (record.kind === 'account') return this.#begin(record)
    if (this.#account === undefined) throw new NotOwnArchive()
    switch (record.kind) {
      case 'person':
        return takePerson(this.#core, record)
      case 'room':
        return takeRoom(this.#core, record)
      case 'tombstone':
        this.#tombstones.push(record)
        if (this.#tombstones.length >= TOMBSTONES_PER_STEP) await this.#flushTombstones()
        return
      case 'message':
        await this.#flushTombstones()
        return this.#takeMessage(record)
      case 'file':
        await this.flush()
        return this.#files.take(record)
      case 'keys':
        return
    }
  }

  /** Everything that was taken is in the vault. */
  async flush(): Promise<void> {
    await this.#flushTombstones()
    await this.#flushLines()
  }

  /** What was begun and not brought to its end is let go. */
  async end(): Promise<void> {
    await this.#files.drop()
  }

  async #begin(account: ArchivedAccount): Promise<void> {
    if (account.account !== this.#core.self.account.id) throw new NotOwnArchive()
    this.#account = account
    await keepTombstoneKeys(this.#core, account.tombstoneKeys)
  }

  async #takeMessage(message: ArchivedMessage): Promise<void> {
    const isOtherRoom = this.#lines[0] !== undefined && this.#lines[0].room !== message.room
    if (isOtherRoom || this.#lines.length >= MESSAGES_PER_STEP) await this.#flushLines()
    this.#lines.push(message)
  }

  async #flushLines(): Promise<void> {
    const lines = this.#lines
    const room = lines[0]?.room
    this.#lines = []
    if (room === undefined) return
    const judgedAt = this.#account?.judgedAt ?? 0
    const added = await this.#core.roomAt(room).actor.run(async (step) => {
      let count = 0
      for (const line of lines) if (await takeLine(step, line, judgedAt)) count += 1
      return count
    })
    this.#messages += added ?? 0
  }

  async #flushTombstones(): Promise<void> {
    const tombstones = this.#tombstones
    this.#tombstones = []
    if (tombstones.length === 0) return
    const step = new Step(this.#core.store)
    for (const { name, keptUntil, deletedBy } of tombstones) {
      if ((await step.load(seenTable, name)) !== undefined || keptUntil <= this.#core.now()) continue
      putSeen(step, name, { keptUntil, ...(deletedBy === undefined ? {} : { deletedBy }) })
    }
    await step.commit()
  }
}

/** From now on tombstones are looked up under these names, too. */
async function keepTombstoneKeys(core: Core, keys: readonly Uint8Array[]): Promise<void> {
  const { tombstoneKey, otherTombstoneKeys = [] } = core.self.row
  const known = [tombstoneKey, ...otherTombstoneKeys]
  const added = keys.filter((key) => !known.some((one) => equal(one, key)))
  if (added.length === 0) return
  await core.changeSelf((row) => ({
    ...row,
    otherTombstoneKeys: [...added, ...(row.otherTombstoneKeys ?? [])].slice(0, TOMBSTONE_KEYS_MAX - 1),
  }))
}

async function takePerson(core: Core, { account, chain, ...person }: ArchivedPerson): Promise<void> {
  const step = new Step(core.store)
  const present = await step.load(accountTable, account)
  const verification = laterVerification(present?.verification, person.verification)
  if (present !== undefined && verification === present.verification) return
  const verified = verification === undefined ? {} : { verification }
  if (present !== undefined) step.put(accountTable, account, { ...present, ...verified })
  else {
    const known = chain === undefined ? undefined : await verifyRecordChain(core.crypto, chain)
    const own = known?.id === account ? { chain: known.chain } : {}
    const { name, provider, isContact, isBlocked, contactSince } = person
    const since = contactSince === undefined ? {} : { contactSince }
    step.put(accountTable, account, { format: 1, ...own, name, provider, isContact, isBlocked, ...since, ...verified })
    if (isBlocked) core.blocked.add(account)
  }
  step.emit({ kind: 'contactsChanged' })
  await step.commit()
  step.publish((event) => core.tell(event))
}

/** It asks to be let in where it is not in yet; what is over is there to be read. */
async function takeRoom(core: Core, archived: ArchivedRoom): Promise<void> {
  const { room, kindOfRoom, title, participants, openings, meetings, activeAt, mutedUntil, isOver } = archived
  const step = new Step(core.store)
  if ((await step.load(roomTable, room)) !== undefined) return
  step.put(roomTable, room, {
    format: 1,
    standing: isOver ? 'left' : 'waiting',
    kind: kindOfRoom,
    title,
    participants,
    lastAcceptedAt: 0,
    deliveredUpTo: 0,
    activeAt,
    unread: 0,
    leafRenewedAt: 0,
    ...(mutedUntil === undefined ? {} : { mutedUntil }),
  })
  if (!isOver) step.put(frameTable, room, { format: 1, openings, roster: [], leaving: [], meetings })
  step.emit({ kind: 'roomChanged', room })
  await step.commit()
  // From now on it is among the rooms that are listed.
  await core.roomAt(room).actor.read()
  step.publish((event) => core.tell(event))
}
