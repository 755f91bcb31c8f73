/** What must not stand in any file: places and hosts of the machine on which it was written, and unfinished merges. */
import { listFiles, readText } from '../house/files.ts'
import { outcomeOf, type Check } from './check.ts'

type Word = { readonly pattern: RegExp; readonly what: string }

const forbiddenWords: readonly Word[] = [
  { pattern: /(?<![\w.])\/(?:work|root|home|Users)\/[\w.-]/, what: 'a path of somebody’s machine' },
  { pattern: /:\/\/[^\s/"'`]*\b(?:registry|artifactory|nexus|mirror)\b/i, what: 'a package registry’s host' },
  { pattern: /:\/\/[^\s/"'`]+\.(?:internal|intra|corp|lan|localdomain)\b/i, what: 'a host of a private network' },
  { pattern: /^(?:<{7}|>{7})(?: |$)/, what: 'an unfinished merge' },
]

export const words: Check = {
  name: 'words',
  run: async (root) => outcomeOf(listFiles(root).flatMap((path) => findWords(path, readText(root, path) ?? ''))),
}

function findWords(path: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = forbiddenWords.filter(({ pattern }) => pattern.test(line))
    return found.map(({ what }) => `${path}:${index + 1}: ${what}`)
  })
}
