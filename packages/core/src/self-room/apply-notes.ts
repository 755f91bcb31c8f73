import { equal, isKeptSelfNote, parseSelfNote } from '@rushlight/protocol'
import type { SelfNote } from '@rushlight/protocol'
import { setReadReceiptsHere } from '../account/change-settings.ts'
import { changePerson, changeVerification } from '../directory/change-contact.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { takeHistoryAsk, takeHistoryGiving, takeHistoryPart } from '../history/take-history-notes.ts'
import { acceptRequestsOf } from '../room/accept-request.ts'
import { markRoom } from '../room/mark-room.ts'
import { load, loadEveryRow } from '../vault/table.ts'
import { bringNotes } from './bring-notes.ts'
import { nameOfWork, noteTable, noteWorkTable, prefixOfWork } from './note-row.ts'
import type { NoteRow } from './note-row.ts'
import { takeBurning, takeDeletedHere, takeReadUpTo } from './take-of-messages.ts'

/** `later`: what it is about is not here yet; it is tried again when something has come. */
type Applied = 'done' | 'later'

type Take<N> = (core: Core, note: N, at: number) => Promise<Applied>

/** What a note of each kind does on the device that is told. Each may be done again without harm. */
const TAKES: { readonly [K in SelfNote['kind']]: Take<Extract<SelfNote, { kind: K }>> } = {
  readUpTo: takeReadUpTo,
  burning: takeBurning,
  deletedHere: takeDeletedHere,
  contact: async (core, { account, name, provider, isContact }) => {
    await changePerson(core, { account, name, provider }, { isContact })
    if (isContact) await acceptRequestsOf(core, account)
    return 'done'
  },
  blocked: async (core, { account, name, provider, isBlocked }) => {
    await changePerson(core, { account, name, provider }, { isBlocked })
    return 'done'
  },
  verified: async (core, { account, name, provider, root }, at) => {
    await changeVerification(core, { account, name, provider }, root === undefined ? { at } : { root, at })
    return 'done'
  },
  setting: async (core, { setting, isOn }) => {
    if (setting === 'readReceipts') await setReadReceiptsHere(core, isOn)
    return 'done'
  },
  pinned: (core, { room, isPinned }) => markRoom(core, room, { isPinned }),
  muted: (core, { room, until }) => markRoom(core, room, { mutedUntil: until }),
  draft: (core, { room, text }) => markRoom(core, room, { draft: text }),
  deviceName: tellOfDevices,
  deviceUse: tellOfDevices,
  historyAsk: takeHistoryAsk,
  historyGiving: takeHistoryGiving,
  historyPart: takeHistoryPart,
}

/** The note itself is all that is known of a device. */
function tellOfDevices(core: Core): Promise<Applied> {
  core.tell({ kind: 'devicesChanged' })
  return Promise.resolve('done')
}

/** Applies what others have told, one run at a time, and brings what is to be told: after a start, too. */
export class NoteTaker {
  readonly #core: Core
  #running: Promise<void> | undefined
  #isWanted = false

  constructor(core: Core) {
    this.#core = core
    core.ownNotes = {
      apply: () => core.spawn(this.apply(), () => core.ownNotes.apply()),
      bring: (withinMs) => core.spawn(bringNotes(core, withinMs), () => core.ownNotes.bring(withinMs)),
    }
    // A note may have waited for its room.
    core.subscribe((event) => {
      if (event.kind === 'roomJoined') core.ownNotes.apply()
    })
  }

  apply(): Promise<void> {
    this.#isWanted = true
    this.#running ??= this.#applyAll().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #applyAll(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false
      const works = await loadEveryRow(this.#core.store, noteWorkTable, prefixOfWork('apply'))
      for (const { key } of works) await this.#apply(nameOfWork(key))
    }
  }

  async #apply(name: Uint8Array): Promise<void> {
    const core = this.#core
    const row = await load(core.store, noteTable, name)
    const note = row === undefined ? undefined : parseSelfNote(row.note)
    if (row !== undefined && note !== undefined && (await takeNote(core, note, row.at)) === 'later') return
    const step = new Step(core.store)
    const isStill = sameRow(row, await load(core.store, noteTable, name))
    if (isStill) step.remove(noteWorkTable, { work: 'apply', name })
    if (isStill && note !== undefined && !isKeptSelfNote(note)) step.remove(noteTable, name)
    await step.commit()
  }
}

function takeNote(core: Core, note: SelfNote, at: number): Promise<Applied> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table is typed by the very kind it is asked for
  const take = TAKES[note.kind] as unknown as Take<SelfNote>
  return take(core, note, at)
}

function sameRow(one: NoteRow | undefined, other: NoteRow | undefined): boolean {
  return one?.at === other?.at && equal(one?.note ?? NONE, other?.note ?? NONE)
}

const NONE = new Uint8Array()
