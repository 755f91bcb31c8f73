/** The keys of the app. Those with Alt work everywhere; browsers keep Ctrl+N, Ctrl+T and Ctrl+1…9 for themselves. */
export type Shortcut =
  | 'next'
  | 'previous'
  | 'nextUnread'
  | 'new'
  | 'newRoom'
  | 'search'
  | 'composer'
  | 'emoji'
  | 'details'
  | 'settings'
  | 'lock'
  | 'help'

export type PressedKey = {
  readonly code: string
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  /** Somebody is typing a text: single keys are theirs. */
  readonly isTyping: boolean
}

type Keys = { readonly shortcut: Shortcut; readonly code: string; readonly isShifted?: boolean }

const WITH_ALT: readonly Keys[] = [
  { shortcut: 'next', code: 'ArrowDown' },
  { shortcut: 'previous', code: 'ArrowUp' },
  { shortcut: 'nextUnread', code: 'ArrowDown', isShifted: true },
  { shortcut: 'new', code: 'KeyN' },
  { shortcut: 'newRoom', code: 'KeyN', isShifted: true },
  { shortcut: 'search', code: 'KeyK' },
  { shortcut: 'composer', code: 'KeyC' },
  { shortcut: 'emoji', code: 'KeyJ' },
  { shortcut: 'details', code: 'KeyI' },
  { shortcut: 'settings', code: 'Comma' },
  { shortcut: 'lock', code: 'KeyL', isShifted: true },
]

export function shortcutOf(pressed: PressedKey): Shortcut | undefined {
  const { altKey, ctrlKey, metaKey, shiftKey, code, key, isTyping } = pressed
  if (ctrlKey || metaKey) return undefined
  if (!altKey) return key === '?' && !isTyping ? 'help' : undefined
  return WITH_ALT.find((one) => one.code === code && (one.isShifted ?? false) === shiftKey)?.shortcut
}

/** As they are shown; letters as they stand on most keyboards. */
export function keysOf(shortcut: Shortcut): readonly string[] {
  if (shortcut === 'help') return ['?']
  const keys = WITH_ALT.find((one) => one.shortcut === shortcut)
  if (keys === undefined) return []
  const name = NAMES.get(keys.code) ?? keys.code.replace('Key', '')
  return keys.isShifted === true ? ['Alt', 'Shift', name] : ['Alt', name]
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['ArrowDown', '↓'],
  ['ArrowUp', '↑'],
  ['Comma', ','],
])
