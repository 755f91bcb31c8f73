/** How much room text takes in a terminal, cut and wrapped by what a person sees as one character. */

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Most of what is shown, one cell each; the segmenter costs a hundred times as much. */
const PLAIN = /^[\u0020-\u007E]*$/
/** Code units that are one character each, whatever their neighbours in this set. */
const SINGLE =
  /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2013-\u2026\u2190-\u21FF\u2500-\u259F\u2713-\u2736\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF]*$/

export function graphemesOf(text: string): readonly string[] {
  if (SINGLE.test(text)) return text.split('')
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment)
}

/** In cells. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  return graphemesOf(text).reduce((sum, grapheme) => sum + cellsOf(grapheme), 0)
}

/** Not wider than this; what was cut off is an ellipsis. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let cut = ''
  let used = 1
  for (const grapheme of graphemesOf(text)) {
    used += cellsOf(grapheme)
    if (used > width) break
    cut += grapheme
  }
  return width < 1 ? '' : `${cut}…`
}

/** Exactly this wide. */
export function fitTo(text: string, width: number): string {
  const cut = cutTo(text, width)
  return cut + ' '.repeat(Math.max(0, width - widthOf(cut)))
}

/** Lines of at most this many cells, broken at spaces where there are any; never empty. */
export function wrapTo(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line.replaceAll('\t', TAB), Math.max(MIN_WIDTH, width)))
}

const TAB = '    '
/** A character is never wider. */
const MIN_WIDTH = 2

function wrapLine(line: string, width: number): readonly string[] {
  const rows: string[] = []
  let row = ''
  let used = 0
  for (const word of line.split(/(?<= )/)) {
    const wordWidth = widthOf(word)
    const shown = widthOf(word.trimEnd())
    if (used > 0 && used + shown > width) {
      rows.push(row)
      row = ''
      used = 0
    }
    if (shown <= width) {
      row += word
      used += wordWidth
      continue
    }
    for (const grapheme of graphemesOf(word)) {
      const cells = cellsOf(grapheme)
      if (used + cells > width) {
        rows.push(row)
        row = ''
        used = 0
      }
      row += grapheme
      used += cells
    }
  }
  return [...rows, row].map((one) => one.trimEnd())
}

function cellsOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2
  return INVISIBLE.test(grapheme) ? 0 : 1
}

/** What terminals draw over two cells: pictures, and the scripts of East Asia. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{RI}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303E\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6])/u
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u
