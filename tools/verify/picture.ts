/** The picture in ARCHITECTURE.md shows the imports that are really there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pictureFile, withPicture } from '../picture/picture.ts'
import { outcomeOf, type Check } from './check.ts'

export const picture: Check = {
  name: 'picture',
  run: async (root) => {
    const path = join(root, pictureFile)
    const page = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const isTrue = (await withPicture(page, root)) === page
    return outcomeOf(isTrue ? [] : [`${pictureFile} shows another house. Type: npm run picture`])
  },
}
