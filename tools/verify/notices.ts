/** The third-party notices name what is really installed, and nothing of it is without a licence. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNotices, noticesFile } from '../notices/notices.ts'
import { outcomeOf, type Check } from './check.ts'

export const notices: Check = {
  name: 'notices',
  run: async (root) => {
    const path = join(root, noticesFile)
    const present = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const wanted = createNotices(root)
    const unknown = wanted.split('\n').filter((line) => line.endsWith(': UNKNOWN'))
    return outcomeOf([
      ...unknown.map((line) => `${line}: say which licence in tools/notices/notices.ts`),
      ...(present === wanted ? [] : [`${noticesFile} tells of other packages. Type: npm run notices`]),
    ])
  },
}
