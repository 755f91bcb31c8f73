import {
  boardOf,
  cellKeyOf,
  createPost,
  deviceOf,
  fetchNotes,
  isNews,
  NOTE_KINDS,
  openNote,
  parseNote,
  postNote,
  sealNote,
  signNote,
  slotAt,
  slotsAround,
  verifyNote,
  verifyPost,
  verifyRecordChain,
} from '@rushlight/protocol'
import type { Account, BoardPost, Board, Note, NoteContent, ProviderPublicKey } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { load } from '../vault/table.ts'

/** Newer meeting secrets are shared by those who went on, older ones by those who were away. */
const SECRETS_USED_MAX = 4

/** What members of the room say on the board of that provider (R21), the newest of each device and kind. */
export async function readBoard(
  core: Core,
  model: LiveRoom,
  provider: ProviderPublicKey,
): Promise<readonly Note[] | undefined> {
  const now = core.sharedNow()
  const newest = new Map<string, Note>()
  for (const { secret } of model.frame.meetings.slice(-SECRETS_USED_MAX)) {
    for (const slot of slotsAround(now)) {
      const board = await boardOf(core.crypto, secret, { provider, slot })
      const answer = await core.link.call(fetchNotes, { tag: board.tag })
      if (answer.kind !== 'answer') return undefined
      for (const post of answer.value.posts) {
        const note = await readPost(core, { model, board, now }, post)
        if (note === undefined) continue
        const writer = `${note.account} ${note.device} ${note.said.kind}`
        if (isNews(newest.get(writer), note)) newest.set(writer, note)
      }
    }
  }
  return [...newest.values()]
}

type Reading = { readonly model: LiveRoom; readonly board: Board; readonly now: number }

/** Only of a device that a participant's record lists: whoever merely kept a secret has nothing to say. */
async function readPost(core: Core, { model, board, now }: Reading, post: BoardPost): Promise<Note | undefined> {
  const { crypto } = core
  const verified = await verifyPost(crypto, post, now)
  if (verified?.tag !== board.tag) return undefined
  const signed = await openNote(crypto, board, verified.body.sealed)
  const note = signed === undefined ? undefined : parseNote(signed)
  if (signed === undefined || note?.room !== model.id) return undefined
  const { participants } = model.group.context.state
  if (!participants.some(({ account, role }) => account === note.account && role !== 'banned')) return undefined
  const account = await accountOf(core, note)
  const device = account === undefined ? undefined : deviceOf(account.record, note.device)
  return device !== undefined && (await verifyNote(crypto, device.key, signed)) ? note : undefined
}

async function accountOf(core: Core, { account }: Note): Promise<Account | undefined> {
  if (account === core.self.account.id) return core.self.account
  const chain = (await load(core.store, accountTable, account))?.chain
  return chain === undefined ? undefined : verifyRecordChain(core.crypto, chain)
}

/** Says it under each of the newest secrets, in the present slot. False: the provider has not taken all of it. */
export async function writeBoard(
  core: Core,
  { model, provider }: { readonly model: LiveRoom; readonly provider: ProviderPublicKey },
  said: NoteContent,
): Promise<boolean> {
  const { crypto } = core
  const { row, account } = core.self
  const madeAt = core.sharedNow()
  const note: Note = {
    format: 1,
    room: model.id,
    account: account.id,
    device: row.device,
    record: account.head,
    madeAt,
    said,
  }
  const signed = await signNote(crypto, row.deviceKey, note)
  let isTaken = true
  for (const { secret } of model.frame.meetings.slice(-SECRETS_USED_MAX)) {
    const board = await boardOf(crypto, secret, { provider, slot: slotAt(madeAt) })
    const sealed = await sealNote(crypto, board, signed)
    if (sealed === undefined) return false
    const cell = cellKeyOf(crypto, row.deviceKey, { tag: board.tag, kind: NOTE_KINDS[said.kind] })
    const post = await createPost(crypto, board, { cell, counter: madeAt, sealed })
    isTaken = (await core.link.call(postNote, { post })).kind === 'answer' && isTaken
  }
  return isTaken
}
