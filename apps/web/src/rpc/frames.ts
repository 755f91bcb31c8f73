/**
 * What tabs and the engine say to each other. All of it stays in this browser: both ends are of one origin and, since the
 * greeting compares builds, of one version.
 */
import type { ClientEvent } from '@rushlight/core'
import type { EngineApi, EngineMethod } from '../engine/engine-api.ts'
import type { EngineState } from '../engine/engine-state.ts'

export type ToEngine =
  | { readonly kind: 'hello'; readonly tab: string }
  | ({ readonly kind: 'call'; readonly tab: string; readonly id: number } & EngineCall)

/** The arguments belong to the method: only `EngineLink.call` makes one. */
type EngineCall = { readonly method: EngineMethod; readonly args: readonly unknown[] }

export type ToTab =
  | { readonly kind: 'welcome'; readonly engine: string; readonly build: string; readonly state: EngineState }
  | Answer<EngineMethod>
  | { readonly kind: 'failed'; readonly id: number; readonly failure: CallFailure }

export type Answer<K extends EngineMethod> = {
  readonly kind: 'answer'
  readonly id: number
  readonly method: K
  readonly value: AnswerOf<K>
}

export type ToAll =
  | { readonly kind: 'started'; readonly engine: string; readonly build: string }
  | { readonly kind: 'state'; readonly engine: string; readonly state: EngineState }
  | { readonly kind: 'event'; readonly event: ClientEvent }

export type CallFailure =
  | 'storageFull'
  /** The vault was locked meanwhile. */
  | 'notOpen'
  /** The engine went while it worked: nobody knows how far it came. */
  | 'engineGone'
  | 'unknown'

export const ENGINE_CHANNEL = 'rushlight-engine'
export const ALL_CHANNEL = 'rushlight-all'

export function tabChannel(tab: string): string {
  return `rushlight-tab-${tab}`
}

/** Every method, and whether it may be asked again when the engine that had it is gone: then once or twice is the same. */
const METHODS: Readonly<Record<EngineMethod, 'repeatable' | 'once'>> = {
  state: 'repeatable',
  registration: 'repeatable',
  signUp: 'once',
  signIn: 'once',
  recover: 'once',
  phraseState: 'repeatable',
  phraseWords: 'repeatable',
  askPhrase: 'repeatable',
  confirmPhrase: 'once',
  goOn: 'once',
  exportArchive: 'once',
  exportReadable: 'once',
  unlock: 'once',
  lock: 'repeatable',
  erasesAfter: 'repeatable',
  setEraseAfter: 'repeatable',
  setKept: 'repeatable',
  signOutAndErase: 'once',
  erase: 'repeatable',
  deleteAccountAndErase: 'once',
  wake: 'repeatable',
  safety: 'repeatable',
  scanSafetyCode: 'repeatable',
  verify: 'repeatable',
  unverify: 'repeatable',
  handOver: 'repeatable',
  self: 'repeatable',
  connection: 'repeatable',
  settings: 'repeatable',
  setReadReceipts: 'repeatable',
  rooms: 'repeatable',
  room: 'repeatable',
  messages: 'repeatable',
  message: 'repeatable',
  contacts: 'repeatable',
  person: 'repeatable',
  findByHandle: 'repeatable',
  findById: 'repeatable',
  startDirect: 'once',
  createRoom: 'once',
  changeRoom: 'once',
  acceptRequest: 'repeatable',
  leaveRoom: 'repeatable',
  dropRoom: 'repeatable',
  saveDraft: 'repeatable',
  pinRoom: 'repeatable',
  muteRoom: 'repeatable',
  block: 'repeatable',
  unblock: 'repeatable',
  send: 'once',
  retryMessage: 'repeatable',
  deleteForMe: 'repeatable',
  deleteForEveryone: 'repeatable',
  markRead: 'repeatable',
  attachFile: 'once',
  draftFiles: 'repeatable',
  fetchFile: 'repeatable',
  cancelFile: 'repeatable',
  openFile: 'repeatable',
  history: 'repeatable',
  askHistory: 'repeatable',
  keptHistory: 'repeatable',
  keepHistory: 'repeatable',
  linkDevice: 'once',
  linkingState: 'repeatable',
  addDevice: 'once',
  decideLinking: 'once',
  cancelLinking: 'repeatable',
  devices: 'repeatable',
  renameDevice: 'repeatable',
  removeDevice: 'once',
  providers: 'repeatable',
  addProvider: 'once',
  moveProvider: 'once',
  removeProvider: 'once',
  claimOperator: 'once',
  invite: 'once',
  invitations: 'repeatable',
  revokeInvitation: 'repeatable',
  providerStatus: 'repeatable',
}

export function isRepeatable(method: EngineMethod): boolean {
  return METHODS[method] === 'repeatable'
}

export type ArgumentsOf<K extends EngineMethod> = Parameters<EngineApi[K]>
export type AnswerOf<K extends EngineMethod> = Awaited<ReturnType<EngineApi[K]>>

/** Whoever can post here is our own code of the same build, so its word is taken. */
export function isToEngine(value: unknown): value is ToEngine {
  return isFrame(value)
}

export function isToTab(value: unknown): value is ToTab {
  return isFrame(value)
}

export function isToAll(value: unknown): value is ToAll {
  return isFrame(value)
}

function isFrame(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value
}

/** An answer says to which method, so that the types can follow. */
export function isAnswerTo<K extends EngineMethod>(method: K, frame: Answer<EngineMethod>): frame is Answer<K> {
  return frame.method === method
}
