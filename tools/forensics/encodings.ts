/** The ways in which a text may lie in a file or in a memory, as the bytes to look for and how to read on from there. */
import type { Marks } from './canaries.ts'

export type Needle = {
  readonly encoding: string
  readonly bytes: Buffer
  /** The text from the needle on, as far as it can be read; without the letters of the mark that the needle left out. */
  readonly read: (bytes: Buffer, offset: number) => string
  /** Letters of the mark that stand before what `read` answers. */
  readonly missing: number
  readonly mark: 'head' | 'tail'
}

export function needlesOf(marks: Marks): readonly Needle[] {
  return (['head', 'tail'] as const).flatMap((mark) => {
    const text = marks[mark]
    return [
      { ...plain(text), mark },
      { ...wide(text), mark },
      ...[0, 1, 2].map((shift) => ({ ...base64(text, shift), mark })),
      { ...hex(text, 'lower'), mark },
      { ...hex(text, 'upper'), mark },
      { ...percent(text, 'lower'), mark },
      { ...percent(text, 'upper'), mark },
    ]
  })
}

type Half = Omit<Needle, 'mark'>

/** Also what Latin-1, JSON and URLs make of these letters. */
function plain(text: string): Half {
  return {
    encoding: 'utf8',
    bytes: Buffer.from(text),
    read: (bytes, offset) => bytes.toString('latin1', offset, offset + WINDOW),
    missing: 0,
  }
}

/** Between the zeros both byte orders look the same. */
function wide(text: string): Half {
  return {
    encoding: 'utf16',
    bytes: Buffer.from(text, 'utf16le').subarray(0, -1),
    read: (bytes, offset) => everyOther(bytes.subarray(offset, offset + 2 * WINDOW)),
    missing: 0,
  }
}

function everyOther(bytes: Buffer): string {
  return Buffer.from(bytes.filter((_, i) => i % 2 === 0)).toString('latin1')
}

/**
 * Where the text begins in the middle of a group of three bytes, the group's letters depend on what stands before; the
 * needle is what does not. These letters are the same in both alphabets of Base64 but for two, which they never meet.
 */
function base64(text: string, shift: number): Half {
  const missing = (3 - shift) % 3
  const whole = text.slice(missing)
  const inside = whole.slice(0, whole.length - (whole.length % 3))
  return {
    encoding: `base64+${shift}`,
    bytes: Buffer.from(Buffer.from(inside).toString('base64')),
    read: (bytes, offset) =>
      Buffer.from(bytes.toString('latin1', offset, offset + 2 * WINDOW), 'base64').toString('latin1'),
    missing,
  }
}

function hex(text: string, letterCase: 'lower' | 'upper'): Half {
  const digits = Buffer.from(text).toString('hex')
  return {
    encoding: 'hex',
    bytes: Buffer.from(letterCase === 'lower' ? digits : digits.toUpperCase()),
    read: (bytes, offset) =>
      Buffer.from(bytes.toString('latin1', offset, offset + 2 * WINDOW), 'hex').toString('latin1'),
    missing: 0,
  }
}

/** Every letter escaped, as no sane program does; escaping none is `utf8`. */
function percent(text: string, letterCase: 'lower' | 'upper'): Half {
  const escaped = Buffer.from(text).toString('hex').replaceAll(/../g, '%$&')
  return {
    encoding: 'url',
    bytes: Buffer.from(letterCase === 'lower' ? escaped : escaped.toUpperCase()),
    read: (bytes, offset) =>
      Buffer.from(bytes.toString('latin1', offset, offset + 3 * WINDOW).replaceAll('%', ''), 'hex').toString('latin1'),
    missing: 0,
  }
}

/** Letters of a canary. */
const WINDOW = 24
