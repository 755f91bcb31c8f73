/** The package.json of the house itself and of every package in it, read with the types that the checks need. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Manifest = {
  /** Where it stands below the root; empty for the root's own. */
  readonly folder: string
  readonly name: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  /** The files below `folder` that others may import. */
  readonly entries: readonly string[]
}

export function readManifests(root: string): readonly Manifest[] {
  return listPackageFolders(root).map((folder) => readManifest(root, folder))
}

export function readManifest(root: string, folder: string): Manifest {
  const json: unknown = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const name = isObject(json) && typeof json['name'] === 'string' ? json['name'] : ''
  return {
    folder,
    name,
    dependencies: stringsOf(json, 'dependencies'),
    devDependencies: stringsOf(json, 'devDependencies'),
    optionalDependencies: stringsOf(json, 'optionalDependencies'),
    peerDependencies: stringsOf(json, 'peerDependencies'),
    entries: Object.values(stringsOf(json, 'exports')).map((path) => path.replace(/^\.\//, '')),
  }
}

function listPackageFolders(root: string): readonly string[] {
  return ['packages', 'apps']
    .filter((shelf) => existsSync(join(root, shelf)))
    .flatMap((shelf) => readdirSync(join(root, shelf)).map((name) => `${shelf}/${name}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .toSorted()
}

/** The fields of `json[field]` that are strings. */
export function stringsOf(json: unknown, field: string): Readonly<Record<string, string>> {
  const value = isObject(json) ? json[field] : undefined
  if (!isObject(value)) return {}
  const strings: Record<string, string> = {}
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string') strings[key] = text
  return strings
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
