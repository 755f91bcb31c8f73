import type { CommandName, OptionName } from '../arguments/commands.ts'
import type { UsageProblem } from '../arguments/parse-arguments.ts'
import type { OwnFailureCode } from '../failure/command-failure.ts'
import type {
  EventRecord,
  FailureReason,
  FileProblem,
  ProviderStateWord,
  ReceiptStatus,
  RefusalWord,
  StandingWord,
  VerificationWord,
} from '../records/records.ts'
import type { HistoryWords } from './words-of-history.ts'

/** Everything this program says to people, in one language. A language that lacks something does not compile. */
export type Words = {
  readonly language: Language
  readonly help: HelpWords
  readonly commands: Readonly<Record<CommandName, string>>
  /** Of options that mean something else with some command, that meaning is part of the command's own words. */
  readonly options: Readonly<Record<OptionName, string>>
  readonly usage: UsageWords
  /** What happened, and the next step. */
  readonly errors: Readonly<Record<Exclude<OwnFailureCode, 'usage'>, string>>
  readonly prompt: PromptWords
  readonly output: OutputWords
  readonly chat: ChatWords
}

export type Language = 'en' | 'nl'

type HelpWords = {
  readonly usage: string
  readonly commands: string
  readonly options: string
  readonly everywhere: string
  readonly about: string
  readonly more: string
  readonly exitCodes: string
}

/** One sentence for each kind of problem, made of what it is about. */
type UsageWords = {
  readonly [K in UsageProblem['kind']]: (problem: Extract<UsageProblem, { kind: K }>) => string
} & { readonly seeHelp: (command: string) => string }

type PromptWords = {
  readonly password: string
  readonly again: string
  readonly different: string
  readonly deleteAccount: (name: string) => string
  readonly phrase: string
  readonly phraseWord: (place: number) => string
  readonly removeDevice: string
  readonly allowDevice: string
  /** What counts as agreeing. */
  readonly yes: readonly string[]
  readonly passphrase: string
  readonly newPassphrase: string
}

type OutputWords = {
  readonly notes: string
  readonly you: string
  readonly noRooms: string
  readonly noRequests: string
  readonly requestsWait: (count: number) => string
  readonly noContacts: string
  readonly noMessages: string
  readonly asOfLastTime: string
  readonly clockWrong: (minutes: number) => string
  readonly disputed: string
  readonly signedIn: (handle: string) => string
  readonly signedOut: (handle: string) => string
  readonly accountDeleted: (handle: string) => string
  readonly blocked: (name: string) => string
  readonly unblocked: (name: string) => string
  /** At which wrong password in a row the profile is erased; 0: at none. */
  readonly erasing: (tries: number) => string
  /** Whether somebody is known to be who he says. */
  readonly verification: Readonly<Record<VerificationWord, (name: string) => string>>
  readonly verified: Readonly<Record<Exclude<VerificationWord, 'none'>, string>>
  readonly compareNumber: (name: string) => string
  readonly accepted: (title: string) => string
  readonly roomCreated: (title: string) => string
  readonly roomChanged: (title: string) => string
  readonly roomLeft: (title: string) => string
  readonly requestFrom: (name: string) => string
  readonly unread: (count: number) => string
  /** Which protection a room was made with. */
  readonly postQuantum: string
  readonly notPostQuantum: string
  readonly twoStories: string
  readonly toldTwoStories: (name: string) => string
  readonly providerState: Readonly<Record<ProviderStateWord, string>>
  readonly failedSince: (clock: string) => string
  /** The one that the account's name is written with. */
  readonly firstProvider: string
  readonly thisDevice: string
  /** While a device is linked. */
  readonly linkHere: string
  readonly linkLooking: string
  readonly linkWants: (name: string) => string
  readonly linkCompare: string
  readonly linkJoining: string
  readonly linked: string
  readonly namelessDevice: string
  readonly lastUsed: (clock: string) => string
  readonly refusal: Readonly<Record<RefusalWord, string>>
  /** What whoever runs a server sees of those who live there. */
  readonly operatorSees: string
  readonly standing: Readonly<Record<StandingWord, string>>
  readonly status: Readonly<Record<ReceiptStatus, string>>
  readonly reason: Readonly<Record<FailureReason, string>>
  readonly deleted: string
  readonly undelivered: string
  readonly unknown: string
  readonly files: (count: number) => string
  /** Why a file is not there. */
  readonly fileProblem: Readonly<Record<FileProblem, string>>
  readonly event: (event: EventRecord) => string
  readonly endsIn: (span: string) => string
  readonly burnsAfterReading: (span: string) => string
  /** What the recovery phrase is for, said when it is shown. */
  readonly phraseMeaning: string
  readonly exported: (file: string, bytes: string) => string
  readonly exportMeaning: string
  readonly readableWritten: (folder: string, messages: number, kept: number) => string
  readonly readableLeftOut: (count: number) => string
  readonly imported: (messages: number, files: number) => string
  readonly importedOffline: string
  readonly ofHistory: HistoryWords
  readonly phraseRight: string
  readonly recovered: string
  /** Without contacts and rooms. */
  readonly recoveredBare: string
  readonly phraseConfirmed: string
  readonly phraseUnknownWord: (place: number) => string
  readonly phraseWrongCount: (count: number) => string
  readonly daemonReady: (path: string) => string
  readonly choicesFollow: string
  readonly retryIn: (span: string) => string
}

type ChatWords = {
  readonly conversations: string
  readonly noneYet: string
  readonly message: string
  readonly newMessages: string
  readonly keys: string
  /** While no conversation is open. */
  readonly choose: string
  readonly firstMessage: (name: string) => string
  readonly request: (name: string) => string
  readonly rowsBelow: (count: number) => string
  readonly burning: string
  readonly online: string
  readonly offline: string
  readonly help: readonly string[]
  readonly moreKeys: readonly string[]
  readonly unknownCommand: string
  readonly openFirst: string
  readonly tooSmall: string
  readonly done: string
}
