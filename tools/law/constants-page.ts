/** `spec/constants.md`: every limit of protocol and provider, in the order and with the words of its source file. */
import * as protocol from '@rushlight/protocol'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PROTOCOL = 'packages/protocol/src/limits.ts'
const PROVIDER = 'apps/server/src/limits.ts'

export function constantsPage(root: string): string {
  const shared = rowsOf(readFileSync(join(root, PROTOCOL), 'utf8'))
  const own = rowsOf(readFileSync(join(root, PROVIDER), 'utf8'))
  return [
    '# Constants',
    '',
    `Made by \`npm run law\` from \`${PROTOCOL}\` and \`${PROVIDER}\`; do not edit.`,
    'Changing one of the first is a change of the protocol: peers enforce them on each other.',
    '',
    '## Of the protocol',
    '',
    '| name | value | why |',
    '|---|---|---|',
    ...shared.map(({ name, note }) => `| ${name} | ${valueOf(name)} | ${note} |`),
    '',
    '## Of a provider',
    '',
    'Set by the provider alone; counted in memory. A rate is a burst, then one more every so often.',
    '',
    '| name | value | why |',
    '|---|---|---|',
    ...own.map(({ name, source, note }) => `| ${name} | ${source} | ${note} |`),
    '',
  ].join('\n')
}

type Row = { readonly name: string; readonly source: string; readonly note: string }

function rowsOf(source: string): readonly Row[] {
  const rows: Row[] = []
  let note: string[] = []
  let isInside = false
  for (const line of source.split('\n')) {
    const text = line.trim()
    if (text.startsWith('/**')) note = []
    if (text.startsWith('/**') || isInside) {
      isInside = !text.endsWith('*/')
      note.push(text.replace(/^\/?\*+\/?\s?/, '').replace(/\s*\*\/$/, ''))
      continue
    }
    const constant = /^export const ([A-Z][A-Z0-9_]*)(?:: [\w<>]+)? = (.+)$/.exec(text)
    if (constant !== null) {
      rows.push({ name: constant[1] ?? '', source: wordsOf(constant[2] ?? ''), note: note.join(' ').trim() })
    }
    note = []
  }
  return rows
}

/** The expression as a reader wants it: no prefix, no braces. */
function wordsOf(expression: string): string {
  return expression.replaceAll('span.', '').replaceAll('_', ' ').replaceAll(/[{}]/g, '').replaceAll(' ,', ',').trim()
}

function valueOf(name: string): string {
  const value: unknown = Object.entries(protocol).find(([exported]) => exported === name)?.[1]
  if (typeof value !== 'number') throw new Error(`${name} is no exported number`)
  return `${value.toLocaleString('en')}${unitOf(name, value)}`
}

function unitOf(name: string, value: number): string {
  if (name.includes('_BYTES')) return ' bytes'
  if (!name.includes('_MS') && !name.includes('EVERY_MS')) return ''
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const
  const unit = units.find(([ms]) => value % ms === 0)
  return unit === undefined ? ' ms' : ` ms (${value / unit[0]} ${unit[1]})`
}
