/** The Chromium in which browser tests run: found on the machine, or installed where that was asked for. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from '../process/run-command.ts'

const INSTALL_TIMEOUT_MS = 5 * 60 * 1000

export const installChromiumHint = 'npm test -- --install-browser    (or by hand: apt-get install chromium)'

/** `CHROMIUM` names it; otherwise the usual names are looked for on the path. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const named = env['CHROMIUM']
  if (named !== undefined && named !== '') return isProgram(named) ? named : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isProgram)
}

/** By the package manager of Debian and its kin. Tells whether it went well. */
export async function installChromium(): Promise<boolean> {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const steps = [
    ['apt-get', '-q', 'update'],
    ['apt-get', '-q', '-y', '--no-install-recommends', 'install', 'chromium', 'fonts-noto-color-emoji'],
  ]
  for (const step of steps) {
    const [program = '', ...args] = [...asRoot, ...step]
    const outcome = await runCommand({
      program,
      args,
      cwd: '/',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: INSTALL_TIMEOUT_MS,
      output: 'keep',
    })
    if (outcome.kind === 'ended' && outcome.exitCode === 0) continue
    console.error(outcome.output)
    return false
  }
  return true
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
