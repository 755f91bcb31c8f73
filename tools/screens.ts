/**
 * The screens that a person meets, as pictures: the real server, people at real terminals, and one in a real browser.
 *
 *   npm run screens -- [FOLDER]
 *
 * Without a folder they go to `.build/screens`. They are for eyes: nothing compares them.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { houseRoot } from './house/root.ts'
import { Village } from './screens/village.ts'
import { photograph } from './screens/photograph.ts'
import { findChromium, installChromiumHint } from './test-run/chromium.ts'

process.exitCode = await screens(process.argv[2] ?? join(houseRoot, '.build/screens'))

async function screens(folder: string): Promise<number> {
  const chromium = findChromium(process.env)
  if (chromium === undefined) {
    console.error(`Pictures need a Chromium. Type: ${installChromiumHint}`)
    return 69
  }
  const target = resolve(folder)
  mkdirSync(target, { recursive: true })
  const home = mkdtempSync(join(tmpdir(), 'rushlight-screens-'))
  const village = new Village(home)
  try {
    await village.open()
    for (const path of await photograph({ village, chromium, folder: target })) console.log(path)
    return 0
  } finally {
    await village.close()
    rmSync(home, { recursive: true, force: true })
  }
}
