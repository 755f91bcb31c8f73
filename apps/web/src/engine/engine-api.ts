import type {
  Asked,
  Attached,
  Client,
  ConnectionView,
  DeviceRemoved,
  DeviceRenamed,
  DeviceView,
  LinkView,
  ExportOpening,
  FileInfo,
  FileRef,
  FileView,
  HistorySpan,
  HistoryView,
  KeptView,
  Operated,
  ProvidersChanged,
  ReadableLanguage,
  ProviderView,
  SafetyView,
  Scanned,
  PhraseAnswer,
  PhraseState,
  Recovered,
  SignedIn,
  SignedOut,
  SignedUp,
  Verified,
  WentOn,
} from '@rushlight/core'
import type { WrappedKey } from '@rushlight/platform-browser'
import type { AccountId, DeviceId, Invitation, ProviderStatus, Registration, RoomId } from '@rushlight/protocol'
import type { EngineFailure, EngineState } from './engine-state.ts'

/** What a tab can ask of the one engine: the door of the vault, and behind it everything a `Client` can do. */
export interface EngineApi extends Pick<Client, ClientMethod> {
  state(): Promise<EngineState>
  /** Whether the provider takes new accounts; `undefined`: it did not answer. */
  registration(): Promise<Registration | undefined>
  signUp(wanted: WantedAccount): Promise<SignedUp | NotStored>
  signIn(wanted: KnownAccount): Promise<SignedIn | NotStored>
  recover(wanted: LostAccount): Promise<Recovered | NotStored>
  phraseState(): Promise<PhraseState>
  /** `undefined`: nobody has them but their owner. */
  phraseWords(): Promise<readonly string[] | undefined>
  /** Which words to ask back. */
  askPhrase(): Promise<readonly number[]>
  confirmPhrase(answers: readonly PhraseAnswer[]): Promise<boolean>
  unlock(attempt: Unlocking): Promise<Unlocked>
  /** The account of an export goes on in this empty browser. */
  goOn(wanted: GoingOnHere): Promise<WentOnHere | NotStored>
  /** One encrypted file; it lies outside the heap. */
  exportArchive(passphrase: string): Promise<Blob>
  /** A zip for everybody to read; `undefined`: too much for one. */
  exportReadable(wanted: WantedPages): Promise<Blob | undefined>
  lock(): Promise<void>
  /** Wrong passwords in a row after which everything here is erased; 0: none does. */
  erasesAfter(): Promise<number>
  setEraseAfter(tries: number): Promise<void>
  /** Keeps this browser signed in, or stops doing so. */
  setKept(isKept: boolean): Promise<void>
  /** Takes this device off the account and erases everything here. */
  signOutAndErase(): Promise<SignedOut>
  /** Erases everything here without telling anybody. */
  erase(): Promise<void>
  deleteAccountAndErase(): Promise<SignedOut>
  /** What the user and that person compare; `undefined`: nothing is known of the account. */
  safety(account: AccountId): Promise<SafetyView | undefined>
  /** `nonce`: of the own code that is shown. */
  scanSafetyCode(scanned: ScannedCode): Promise<Scanned>
  verify(compared: ComparedNumber): Promise<Verified>
  unverify(account: AccountId): Promise<void>
  connection(): Promise<ConnectionView>
  settings(): Promise<{ readonly readReceipts: boolean }>
  setReadReceipts(isOn: boolean): Promise<void>
  attachFile(room: RoomId, file: Blob, info: FileInfo): Promise<Attached>
  /** What waits to be sent in that room. */
  draftFiles(room: RoomId): Promise<readonly FileView[]>
  fetchFile(ref: FileRef): Promise<void>
  cancelFile(ref: FileRef): Promise<void>
  /** Decrypted; `undefined`: it is not (all) here. */
  openFile(file: FileView): Promise<Blob | undefined>
  /** Becomes a device of the account that another device of it is on. */
  linkDevice(wanted: WantedLink): Promise<LinkView | NotStored>
  /** `undefined`: nothing is being linked. */
  linkingState(): Promise<LinkView | undefined>
  /** Adds the device that shows that text, or the one that is given the code shown here. */
  addDevice(text: string | undefined): Promise<LinkView>
  decideLinking(isAllowed: boolean): Promise<void>
  cancelLinking(): Promise<void>
  devices(): Promise<readonly DeviceView[]>
  renameDevice(id: DeviceId, name: string): Promise<DeviceRenamed>
  removeDevice(id: DeviceId): Promise<DeviceRemoved>
  /** How far it is with what was said before, to this device and from it. */
  history(): Promise<HistoryView>
  askHistory(span: HistorySpan): Promise<Asked>
  /** What is kept at the providers for the way back. */
  keptHistory(): Promise<KeptView>
  keepHistory(isOn: boolean): Promise<void>
  providers(): Promise<readonly ProviderView[]>
  /** By an address, or by the link that a server prints. */
  addProvider(wanted: WantedProvider): Promise<ProvidersChanged>
  moveProvider(name: string, by: -1 | 1): Promise<ProvidersChanged>
  removeProvider(name: string): Promise<ProvidersChanged>
  claimOperator(token: string): Promise<Operated<undefined>>
  invite(wanted: { readonly uses: number; readonly lifetimeMs: number }): Promise<Operated<Invitation>>
  invitations(): Promise<Operated<readonly Invitation[]>>
  revokeInvitation(code: string): Promise<Operated<undefined>>
  providerStatus(): Promise<Operated<ProviderStatus>>
  /** A tab came to the front, or the network came back. */
  wake(): Promise<void>
  /** For the tab that may have to go on when this one ends; `undefined` while nothing is open. */
  handOver(): Promise<HandOver | undefined>
}

