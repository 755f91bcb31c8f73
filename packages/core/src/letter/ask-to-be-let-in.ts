import {
  compare,
  concat,
  accountId,
  encodeWith,
  findLetterboxes,
  letterCodec,
  LETTER_INFO,
  logIdOf,
  deviceOf,
  postLetter,
  roomId,
  sealBox,
  ROOM_SUITES,
  signCannotFollow,
  signReseatRequest,
  span,
  verifyLetterbox,
  verifyRecordChain,
} from '@rushlight/protocol'
import type { AccountId, Letter, Letterbox, LogId, ReseatRequest } from '@rushlight/protocol'
import { createOwnKeyPackage } from '../directory/create-key-package.ts'
import { putKeyPackage } from '../directory/publish-key-packages.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { baseTable } from '../room/base-row.ts'
import type { RoomModel } from '../room/room-model.ts'
import { loadEveryRow } from '../vault/table.ts'
import { learnFromBackup } from './learn-from-backup.ts'

/** As many as it takes for one of them to be online; the others find it done. */
const ASKED_ACCOUNTS_MAX = 8
/** Until somebody was online, asking goes on, more seldom each time. */
const ASK_AGAIN_MS_MIN: number = span.MINUTE_MS
const ASK_AGAIN_MS_MAX: number = span.HOUR_MS
const FIRST_ASKED_AFTER_MS: number = 2 * span.SECOND_MS

/** When to ask next, UTC ms, and how long to wait after that. */
type Round = { readonly at: number; readonly waitMs: number }

/** Rooms where this device waits outside, and when to ask next. */
export class Asking {
  readonly #core: Core
  readonly #rounds = new Map<RoomModel['id'], Round>()
  #isAsking = false
  #cancel: () => void = () => undefined

  constructor(core: Core) {
    this.#core = core
    core.subscribe((event) => {
      if (event.kind === 'roomStuck') this.#plan(event.room)
    })
  }

  /** Asks in every room where this device waits or is stuck, unless it has done so just now. */
  async askEverywhere(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      for (const id of this.#rounds.keys()) if (!this.#core.rooms.has(id)) this.#rounds.delete(id)
      let hasLearned = false
      for (const [id, { actor }] of this.#core.rooms) {
        const model = await actor.read()
        if (model === undefined || !isOutside(model)) this.#rounds.delete(id)
        else if (this.#isDue(id)) {
          if (!hasLearned) await learnFromBackup(this.#core)
          hasLearned = true
          const present = await actor.read()
          if (present !== undefined && isOutside(present)) await this.#ask(present)
        }
      }
    } finally {
      this.#isAsking = false
      this.#rearm()
    }
  }

  stop(): void {
    this.#cancel()
  }

  /** A Welcome may be on its way already: it gets a moment. */
  #plan(room: RoomModel['id']): void {
    this.#rounds.set(room, { at: this.#core.ports.clock.now() + FIRST_ASKED_AFTER_MS, waitMs: ASK_AGAIN_MS_MIN })
    this.#rearm()
  }

  #isDue(room: RoomModel['id']): boolean {
    const now = this.#core.ports.clock.now()
    return this.#core.isReady && (this.#rounds.get(room)?.at ?? now) <= now
  }

  async #ask(model: RoomModel): Promise<void> {
    const now = this.#core.ports.clock.now()
    const { waitMs } = this.#rounds.get(model.id) ?? { waitMs: ASK_AGAIN_MS_MIN }
    this.#rounds.set(model.id, { at: now + waitMs, waitMs: Math.min(waitMs * 2, ASK_AGAIN_MS_MAX) })
    await askForRoom(this.#core, model)
  }

  #rearm(): void {
    this.#cancel()
    const next = Math.min(...[...this.#rounds.values()].map(({ at }) => at))
    if (!Number.isFinite(next) || this.#core.isClosed) return
    this.#cancel = this.#core.alarms.set(next, () => {
      if (this.#core.isReady) this.#core.spawn(this.askEverywhere())
    })
  }
}

function isOutside({ row }: RoomModel): boolean {
  return row.standing === 'waiting' || row.standing === 'stuck' || row.apartFrom !== undefined
}

