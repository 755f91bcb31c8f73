/**
 * A part of the build: what it is made of, where it lands, and how it is made.
 *
 * A part is fresh when its result is there and its stamp holds the print of the present inputs. The print is taken
 * from names, sizes and times before the work begins, so an edit in the middle of a build makes the next one work.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type BuildPart = {
  readonly name: string
  /** The file that says how it is made; without it there is nothing to make. */
  readonly recipe: string
  /** What else it is made of: files and folders, relative to the root. */
  readonly inputs: readonly string[]
  /** What is there when it was made. */
  readonly result: string
  readonly make: (root: string) => Promise<MakeOutcome>
}

export type MakeOutcome = { readonly kind: 'made' } | { readonly kind: 'failed'; readonly report: string }

/** Folders inside inputs that say nothing about the result. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', 'dist', 'test'])

export function isFresh(part: BuildPart, root: string): boolean {
  if (!existsSync(join(root, part.recipe))) return true
  const stamp = stampFile(part, root)
  if (!existsSync(join(root, part.result)) || !existsSync(stamp)) return false
  return readFileSync(stamp, 'utf8') === takePrint(part, root)
}

export async function makePart(part: BuildPart, root: string): Promise<MakeOutcome> {
  const print = takePrint(part, root)
  const outcome = await part.make(root)
  if (outcome.kind === 'failed') return outcome
  const stamp = stampFile(part, root)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, print)
  return outcome
}

/** The launcher `rushlight` looks at the time of this file to spare itself a start of Node. */
function stampFile(part: BuildPart, root: string): string {
  return join(root, '.build/stamps', part.name)
}

function takePrint(part: BuildPart, root: string): string {
  const hash = createHash('sha256')
  for (const input of [part.recipe, ...part.inputs]) describe(join(root, input), (line) => hash.update(line))
  return hash.digest('hex')
}

function describe(path: string, add: (line: string) => void): void {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return add(`${path}: none\n`)
  if (!stat.isDirectory()) return add(`${path}: ${stat.size} ${stat.mtimeMs}\n`)
  for (const name of readdirSync(path).toSorted()) {
    if (!skippedFolders.has(name)) describe(join(path, name), add)
  }
}
