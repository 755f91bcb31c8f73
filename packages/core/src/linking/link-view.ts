import type { ComparisonEmoji } from '@rushlight/protocol'

/** How far the linking of two devices has come, as this one sees it (`STATES.md`). */
export type LinkView =
  | { readonly kind: 'connecting' }
  /** The other device is to be given the code or the link. Absent: this one was given them. */
  | { readonly kind: 'waiting'; readonly code?: string; readonly link?: string }
  /** Both show the same pictures unless somebody stands between. `isProven`: the secret of the link says so already. */
  | {
      readonly kind: 'comparing'
      readonly emoji: readonly ComparisonEmoji[]
      readonly isProven: boolean
      readonly name?: string
    }
  /** The account is being brought over. */
  | { readonly kind: 'joining' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: LinkFailure }

/**
 * `notACode`: what was given is none. `occupied`: somebody was there already: another code has to be made. `broken`: what
 * the other side said does not hold together.
 */
export type LinkFailure = 'notACode' | 'occupied' | 'expired' | 'cancelled' | 'unreachable' | 'refused' | 'broken'
