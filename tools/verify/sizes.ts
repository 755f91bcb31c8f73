/** Tells how big the house is. The limits themselves are the linter's; this is where one sees what nears them. */
import ts from 'typescript'
import { listFiles, readText } from '../house/files.ts'
import type { Check } from './check.ts'

type SourceFile = { readonly path: string; readonly shelf: string; readonly isTest: boolean; readonly text: string }
type Sized = { readonly name: string; readonly lines: number }

export const sizes: Check = {
  name: 'sizes',
  run: async (root) => {
    const files = readSources(root)
    const longestFile = longest(files.map(({ path, text }) => ({ name: path, lines: countLines(text) })))
    const longestFunction = longest(files.filter(({ isTest }) => !isTest).flatMap(measureFunctions))
    const shelves = [...new Set(files.map(({ shelf }) => shelf))].map((shelf) => describeShelf(shelf, files))
    const rows = [row(['', 'files', 'lines', 'of tests']), ...shelves]
    const peaks = [describePeak('longest file', longestFile), describePeak('longest function', longestFunction)]
    return { kind: 'passed', note: [...rows, ...peaks].join('\n') }
  },
}

function readSources(root: string): readonly SourceFile[] {
  const paths = listFiles(root).filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  return paths.map((path) => ({
    path,
    shelf: /^(packages|apps)\/[^/]+|^[^/]+/.exec(path)?.[0] ?? path,
    isTest: path.includes('/test/'),
    text: readText(root, path) ?? '',
  }))
}

function describeShelf(shelf: string, all: readonly SourceFile[]): string {
  const files = all.filter((file) => file.shelf === shelf)
  const lines = (some: readonly SourceFile[]): string =>
    String(some.reduce((sum, { text }) => sum + countLines(text), 0))
  const sources = files.filter(({ isTest }) => !isTest)
  return row([shelf, String(files.length), lines(sources), lines(files.filter(({ isTest }) => isTest))])
}

function measureFunctions({ path, text }: SourceFile): readonly Sized[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: Sized[] = []
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const start = lineOf(node.getStart())
      found.push({ name: `${path}:${start + 1}`, lines: lineOf(node.getEnd()) - start + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}

function longest(sized: readonly Sized[]): Sized | undefined {
  return sized.toSorted((a, b) => b.lines - a.lines)[0]
}

function describePeak(title: string, peak: Sized | undefined): string {
  return peak === undefined ? `${title}: none` : `${title}: ${peak.lines} lines, ${peak.name}`
}

function row([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(28) + cells.map((cell) => cell.padStart(10)).join('')
}
