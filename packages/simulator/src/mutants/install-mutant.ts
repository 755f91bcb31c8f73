import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Edit, Mutant } from './mutant.ts'

const ROOT = new URL('../../../../', import.meta.url)

/** From now on this process loads the changed files. Throws at once if a text to change is not (or not only once) there. */
export function installMutant({ name, edits }: Pick<Mutant, 'name' | 'edits'>): void {
  const changed = new Map<string, string>()
  for (const edit of edits) {
    const { href } = new URL(edit.file, ROOT)
    changed.set(href, applyEdit(name, changed.get(href) ?? readFileSync(fileURLToPath(href), 'utf8'), edit))
  }
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      const source = changed.get(url)
      return source === undefined ? loaded : { ...loaded, source }
    },
  })
}

export function applyEdit(name: string, source: string, { file, original, changed }: Edit): string {
  const parts = source.split(original)
  const [before, after] = parts
  if (before === undefined || after === undefined || parts.length !== 2)
    throw new Error(`mutant ${name}: its text stands ${parts.length - 1} times in ${file}, not once`)
  return `${before}${changed}${after}`
}
