/** A Firefox with an empty profile, driven by what it speaks itself (WebDriver BiDi), so that no driver has to be installed. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** `FIREFOX` names it; otherwise the usual names are looked for on the path. */
export function findFirefox(): string | undefined {
  const named = process.env['FIREFOX']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const usual = ['firefox-esr', 'firefox'].flatMap((name) => folders.map((folder) => join(folder, name)))
  return (named === undefined || named === '' ? usual : [named]).find(isProgram)
}

/** Loads nothing by itself, and is the size of a desk. */
const PREFERENCES = [
  'user_pref("network.captive-portal-service.enabled", false);',
  'user_pref("network.connectivity-service.enabled", false);',
  'user_pref("app.normandy.enabled", false);',
  'user_pref("intl.accept_languages", "en-GB");',
].join('\n')

export class Firefox {
  readonly #folder: string
  #child: ChildProcess | undefined
  #wire: Wire | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  async start(program: string): Promise<void> {
    mkdirSync(this.#folder, { recursive: true })
    writeFileSync(join(this.#folder, 'user.js'), PREFERENCES)
    const args = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', this.#folder]
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child = child
    for await (const line of createInterface({ input: child.stderr })) {
      const [, address] = /listening on (ws:\S+)/.exec(line) ?? []
      if (address === undefined) continue
      this.#wire = await Wire.open(`${address}/session`)
      break
    }
    child.stderr.resume()
    await this.#running.ask('session.new', { capabilities: {} })
    await this.#running.ask('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent'] })
  }

  /** A tab of its own, watched from its first line on. */
  async open(origin: string): Promise<FirefoxTab> {
    const { context } = await this.#running.ask('browsingContext.create', { type: 'tab' })
    const tab = new FirefoxTab(this.#running, String(context), origin)
    await tab.go(origin)
    return tab
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    this.#child = undefined
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
  }

  get #running(): Wire {
    if (this.#wire === undefined) throw new Error('Firefox said no address, so it has not been started')
    return this.#wire
  }
}

/** A machine that is busy with other things is slow, but not this slow. */
const PATIENCE_MS = 45_000
const LOOK_AGAIN_MS = 150

export class FirefoxTab {
  readonly #wire: Wire
  readonly #context: string
  readonly #faults: string[] = []

  constructor(wire: Wire, context: string, origin: string) {
    this.#wire = wire
    this.#context = context
    wire.listen((method, params) => {
      const fault = faultOf(method, params, new URL(origin).host)
      if (fault !== undefined) this.#faults.push(fault)
    })
  }

  /** Requests to anybody else, violations of the content policy, and failures that nobody caught. */
  get faults(): readonly string[] {
    return this.#faults
  }

  async go(url: string): Promise<void> {
    await this.#wire.ask('browsingContext.navigate', { context: this.#context, url, wait: 'complete' })
  }

  async reload(): Promise<void> {
    await this.#wire.ask('browsingContext.reload', { context: this.#context, wait: 'complete' })
  }

  async press(role: 'button' | 'link', name: string): Promise<void> {
    await this.#call('(element) => element.click()', await this.#find({ role, name }))
  }

  async write(name: string, text: string): Promise<void> {
    await this.#type(await this.#find({ role: 'textbox', name }), text)
  }

  /** A box for passwords has no role of its own. */
  async writePassword(text: string): Promise<void> {
    await this.#type(await this.#locate({ type: 'css', value: 'input[type=password]' }), text)
  }

  /** As with the keyboard, into an emptied box. */
  async #type(box: Reply, text: string): Promise<void> {
    await this.#call('(element) => { element.focus(); element.select() }', box)
    const actions = Array.from(text).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.#press(actions)
  }

  async #press(actions: readonly Reply[]): Promise<void> {
    await this.#wire.ask('input.performActions', {
      context: this.#context,
      actions: [{ type: 'key', id: 'keyboard', actions }],
    })
  }

  /** A conversation by its title, with which its row begins. */
  async choose(title: string): Promise<void> {
    const row = `[...document.querySelectorAll('nav a')].find((one) => one.innerText.includes(${JSON.stringify(title)}))`
    await this.#until(`a row of ${title}`, async () => (await this.evaluate(`${row} !== undefined`)) === true)
    await this.evaluate(`${row}.click()`)
    await this.find('heading', title)
  }

  /** By the keyboard shortcut. */
  async lock(): Promise<void> {
    const held = ['\uE00A', '\uE008', 'l']
    const actions = [
      ...held.map((value) => ({ type: 'keyDown', value })),
      ...held.toReversed().map((value) => ({ type: 'keyUp', value })),
    ]
    await this.#press(actions)
    await this.find('heading', 'Locked')
  }

  async attach(path: string): Promise<void> {
    const element = await this.#locate({ type: 'css', value: 'input[type=file]' })
    await this.#wire.ask('input.setFiles', { context: this.#context, element, files: [path] })
  }

  async find(role: string, name: string): Promise<void> {
    await this.#find({ role, name })
  }

  async sees(text: string): Promise<void> {
    await this.#until(`${text} in the page`, async () => (await this.#text()).includes(text))
  }

  async seesGone(text: string): Promise<void> {
    await this.#until(`${text} gone`, async () => !(await this.#text()).includes(text))
  }

  /** What an expression, which may be a promise, gives. */
  async evaluate(expression: string): Promise<unknown> {
    const target = { context: this.#context }
    return resultOf(await this.#wire.ask('script.evaluate', { expression, target, awaitPromise: true }))
  }

  async #text(): Promise<string> {
    return String(await this.evaluate('document.body.innerText'))
  }

  #find(value: { readonly role: string; readonly name: string }): Promise<Reply> {
    return this.#locate({ type: 'accessibility', value })
  }

  async #locate(locator: Reply): Promise<Reply> {
    let found: Reply | undefined
    await this.#until(JSON.stringify(locator), async () => {
      const { nodes } = await this.#wire.ask('browsingContext.locateNodes', { context: this.#context, locator })
      const [node] = Array.isArray(nodes) ? nodes.filter(isReply) : []
      found = node
      return node !== undefined
    })
    return { sharedId: found?.['sharedId'] }
  }

  async #call(functionDeclaration: string, element: Reply): Promise<void> {
    const target = { context: this.#context }
    const call = { functionDeclaration, target, arguments: [element], awaitPromise: true, userActivation: true }
    resultOf(await this.#wire.ask('script.callFunction', call))
  }

  async #until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE_MS
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error(`Firefox never came to ${what}: ${await this.#text()}`)
      await sleep(LOOK_AGAIN_MS)
    }
  }
}

