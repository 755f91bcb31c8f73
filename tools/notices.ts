/** Writes the third-party notices that the web app links to: `npm run notices`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { houseRoot } from './house/root.ts'
import { createNotices, noticesFile } from './notices/notices.ts'

writeFileSync(join(houseRoot, noticesFile), createNotices(houseRoot))
console.log(`Made ${noticesFile}.`)
