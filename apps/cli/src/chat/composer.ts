/** The line one writes on: text, and where the cursor stands in it. */
import { graphemesOf } from './text-width.ts'

export type Composer = {
  readonly text: string
  /** In code units, never inside of what a person sees as one character. */
  readonly cursor: number
}

export type Edit =
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'move'; readonly to: 'left' | 'right' | 'start' | 'end' }
  | { readonly kind: 'erase'; readonly what: 'before' | 'after' | 'word' | 'line' }

export const EMPTY_COMPOSER: Composer = { text: '', cursor: 0 }

export function applyEdit(composer: Composer, edit: Edit): Composer {
  switch (edit.kind) {
    case 'insert':
      return insert(composer, edit.text)
    case 'move':
      return { ...composer, cursor: targetOf(composer, edit.to) }
    case 'erase':
      return erase(composer, edit.what)
  }
}

function insert({ text, cursor }: Composer, added: string): Composer {
  const clean = added.replaceAll(/\r\n?/g, '\n').replaceAll(STEERING, '')
  return { text: text.slice(0, cursor) + clean + text.slice(cursor), cursor: cursor + clean.length }
}

/** A pasted text may hold anything; what steers a terminal has no place in a message that is typed. */
const STEERING = /[\p{Cc}--[\n\t]]/gv

function targetOf({ text, cursor }: Composer, to: 'left' | 'right' | 'start' | 'end'): number {
  switch (to) {
    case 'left':
      return cursor - (graphemesOf(text.slice(0, cursor)).at(-1) ?? '').length
    case 'right':
      return cursor + (graphemesOf(text.slice(cursor))[0] ?? '').length
    case 'start':
      return 0
    case 'end':
      return text.length
  }
}

function erase(composer: Composer, what: 'before' | 'after' | 'word' | 'line'): Composer {
  const { text, cursor } = composer
  switch (what) {
    case 'before':
      return cutOut(composer, targetOf(composer, 'left'), cursor)
    case 'after':
      return cutOut(composer, cursor, targetOf(composer, 'right'))
    case 'word':
      return cutOut(composer, text.slice(0, cursor).search(/\S*\s*$/u), cursor)
    case 'line':
      return cutOut(composer, 0, cursor)
  }
}

function cutOut({ text }: Composer, from: number, to: number): Composer {
  return { text: text.slice(0, from) + text.slice(to), cursor: from }
}
