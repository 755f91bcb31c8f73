/** A row of the screen, in pieces that look different. */
import { cutTo, fitTo, widthOf } from './text-width.ts'

export type Look = 'plain' | 'dim' | 'bold' | 'name' | 'own' | 'fuse' | 'burning' | 'alert' | 'good' | 'chosen'

export type Span = { readonly text: string; readonly look: Look }

export function span(text: string, look: Look = 'plain'): Span {
  return { text, look }
}

export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + widthOf(text), 0)
}

/** One piece on the left, cut if need be, and one on the right, whole. */
export function leftAndRight(left: Span, right: Span, width: number): readonly Span[] {
  const rightWidth = widthOf(right.text)
  if (rightWidth === 0 || rightWidth >= width) return [span(fitTo(left.text, width), left.look)]
  return [span(fitTo(left.text, width - rightWidth - 1), left.look), span(' ', left.look), right]
}

/** A word in the middle of a line. */
export function ruled(text: string, look: Look, width: number): readonly Span[] {
  const word = ` ${cutTo(text, Math.max(0, width - 4))} `
  const left = Math.max(0, Math.floor((width - widthOf(word)) / 2))
  const right = Math.max(0, width - widthOf(word) - left)
  return [span('─'.repeat(left) + word + '─'.repeat(right), look)]
}
