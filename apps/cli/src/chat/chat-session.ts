/**
 * The full-screen client without its screen: it asks the profile, wherever that is open, keeps what is shown, and does what
 * keys and commands ask for. Nothing here waits for the provider: what is sent is queued, and shows how far it came.
 */
import { CommandFailure } from '../failure/command-failure.ts'
import type { Messenger } from '../methods/method.ts'
import {
  acceptRequest,
  block,
  getConnection,
  getUserStatus,
  listAccounts,
  listMessages,
  listRooms,
  quitRoom,
  send,
  sendReceipt,
  unblock,
  updateRoom,
  waitForChange,
} from '../methods/methods.ts'
import type { RoomUpdate } from '../methods/methods.ts'
import { describeFailure } from '../output/describe-failure.ts'
import type { EventRecord } from '../records/records.ts'
import type { Words } from '../words/words.ts'
import { parseTyped } from './chat-command.ts'
import type { ChatCommand } from './chat-command.ts'
import type { ChatKey } from './chat-key.ts'
import { chooseRoom, FIRST_STATE, LINES_MORE, openPlace, openRoomOf, showLines, showRooms } from './chat-state.ts'
import type { Anchor, ChatState, Place } from './chat-state.ts'
import { applyEdit, EMPTY_COMPOSER } from './composer.ts'

/** Several changes at once are one picture. */
const REFRESH_EVERY_MS = 60
const WAIT_MS = 30_000
const CHANGE_WAIT_MS = 10_000

export type SessionParts = {
  readonly messenger: Messenger
  readonly words: Words
  /** Aborted: leave. */
  readonly leaving: AbortController
}

