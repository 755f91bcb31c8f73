import type { MessageView } from '@rushlight/core'
import type { RoomId } from '@rushlight/protocol'
import type { EngineCalls, EngineEvent } from '../rpc/engine-link.ts'
import { Observable } from '../session/observable.ts'
import type { Observed } from '../session/observable.ts'
import { createRefresher } from '../session/refresher.ts'

export type MessagePage = {
  readonly isLoaded: boolean
  /** Oldest first, up to the newest there is. */
  readonly messages: readonly MessageView[]
  readonly mayHaveOlder: boolean
}

const FIRST_LINES = 60
const MORE_LINES = 60
/** The engine gives no larger pages. */
const PAGE_LINES_MAX = 200

/**
 * The newest lines of one conversation, as far back as somebody has scrolled. Kept only while it is looked at; what is erased
 * leaves at once, before anything is read again.
 */
export class MessageWindow {
  readonly #engine: EngineCalls
  readonly #room: RoomId
  readonly #observable = new Observable<MessagePage>({ isLoaded: false, messages: [], mayHaveOlder: false })
  readonly #refresh: () => Promise<void>
  #wanted: number
  #isClosed = false

  constructor(engine: EngineCalls, room: RoomId, unread = 0) {
    this.#engine = engine
    this.#room = room
    this.#wanted = FIRST_LINES + unread
    this.#refresh = createRefresher(() => this.#read())
    void this.#refresh()
  }

  get page(): Observed<MessagePage> {
    return this.#observable
  }

  take(event: EngineEvent): void {
    if (!('room' in event) || event.room !== this.#room) return
    if (event.kind === 'erased') this.#drop((message) => message.id === event.id)
    void this.#refresh()
  }

  /** Further back. */
  async loadOlder(): Promise<void> {
    if (!this.#observable.value.mayHaveOlder) return
    this.#wanted = this.#observable.value.messages.length + MORE_LINES
    await this.#refresh()
  }

  /** Whatever the engine does, nothing is shown past its deadline. */
  dropDue(now: number): void {
    this.#drop(({ deadline }) => deadline !== undefined && deadline <= now)
  }

  close(): void {
    this.#isClosed = true
    this.#observable.set({ isLoaded: false, messages: [], mayHaveOlder: false })
  }

  #drop(isGone: (message: MessageView) => boolean): void {
    const { value } = this.#observable
    const messages = value.messages.filter((message) => !isGone(message))
    if (messages.length < value.messages.length) this.#observable.set({ ...value, messages })
  }

  async #read(): Promise<void> {
    let messages: readonly MessageView[] = []
    let mayHaveOlder = true
    while (mayHaveOlder && messages.length < this.#wanted) {
      const limit = Math.min(PAGE_LINES_MAX, this.#wanted - messages.length)
      const before = messages[0]?.cursor
      const page = await this.#engine.call('messages', this.#room, before === undefined ? { limit } : { limit, before })
      mayHaveOlder = page.length > 0
      messages = [...page, ...messages]
    }
    if (this.#isClosed) return
    const known = new Map(this.#observable.value.messages.map((message) => [message.id, message]))
    const kept = messages.map((message) => reuse(known.get(message.id), message))
    this.#observable.set({ isLoaded: true, messages: kept, mayHaveOlder })
  }
}

/** What looks the same stays the same object, so that its row is not drawn again. */
function reuse(before: MessageView | undefined, now: MessageView): MessageView {
  if (before === undefined) return now
  const isSame =
    before.body.kind === now.body.kind &&
    filesMark(before) === filesMark(now) &&
    before.sentAt === now.sentAt &&
    before.deadline === now.deadline &&
    before.readAt === now.readAt &&
    before.readBy.length === now.readBy.length &&
    before.status.kind === now.status.kind &&
    before.cursor === now.cursor
  return isSame ? before : now
}

/** How far its files are. */
function filesMark({ body }: MessageView): string {
  return body.kind === 'text' ? JSON.stringify(body.files.map(({ state }) => state)) : ''
}
