import { roomId, utf8 } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { readFile } from '../file/change-file.ts'
import { isDeletion } from '../message/is-deletion.ts'
import { messageTable, parsePlace } from '../message/message-row.ts'
import type { MessageRow, RoomEvent } from '../message/message-row.ts'
import type { FoundMessage } from '../message/write-message.ts'
import { loadRange } from '../vault/table.ts'
import { viewFiles } from '../view/file-view.ts'
import type { FileView } from '../view/file-view.ts'
import { findMessageView, listRooms } from '../view/list-views.ts'
import { viewMessage } from '../view/message-view.ts'
import type { MessageView } from '../view/message-view.ts'
import { viewPerson } from '../view/room-view.ts'
import type { RoomView } from '../view/room-view.ts'
import { indexPage, pageName, roomPage } from './readable-pages.ts'
import type { IndexRoom, ReadableFile, ReadableLine } from './readable-pages.ts'
import { READABLE_WORDS } from './readable-words.ts'
import type { ReadableLanguage, ReadableWords } from './readable-words.ts'
import { safeName } from './safe-names.ts'

export type Readable = {
  /** Absent: all of them. */
  readonly rooms?: ReadonlySet<RoomId>
  /** With what has an end: it then stays in the folder after it has vanished everywhere else. */
  readonly withVanishing: boolean
  readonly language: ReadableLanguage
  /** In words, in the time of wherever this device is. */
  readonly formatTime: (at: number) => string
}

/** One file of the folder. */
export type ReadableEntry = {
  /** Below the folder; parts made of what others wrote are safe in any file system. */
  readonly path: string
  /** Of a file that somebody sent: what has that path and size is that file, and need not be written again. */
  readonly bytes?: number
  readonly content: AsyncIterable<Uint8Array>
}

const LINES_PER_PAGE = 500
const ROWS_PER_READ = 100
const PIECE_BYTES: number = 256 * 1024
const ID_CHARACTERS = 8
const QUOTE_CHARACTERS_MAX = 120

/**
 * Pages that any browser reads, JSON for programs, and files beside them, one after another and never all at once. What burns
 * when it is read is never in it.
 */
export class ReadableExport {
  readonly #core: Core
  readonly #wanted: Readable
  readonly #words: ReadableWords
  messages = 0
  leftOut = 0

  constructor(core: Core, wanted: Readable) {
    this.#core = core
    this.#wanted = wanted
    this.#words = READABLE_WORDS[wanted.language]
  }

