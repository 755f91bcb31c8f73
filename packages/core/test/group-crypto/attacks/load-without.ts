import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Edit, PolicyRule } from './rule.ts'

const PACKAGES = new URL('../../../../', import.meta.url)

/** What comes of the attack on the engine as it ships. */
export async function attack(rule: PolicyRule): Promise<unknown> {
  return run(await import(urlOf(rule)), rule)
}

/**
 * What comes of it when the rule is taken out. The changed files and all that import them are loaded a second time, under
 * addresses of their own, so that the rest of the process knows nothing of it.
 */
export async function attackWithout(rule: PolicyRule): Promise<unknown> {
  const query = `?without=${rule.attack}`
  const changed = applyEdits(rule.without, query)
  const folders = ['core/src/', 'core/test/', ...(isOfProtocol(rule) ? ['protocol/src/'] : [])]
  const prefixes = folders.map((folder) => new URL(folder, PACKAGES).href)
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const isPart = context.parentURL?.endsWith(query) === true && prefixes.some((one) => resolved.url.startsWith(one))
      return isPart ? { ...resolved, url: `${resolved.url}${query}` } : resolved
    },
    load(url, context, next) {
      const loaded = next(url, context)
      const source = changed.get(url)
      return source === undefined ? loaded : { ...loaded, source }
    },
  })
  try {
    return await run(await import(`${urlOf(rule)}${query}`), rule)
  } finally {
    hooks.deregister()
  }
}

function urlOf({ file }: PolicyRule): string {
  return new URL(file, import.meta.url).href
}

function isOfProtocol({ without }: PolicyRule): boolean {
  return without.some(({ file }) => file.startsWith('protocol/'))
}

function applyEdits(edits: readonly Edit[], query: string): ReadonlyMap<string, string> {
  const changed = new Map<string, string>()
  for (const { file, original, changed: replacement } of edits) {
    const { href } = new URL(file, PACKAGES)
    const text = changed.get(href + query) ?? readFileSync(fileURLToPath(href), 'utf8')
    const parts = text.split(original)
    if (parts.length !== 2) throw new Error(`${file} has the text of a rule ${parts.length - 1} times, not once`)
    changed.set(href + query, parts.join(replacement))
  }
  return changed
}

async function run(module: unknown, { file, attack: name }: PolicyRule): Promise<unknown> {
  const found: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined
  if (typeof found !== 'function') throw new Error(`${file} has no ${name}`)
  // oxlint-disable-next-line typescript/no-unsafe-call -- which function it is, is the point of the table
  const answer: unknown = await found()
  return answer
}
