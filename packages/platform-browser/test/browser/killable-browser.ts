/** A Chromium started by hand, so that it can be killed like a process and not closed like a browser. */
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { CHROMIUM, CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import type { BrowserContext } from 'playwright-core'
import { chromium } from 'playwright-core'

export type KillableBrowser = { readonly profile: BrowserContext; readonly kill: () => Promise<void> }

export async function killableBrowser(folder: string): Promise<KillableBrowser> {
  const flags = [...CHROMIUM_FLAGS, '--headless', '--remote-debugging-port=0', `--user-data-dir=${folder}`]
  const child = spawn(CHROMIUM, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const browser = await chromium.connectOverCDP(await addressOf(child.stderr))
  const [profile] = browser.contexts()
  if (profile === undefined) throw new Error('a browser with a profile has a context')
  return {
    profile,
    async kill() {
      child.kill('SIGKILL')
      await closed
      await browser.close()
    },
  }
}

/** Chromium tells it in one line of its log, which must be read on for as long as it runs. */
function addressOf(log: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    log.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      const [, address] = /listening on (ws:\S+)\s/.exec(text) ?? []
      if (address !== undefined) resolve(address)
    })
    log.on('close', () => reject(new Error('Chromium ended before it could be talked to')))
  })
}
