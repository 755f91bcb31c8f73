import type { Participant } from './referee-member.ts'

/** The group before the referee: everyone is told everything, and after each step all must be of one mind. */
export class RefereeRoom {
  /** The steps on which all agreed. */
  readonly #steps: string[]
  readonly #members = new Set<Participant>()

  constructor(steps: string[], founder: Participant) {
    this.#steps = steps
    this.#members.add(founder)
  }

  enter(member: Participant): void {
    this.#members.add(member)
  }

  async update(by: Participant): Promise<void> {
    await this.deliver(by, await by.update())
    await this.agree(`${by.side} update`)
  }

  /** The removed sees it, and reads nothing from then on. */
  async exclude(by: Participant, gone: Participant, commit: Uint8Array): Promise<void> {
    this.#members.delete(gone)
    if (await gone.follow(commit)) throw new Error(`${by.side} remove, and the removed stays`)
    await this.deliver(by, commit)
    const secret = await by.send('without you')
    const read = await gone.read(secret).catch(() => undefined)
    if (read !== undefined) throw new Error('the removed reads on')
    await this.#hear(by, secret, 'without you')
    await this.agree(`${by.side} remove one of ${gone.side === 'we' ? 'us' : 'them'}`)
  }

  async deliver(by: Participant, commit: Uint8Array): Promise<void> {
    for (const member of this.#members) {
      if (member !== by && !(await member.follow(commit))) throw new Error(`${member.side} believe to be removed`)
    }
  }

  /** All export the same, and everyone reads what everyone says. */
  async agree(step: string): Promise<void> {
    const exported = new Set<string>()
    for (const member of this.#members) exported.add((await member.exported()).toHex())
    if (exported.size !== 1) throw new Error(`${step}: they are in ${exported.size} epochs`)
    for (const by of this.#members) await this.#hear(by, await by.send(step), step)
    this.#steps.push(step)
  }

  async #hear(by: Participant, message: Uint8Array, text: string): Promise<void> {
    for (const member of this.#members) {
      if (member !== by && (await member.read(message)) !== text) throw new Error(`${text}: read as something else`)
    }
  }
}
