import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Absent } from './contestant.ts'
import type { Library } from './contestant.ts'

/** Where `npm ci --prefix bench/rivals` puts what is only measured against. */
const RIVALS = new URL('../rivals/node_modules/', import.meta.url)

export function rivalFile(library: Library, path: string): URL {
  const file = new URL(path, RIVALS)
  if (!existsSync(fileURLToPath(file))) throw new Absent(library)
  return file
}

export async function importRival(library: Library, path: string): Promise<unknown> {
  const module: unknown = await import(rivalFile(library, path).href)
  return module
}

/** Whether a module has all that is asked of it. */
export function hasAll(module: unknown, names: readonly string[]): boolean {
  return typeof module === 'object' && module !== null && names.every((name) => name in module)
}
