import type { WireErrorCode } from '@rushlight/protocol'
import type { UsageProblem } from '../arguments/parse-arguments.ts'

/** Why a command could not be carried out: what the provider said, or what this program found by itself. */
export type FailureCode = WireErrorCode | OwnFailureCode

export type OwnFailureCode = (typeof OWN_FAILURE_CODES)[number]

export const OWN_FAILURE_CODES = [
  'usage',
  'ambiguous',
  'unknownName',
  'otherProvider',
  'alreadySignedIn',
  'notSignedIn',
  'accountEnded',
  'noBackup',
  'passwordNeeded',
  'wrongProfilePassword',
  'tooManyTries',
  'profileErased',
  'profileInUse',
  'profileUnreadable',
  'profileNewer',
  'profileUnusable',
  'diskFull',
  'diskFailed',
  'offline',
  'queued',
  'notDelivered',
  'messageFailed',
  'empty',
  'tooLong',
  'timersOutOfBounds',
  'titleInvalid',
  'notInRoom',
  'fileUnreadable',
  'fileTooLarge',
  'fileGone',
  'tooManyFiles',
  'notAllowed',
  'notYourself',
  'noRequest',
  'numberDiffers',
  'addressInvalid',
  'otherServer',
  'providerKnown',
  'providerUnknown',
  'tooManyProviders',
  'lastProvider',
  'deviceUnknown',
  'thisDevice',
  'linkCodeInvalid',
  'linkOnCommandLine',
  'linkOccupied',
  'linkExpired',
  'linkRefused',
  'linkBroken',
  'holderGone',
  'socketUnusable',
  'noTerminal',
  'noOtherDevice',
  'phraseNeeded',
  'phraseKept',
  'phraseWrong',
  'phraseAnother',
  'passphraseNeeded',
  'passphraseShort',
  'wrongPassphrase',
  'exportMissing',
  'exportUnreadable',
  'exportNewer',
  'exportOutdated',
  'exportOfOther',
  'fileExists',
  'bug',
] as const

export type Choice = {
  /** What to type instead. */
  readonly use: string
  readonly title: string
  readonly kind: 'person' | 'self' | 'direct' | 'group' | 'device'
}

export type FailureDetails = {
  /** Of `ambiguous`. */
  readonly choices?: readonly Choice[]
  readonly retryAfterMs?: number
  /** Of `usage`. */
  readonly usage?: UsageProblem
  readonly cause?: unknown
}

/** The one error of this program. Carries nothing that was typed, but for the choices, which are there to be shown. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly code: FailureCode
  readonly choices: readonly Choice[]
  readonly retryAfterMs: number | undefined
  readonly usage: UsageProblem | undefined

  constructor(code: FailureCode, { choices = [], retryAfterMs, usage, cause }: FailureDetails = {}) {
    super(code, cause === undefined ? undefined : { cause })
    this.code = code
    this.choices = choices
    this.retryAfterMs = retryAfterMs
    this.usage = usage
  }
}

/** 0 and 1 as everywhere, 2 for the command line, and sysexits.h where it says more. */
export function exitCodeOf(code: FailureCode): number {
  return EXIT_CODES[code] ?? FAILED
}

const FAILED = 1
const USAGE = 2
const BAD_DATA = 65
const NO_INPUT = 66
const NO_SUCH_NAME = 67
const NO_SUCH_HOST = 68
const UNAVAILABLE = 69
const BUG = 70
const CANNOT_CREATE = 73
const IO_FAILED = 74
const TRY_LATER = 75
const NOT_AUTHENTICATED = 77

const EXIT_CODES: Readonly<Partial<Record<FailureCode, number>>> = {
  usage: USAGE,
  ambiguous: USAGE,
  linkCodeInvalid: USAGE,
  linkOnCommandLine: USAGE,
  linkExpired: TRY_LATER,
  empty: USAGE,
  timersOutOfBounds: USAGE,
  titleInvalid: USAGE,
  tooLong: BAD_DATA,
  fileTooLarge: BAD_DATA,
  fileUnreadable: NO_INPUT,
  fileGone: IO_FAILED,
  tooManyFiles: USAGE,
  profileUnreadable: BAD_DATA,
  profileNewer: BAD_DATA,
  unknownName: NO_SUCH_NAME,
  unknownAccount: NO_SUCH_NAME,
  deviceUnknown: NO_SUCH_NAME,
  otherProvider: NO_SUCH_HOST,
  providerUnknown: NO_SUCH_HOST,
  addressInvalid: USAGE,
  holderGone: UNAVAILABLE,
  noTerminal: UNAVAILABLE,
  bug: BUG,
  profileUnusable: CANNOT_CREATE,
  socketUnusable: CANNOT_CREATE,
  diskFailed: IO_FAILED,
  diskFull: TRY_LATER,
  profileInUse: TRY_LATER,
  offline: TRY_LATER,
  queued: TRY_LATER,
  notDelivered: TRY_LATER,
  unavailable: TRY_LATER,
  tooManyRequests: TRY_LATER,
  storageFull: TRY_LATER,
  wrongPassword: NOT_AUTHENTICATED,
  wrongPhrase: NOT_AUTHENTICATED,
  tooManyTries: TRY_LATER,
  profileErased: NOT_AUTHENTICATED,
  wrongProfilePassword: NOT_AUTHENTICATED,
  passwordNeeded: NOT_AUTHENTICATED,
  phraseNeeded: NOT_AUTHENTICATED,
  phraseWrong: NOT_AUTHENTICATED,
  phraseAnother: NOT_AUTHENTICATED,
  passphraseNeeded: NOT_AUTHENTICATED,
  wrongPassphrase: NOT_AUTHENTICATED,
  exportOutdated: NOT_AUTHENTICATED,
  passphraseShort: USAGE,
  exportMissing: NO_INPUT,
  exportUnreadable: BAD_DATA,
  exportNewer: BAD_DATA,
  exportOfOther: BAD_DATA,
  fileExists: CANNOT_CREATE,
  notSignedIn: NOT_AUTHENTICATED,
  accountEnded: NOT_AUTHENTICATED,
  notAuthenticated: NOT_AUTHENTICATED,
  unknownDevice: NOT_AUTHENTICATED,
}
