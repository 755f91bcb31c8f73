/** Somebody before the web app: what they do, by the names that assistive technology hears, and what the page did wrong. */
import type { BrowserContext, Locator, Page } from 'playwright-core'

/** A machine that is busy with other things is slow, but not this slow. */
const PATIENCE_MS = 45_000

const STATUSES = ['sending', 'sent', 'delivered', 'read'] as const
type Status = (typeof STATUSES)[number]

export class Visitor {
  readonly name: string
  readonly page: Page
  readonly #faults: string[] = []

  private constructor(name: string, page: Page) {
    this.name = name
    this.page = page
  }

  /** A new tab, watched from its first line on. */
  static async open(context: BrowserContext, origin: string, name: string): Promise<Visitor> {
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    const visitor = new Visitor(name, page)
    await visitor.#watch(origin)
    await page.goto(origin)
    return visitor
  }

  /** Requests to anybody else, violations of the content policy, and failures that nobody caught. */
  get faults(): readonly string[] {
    return this.#faults
  }

  get password(): string {
    return `correct horse of ${this.name}`
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true })
  }

  get conversations(): Locator {
    return this.page.getByRole('list', { name: 'Conversations' })
  }

  async signUp(): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name' }).fill(this.name)
    await this.page.getByRole('textbox', { name: 'Password' }).fill(this.password)
    await this.page.getByRole('button', { name: 'Create account' }).click()
    await this.conversations.waitFor()
  }

  async signIn(): Promise<void> {
    await this.page.getByRole('button', { name: 'I have an account' }).click()
    await this.page.getByRole('textbox', { name: 'Name' }).fill(this.name)
    await this.page.getByRole('textbox', { name: 'Password' }).fill(this.password)
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await this.conversations.waitFor()
  }

  async choose(title: string): Promise<void> {
    await this.row(title).click()
    await this.page.getByRole('region', { name: `Conversation: ${title}` }).waitFor()
  }

  row(title: string): Locator {
    return this.page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${title}\\b`) })
  }

  async accept(title: string): Promise<void> {
    await this.choose(title)
    await this.page.getByRole('button', { name: 'Accept' }).click()
    await this.composer.waitFor()
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.page.getByRole('button', { name: 'Send' }).click()
  }

  message(text: string): Locator {
    return this.page.getByRole('list', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text })
  }

  async sees(text: string): Promise<void> {
    await this.message(text).waitFor()
  }

  async seesGone(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor({ state: 'detached' })
  }

  /** Until an own message stands there. Of what goes on by itself one may be over before anybody has looked: see `reaches`. */
  async seesStatus(text: string, status: Status): Promise<void> {
    await this.message(text).getByRole('img', { name: status, exact: true }).waitFor()
  }

  /** Until an own message has come so far, or further. */
  async reaches(text: string, status: Status): Promise<void> {
    const reached = STATUSES.slice(STATUSES.indexOf(status)).join('|')
    await this.message(text)
      .getByRole('img', { name: new RegExp(`^(${reached})$`) })
      .waitFor()
  }

  /** All that is said in the open conversation, in order. */
  async texts(): Promise<readonly string[]> {
    return this.page.locator('[data-message] p[dir]').allInnerTexts()
  }

  async #watch(origin: string): Promise<void> {
    const { page } = this
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (!['data:', 'blob:'].includes(url.protocol) && url.host !== new URL(origin).host) {
        this.#faults.push(`asked ${url.host}`)
      }
    })
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== new URL(origin).host) this.#faults.push(`connected to ${socket.url()}`)
    })
    page.on('pageerror', (error) => this.#faults.push(String(error.stack)))
    page.on('console', (message) => {
      if (/policy violation|Content Security Policy|TrustedScript/.test(message.text()))
        this.#faults.push(message.text())
    })
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`policy violation: ${violatedDirective} ${blockedURI}`)
      })
    })
  }
}
