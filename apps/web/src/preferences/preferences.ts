/**
 * What the user chose for this browser and what tells nothing about anybody: kept beside the vault, since it is needed before
 * the vault is open.
 */
import { Observable } from '../session/observable.ts'

export type Appearance = 'system' | 'light' | 'dark'
export type NotificationLevel = 'off' | 'bare' | 'name' | 'text'

export type Preferences = {
  readonly appearance: Appearance
  /** As the browser says, if undefined. */
  readonly language: string | undefined
  readonly isKept: boolean
  /** Minutes without a touch after which the vault is locked; 0: never. */
  readonly lockAfterMinutes: number
  /** Seconds without any of the app’s windows in sight after which it is locked; 0: never. */
  readonly lockHiddenAfterSeconds: number
  readonly notifications: NotificationLevel
  /** Somebody who does not want to hear of the recovery phrase any more has said so. */
  readonly remindsOfPhrase: boolean
}

const PREFIX = 'rushlight-'
const APPEARANCES: readonly Appearance[] = ['system', 'light', 'dark']
const LEVELS: readonly NotificationLevel[] = ['off', 'bare', 'name', 'text']

function loadPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  return {
    appearance: APPEARANCES.find((one) => one === storage.getItem(`${PREFIX}appearance`)) ?? 'system',
    language: storage.getItem(`${PREFIX}language`) ?? undefined,
    isKept: storage.getItem(`${PREFIX}kept`) !== 'no',
    lockAfterMinutes: spanOf(storage.getItem(`${PREFIX}lock-after-minutes`)),
    lockHiddenAfterSeconds: spanOf(storage.getItem(`${PREFIX}lock-hidden-after-seconds`)),
    notifications: LEVELS.find((one) => one === storage.getItem(`${PREFIX}notifications`)) ?? 'off',
    remindsOfPhrase: storage.getItem(`${PREFIX}reminds-of-phrase`) !== 'no',
  }
}

function spanOf(stored: string | null): number {
  const span = Number(stored ?? 0)
  return Number.isFinite(span) && span > 0 ? span : 0
}

function storePreferences(storage: Pick<Storage, 'setItem' | 'removeItem'>, preferences: Preferences): void {
  const { appearance, language, isKept, lockAfterMinutes, lockHiddenAfterSeconds, notifications, remindsOfPhrase } =
    preferences
  storage.setItem(`${PREFIX}appearance`, appearance)
  if (language === undefined) storage.removeItem(`${PREFIX}language`)
  else storage.setItem(`${PREFIX}language`, language)
  storage.setItem(`${PREFIX}kept`, isKept ? 'yes' : 'no')
  storage.setItem(`${PREFIX}lock-after-minutes`, String(lockAfterMinutes))
  storage.setItem(`${PREFIX}lock-hidden-after-seconds`, String(lockHiddenAfterSeconds))
  storage.setItem(`${PREFIX}notifications`, notifications)
  storage.setItem(`${PREFIX}reminds-of-phrase`, remindsOfPhrase ? 'yes' : 'no')
}

/** The preferences of this browser, in force as soon as they are set. */
export class PreferencesStore extends Observable<Preferences> {
  constructor() {
    super(loadPreferences(localStorage))
  }

  change(change: Partial<Preferences>): void {
    const next = { ...this.value, ...change }
    storePreferences(localStorage, next)
    const { dataset } = document.documentElement
    if (next.appearance === 'system') delete dataset['appearance']
    else dataset['appearance'] = next.appearance
    this.set(next)
  }
}
