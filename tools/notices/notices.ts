/**
 * Who made what we stand on: name, version, licence and its words, for each package of the lock file that reaches a user, and for
 * what is linked into their binaries without a package of its own (decisions/0002).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject } from '../house/manifests.ts'
import { linkedParts } from './linked-parts.ts'
import type { Part } from './linked-parts.ts'

export const noticesFile = 'apps/web/public/third-party-notices.txt'

export function createNotices(root: string): string {
  const parts = [...shippedParts(root), ...linkedParts(root)].toSorted((a, b) => compare(a.name, b.name))
  return `${HEAD}\n${parts.map(describe).join('\n')}\n${textsOf(parts)}`
}

const HEAD = `Rushlight is free software under the GNU Affero General Public License, version 3 or later.
It stands on the work of others. What follows names each part that reaches you, in the browser, in the terminal or on
the server, with its licence; the words of the licences stand below, each once.
`

const RULE: string = '-'.repeat(78)

function shippedParts(root: string): readonly Part[] {
  const json: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const packages = isObject(json) && isObject(json['packages']) ? json['packages'] : {}
  const parts = new Map<string, Part>()
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.startsWith('node_modules/') || !isObject(entry) || !isShipped(entry)) continue
    const name = path.replace(/^.*node_modules\//, '')
    const version = String(entry['version'])
    const licence = typeof entry['license'] === 'string' ? entry['license'] : (SAID_ELSEWHERE[name] ?? 'UNKNOWN')
    parts.set(`${name} ${version}`, { name, version, licence, words: wordsIn(join(root, path)) })
  }
  return [...parts.values()]
}

/** Packages that name no licence in their package.json, and what their LICENSE or README says. */
const SAID_ELSEWHERE: Readonly<Record<string, string>> = {
  '@journeyapps/wa-sqlite': 'MIT',
  'combine-errors': 'MIT',
}

/** Optional packages are those of other platforms, or of services that are not used here. */
function isShipped(entry: Readonly<Record<string, unknown>>): boolean {
  return entry['dev'] !== true && entry['link'] !== true && entry['optional'] !== true && entry['devOptional'] !== true
}

function wordsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /^(licen[sc]e|copying|notice)([.-]|$)/i.test(name))
  return names.toSorted().map((name) => tidy(readFileSync(join(folder, name), 'utf8')))
}

function tidy(text: string): string {
  const lines = text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd())
  return lines.join('\n').trim()
}

function describe({ name, version, licence }: Part): string {
  return `${name} ${version}: ${licence}`
}

/** The same words are printed once, under the names of all that they are for. */
function textsOf(parts: readonly Part[]): string {
  const holders = new Map<string, string[]>()
  for (const { name, version, words } of parts) {
    for (const text of words) {
      const names = holders.get(text) ?? []
      holders.set(text, [...names, `${name} ${version}`])
    }
  }
  return [...holders].map(([text, names]) => `${RULE}\n${names.join(', ')}\n${RULE}\n\n${text}\n`).join('\n')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