export class ChatSession {
  readonly #parts: SessionParts
  readonly #listeners = new Set<() => void>()
  #state: ChatState = FIRST_STATE
  #refreshing: Promise<void> | undefined
  #isStale = false

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  get state(): ChatState {
    return this.#state
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Follows the profile until it is time to leave; rejects when there is nobody left to ask. */
  async run(): Promise<void> {
    const { messenger, leaving } = this.#parts
    let at = 0
    const left = new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()))
    const follow = async (): Promise<void> => {
      while (!leaving.signal.aborted) {
        await this.#refresh()
        await new Promise((resolve) => setTimeout(resolve, REFRESH_EVERY_MS))
        at = (await messenger.call(waitForChange, { after: at, timeoutMs: WAIT_MS })).at
      }
    }
    await Promise.race([follow(), left])
  }

  press(key: ChatKey): void {
    switch (key.kind) {
      case 'focus':
        return this.#show({ ...this.#state, isFocused: key.isFocused })
      case 'leave':
        return this.#parts.leaving.abort()
      case 'edit':
        return this.#show({ ...this.#quiet(), composer: applyEdit(this.#state.composer, key.edit) })
      case 'choose':
        return this.#go(chooseRoom(this.#quiet(), key.by))
      case 'back':
        return this.#back()
      case 'enter':
        return this.#enter()
      case 'scroll':
        return
    }
  }

  /** Where the window's bottom row is now, and whether older lines are wanted. */
  scrollTo(anchor: Anchor | undefined, isNearTop: boolean): void {
    const { lines, limit } = this.#state
    const isMoreWanted = isNearTop && lines.length >= limit
    this.#show({ ...this.#state, anchor, limit: isMoreWanted ? limit + LINES_MORE : limit })
    if (isMoreWanted) this.#refreshSoon()
  }

  /** Somebody has had these before their eyes. */
  async markSeen(messageIds: readonly string[]): Promise<void> {
    const room = openRoomOf(this.#state)
    if (room?.standing !== 'joined' || messageIds.length === 0) return
    await this.#attempt(async () => {
      await this.#parts.messenger.call(sendReceipt, { room: room.id, messageIds })
    })
  }

  #show(state: ChatState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }

  /** Whoever goes on has read what was said to them. */
  #quiet(): ChatState {
    return { ...this.#state, notice: undefined, isHelpOpen: false }
  }

  #go(state: ChatState): void {
    this.#show(state)
    this.#refreshSoon()
  }

  #back(): void {
    const { isHelpOpen, notice } = this.#state
    if (isHelpOpen || notice !== undefined) this.#show(this.#quiet())
    else this.#go(openPlace(this.#state, { kind: 'none' }))
  }

  #enter(): void {
    const { composer, place } = this.#state
    const text = composer.text.trimEnd()
    if (text === '') return place.kind === 'none' ? this.#go(chooseRoom(this.#quiet(), 1)) : this.#show(this.#quiet())
    const typed = parseTyped(text)
    const { chat } = this.#parts.words
    if (typed.kind === 'wrong') {
      const usage = chat.help.find((line) => typed.of !== undefined && line.includes(`/${typed.of}`))
      return this.#fail(usage ?? chat.unknownCommand)
    }
    if (typed.kind === 'text' && place.kind === 'none') return this.#fail(chat.openFirst)
    this.#show({ ...this.#quiet(), composer: EMPTY_COMPOSER, anchor: undefined })
    void this.#attempt(() => (typed.kind === 'text' ? this.#say(place, typed.text) : this.#carryOut(typed.command)))
  }

  #fail(text: string): void {
    this.#show({ ...this.#quiet(), notice: { kind: 'failed', text } })
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const failure = error instanceof CommandFailure ? error : new CommandFailure('bug', { cause: error })
      const { text, choices } = await describeFailure(this.#parts.words, failure)
      this.#fail([text, ...choices.map(({ use }) => use)].join(' '))
    }
  }

  /** A text that could not be taken comes back into the line, unless something else is there by now. */
  async #say(place: Place, message: string): Promise<void> {
    if (place.kind === 'none') return
    const recipient = place.kind === 'room' ? place.room : place.name
    try {
      const { room } = await this.#parts.messenger.call(send, { recipient, message, wait: 'queued' })
      if (place.kind === 'new' && this.#state.place === place) {
        this.#go(openPlace(this.#state, { kind: 'room', room }))
      }
    } catch (error) {
      if (this.#state.place === place && this.#state.composer.text === '') {
        const text = message.startsWith('/') ? `/${message}` : message
        this.#show({ ...this.#state, composer: { text, cursor: text.length } })
      }
      throw error
    }
  }

  async #carryOut(command: ChatCommand): Promise<void> {
    const { messenger, words, leaving } = this.#parts
    switch (command.kind) {
      case 'help':
        return this.#show({ ...this.#state, isHelpOpen: true })
      case 'quit':
        return leaving.abort()
      case 'new':
        return this.#begin(command.name)
      case 'room': {
        const update = { title: command.title, addMembers: command.names, timeoutMs: CHANGE_WAIT_MS }
        const { id } = await messenger.call(updateRoom, update)
        return this.#go(openPlace(this.#state, { kind: 'room', room: id }))
      }
      case 'block':
        return this.#tell(await messenger.call(block, { recipient: command.name }))
      case 'unblock':
        return this.#tell(await messenger.call(unblock, { recipient: command.name }))
      case 'accept': {
        const room = this.#openRoom()
        await messenger.call(acceptRequest, { recipient: room })
        return this.#tell(words.chat.done)
      }
      case 'leave':
        await messenger.call(quitRoom, { room: this.#openRoom() })
        return this.#tell(words.chat.done)
      case 'add':
        return this.#change({ addMembers: command.names })
      case 'remove':
        return this.#change({ removeMembers: command.names })
      case 'title':
        return this.#change({ title: command.title })
      case 'expire':
        return this.#change({ expireMs: command.ms })
      case 'burn':
        return this.#change({ burnMs: command.ms })
    }
  }

  #openRoom(): string {
    const { place } = this.#state
    if (place.kind !== 'room') throw new CommandFailure('notInRoom')
    return place.room
  }

  async #begin(name: string): Promise<void> {
    const known = this.#state.rooms.find(({ kind, title }) => kind === 'direct' && title === name)
    if (known !== undefined) return this.#go(openPlace(this.#state, { kind: 'room', room: known.id }))
    const [status] = await this.#parts.messenger.call(getUserStatus, { recipient: [name] })
    if (status?.registered !== true) throw new CommandFailure('unknownName')
    this.#go(openPlace(this.#state, { kind: 'new', name }))
  }

  async #change(update: RoomUpdate): Promise<void> {
    const room = this.#openRoom()
    await this.#parts.messenger.call(updateRoom, { ...update, room, timeoutMs: CHANGE_WAIT_MS })
    this.#tell(this.#parts.words.chat.done)
  }

  #tell(done: string | EventRecord): void {
    const text = typeof done === 'string' ? done : this.#parts.words.output.event(done)
    this.#show({ ...this.#state, notice: { kind: 'done', text } })
    this.#refreshSoon()
  }

  #refreshSoon(): void {
    void this.#refresh().catch(() => undefined)
  }

  /** One at a time; what changes during one is seen by the next. */
  async #refresh(): Promise<void> {
    this.#isStale = true
    this.#refreshing ??= this.#refreshAll().finally(() => (this.#refreshing = undefined))
    await this.#refreshing
  }

  async #refreshAll(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      await this.#load()
    }
  }

  async #load(): Promise<void> {
    const { messenger } = this.#parts
    const [account] = this.#state.handle === '' ? await messenger.call(listAccounts, undefined) : []
    const { online, clockWrongByMs } = await messenger.call(getConnection, undefined)
    const rooms = await messenger.call(listRooms, { local: true })
    const { place, limit } = this.#state
    const isThere = place.kind === 'room' && rooms.some(({ id }) => id === place.room)
    const lines = isThere
      ? await messenger.call(listMessages, { recipient: place.room, limit, local: true })
      : undefined
    const handle = account?.handle ?? this.#state.handle
    const shown = { ...showRooms(this.#state, rooms), isOnline: online, clockWrongByMs, handle }
    this.#show(lines === undefined || !isThere ? shown : showLines(shown, { room: place.room, limit, lines }))
  }
}
