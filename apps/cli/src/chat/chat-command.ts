/** What is typed with a slash in front: `/expire 10m`, `/room "Friday plans" alice bobby`. */
import { parseDuration } from '../arguments/durations.ts'

export type ChatCommand =
  | { readonly kind: 'help' | 'quit' | 'leave' | 'accept' }
  | { readonly kind: 'new' | 'block' | 'unblock'; readonly name: string }
  | { readonly kind: 'add' | 'remove'; readonly names: readonly string[] }
  | { readonly kind: 'room'; readonly title: string; readonly names: readonly string[] }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'expire' | 'burn'; readonly ms: number }

export type Typed =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: ChatCommand }
  /** `of`: the command whose parameters are wrong; `undefined`: there is no such command. */
  | { readonly kind: 'wrong'; readonly of: string | undefined }

/** A text that begins with a slash is written with two. */
export function parseTyped(typed: string): Typed {
  if (!typed.startsWith('/')) return { kind: 'text', text: typed }
  if (typed.startsWith('//')) return { kind: 'text', text: typed.slice(1) }
  const [word = '', ...rest] = wordsOf(typed.slice(1))
  const parse = Object.hasOwn(PARSERS, word) ? PARSERS[word] : undefined
  if (parse === undefined) return { kind: 'wrong', of: undefined }
  const command = parse(rest)
  return command === undefined ? { kind: 'wrong', of: word } : { kind: 'command', command }
}

type Parser = (words: readonly string[]) => ChatCommand | undefined

const PARSERS: Readonly<Record<string, Parser>> = {
  help: () => ({ kind: 'help' }),
  quit: () => ({ kind: 'quit' }),
  leave: (words) => (words.length === 0 ? { kind: 'leave' } : undefined),
  accept: (words) => (words.length === 0 ? { kind: 'accept' } : undefined),
  new: (words) => withName('new', words),
  block: (words) => withName('block', words),
  unblock: (words) => withName('unblock', words),
  add: (names) => (names.length === 0 ? undefined : { kind: 'add', names }),
  remove: (names) => (names.length === 0 ? undefined : { kind: 'remove', names }),
  room: ([title, ...names]) => (title === undefined ? undefined : { kind: 'room', title, names }),
  title: (words) => (words.length === 0 ? undefined : { kind: 'title', title: words.join(' ') }),
  expire: (words) => withSpan('expire', words),
  burn: (words) => (words.join(' ') === 'off' ? { kind: 'burn', ms: 0 } : withSpan('burn', words)),
}

function withName(kind: 'new' | 'block' | 'unblock', words: readonly string[]): ChatCommand | undefined {
  const [name, ...more] = words
  return name === undefined || more.length > 0 ? undefined : { kind, name }
}

function withSpan(kind: 'expire' | 'burn', [span, ...more]: readonly string[]): ChatCommand | undefined {
  const ms = span === undefined || more.length > 0 ? undefined : parseDuration(span)
  return ms === undefined || ms === 0 ? undefined : { kind, ms }
}

/** Words, and what stands in quotes. */
function wordsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, word]) => quoted ?? word ?? '')
}
