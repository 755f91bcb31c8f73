/** What is linked into binaries that reach users and has no entry in the lock file: found by reading (decisions/0002). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Part = {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly words: readonly string[]
}

export function linkedParts(root: string): readonly Part[] {
  return [
    { name: 'Node.js', version: '26', licence: 'MIT, with the notices in its own LICENSE file', words: [] },
    { name: 'SQLite', version: '3.53', licence: 'public domain', words: [] },
    { name: 'SQLite3MultipleCiphers', version: '2.3 and 2.4', licence: 'MIT', words: [mit('2020-2026 Ulrich Telle')] },
    {
      name: 'PowerSync core',
      version: '0.5.3',
      licence: 'Apache-2.0',
      words: ['Copyright 2023 Journey Mobile, Inc.', readFileSync(join(root, APACHE_WORDS), 'utf8').trim()],
    },
    {
      name: 'Emscripten',
      version: 'of the SQLite build for browsers',
      licence: 'MIT or NCSA',
      words: [mit('2010-2014 Emscripten authors, see AUTHORS file.')],
    },
    {
      name: 'extension-functions.c',
      version: '2010',
      licence: 'a contribution to SQLite, no licence stated',
      words: [],
    },
  ]
}

/** A package whose licence is nothing but these words. */
const APACHE_WORDS = 'node_modules/detect-libc/LICENSE'

function mit(holder: string): string {
  return `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}
