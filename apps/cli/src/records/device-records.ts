import { count, list, object, oneOf, optional, text, yes } from '../json/shape.ts'
import type { Shape } from '../json/shape.ts'

/** One of the account's devices. Names and times are known to these devices alone. */
export type DeviceRecord = {
  readonly type: 'device'
  readonly id: string
  /** Empty: it has not said. */
  readonly name: string
  readonly current: boolean
  /** In whole hours. */
  readonly addedAt: number | undefined
  readonly usedAt: number | undefined
}

/** How far the linking of two devices has come. */
export type LinkingRecord = {
  readonly type: 'linking'
  readonly state: LinkingStateWord
  /** What the other device is to be given, while it is waited for. The link holds a secret. */
  readonly code: string | undefined
  readonly link: string | undefined
  /** How the other device calls itself. */
  readonly name: string | undefined
  /** What both devices show, if nobody stands between. */
  readonly emoji: readonly string[] | undefined
  /** The secret of the link has shown already that nobody does. */
  readonly proven: boolean | undefined
  readonly failure: LinkFailureWord | undefined
}

export type LinkingStateWord = 'connecting' | 'waiting' | 'comparing' | 'joining' | 'done' | 'failed'
export type LinkFailureWord = 'notACode' | 'occupied' | 'expired' | 'cancelled' | 'unreachable' | 'refused' | 'broken'

export const deviceShape: Shape<DeviceRecord> = object<DeviceRecord>({
  type: oneOf(['device']),
  id: text(),
  name: text(),
  current: yes,
  addedAt: optional(count),
  usedAt: optional(count),
})

export const linkingShape: Shape<LinkingRecord> = object<LinkingRecord>({
  type: oneOf(['linking']),
  state: oneOf(['connecting', 'waiting', 'comparing', 'joining', 'done', 'failed']),
  code: optional(text()),
  link: optional(text()),
  name: optional(text()),
  emoji: optional(list(text())),
  proven: optional(yes),
  failure: optional(oneOf(['notACode', 'occupied', 'expired', 'cancelled', 'unreachable', 'refused', 'broken'])),
})
