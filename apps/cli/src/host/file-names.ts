import { basename, extname } from 'node:path'
import { safeLine } from '../output/safe-text.ts'

const NAME_CHARACTERS_MAX = 150
const ENDING_CHARACTERS_MAX = 20

/**
 * The name that somebody else gave a file, made fit for a folder of ours: no folders in it, nothing that steers a terminal,
 * nothing hidden, nothing that a file system refuses.
 */
export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const clean = safeLine(last)
    .replaceAll(/[<>:"|?*\u2400-\u2421\uFFFD]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  const ending = extname(clean).slice(0, ENDING_CHARACTERS_MAX)
  const stem = basename(clean, extname(clean))
  const kept = Array.from(stem)
    .slice(0, NAME_CHARACTERS_MAX - ending.length)
    .join('')
  return kept === '' ? 'file' : `${kept}${ending}`
}

/** The first, second, … name to try for it. */
export function numberedName(name: string, attempt: number): string {
  if (attempt === 0) return name
  const ending = extname(name)
  return `${basename(name, ending)} (${attempt})${ending}`
}