async function askForRoom(core: Core, model: RoomModel): Promise<void> {
  const { row, account } = core.self
  const signed = model.frame?.openings.at(-1)
  const maker = { self: row, account, now: core.sharedNow() }
  const all = await Promise.all(
    ROOM_SUITES.map((suite) => createOwnKeyPackage(core.crypto, { ...maker, suite }, model.id)),
  )
  const made = all.filter((one) => one !== undefined)
  if (signed === undefined || made.length === 0) return
  const log = model.row.apartFrom ?? logIdOf(core.crypto, signed)
  const request = await makeRequest(core, {
    room: model.id,
    log,
    keyPackages: made.map((one) => one.row.keyPackage),
  })
  const step = new Step(core.store)
  for (const one of made) putKeyPackage(step, one.row)
  await step.commit()
  const cannotFollow = await sayCannotFollow(core, model)
  const letter = encodeWith(letterCodec, { kind: 'reseat', request, ...cannotFollow })
  for (const member of await askedOf(core, model)) await writeTo(core, member, letter)
}

type Asked = { readonly room: RoomModel['id']; readonly log: LogId; readonly keyPackages: readonly Uint8Array[] }

function makeRequest(core: Core, asked: Asked): Promise<ReseatRequest> {
  const { row, account } = core.self
  const unsigned = {
    format: 1,
    ...asked,
    account: account.id,
    device: row.device,
    chain: account.chain,
    madeAt: core.sharedNow(),
  } as const
  return signReseatRequest(core.crypto, row.deviceKey, unsigned)
}

/** Why this device is out (R15), if a commit of somebody is the reason. */
async function sayCannotFollow(core: Core, { row: { stuckAt } }: RoomModel): Promise<Pick<Letter, 'cannotFollow'>> {
  if (stuckAt === undefined) return {}
  const { row, account } = core.self
  const unsigned = { format: 1, ...stuckAt, account: account.id, device: row.device } as const
  return { cannotFollow: await signCannotFollow(core.crypto, row.deviceKey, unsigned) }
}

/**
 * Own devices first, then some of the others, another choice for every device that asks. Whom the user has blocked is asked
 * only where there are too few others: nobody else may be there to let this device in, and it is no word to them.
 */
async function askedOf(core: Core, { id, row }: RoomModel): Promise<readonly AccountId[]> {
  const own = core.self.account.id
  // Whom the own branch has put out may be in the other one.
  const bases = row.apartFrom === undefined ? [] : await loadEveryRow(core.store, baseTable, roomId.toBytes(id))
  const members = bases.flatMap(({ value: { accounts } }) => accounts.map(({ account }) => account))
  const seed = concat(roomId.toBytes(id), core.self.row.deviceKey)
  const others = [...new Set([...row.participants, ...members])]
    .filter((account) => account !== own)
    .map((account) => ({ account, rank: core.crypto.sha256(concat(seed, accountId.toBytes(account))) }))
    .sort(
      (a, b) => Number(core.blocked.has(a.account)) - Number(core.blocked.has(b.account)) || compare(a.rank, b.rank),
    )
  return [own, ...others.slice(0, ASKED_ACCOUNTS_MAX).map(({ account }) => account)]
}

async function writeTo(core: Core, member: AccountId, letter: Uint8Array): Promise<void> {
  const found = await core.hubs.askFor(member, findLetterboxes, { account: member })
  if (found.kind !== 'answer') return
  const account = await verifyRecordChain(core.crypto, found.value.chain)
  if (account?.id !== member) return
  for (const letterbox of found.value.letterboxes) {
    const device = deviceOf(account.record, letterbox.device)
    const isOther = letterbox.device !== core.self.row.device
    if (device === undefined || !isOther || !(await verifyLetterbox(core.crypto, device.key, letterbox))) continue
    await post(core, letterbox, letter)
  }
}

async function post(core: Core, letterbox: Letterbox, letter: Uint8Array): Promise<void> {
  const sealed = await sealBox(core.crypto, { publicKey: letterbox.key, info: LETTER_INFO }, letter)
  const { link } = core.hubs.at(letterbox.address.provider)
  if (sealed !== undefined) await link.call(postLetter, { address: letterbox.address, letter: sealed })
}
