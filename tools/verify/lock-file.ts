/**
 * The lock file can be installed anywhere: `npm ci` finds in it all that it will look for, and it names no host.
 *
 * npm writes a lock file without the optional packages that it could not see at that moment, and refuses that same
 * file on the next machine. So each name in anybody's `optionalDependencies` must have its own entry.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, stringsOf } from '../house/manifests.ts'
import { outcomeOf, type Check } from './check.ts'

export const lockFile: Check = {
  name: 'lock-file',
  run: async (root) => {
    const json: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    const packages = isObject(json) && isObject(json['packages']) ? json['packages'] : {}
    const installed = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
    return outcomeOf(Object.entries(packages).flatMap(([path, entry]) => findGaps(path, entry, installed)))
  },
}

function findGaps(path: string, entry: unknown, installed: ReadonlySet<string>): readonly string[] {
  const name = path === '' ? 'the root' : path
  const missing = Object.keys(stringsOf(entry, 'optionalDependencies')).filter((optional) => !installed.has(optional))
  const resolved = isObject(entry) ? entry['resolved'] : undefined
  const namesHost = typeof resolved === 'string' && resolved.includes('://')
  return [
    ...missing.map((optional) => `${name} may want ${optional}, which has no entry: npm ci will fail`),
    ...(namesHost ? [`${name} names a host: reinstall with omit-lockfile-registry-resolved`] : []),
  ]
}