type Reply = Readonly<Record<string, unknown>>
type Listener = (method: string, params: Reply) => void

/** One conversation with the browser: questions with numbers, answers in any order, and events between them. */
class Wire {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<Reply>>()
  readonly #listeners: Listener[] = []
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data))))
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has ended'))
    })
  }

  static async open(address: string): Promise<Wire> {
    const socket = new WebSocket(address)
    const wire = new Wire(socket)
    await once(socket, 'open')
    return wire
  }

  ask(method: string, params: Reply): Promise<Reply> {
    this.#last += 1
    const answer = Promise.withResolvers<Reply>()
    this.#waiting.set(this.#last, answer)
    this.#socket.send(JSON.stringify({ id: this.#last, method, params }))
    return answer.promise
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener)
  }

  #take(message: unknown): void {
    if (!isReply(message)) return
    const { id, method, params, result } = message
    if (typeof method === 'string' && isReply(params)) for (const listener of this.#listeners) listener(method, params)
    if (typeof id !== 'number') return
    const answer = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (isReply(result)) answer?.resolve(result)
    else answer?.reject(new Error(JSON.stringify(message)))
  }
}

function resultOf(reply: Reply): unknown {
  const { type, result } = reply
  if (type !== 'success' || !isReply(result)) throw new Error(JSON.stringify(reply))
  return result['value']
}

function faultOf(method: string, params: Reply, host: string): string | undefined {
  if (method === 'log.entryAdded') {
    const text = String(params['text'])
    const isOurs = params['type'] === 'javascript' && params['level'] === 'error'
    return isOurs || /Content.Security.Policy|Trusted ?Type/i.test(text) ? text : undefined
  }
  const { request } = params
  const url = isReply(request) ? new URL(String(request['url'])) : undefined
  const isOwn = url === undefined || url.host === host || ['data:', 'blob:', 'about:'].includes(url.protocol)
  return isOwn ? undefined : `asked ${url.host}`
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
