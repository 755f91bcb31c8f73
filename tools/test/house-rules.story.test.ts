/** Each rule of the house is proven: in a house that is in order nobody complains, and each planted fault is found. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { boundaries } from '../verify/boundaries.ts'
import type { Check } from '../verify/check.ts'
import { lockFile } from '../verify/lock-file.ts'
import { manifests } from '../verify/manifests.ts'
import { picture } from '../verify/picture.ts'
import { deadCode, format, lint, types } from '../verify/program-checks.ts'
import { words } from '../verify/words.ts'
import { createMiniHouse, manifestOf } from './mini-house.ts'

type Fault = {
  readonly title: string
  readonly check: Check
  readonly files: Readonly<Record<string, unknown>>
  readonly finding: RegExp
}

type LintFault = { readonly title: string; readonly source: string; readonly rule: RegExp }

const elsewhere = ['', 'home', 'somebody', 'rushlight'].join('/')

const faults: readonly Fault[] = [
  {
    title: 'an import upwards',
    check: boundaries,
    files: {
      'packages/protocol/src/bytes/measure.ts': `import { step } from '@rushlight/core'\nexport { step as measure }\n`,
    },
    finding: /packages\/protocol-sees-only-lower-floors: packages\/protocol\/src\/bytes\/measure\.ts → packages\/core/,
  },
  {
    title: 'an import past the door of another package',
    check: boundaries,
    files: { 'packages/core/src/step.ts': `export { measure as step } from '../../protocol/src/bytes/measure.ts'\n` },
    finding: /packages\/protocol-only-through-its-doors/,
  },
  {
    title: 'an import past the door, by name',
    check: boundaries,
    files: {
      'packages/core/src/step.ts': `export { measure as step } from '@rushlight/protocol/src/bytes/measure.ts'\n`,
    },
    finding: /nothing-unresolved: packages\/core\/src\/step\.ts/,
  },
  {
    title: 'an import past the door from a test',
    check: boundaries,
    files: { 'packages/core/test/step.test.ts': `import '../../protocol/src/bytes/measure.ts'\n` },
    finding: /packages\/protocol-only-through-its-doors: packages\/core\/test/,
  },
  {
    title: 'a package of the house that package.json does not declare',
    check: boundaries,
    files: { 'packages/core/package.json': manifestOf('@rushlight/core') },
    finding: /packages\/core-sees-only-lower-floors/,
  },
  {
    title: 'a package from outside that package.json does not declare',
    check: boundaries,
    files: { 'packages/core/src/step.ts': `export { encode as step } from 'cborg'\n` },
    finding: /nothing-undeclared: packages\/core\/src\/step\.ts/,
  },
  {
    title: 'sources that stand on a package for development',
    check: boundaries,
    files: { 'packages/core/src/step.ts': `export { string as step } from 'fast-check'\n` },
    finding: /sources-stand-on-dependencies/,
  },
  {
    title: 'sources that see a test',
    check: boundaries,
    files: {
      'packages/core/src/step.ts': `export { step } from '../test/helper.ts'\n`,
      'packages/core/test/helper.ts': 'export const step = 1\n',
    },
    finding: /sources-see-no-tests/,
  },
  {
    title: 'a circle, even one of types alone',
    check: boundaries,
    files: {
      'packages/core/src/step.ts': `import type { Stride } from './stride.ts'\nexport type Step = Stride\n`,
      'packages/core/src/stride.ts': `import type { Step } from './step.ts'\nexport type Stride = { readonly step: Step }\n`,
    },
    finding: /no-cycles/,
  },
  {
    title: 'a platform on the lowest floor, fetched lazily',
    check: boundaries,
    files: { 'packages/protocol/src/bytes/measure.ts': `export const measure = await import('node:fs')\n` },
    finding: /packages\/protocol-knows-no-platform/,
  },
  {
    title: 'a package that the plan does not know',
    check: manifests,
    files: { 'packages/extra/package.json': manifestOf('@rushlight/extra') },
    finding: /packages\/extra stands on no floor/,
  },
  {
    title: 'a package whose types nobody checks',
    check: manifests,
    files: { 'tsconfig.json': { files: [], references: [] } },
    finding: /no reference to packages\/protocol\/test/,
  },
  {
    title: 'a dependency upwards',
    check: manifests,
    files: { 'packages/protocol/package.json': manifestOf('@rushlight/protocol', { '@rushlight/core': '0.1.0' }) },
    finding: /packages\/protocol depends on @rushlight\/core/,
  },
  {
    title: 'a version that is not exact',
    check: manifests,
    files: { 'packages/protocol/package.json': manifestOf('@rushlight/protocol', { cborg: '^6.1.5' }) },
    finding: /wants cborg \^6\.1\.5/,
  },
  {
    title: 'a dependency that nobody argued for',
    check: manifests,
    files: { 'packages/protocol/package.json': manifestOf('@rushlight/protocol', { ws: '8.23.0' }) },
    finding: /stands on ws/,
  },
  {
    title: 'a lock file without an optional package',
    check: lockFile,
    files: {
      'package-lock.json': { packages: { 'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0' } } } },
    },
    finding: /node_modules\/a may want a-linux/,
  },
  {
    title: 'a lock file with a host in it',
    check: lockFile,
    files: { 'package-lock.json': { packages: { 'node_modules/a': { resolved: 'https://example.org/a.tgz' } } } },
    finding: /node_modules\/a names a host/,
  },
  {
    title: 'a picture of another house',
    check: picture,
    files: { 'apps/cli/src/main.ts': `console.log('alone')\n` },
    finding: /npm run picture/,
  },
  {
    title: 'a file in another format',
    check: format,
    files: { 'packages/core/src/step.ts': `export const step = "a";\n` },
    finding: /step\.ts/,
  },
  {
    title: 'a path of the machine on which it was written',
    check: words,
    files: { 'packages/core/src/step.ts': `export const step = '${elsewhere}'\n` },
    finding: /step\.ts:1: a path/,
  },
  {
    title: 'an unfinished merge',
    check: words,
    files: { 'README.md': `${'<'.repeat(7)} ours\n` },
    finding: /README\.md:1: an unfinished merge/,
  },
  {
    title: 'a file whose name is not in kebab-case',
    check: lint,
    files: { 'packages/core/src/StepUp.ts': 'export const step = 1\n' },
    finding: /filename-case/,
  },
  typeFault('a browser in core', 'export const step: unknown = document', /TS2584/),
  typeFault('an enum', 'export enum Step {}', /TS1294/),
  typeFault('an exported thing without its type', `export const step = [1].map(String)`, /TS9010/),
  {
    title: 'an export that nobody uses',
    check: deadCode,
    files: { 'packages/core/src/step.ts': 'export const step = 1\nexport const stride = 2\n' },
    finding: /stride/,
  },
  {
    title: 'a file that nobody uses',
    check: deadCode,
    files: { 'packages/core/src/stride.ts': 'export const stride = 2\n' },
    finding: /Unused files[^]*stride\.ts/,
  },
  {
    title: 'a dependency that nobody uses',
    check: deadCode,
    files: { 'packages/protocol/package.json': manifestOf('@rushlight/protocol', { cborg: '6.1.5', ws: '8.23.0' }) },
    finding: /Unused dependencies[^]*ws/,
  },
]

/** Each in a file of its own: one look at them all finds each of them. */
const lintFaults: readonly LintFault[] = [
  fault('Date in core', 'export const step: number = Date.now()', /no-restricted-globals/),
  fault('randomness in core', 'export const step: number = Math.random()', /no-restricted-properties/),
  fault('a timer in core', 'export const step: unknown = setTimeout', /no-restricted-globals/),
  fault('Node in core', `export { readFileSync as step } from 'node:fs'`, /no-restricted-imports/),
  fault('any, written', 'export type Step = any', /no-explicit-any/),
  fault('any, flowing', `export const step: number = JSON.parse('1')`, /no-unsafe-assignment/),
  fault('as', 'export const step = (text: string): 1 => text.length as 1', /no-unsafe-type-assertion/),
  fault('!', 'export const step = (text?: string): string => text!', /no-non-null-assertion/),
  fault('null', 'export const step: unknown = null', /no-null/),
  fault('a default export', 'export default function step(): void {}', /no-default-export/),
  fault(
    'a promise that nobody awaits',
    'export function step(): void {\n  Promise.resolve(1)\n}',
    /no-floating-promises/,
  ),
  fault(
    'a case that a switch forgets',
    `export function step(kind: 'a' | 'b'): void {\n  switch (kind) {\n    case 'a':\n  }\n}`,
    /switch-exhaustiveness-check/,
  ),
  fault('a promise in a comment', '// TODO: soon\nexport const step = 1', /no-warning-comments/),
  fault('four parameters', 'export const step = (a: 1, b: 2, c: 3, d: 4): unknown => [a, b, c, d]', /max-params/),
  fault('a long file', 'export {}\n'.repeat(401), /max-lines/),
  fault('a long function', `export function step(): void {\n${'  step()\n'.repeat(61)}}`, /max-lines-per-function/),
  fault(
    'a rule switched off for nothing',
    '// oxlint-disable-next-line no-eval -- why not\nexport const step = 1',
    /disable/,
  ),
]

