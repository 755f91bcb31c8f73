/** Redraws the picture of the house in ARCHITECTURE.md from the imports that are really there: `npm run picture`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { houseRoot } from './house/root.ts'
import { pictureFile, withPicture } from './picture/picture.ts'

const path = join(houseRoot, pictureFile)
const page = readFileSync(path, 'utf8')
const drawn = await withPicture(page, houseRoot)

if (drawn === undefined) {
  console.error(`${pictureFile} has no place for the picture.`)
  process.exitCode = 1
} else if (drawn === page) {
  console.log('The picture is true.')
} else {
  writeFileSync(path, drawn)
  console.log(`Redrawn in ${pictureFile}.`)
}
