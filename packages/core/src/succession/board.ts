import {
  BOARD_SLOT_MS,
  boardOf,
  cellKeyOf,
  createPost,
  deviceOf,
  fetchNotes,
  isNews,
  NOTE_KINDS,
  openNote,
  hex,
  parseExactlyWith,
  parseNote,
  parseRecord,
  postBodyCodec,
  postNote,
  roomId,
  sealNote,
  signNote,
  slotAt,
  slotsAround,
  span,
  verifyNote,
} from '@rushlight/protocol'
import type {
  AccountRecord,
  BoardPost,
  Board,
  Crypto,
  MeetingSecret,
  Note,
  NoteContent,
  Provider,
  ProviderName,
  ProviderPublicKey,
} from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import { baseTable } from '../room/base-row.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { load, loadEveryRow } from '../vault/table.ts'

/** Newer meeting secrets are shared by those who went on, older ones by those who were away. */
const SECRETS_USED_MAX = 4
/** Those who went on to rivals have each made one of their own since. */
const BOARDS_IN_MEMORY_MAX = 64
const SECRETS_OF_NEWS = 2
/** Clocks of providers differ by less: nearer to the end of a slot, what others write may stand in the one beside it. */
const CLOCKS_APART_MS_MAX: number = 10 * span.MINUTE_MS

/** `all`: under each secret and slot where something may lie. `news`: where those write who are here now. */
export type Reach = 'all' | 'news'

/** What members of the room say, the newest of each device and kind, and which providers answered with what. */
export type Boards = {
  readonly notes: readonly Note[]
  readonly at: ReadonlyMap<ProviderName, readonly Note[]>
}

/** Those that do not answer are left out: another one will do (R21). */
export async function readBoards(
  core: Core,
  model: LiveRoom,
  { providers, reach }: { readonly providers: readonly Provider[]; readonly reach: Reach },
): Promise<Boards> {
  const read = await Promise.all(
    providers.map(async (provider) => [provider.name, await readBoard(core, model, { provider, reach })] as const),
  )
  const at = new Map(read.flatMap(([name, notes]) => (notes === undefined ? [] : [[name, notes] as const])))
  const all = [...at.values()].flat()
  // Who shows one chain here and another there is to be seen with both.
  return { at, notes: [...newestOf(all.filter((note) => !isOpening(note))), ...all.filter(isOpening)] }
}

function isOpening({ said }: Note): boolean {
  return said.kind === 'opening'
}

function newestOf(notes: readonly Note[]): readonly Note[] {
  const newest = new Map<string, Note>()
  for (const note of notes) {
    const writer = `${note.account} ${note.device} ${note.said.kind}`
    if (isNews(newest.get(writer), note)) newest.set(writer, note)
  }
  return [...newest.values()]
}

type Asked = { readonly provider: Provider; readonly reach: Reach }

async function readBoard(
  core: Core,
  model: LiveRoom,
  { provider, reach }: Asked,
): Promise<readonly Note[] | undefined> {
  const now = core.sharedNow()
  const { link } = core.hubs.at(provider.name)
  const secrets = secretsOf(model).slice(reach === 'all' ? 0 : -SECRETS_OF_NEWS)
  const places = secrets.flatMap(({ secret }) => slotsToRead(now, reach).map((slot) => ({ secret, slot })))
  const read = await Promise.all(
    places.map(async ({ secret, slot }) => {
      const board = await boardAt(core.crypto, secret, { provider: provider.key, slot })
      const answer = await link.call(fetchNotes, { tag: board.tag })
      if (answer.kind !== 'answer') return undefined
      const notes = await Promise.all(answer.value.posts.map((post) => readPost(core, { model, board }, post)))
      return notes.filter((note) => note !== undefined)
    }),
  )
  return read.some((notes) => notes === undefined) ? undefined : newestOf(read.flatMap((notes) => notes ?? []))
}

export function secretsOf({ frame }: LiveRoom): readonly MeetingSecret[] {
  return frame.meetings.slice(-SECRETS_USED_MAX)
}

function slotsToRead(now: number, reach: Reach): readonly number[] {
  if (reach === 'all') return slotsAround(now)
  const near = [now - CLOCKS_APART_MS_MAX, now, now + CLOCKS_APART_MS_MAX].map((at) => Math.floor(at / BOARD_SLOT_MS))
  return [...new Set(near)]
}

type Reading = { readonly model: LiveRoom; readonly board: Board }