test('a house in order passes every check', async () => {
  using house = await createMiniHouse()
  house.formatAll()
  for (const { name, run } of [boundaries, lockFile, manifests, picture, deadCode, format, lint, types, words]) {
    assert.deepEqual({ name, ...(await run(house.root)) }, { name, kind: 'passed' })
  }
})

for (const { title, check, files, finding } of faults) {
  test(`${check.name} finds ${title}`, async () => {
    using house = await createMiniHouse()
    house.write(files)
    const outcome = await check.run(house.root)
    assert.equal(outcome.kind, 'failed')
    assert.match(outcome.kind === 'failed' ? outcome.findings.join('\n') : '', finding)
  })
}

test('lint finds each of the planted faults', async (context) => {
  using house = await createMiniHouse()
  const fileOf = (index: number): string => `packages/core/src/fault-${index}.ts`
  house.write(Object.fromEntries(lintFaults.map(({ source }, index) => [fileOf(index), `${source}\n`])))
  const outcome = await lint.run(house.root)
  // In CI it is in colours.
  const said = outcome.kind === 'failed' ? stripVTControlCharacters(outcome.findings.join('\n')) : ''
  const findings = said.split(/\n\s*\n/)
  for (const [index, { title, rule }] of lintFaults.entries()) {
    await context.test(title, () => {
      const told = findings.filter((finding) => finding.includes(`${fileOf(index)}:`))
      assert.ok(
        told.some((finding) => rule.test(finding)),
        told.join('\n'),
      )
    })
  }
})

function fault(title: string, source: string, rule: RegExp): LintFault {
  return { title, source, rule }
}

function typeFault(title: string, source: string, finding: RegExp): Fault {
  return { title, check: types, files: { 'packages/core/src/step.ts': `${source}\n` }, finding }
}
