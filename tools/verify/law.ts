/** What `spec/` says of limits, labels and bytes is what the code says, and every clause that code cites is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles, readText } from '../house/files.ts'
import { makePages } from '../law/law.ts'
import { outcomeOf, type Check } from './check.ts'

export const law: Check = {
  name: 'law',
  run: async (root) => {
    const pages = await makePages(root)
    const drifted = pages.filter(({ path, text }) => textAt(root, path) !== text)
    return outcomeOf([...drifted.map(({ path }) => `${path} says something else. Type: npm run law`), ...cited(root)])
  },
}

/** Pages and clauses, and decisions by their number. */
const CITATION = /\b(spec\/[a-z-]+\.md)(?:` §(\d+)|`?)|\bdecisions\/(\d{4})\b/g

function cited(root: string): readonly string[] {
  const files = listFiles(root)
  const decisions = files.filter((path) => path.startsWith('decisions/'))
  const sources = files.filter((path) => /^(?:packages|apps|tools|spec|docs)\/.*\.(?:ts|tsx|md)$/.test(path))
  return sources.flatMap((source) =>
    [...(readText(root, source) ?? '').matchAll(CITATION)].flatMap(([text, page, clause, decision]) => {
      const isThere =
        page === undefined
          ? decisions.some((path) => path.startsWith(`decisions/${decision}`))
          : hasClause(textAt(root, page), clause)
      return isThere ? [] : [`${source}: ${text} is not there`]
    }),
  )
}

function hasClause(page: string | undefined, clause: string | undefined): boolean {
  return page !== undefined && (clause === undefined || page.includes(`\n## ${clause}. `))
}

function textAt(root: string, path: string): string | undefined {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
