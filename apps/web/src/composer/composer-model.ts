/** The keys of the composer, without a keyboard. */
export type Pressed = {
  readonly key: string
  readonly shiftKey: boolean
  /** An input method is still composing: its Enter chooses a word. */
  readonly isComposing: boolean
  /** On touch screens Enter makes a new line, and the button sends. */
  readonly isCoarse: boolean
}

export function isSending({ key, shiftKey, isComposing, isCoarse }: Pressed): boolean {
  return key === 'Enter' && !shiftKey && !isComposing && !isCoarse
}

/** What is sent of what was typed; empty: nothing. */
export function sendable(text: string): string {
  return text.trim()
}

/** Puts an emoji where the caret is. */
export function insertAt(text: string, piece: string, range: { readonly start: number; readonly end: number }): string {
  return text.slice(0, range.start) + piece + text.slice(range.end)
}
