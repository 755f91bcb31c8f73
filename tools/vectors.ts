/**
 * Runs the published MLS vectors against our group code:
 *
 *   npm run vectors -- [--dir DIR] [--provider node|web] [--browser firefox] [--json]
 *
 * DIR (default: the folder `mls` of $RUSHLIGHT_VECTORS or of ../shared/vectors) is searched for the files known by
 * name. With --browser they run in that browser, by its own cryptography under the provider of the web. Ends with 1 if a case fails, with 2 if there is nothing to run.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MLS_VECTOR_FILES, runMlsVectors } from '@rushlight/core/testing'
import type { VectorResult } from '@rushlight/core/testing'
import { createWebCrypto } from '@rushlight/platform-browser'
import { createNodeCrypto } from '@rushlight/platform-node'
import { houseRoot } from './house/root.ts'
import { runInFirefox } from './vectors/in-firefox.ts'

const PROVIDERS = { node: createNodeCrypto, web: createWebCrypto } as const

process.exitCode = await runVectors()

async function runVectors(): Promise<number> {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      provider: { type: 'string' },
      browser: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const { browser } = values
  const provider = values.provider ?? (browser === undefined ? 'node' : 'web')
  if (provider !== 'node' && provider !== 'web') {
    console.error(`There is no provider ${provider}; there are node and web.`)
    return 2
  }
  const folder = values.dir ?? join(process.env['RUSHLIGHT_VECTORS'] ?? join(houseRoot, '../shared/vectors'), 'mls')
  if (browser !== undefined && (browser !== 'firefox' || provider !== 'web')) {
    console.error('In a browser, which is firefox, runs the provider web.')
    return 2
  }
  const files = MLS_VECTOR_FILES.filter((file) => existsSync(join(folder, file)))
  const results = browser === undefined ? await runHere(provider, folder, files) : await runInFirefox({ folder, files })
  if (results.size === 0) {
    console.error(`No vectors in ${folder}. They are in the repository mlswg/mls-implementations, folder test-vectors.`)
    return 2
  }
  if (values.json === true) console.log(JSON.stringify({ files: Object.fromEntries(results) }))
  else for (const [file, result] of results) console.log(lineOf(file, result))
  return [...results.values()].every(({ cases, passed }) => cases === passed) ? 0 : 1
}

async function runHere(
  provider: keyof typeof PROVIDERS,
  folder: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, VectorResult>> {
  const results = new Map<string, VectorResult>()
  for (const file of files) {
    const content: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    results.set(file, await runMlsVectors(PROVIDERS[provider](), file, { content }))
  }
  return results
}

function lineOf(file: string, { cases, passed, notApplicable, failures }: VectorResult): string {
  const skipped = Object.entries(notApplicable).map(([what, count]) => `${count} of ${what}`)
  const notes = [
    ...(skipped.length === 0 ? [] : [`not ours: ${skipped.join(', ')}`]),
    ...failures.map(({ index, what }) => `case ${index}: ${what}`),
  ]
  return `${passed}/${cases} ${file}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`
}
