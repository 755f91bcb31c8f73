/** Makes the pages of `spec/` that follow from the code: `npm run law`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { houseRoot } from './house/root.ts'
import { makePages } from './law/law.ts'

for (const { path, text } of await makePages(houseRoot)) {
  const file = join(houseRoot, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(`Made ${path}.`)
}
