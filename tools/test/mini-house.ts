/**
 * A small house in a temporary folder, judged by the real rules: the same configuration files, the same plan, the same
 * programs. It is in order; a test plants one fault in it and looks who notices.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { houseRoot } from '../house/root.ts'
import { withPicture } from '../picture/picture.ts'

export type MiniHouse = Disposable & {
  readonly root: string
  /** Writes files by their paths below the root; an object is written as JSON. */
  readonly write: (files: Readonly<Record<string, unknown>>) => void
  readonly formatAll: () => void
}

const rules = ['.oxlintrc.json', '.oxfmtrc.json', 'tsconfig.base.json', 'tsconfig.test.json', 'knip.json', '.gitignore']

export async function createMiniHouse(): Promise<MiniHouse> {
  const root = mkdtempSync(join(tmpdir(), 'rushlight-house-'))
  const write = (files: Readonly<Record<string, unknown>>): void => writeFiles(root, files)
  for (const rule of rules) copyFileSync(join(houseRoot, rule), join(root, rule))
  write(healthyFiles)
  linkPackages(root)
  write({ 'ARCHITECTURE.md': await withPicture(emptyPage, root) })
  execFileSync('git', ['init', '-q', root])
  const formatAll = (): void => {
    execFileSync(process.execPath, [join(houseRoot, 'node_modules/oxfmt/bin/oxfmt'), '.'], {
      cwd: root,
      stdio: 'ignore',
    })
  }
  return { root, write, formatAll, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

/** The package.json of a package of the mini house. */
export function manifestOf(name: string, dependencies: Readonly<Record<string, string>> = {}): object {
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    exports: { '.': './src/index.ts' },
    dependencies,
  }
}

const emptyPage = '# The house\n\n<!-- picture: made by `npm run picture` -->\n<!-- end of picture -->\n'

const healthyFiles: Readonly<Record<string, unknown>> = {
  'package.json': {
    name: 'mini-house',
    private: true,
    type: 'module',
    workspaces: ['packages/*', 'apps/*'],
    devDependencies: { '@types/node': '26.6.6', 'fast-check': '4.10.2' },
  },
  'package-lock.json': { lockfileVersion: 3, packages: { 'node_modules/cborg': { version: '6.1.5' } } },
  'tsconfig.json': {
    files: [],
    references: ['packages/protocol', 'packages/core', 'apps/cli']
      .flatMap((folder) => [folder, `${folder}/test`])
      .map((path) => ({ path })),
  },
  'decisions/dependencies.md': '`cborg`, `fast-check` and `@types/node`: for good reasons.\n',
  'packages/protocol/package.json': manifestOf('@rushlight/protocol', { cborg: '6.1.5' }),
  'packages/protocol/tsconfig.json': project('packages/protocol', []),
  'packages/protocol/src/index.ts': `export { measure } from './bytes/measure.ts'\n`,
  'packages/protocol/src/bytes/measure.ts': `import { encode } from 'cborg'

/** The length of a value in its encoded form. */
export function measure(value: string): number {
  return encode(value).length
}
`,
  'packages/protocol/test/tsconfig.json': testProject('packages/protocol'),
  'packages/protocol/test/measure.test.ts': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { measure } from '../src/bytes/measure.ts'

test('longer texts measure more', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.ok(measure(text) > text.length)))
})
`,
  'packages/core/package.json': manifestOf('@rushlight/core', { '@rushlight/protocol': '0.1.0' }),
  'packages/core/tsconfig.json': project('packages/core', ['../protocol']),
  'packages/core/src/index.ts': `export { step } from './step.ts'\n`,
  'packages/core/src/step.ts': `import { measure } from '@rushlight/protocol'

export function step(text: string): number {
  return measure(text) + 1
}
`,
  'packages/core/test/tsconfig.json': testProject('packages/core'),
  'packages/core/test/step.test.ts': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { step } from '../src/step.ts'

test('a step is one more', () => assert.equal(step('a'), 3))
`,
  'apps/cli/package.json': { ...manifestOf('rushlight', { '@rushlight/core': '0.1.0' }), exports: {} },
  'apps/cli/tsconfig.json': project('apps/cli', ['../../packages/core'], { types: ['node'] }),
  'apps/cli/src/main.ts': `import { step } from '@rushlight/core'

console.log(step('a'))
`,
  'apps/cli/test/tsconfig.json': testProject('apps/cli'),
  'apps/cli/test/main.test.ts': `import { test } from 'node:test'

test('nothing to see', () => {})
`,
}

function project(folder: string, references: readonly string[], options: object = {}): object {
  return {
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', ...outputOf(folder), ...options },
    include: ['src'],
    references: references.map((path) => ({ path })),
  }
}

function testProject(folder: string): object {
  return {
    extends: '../../../tsconfig.test.json',
    compilerOptions: { rootDir: '../../..', ...outputOf(`${folder}/test`) },
    include: ['.'],
    references: [{ path: '..' }],
  }
}

function outputOf(project: string): object {
  const up = '../'.repeat(project.split('/').length)
  const types = `${up}.build/types/${project.replaceAll('/', '-')}`
  return { outDir: types, tsBuildInfoFile: `${types}.tsbuildinfo` }
}

function linkPackages(root: string): void {
  const links: Readonly<Record<string, string>> = {
    '@rushlight/protocol': join(root, 'packages/protocol'),
    '@rushlight/core': join(root, 'packages/core'),
    '@types/node': join(houseRoot, 'node_modules/@types/node'),
    'undici-types': join(houseRoot, 'node_modules/undici-types'),
    cborg: join(houseRoot, 'node_modules/cborg'),
    'fast-check': join(houseRoot, 'node_modules/fast-check'),
    ws: join(houseRoot, 'node_modules/ws'),
    'oxlint-tsgolint': join(houseRoot, 'node_modules/oxlint-tsgolint'),
    '.bin/tsgolint': join(houseRoot, 'node_modules/oxlint-tsgolint/bin/tsgolint.js'),
  }
  for (const [name, target] of Object.entries(links)) {
    const link = join(root, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(target, link)
  }
}

function writeFiles(root: string, files: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`
    writeFileSync(join(root, path), text)
  }
}
