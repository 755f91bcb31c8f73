/** All that lies on the disk of somebody: every file of a folder, as it is. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from './scan.ts'

/** Files may come and go while one looks. A name is evidence, too. */
export function* filesIn(folder: string): Iterable<Evidence> {
  for (const path of pathsIn(folder)) {
    yield { place: `${path} (name)`, bytes: Buffer.from(path) }
    const bytes = readIfThere(join(folder, path))
    if (bytes !== undefined) yield { place: path, bytes }
  }
}

export function contentsOf(folder: string): readonly Uint8Array[] {
  return pathsIn(folder).flatMap((path) => readIfThere(join(folder, path)) ?? [])
}

export function readIfThere(file: string): Buffer | undefined {
  try {
    return lstatSync(file).isFile() ? readFileSync(file) : undefined
  } catch {
    return undefined
  }
}

export function pathsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}
