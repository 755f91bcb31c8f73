/** `spec/exporter-labels.md`: every label under which something is exported, signed, hashed or sealed. */
import { exporter } from '@rushlight/protocol'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles, readText } from '../house/files.ts'

const EXPORTERS = 'packages/protocol/src/room/exporters.ts'
const LABELLED = 'packages/protocol/src/crypto/labelled.ts'
/** Texts that begin so are infos and salts; the first part of a label is added in LABELLED alone. */
const INFO = /'((?:Rushlight 1|rushlight blob)(?: [a-z0-9]+)+)'/g

export function labelsPage(root: string): string {
  const labelled = readFileSync(join(root, LABELLED), 'utf8')
  return [
    '# Labels',
    '',
    'Made by `npm run law` from the sources; do not edit. A label is used for one purpose and never given again.',
    '',
    '## MLS exporter (RFC 9420 §8.5)',
    '',
    '| label | use |',
    '|---|---|',
    ...Object.entries(exporter).map(([key, label]) => `| \`${label}\` | ${noteOf(root, key)} |`),
    '',
    '## Signatures: sign(label, key, data)',
    '',
    ...listOf(unionOf(labelled, 'SignatureLabel')),
    '',
    '## Hashes: hash(label, data)',
    '',
    ...listOf(unionOf(labelled, 'HashLabel')),
    '',
    '## HPKE infos and HKDF salts and infos',
    '',
    ...listOf(infosOf(root)),
    '',
  ].join('\n')
}

function noteOf(root: string, key: string): string {
  const source = readFileSync(join(root, EXPORTERS), 'utf8')
  return new RegExp(String.raw`/\*\* ([^\n]+) \*/\n  ${key}:`).exec(source)?.[1] ?? ''
}

function unionOf(source: string, name: string): readonly string[] {
  const union = new RegExp(String.raw`export type ${name} =\n((?:  \| '[^']+'\n)+)`).exec(source)?.[1] ?? ''
  const labels = [...union.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '')
  if (labels.length === 0) throw new Error(`${name} has no labels`)
  return labels
}

function infosOf(root: string): readonly string[] {
  const sources = listFiles(root).filter((path) => /^(?:packages|apps)\/[^/]+\/src\/(?!testing\/).*\.ts$/.test(path))
  const infos = sources.flatMap((path) =>
    [...(readText(root, path) ?? '').matchAll(INFO)].map((match) => match[1] ?? ''),
  )
  return [...new Set(infos)].toSorted()
}

function listOf(labels: readonly string[]): readonly string[] {
  return labels.map((label) => `- \`${label}\``)
}