type ClientMethod =
  | 'self'
  | 'rooms'
  | 'room'
  | 'messages'
  | 'message'
  | 'contacts'
  | 'person'
  | 'findByHandle'
  | 'findById'
  | 'startDirect'
  | 'createRoom'
  | 'changeRoom'
  | 'acceptRequest'
  | 'leaveRoom'
  | 'dropRoom'
  | 'saveDraft'
  | 'pinRoom'
  | 'muteRoom'
  | 'block'
  | 'unblock'
  | 'send'
  | 'retryMessage'
  | 'deleteForMe'
  | 'deleteForEveryone'
  | 'markRead'

/** One call: the method's name decides what goes with it. */
export type EngineMethod = keyof EngineApi

export type KnownAccount = { readonly name: string; readonly password: string; readonly isKept: boolean }
/** The password is a new one. */
type LostAccount = KnownAccount & { readonly phrase: string }
type WantedAccount = KnownAccount & { readonly invitation?: string }
export type WentOnHere = WentOn | Exclude<ExportOpening, { kind: 'opened' }>
export type GoingOnHere = {
  readonly file: Blob
  readonly passphrase: string
  /** Of the vault in this browser. */
  readonly password: string
  readonly isKept: boolean
  readonly invitation?: string
}
type ScannedCode = { readonly account: AccountId; readonly text: string; readonly nonce: Uint8Array }
type ComparedNumber = { readonly account: AccountId; readonly number: string }
export type WantedLink = {
  /** Of this browser: it opens the vault. */
  readonly password: string
  readonly isKept: boolean
  /** What the other device shows; absent: this one shows it. */
  readonly text?: string
}
type WantedPages = { readonly language: ReadableLanguage; readonly withVanishing: boolean }
type WantedProvider = { readonly address: string; readonly invitation?: string }
export type Unlocking = { readonly password: string; readonly isKept: boolean }
export type Unlocked =
  | { readonly kind: 'opened' }
  /** The state tells how long the next try has to wait. */
  | { readonly kind: 'wrongPassword' }
  /** Too soon: nothing was tried. */
  | { readonly kind: 'wait' }
  /** Wrong so often that everything here is erased, as was chosen. */
  | { readonly kind: 'erased' }
  | { readonly kind: 'failed' }

/** The provider may know the account now, but this browser could not keep it. */
export type NotStored = { readonly kind: 'notStored'; readonly failure: EngineFailure }

/** The key of the open vault as another tab may use it, but not read it. */
export type HandOver = { readonly vault: string; readonly key: WrappedKey }
