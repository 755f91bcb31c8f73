/**
 * The vectors in Firefox, by its own cryptography. It needs no driver: the page that it opens fetches the vectors from a
 * server on this machine and hands the results back.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VectorResult } from '@rushlight/core/testing'
import { isObject } from '../house/manifests.ts'
import { houseRoot } from '../house/root.ts'
import { runCommand } from '../process/run-command.ts'

export type FirefoxRun = { readonly folder: string; readonly files: readonly string[] }

/** Rejects if Firefox is not there, ends before it is done, or takes far too long. */
export async function runInFirefox(run: FirefoxRun): Promise<ReadonlyMap<string, VectorResult>> {
  const script = await bundlePage()
  const results = new Map<string, VectorResult>()
  const done = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    answer(request, response, { ...run, script, results }).then(
      (isLast) => (isLast ? done.resolve() : undefined),
      (error: unknown) => done.reject(error),
    )
  })
  const profile = mkdtempSync(join(tmpdir(), 'vectors-'))
  writeFileSync(join(profile, 'user.js'), PREFERENCES)
  const args = ['--headless', '--no-remote', '--profile', profile, await originOf(server)]
  const firefox = spawn(process.env['FIREFOX'] ?? 'firefox-esr', args, { stdio: 'ignore' })
  firefox.once('error', done.reject)
  firefox.once('exit', () => done.reject(new Error('Firefox ended before it was done')))
  const timer = setTimeout(() => done.reject(new Error('Firefox is not done')), RUN_MS_MAX)
  try {
    await done.promise
    return results
  } finally {
    clearTimeout(timer)
    server.close()
    if (firefox.exitCode === null && firefox.kill('SIGKILL')) await once(firefox, 'close')
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
  }
}

const RUN_MS_MAX = 10 * 60 * 1000
const BUNDLE_MS_MAX = 60 * 1000

/** It asks nobody but us. */
const PREFERENCES = [
  'user_pref("network.captive-portal-service.enabled", false);',
  'user_pref("network.connectivity-service.enabled", false);',
  'user_pref("app.normandy.enabled", false);',
  'user_pref("browser.shell.checkDefaultBrowser", false);',
  'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("browser.aboutwelcome.enabled", false);',
].join('\n')

async function bundlePage(): Promise<Buffer> {
  const folder = join(houseRoot, '.build/vectors')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'page.js')
  const outcome = await runCommand({
    program: process.execPath,
    args: [join(houseRoot, 'node_modules/rolldown/bin/cli.mjs'), 'tools/vectors/page.ts', '--file', file],
    cwd: houseRoot,
    timeoutMs: BUNDLE_MS_MAX,
    output: 'keep',
  })
  if (outcome.kind !== 'ended' || outcome.exitCode !== 0) throw new Error(outcome.output)
  return readFileSync(file)
}

async function originOf(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server that listens has an address')
  return `http://127.0.0.1:${address.port}/`
}

type Served = FirefoxRun & { readonly script: Buffer; readonly results: Map<string, VectorResult> }

/** Tells whether that was the last there is to say. */
async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<boolean> {
  const { url = '/' } = request
  const send = (type: string, body: string | Buffer): false => {
    response.writeHead(200, { 'content-type': type }).end(body)
    return false
  }
  if (url === '/') return send('text/html', '<!doctype html><script type="module" src="/page.js"></script>')
  if (url === '/page.js') return send('text/javascript', served.script)
  if (url === '/files') return send('application/json', JSON.stringify(served.files))
  if (url === '/result') return take(await textOf(request), response, served.results)
  const file = served.files.find((name) => url === `/vectors/${name}`)
  if (file !== undefined) return send('application/json', readFileSync(join(served.folder, file)))
  response.writeHead(404).end()
  return false
}

function take(text: string, response: ServerResponse, results: Map<string, VectorResult>): boolean {
  response.writeHead(204).end()
  const said: unknown = JSON.parse(text)
  if (!isObject(said) || typeof said['file'] !== 'string' || !isObject(said['result'])) throw new TypeError(text)
  const { file, result } = said
  if ('failed' in result) throw new Error(String(result['failed']))
  if (isResult(result)) results.set(file, result)
  return file === ''
}

function isResult(value: object): value is VectorResult {
  return 'cases' in value && 'passed' in value && 'failures' in value && 'notApplicable' in value
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += String(piece)
  return text
}
