/**
 * Makes `packages/core/ts-mls`: a copy of the published ts-mls with our corrections. The copy is never committed.
 *
 * The library must be exactly the version and the files that the corrections were written for; anything else is
 * refused, since a correction that lands in other code corrects nothing. The copy is made beside its place and moved
 * there, its stamp written last, so that it is there whole or not at all.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { houseRoot } from './house/root.ts'
import type { Correction, Edit } from './ts-mls/correction.ts'
import { corrections } from './ts-mls/corrections.ts'

const VERSION = '1.6.4'
/** SHA-256 over names and contents of all `.js` and `.d.ts` files of `dist/src`, in order of name. */
const SOURCES_SHA256 = '67240d606646db0e96022270fd717ccabb252e35b9867838b1011e91d487666e'

const library = join(houseRoot, 'node_modules/ts-mls')
const place = join(houseRoot, 'packages/core/ts-mls')

/** True if there was something to do. */
export async function ensurePatchedTsMls(): Promise<boolean> {
  ensureVersion()
  const stamp = join(place, '.stamp')
  const print = printOf(corrections)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return false
  const workshop = join(houseRoot, `.build/ts-mls-${process.pid}`)
  rmSync(workshop, { recursive: true, force: true })
  writePatchedTsMls(workshop, corrections)
  writeFileSync(join(workshop, '.stamp'), print)
  rmSync(place, { recursive: true, force: true })
  renameSync(workshop, place)
  return true
}

/** Writes a copy with these corrections only; tests leave one out to see what it is for. */
export function writePatchedTsMls(to: string, wanted: readonly Correction[]): void {
  const files = readSources()
  for (const correction of wanted) {
    for (const edit of correction.edits) files.set(edit.file, applyEdit(files.get(edit.file), edit, correction.name))
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    writeFileSync(join(to, name), text.replace(/\n\/\/# sourceMappingURL=.*$/, '\n'))
  }
  writeFileSync(join(to, 'LICENSE'), readFileSync(join(library, 'LICENSE')))
}

function applyEdit(text: string | undefined, edit: Edit, name: string): string {
  const parts = text?.split(edit.find) ?? []
  const times = edit.times ?? 1
  if (parts.length !== times + 1) {
    throw new Error(`ts-mls correction ${name}: expected ${times} place(s) in ${edit.file}, found ${parts.length - 1}`)
  }
  return parts.join(edit.replace)
}

function ensureVersion(): void {
  const manifest: unknown = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'))
  const isRight =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version === VERSION
  if (!isRight) throw new Error(refusal)
}

const refusal =
  `The installed ts-mls is not the ${VERSION} that our corrections were written for (tools/ts-mls). ` +
  'Go through their list before taking another one.'

function readSources(): Map<string, string> {
  const sources = join(library, 'dist/src')
  const names = globSync('**/*.{js,d.ts}', { cwd: sources }).toSorted()
  const files = new Map(names.map((name) => [name, readFileSync(join(sources, name), 'utf8')]))
  const hash = createHash('sha256')
  for (const [name, text] of files) hash.update(`${name}\0${text}\0`)
  if (hash.digest('hex') !== SOURCES_SHA256) throw new Error(refusal)
  return files
}

function printOf(wanted: readonly Correction[]): string {
  return createHash('sha256').update(SOURCES_SHA256).update(JSON.stringify(wanted)).digest('hex')
}

if (import.meta.main) await ensurePatchedTsMls()
