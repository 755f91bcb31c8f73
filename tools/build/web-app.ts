/**
 * The web app as the browser gets it, made by Vite.
 *
 * It is made beside its place and then moved there, so that a server reading the folder never sees half of it.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../process/run-command.ts'
import type { BuildPart, MakeOutcome } from './part.ts'

const VITE_TIMEOUT_MS = 5 * 60 * 1000
const GIT_TIMEOUT_MS = 60 * 1000
const folder = 'apps/web'

export const webApp: BuildPart = {
  name: 'web-app',
  recipe: `${folder}/vite.config.ts`,
  inputs: [
    folder,
    'packages/platform-browser/src',
    'packages/core/src',
    'packages/core/ts-mls',
    'packages/records/src',
    'packages/protocol/src',
    'package-lock.json',
  ],
  result: `${folder}/dist/index.html`,
  make: makeWebApp,
}

async function makeWebApp(root: string): Promise<MakeOutcome> {
  console.error('Building the web app ...')
  const workshop = join(root, '.build/web-app')
  rmSync(workshop, { recursive: true, force: true })
  mkdirSync(workshop, { recursive: true })
  const made = join(workshop, 'made')
  const outcome = await runVite(root, made)
  if (outcome.kind === 'failed') return outcome
  await packSource(root, join(made, 'source.tar.gz'))
  const place = join(root, folder, 'dist')
  if (existsSync(place)) renameSync(place, join(workshop, 'before'))
  renameSync(made, place)
  rmSync(workshop, { recursive: true, force: true })
  return outcome
}

/** What the AGPL owes to whoever uses the app over a network. Without git there is none, and whoever unpacked the source has it. */
async function packSource(root: string, target: string): Promise<void> {
  await runCommand({
    program: 'git',
    args: ['archive', '--format=tar.gz', '--prefix=rushlight/', '-o', target, 'HEAD'],
    cwd: root,
    env: process.env,
    timeoutMs: GIT_TIMEOUT_MS,
    output: 'keep',
  })
}

async function runVite(root: string, target: string): Promise<MakeOutcome> {
  const outcome = await runCommand({
    program: process.execPath,
    args: [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', target, '--emptyOutDir'],
    cwd: join(root, folder),
    env: { ...process.env, NODE_ENV: 'production' },
    timeoutMs: VITE_TIMEOUT_MS,
    output: 'keep',
  })
  if (outcome.kind === 'ended' && outcome.exitCode === 0) return { kind: 'made' }
  return { kind: 'failed', report: `${outcome.output}\nThe web app could not be built.` }
}
