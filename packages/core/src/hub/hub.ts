import { HubDoors } from '../outbox/hub-doors.ts'
import type { Crypto } from '@rushlight/protocol'
import type { HubLink } from './hub-link.ts'

/** A provider as this device comes to it. */
export type Hub = { readonly link: HubLink; readonly doors: HubDoors }

export function hubBy(crypto: Crypto, link: HubLink): Hub {
  return { link, doors: new HubDoors(crypto, link) }
}
