/**
 * Makes what the program needs beside its sources, if it is missing or older than they are:
 *
 *   build.ts [--quiet] [PART ...]      parts: ts-mls (for every command), web-app (for `serve`); default: all
 *
 * When nothing is stale it only looks at files. Any number of builds may run at once; one works, the others wait.
 */
import { join } from 'node:path'
import { mlsLibrary } from './build/mls-library.ts'
import { isFresh, makePart, type BuildPart } from './build/part.ts'
import { takeTurn } from './build/turn.ts'
import { webApp } from './build/web-app.ts'
import { houseRoot } from './house/root.ts'

const parts: readonly BuildPart[] = [mlsLibrary, webApp]

process.exitCode = await build(process.argv.slice(2))

async function build(args: readonly string[]): Promise<number> {
  const quiet = args.includes('--quiet')
  const names = args.filter((arg) => arg !== '--quiet')
  const unknown = names.find((name) => !parts.some((part) => part.name === name))
  if (unknown !== undefined) {
    console.error(`There is no part ${unknown}; there are ${parts.map((part) => part.name).join(', ')}.`)
    return 2
  }
  const asked = parts.filter((part) => names.length === 0 || names.includes(part.name))
  if (asked.every((part) => isFresh(part, houseRoot))) {
    if (!quiet) console.error('Everything is up to date.')
    return 0
  }
  using _turn = takeTurn(join(houseRoot, '.build'), () => console.error('Waiting for another build ...'))
  // Whoever had the turn before may have made it meanwhile, so look again.
  for (const part of asked) if (!isFresh(part, houseRoot) && !(await make(part))) return 1
  return 0
}

async function make(part: BuildPart): Promise<boolean> {
  const startedAt = performance.now()
  const outcome = await makePart(part, houseRoot)
  const seconds = (performance.now() - startedAt) / 1000
  if (outcome.kind === 'failed') console.error(outcome.report)
  else if (seconds >= 1) console.error(`${part.name} ready after ${seconds.toFixed(1)} s.`)
  return outcome.kind === 'made'
}
