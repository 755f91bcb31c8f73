import type { Composer } from './composer.ts'
import { graphemesOf, widthOf } from './text-width.ts'

export type ComposerRows = {
  readonly rows: readonly string[]
  /** Where the terminal's cursor stands among them. */
  readonly cursor: { readonly x: number; readonly y: number }
}

/** The line one writes on, broken where it must; of a long text the rows around the cursor. */
export function composerRows({ text, cursor }: Composer, width: number, rowsMax: number): ComposerRows {
  const rows = ['']
  let used = 0
  let at = { x: 0, y: 0 }
  let position = 0
  for (const grapheme of graphemesOf(text)) {
    if (position === cursor) at = { x: used, y: rows.length - 1 }
    position += grapheme.length
    const shown = grapheme === '\t' ? ' ' : grapheme
    const cells = widthOf(shown)
    if (grapheme === '\n' || used + cells >= width) {
      rows.push('')
      used = 0
    }
    if (grapheme === '\n') continue
    rows.push(`${rows.pop() ?? ''}${shown}`)
    used += cells
  }
  if (position === cursor) at = { x: used, y: rows.length - 1 }
  const start = Math.max(0, Math.min(at.y - rowsMax + 1, rows.length - rowsMax))
  return { rows: rows.slice(start, start + rowsMax), cursor: { x: at.x, y: at.y - start } }
}
