/** What a key means in the full-screen client, from what the terminal sent. */
import type { Key } from 'ink'
import type { Edit } from './composer.ts'

export type ChatKey =
  | { readonly kind: 'edit'; readonly edit: Edit }
  | { readonly kind: 'enter' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'back' }
  | { readonly kind: 'choose'; readonly by: 1 | -1 }
  | { readonly kind: 'scroll'; readonly pages: number }
  | { readonly kind: 'focus'; readonly isFocused: boolean }

export function chatKeysOf(input: string, key: Key): readonly ChatKey[] {
  if (input === FOCUS_IN || input === FOCUS_OUT) return [{ kind: 'focus', isFocused: input === FOCUS_IN }]
  const named = namedKey(key)
  if (named !== undefined) return [named]
  if (key.ctrl) return [CONTROL[input] ?? []].flat()
  // The rest of a command of the terminal that nothing here knows.
  if (key.meta || /^(?:\[|O)[\d;?<>]*[A-Za-z~]$/.test(input)) return key.return ? [newline] : []
  return typed(input)
}

/** Sent by terminals that were asked to tell when their window comes to the front (DECSET 1004). */
const FOCUS_IN = '[I'
const FOCUS_OUT = '[O'

const newline: ChatKey = { kind: 'edit', edit: { kind: 'insert', text: '\n' } }

function namedKey(key: Key): ChatKey | undefined {
  if (key.return) return key.meta || key.shift ? newline : { kind: 'enter' }
  if (key.escape) return { kind: 'back' }
  if (key.tab) return { kind: 'choose', by: key.shift ? -1 : 1 }
  if (key.upArrow) return { kind: 'choose', by: -1 }
  if (key.downArrow) return { kind: 'choose', by: 1 }
  if (key.pageUp) return { kind: 'scroll', pages: -1 }
  if (key.pageDown) return { kind: 'scroll', pages: 1 }
  const edit = editKey(key)
  return edit && { kind: 'edit', edit }
}

function editKey(key: Key): Edit | undefined {
  if (key.leftArrow) return { kind: 'move', to: 'left' }
  if (key.rightArrow) return { kind: 'move', to: 'right' }
  if (key.home) return { kind: 'move', to: 'start' }
  if (key.end) return { kind: 'move', to: 'end' }
  if (key.backspace) return { kind: 'erase', what: 'before' }
  return key.delete ? { kind: 'erase', what: 'after' } : undefined
}

/** As shells have them. */
const CONTROL: Readonly<Record<string, ChatKey>> = {
  c: { kind: 'leave' },
  a: { kind: 'edit', edit: { kind: 'move', to: 'start' } },
  e: { kind: 'edit', edit: { kind: 'move', to: 'end' } },
  u: { kind: 'edit', edit: { kind: 'erase', what: 'line' } },
  w: { kind: 'edit', edit: { kind: 'erase', what: 'word' } },
  n: { kind: 'choose', by: 1 },
  p: { kind: 'choose', by: -1 },
  j: newline,
}

/** What came at once may be a text and the Enter behind it. */
function typed(input: string): readonly ChatKey[] {
  return input.split(/(\r)/).flatMap((part): readonly ChatKey[] => {
    if (part === '') return []
    return part === '\r' ? [{ kind: 'enter' }] : [{ kind: 'edit', edit: { kind: 'insert', text: part } }]
  })
}