  async *entries(): AsyncGenerator<ReadableEntry> {
    const core = this.#core
    const all = await listRooms(core)
    const wanted = all.filter(({ id }) => this.#wanted.rooms?.has(id) !== false)
    const index: IndexRoom[] = []
    for (const room of wanted) index.push(yield* this.#roomEntries(room))
    const { name } = await viewPerson(core, core.self.account.id)
    const frame = { words: this.#words, language: this.#wanted.language, title: this.#words.title(name) }
    yield { path: 'index.html', content: one(indexPage(frame, index, this.#wanted.formatTime(core.now()))) }
  }

  async *#roomEntries(room: RoomView): AsyncGenerator<ReadableEntry, IndexRoom> {
    const title = room.kind === 'self' ? this.#words.notes : room.title
    const folder = `rooms/${safeName(title, 'room')}-${room.id.slice(0, ID_CHARACTERS)}`
    const frame = { words: this.#words, language: this.#wanted.language, title }
    const before = this.leftOut
    let lines: ReadableLine[] = []
    let [number, messages] = [1, 0]
    for await (const view of this.#messages(room.id)) {
      if (!this.#isWanted(view)) continue
      if (lines.length === LINES_PER_PAGE) {
        yield {
          path: `${folder}/${pageName(number)}`,
          content: one(roomPage({ ...frame, lines, number, hasNext: true })),
        }
        lines = []
        number += 1
      }
      const line = await this.#lineOf(view)
      lines.push(line)
      messages += 1
      yield* this.#fileEntries(view, line, folder)
    }
    const path = `${folder}/${pageName(1)}`
    const leftOut = this.leftOut - before
    this.messages += messages
    if (messages > 0) {
      yield {
        path: `${folder}/${pageName(number)}`,
        content: one(roomPage({ ...frame, lines, number, hasNext: false })),
      }
      yield { path: `${folder}/messages.json`, content: this.#json(room, title) }
    }
    return { title, path, messages, leftOut }
  }

  #isWanted(view: MessageView): boolean {
    if (this.#isWithin(view)) return true
    if (view.body.kind !== 'event') this.leftOut += 1
    return false
  }

  #isWithin({ expiresAt, burnAfterMs }: MessageView): boolean {
    return burnAfterMs === undefined && (expiresAt === undefined || this.#wanted.withVanishing)
  }

  /** The oldest first, a few at a time; what is over by now is not among them. */
  async *#messages(room: RoomId): AsyncGenerator<MessageView> {
    const core = this.#core
    const query = { prefix: roomId.toBytes(room), limit: ROWS_PER_READ }
    let after: Uint8Array | undefined
    for (;;) {
      const rows = await loadRange(core.store, messageTable, after === undefined ? query : { ...query, after })
      for (const { key, value } of rows) {
        const found = { place: parsePlace(key), row: value }
        if (isShown(value, core.now())) yield await this.#viewOf(found)
      }
      after = rows.at(-1)?.key
      if (after === undefined || rows.length < ROWS_PER_READ) return
    }
  }

  async #viewOf(found: FoundMessage): Promise<MessageView> {
    return viewMessage(found, { deliveredUpTo: 0, files: await viewFiles(this.#core, found) })
  }

  async #lineOf(view: MessageView): Promise<ReadableLine> {
    const { formatTime } = this.#wanted
    const { id, isOwn, sentAt, body, deadline } = view
    return {
      id,
      from: await this.#nameOf(view.sender),
      isOwn,
      time: formatTime(sentAt),
      what: body.kind,
      text: body.kind === 'text' ? body.text : body.kind === 'event' ? await this.#eventOf(body.event) : '',
      repliedTo: body.kind === 'text' ? await this.#quoteOf(view.room, body.inReplyTo) : undefined,
      vanishes: deadline === undefined ? undefined : formatTime(deadline),
      files: body.kind === 'text' ? body.files.map((file) => readableFile(file)) : [],
    }
  }

  /** A quote follows what it quotes: of what is not in the export there is none. */
  async #quoteOf(room: RoomId, id: MessageId | undefined): Promise<string | undefined> {
    const quoted = id === undefined ? undefined : await findMessageView(this.#core, room, id)
    if (quoted?.body.kind !== 'text' || !this.#isWithin(quoted)) return undefined
    const text = Array.from(quoted.body.text).slice(0, QUOTE_CHARACTERS_MAX).join('')
    return `${await this.#nameOf(quoted.sender)}: ${text}`
  }

  async #eventOf(event: RoomEvent): Promise<string> {
    const accounts = 'accounts' in event ? event.accounts : 'account' in event ? [event.account] : []
    const names = await Promise.all(accounts.map((account) => this.#nameOf(account)))
    return this.#words.event(event.kind, event.kind === 'renamed' ? event.title : names.join(', '))
  }

  async #nameOf(account: Parameters<typeof viewPerson>[1]): Promise<string> {
    const { handle } = await viewPerson(this.#core, account)
    return handle === '' ? account.slice(0, ID_CHARACTERS) : handle
  }

  async *#fileEntries(view: MessageView, { files }: ReadableLine, folder: string): AsyncGenerator<ReadableEntry> {
    if (view.body.kind !== 'text') return
    for (const [index, file] of view.body.files.entries()) {
      const path = files[index]?.path
      if (path !== undefined) yield { path: `${folder}/${path}`, bytes: file.bytes, content: this.#bytesOf(file) }
    }
  }

  async *#bytesOf({ ref, bytes }: FileView): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes; from += PIECE_BYTES) {
      const read = await readFile(this.#core, ref, { from, length: PIECE_BYTES })
      // Erased, or not what was sent: what has been written of it so far is no file.
      if (read.kind !== 'bytes') throw new ReadableFileGone()
      yield read.bytes
    }
  }

  async *#json(room: RoomView, title: string): AsyncGenerator<Uint8Array> {
    const { id, kind, participants } = room
    const members = participants.map(({ handle }) => handle)
    yield utf8(`${JSON.stringify({ room: id, kind, title, members }).slice(0, -1)},"messages":[`)
    let isFirst = true
    const before = this.leftOut
    for await (const view of this.#messages(id)) {
      if (!this.#isWanted(view)) continue
      const { text, what, from, isOwn, files } = await this.#lineOf(view)
      const { sentAt, deadline, sender } = view
      const inReplyTo = view.body.kind === 'text' ? view.body.inReplyTo : undefined
      const line = {
        id: view.id,
        account: sender,
        from,
        own: isOwn,
        sentAt,
        what,
        text,
        inReplyTo,
        vanishesAt: deadline,
        files,
      }
      yield utf8(`${isFirst ? '' : ','}\n${JSON.stringify(line)}`)
      isFirst = false
    }
    // They were counted for the pages already.
    this.leftOut = before
    yield utf8('\n]}\n')
  }
}

/** A file that was there is not any more. */
export class ReadableFileGone extends Error {
  override readonly name = 'ReadableFileGone'
}

function isShown(row: MessageRow, now: number): boolean {
  const isOver = row.expiresAt !== undefined && row.expiresAt <= now
  return !isOver && !isDeletion(row)
}

function readableFile({ name, mediaType, bytes, blob, state }: FileView): ReadableFile {
  const isHere = state.kind === 'here' && blob !== undefined
  const path = isHere ? `files/${blob.slice(0, ID_CHARACTERS)}-${safeName(name, 'file')}` : undefined
  return { name, mediaType, bytes, path }
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield utf8(text)
}