/** The signatures on a post are for the provider: whoever reads has the note's own seal and the device's signature in it. */
async function readPost(core: Core, reading: Reading, post: BoardPost): Promise<Note | undefined> {
  const body = parseExactlyWith(postBodyCodec, post.body)
  return body === undefined ? undefined : openSaid(core, reading, body.sealed)
}

const boards = new WeakMap<Uint8Array, Map<string, Promise<Board>>>()

/** Looked at every few seconds: it is worked out once for as long as the secret is in memory. */
export function boardAt(
  crypto: Crypto,
  secret: Uint8Array,
  at: { readonly provider: ProviderPublicKey; readonly slot: number },
): Promise<Board> {
  const known = boards.get(secret) ?? new Map<string, Promise<Board>>()
  boards.set(secret, known)
  const name = `${hex(at.provider)} ${at.slot}`
  const board = known.get(name) ?? boardOf(crypto, secret, at)
  if (known.size >= BOARDS_IN_MEMORY_MAX) known.clear()
  known.set(name, board)
  return board
}

/** Only of a device that a participant's record lists: whoever merely kept a secret has nothing to say. */
export async function openSaid(core: Core, { model, board }: Reading, sealed: Uint8Array): Promise<Note | undefined> {
  const { crypto } = core
  const signed = await openNote(crypto, board, sealed)
  const note = signed === undefined ? undefined : parseNote(signed)
  if (signed === undefined || note?.room !== model.id) return undefined
  if (!(await hasSay(core, model, note))) return undefined
  const record = await recordOf(core, note)
  const device = record === undefined ? undefined : deviceOf(record, note.device)
  return device !== undefined && (await verifyNote(crypto, device.key, signed)) ? note : undefined
}

/** Where the room goes on is decided by those who were in it at the base, whatever was changed in one branch since (R23). */
async function hasSay(core: Core, { id, group }: LiveRoom, { account, said }: Note): Promise<boolean> {
  const { participants } = group.context.state
  if (participants.some((one) => one.account === account && one.role !== 'banned')) return true
  if (said.kind !== 'opening') return false
  const bases = await loadEveryRow(core.store, baseTable, roomId.toBytes(id))
  return bases.some(({ value: { accounts } }) => accounts.some((one) => one.account === account))
}

/** Chains are checked before they come into the vault. */
async function recordOf(core: Core, { account }: Note): Promise<AccountRecord | undefined> {
  if (account === core.self.account.id) return core.self.account.record
  const newest = (await load(core.store, accountTable, account))?.chain?.at(-1)
  return newest === undefined ? undefined : parseRecord(newest)
}

/** Says it at each of them, under each of the newest secrets, in the present slot. Answers who has taken all of it. */
export async function writeBoards(
  core: Core,
  { model, providers }: { readonly model: LiveRoom; readonly providers: readonly Provider[] },
  said: NoteContent,
): Promise<readonly ProviderName[]> {
  const note = noteOf(core, model, said)
  const written = await Promise.all(
    providers.map(async (provider) => [provider, await write(core, model, { provider, note })] as const),
  )
  return written.flatMap(([{ name }, isTaken]) => (isTaken ? [name] : []))
}

/** As this device says it now. */
export function noteOf(core: Core, { id }: LiveRoom, said: NoteContent): Note {
  const { row, account } = core.self
  const { device } = row
  return { format: 1, room: id, account: account.id, device, record: account.head, madeAt: core.sharedNow(), said }
}

async function write(
  core: Core,
  model: LiveRoom,
  { provider, note }: { readonly provider: Provider; readonly note: Note },
): Promise<boolean> {
  const { crypto } = core
  const { deviceKey } = core.self.row
  const { link } = core.hubs.at(provider.name)
  const signed = await signNote(crypto, deviceKey, note)
  let isTaken = true
  for (const { secret } of secretsOf(model)) {
    const board = await boardAt(crypto, secret, { provider: provider.key, slot: slotAt(note.madeAt) })
    const sealed = await sealNote(crypto, board, signed)
    if (sealed === undefined) return false
    const cell = cellKeyOf(crypto, deviceKey, { tag: board.tag, kind: NOTE_KINDS[note.said.kind] })
    const post = await createPost(crypto, board, { cell, counter: note.madeAt, sealed })
    isTaken = (await link.call(postNote, { post })).kind === 'answer' && isTaken
  }
  return isTaken
}
