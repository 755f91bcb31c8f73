/** Lives one evening of somebody who has just signed up, and takes pictures on the way. */
import { join } from 'node:path'
import { CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import { chromium as playwright, type Page } from 'playwright-core'
import { paintHills } from './paint-hills.ts'
import type { Village } from './village.ts'

export type Photographed = { readonly village: Village; readonly chromium: string; readonly folder: string }

type Look = {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
}

const LOOKS: readonly Look[] = [
  { name: 'wide-light', width: 1440, height: 900, scheme: 'light' },
  { name: 'wide-dark', width: 1440, height: 900, scheme: 'dark' },
  { name: 'phone-light', width: 360, height: 740, scheme: 'light' },
  { name: 'phone-dark', width: 360, height: 740, scheme: 'dark' },
]

/** Animations have come to rest. */
const SETTLE_MS = 700
/** The shortest fuses of the picture are half gone. */
const HALF_BURNT_MS = 22_000

/** The paths of the pictures. */
export async function photograph({ village, chromium, folder }: Photographed): Promise<readonly string[]> {
  const browser = await playwright.launch({ executablePath: chromium, args: [...CHROMIUM_FLAGS] })
  const page = await browser.newPage({ locale: 'en-GB' })
  const paths: string[] = []

  async function take(what: string): Promise<void> {
    for (const { name, width, height, scheme } of LOOKS) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme: scheme })
      await page.waitForTimeout(SETTLE_MS)
      const path = join(folder, `${what}-${name}.png`)
      await page.screenshot({ path })
      paths.push(path)
    }
    await page.setViewportSize({ width: LOOKS[0]?.width ?? 0, height: LOOKS[0]?.height ?? 0 })
  }

  try {
    await liveTheEvening(page, village, take)
  } finally {
    await browser.close()
  }
  return paths
}

async function liveTheEvening(page: Page, village: Village, take: (what: string) => Promise<void>): Promise<void> {
  await signUp(page, village.url, () => take('sign-up'))
  await village.does('mira', 'send', 'alice', 'Found you! It really took a minute.')
  await village.does(
    'joost',
    'room',
    'create',
    'Sunday hike',
    '--member',
    'alice',
    '--member',
    'mira',
    '--member',
    'sanne',
  )
  for (const name of ['mira', 'sanne']) await village.does(name, 'accept', 'Sunday hike')
  await accept(page, 'Sunday hike')
  await accept(page, 'mira')
  await page.getByRole('button', { name: 'No', exact: true }).click()
  await talkInRoom(page, village)
  await talkWithMira(page, village)
  await take('conversation')
  await openConversation(page, 'Sunday hike')
  await take('room')
  await sendPicture(page)
  await take('attachment')
  await page.goto(`${village.url}/#/`)
  await take('conversations')
}

async function signUp(page: Page, url: string, take: () => Promise<void>): Promise<void> {
  await page.goto(url)
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('alice')
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('rush meadow ember twine')
  await take()
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('list', { name: 'Conversations' }).waitFor()
}

async function accept(page: Page, title: string): Promise<void> {
  await chooseConversation(page, title)
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
}

/** A row's name begins with its title; what was said last comes behind. */
async function chooseConversation(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: new RegExp(`^${title}\\b`) }).click()
}

async function openConversation(page: Page, title: string): Promise<void> {
  await chooseConversation(page, title)
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
}

async function talkInRoom(page: Page, village: Village): Promise<void> {
  await openConversation(page, 'Sunday hike')
  await village.does('joost', 'send', 'Sunday hike', 'Meet at the old mill, half past nine?')
  await village.does('sanne', 'send', 'Sunday hike', 'Works for me. I bring the thermos ☕')
  await say(page, 'Then I bring the cake.')
  await village.does(
    'mira',
    'send',
    'Sunday hike',
    'Map: https://www.openstreetmap.org/#map=14/52.09/5.12',
    '--expire',
    '7d',
  )
}

async function talkWithMira(page: Page, village: Village): Promise<void> {
  await openConversation(page, 'mira')
  await say(page, 'That was quick. No phone number, no mail, nothing.')
  await village.does('mira', 'send', 'alice', 'And nobody can read along. Not even whoever runs the server.')
  await say(page, 'So where do we hide the present for dad?')
  await village.does(
    'mira',
    'send',
    'alice',
    'Behind the bikes in the shed. Key is under the third pot.',
    '--expire',
    '10m',
    '--burn',
    '2m',
  )
  await village.does('mira', 'send', 'alice', 'This one is gone in a minute 🔥', '--expire', '60s')
  await say(page, 'Perfect. He will never look there.')
  await page.getByRole('button', { name: 'Tap to read' }).click()
  await village.does('mira', 'receive')
  await page.waitForTimeout(HALF_BURNT_MS)
}

async function sendPicture(page: Page): Promise<void> {
  const file = { name: 'evening.png', mimeType: 'image/png', buffer: paintHills() }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('list', { name: 'Attached files' }).getByText('evening.png').waitFor()
  await say(page, 'Last time we were up there')
  await page.getByRole('button', { name: 'Save evening.png' }).waitFor()
}
