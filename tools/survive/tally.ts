/**
 * What was sent and what arrived, counted from the records that senders and devices print. A delivery is owed for each device
 * of other people that is in the room at the message's place.
 */
import { isRecord } from 'rushlight/testing'

export type Count = {
  /** Deliveries owed. */
  readonly sent: number
  /** The distinct ones of them. */
  readonly arrived: number
  /** What a device was shown more than once, under whatever name. */
  readonly doubled: number
  /** UTC ms: when the last delivery came that was owed. */
  readonly lastAt: number
  /** Who waits for how many, for people. */
  readonly missing: Readonly<Record<string, number>>
}

type Sent = { readonly room: string; readonly by: string; owedTo: readonly string[] | undefined }

export class Tally {
  readonly #rooms = new Map<string, readonly string[]>()
  readonly #sent = new Map<string, Sent>()
  /** By device and message. */
  readonly #arrivedAt = new Map<string, number>()
  /** By device and text: a message that comes again under another id has the same. */
  readonly #texts = new Set<string>()
  #doubled = 0

  /** From now on these devices are in the room; what was said there before it was known of is owed to them, too. */
  setRoom(room: string, devices: readonly string[]): void {
    this.#rooms.set(room, devices)
    for (const one of this.#sent.values()) if (one.room === room) one.owedTo ??= others(devices, one.by)
  }

  /** What `send` printed. */
  noteSent(device: string, receipt: unknown): void {
    if (!isRecord(receipt) || receipt['type'] !== 'receipt') return
    const { id, room } = receipt
    if (typeof id !== 'string' || typeof room !== 'string' || this.#sent.has(id)) return
    const devices = this.#rooms.get(room)
    const owedTo = devices === undefined ? undefined : others(devices, device)
    this.#sent.set(id, { room, by: device, owedTo })
  }

  /** What `receive` printed. */
  noteReceived(device: string, message: unknown, at: number): void {
    if (!isRecord(message) || message['type'] !== 'message' || typeof message['id'] !== 'string') return
    const name = `${device} ${message['id']}`
    const text = `${device} ${String(message['text'])}`
    if (this.#arrivedAt.has(name) || this.#texts.has(text)) this.#doubled += 1
    this.#texts.add(text)
    if (!this.#arrivedAt.has(name)) this.#arrivedAt.set(name, at)
  }

  count(): Count {
    const missing: Record<string, number> = {}
    let [sent, arrived, lastAt] = [0, 0, 0]
    for (const [id, { owedTo }] of this.#sent) {
      // Said into a room that nobody told us of: owed to somebody, and seen by nobody.
      for (const device of owedTo ?? ['a room that is not known']) {
        const at = this.#arrivedAt.get(`${device} ${id}`)
        sent += 1
        if (at === undefined) missing[device] = (missing[device] ?? 0) + 1
        else {
          arrived += 1
          lastAt = Math.max(lastAt, at)
        }
      }
    }
    return { sent, arrived, doubled: this.#doubled, lastAt, missing }
  }
}

function others(devices: readonly string[], device: string): readonly string[] {
  return devices.filter((one) => ownerOf(one) !== ownerOf(device))
}

/** `alice/2` is the second device of `alice`: what she says herself is not news to it, and `receive` does not print it. */
function ownerOf(device: string): string {
  return device.split('/', 1)[0] ?? device
}
