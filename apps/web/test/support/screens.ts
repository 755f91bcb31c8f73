/** The screens of the web app, each reached from the one before. */
import type { Page } from 'playwright-core'
import type { Terminal, Village } from './village.ts'
import type { Visitor } from './visitor.ts'

export type Stage = {
  readonly alice: Visitor
  readonly page: Page
  readonly mira: Terminal
  readonly village: Village
}

type Screen = {
  readonly name: string
  /** From where the screen before left off. */
  readonly show: (stage: Stage) => Promise<void>
}

export const SCREENS: readonly Screen[] = [
  { name: 'sign-up', show: ({ page }) => press(page, 'Create account') },
  { name: 'sign-in', show: ({ page }) => press(page, 'I have an account') },
  {
    name: 'nothing yet',
    async show({ alice, page }) {
      await press(page, 'I am new here')
      await alice.signUp()
    },
  },
  {
    name: 'new conversation',
    async show({ page }) {
      await follow(page, 'New conversation')
      await page.getByRole('textbox', { name: 'Name or link' }).fill('nobody-at-all')
      await press(page, 'Find')
      await page.getByText(/^Nobody here has that name/).waitFor()
    },
  },
  { name: 'new room', show: ({ page }) => follow(page, 'New room') },
  {
    name: 'message request',
    async show({ alice, mira }) {
      await mira.run('send', 'alice', 'hello from a terminal, see https://example.org')
      await alice.choose('mira')
      await alice.sees('hello from a terminal')
    },
  },
  {
    name: 'conversation with burning fuses',
    async show({ alice, mira, page }) {
      await press(page, 'Accept')
      await alice.say('my answer')
      await mira.run('send', 'alice', 'gone soon', '--expire', '10m')
      await mira.run('send', 'alice', 'burns when read', '--expire', '1h', '--burn', '5m')
      await page.getByRole('button', { name: /Tap to read/ }).waitFor()
    },
  },
  {
    name: 'message actions',
    async show({ alice, page }) {
      await alice.message('my answer').hover()
      await alice.message('my answer').getByRole('button', { name: 'Message actions' }).click()
      await page.getByRole('menuitem', { name: 'Copy text' }).waitFor()
    },
  },
  {
    name: 'a question',
    async show({ page }) {
      await page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
      await page.getByRole('button', { name: 'Cancel' }).waitFor()
    },
  },
  {
    name: 'timers',
    async show({ page }) {
      await press(page, 'Cancel')
      await page.getByRole('button', { name: /^Timers/ }).click()
      await page.getByRole('group', { name: 'Burns after reading' }).waitFor()
    },
  },
  {
    name: 'emoji',
    async show({ page }) {
      await page.keyboard.press('Escape')
      await press(page, 'Emoji')
      await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor()
    },
  },
  {
    name: 'details of a conversation',
    async show({ page }) {
      await page.keyboard.press('Escape')
      await follow(page, 'Details')
      await page.getByRole('heading', { name: 'Details' }).waitFor()
    },
  },
  {
    name: 'a person',
    show: ({ page }) => page.getByRole('listitem').getByRole('link', { name: 'mira', exact: true }).click(),
  },
  {
    name: 'room with events',
    async show({ alice, mira }) {
      await mira.run('room', 'create', 'Harbour', '--member', 'alice')
      await alice.choose('Harbour')
    },
  },
  {
    name: 'settings',
    async show({ page }) {
      await follow(page, 'Settings')
      await page.getByRole('heading', { name: 'About' }).waitFor()
    },
  },
  {
    name: 'devices',
    async show({ page }) {
      await follow(page, 'Devices')
      await page.getByRole('textbox', { name: 'Code or link of the other device' }).waitFor()
    },
  },
  {
    name: 'recovery phrase',
    async show({ page, village }) {
      await page.goto(`${village.origin}/#/phrase`)
      await page.getByRole('heading', { name: 'Recovery phrase' }).waitFor()
    },
  },
  {
    name: 'shortcuts',
    async show({ page }) {
      await page.keyboard.press('?')
      await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
    },
  },
  {
    name: 'operator',
    async show({ page, village }) {
      await page.keyboard.press('Escape')
      await page.goto(`${village.origin}/#/server`)
      await page.getByRole('heading', { name: 'Your server' }).or(page.getByRole('heading').nth(1)).first().waitFor()
    },
  },
  {
    name: 'no connection',
    async show({ page, village }) {
      await village.kill()
      await page.getByText(/^No connection\./).waitFor()
    },
  },
  {
    name: 'locked',
    async show({ page }) {
      await page.keyboard.press('Alt+Shift+KeyL')
      await page.getByRole('heading', { name: 'Locked' }).waitFor()
    },
  },
]

function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click()
}

function follow(page: Page, name: string): Promise<void> {
  return page.getByRole('link', { name, exact: true }).first().click()
}
