import type { Clock } from '../ports/clock.ts'
import { LIMITED_KEYS_MAX } from '../limits.ts'
import type { Rate } from '../limits.ts'
import { createRecent } from './recent.ts'

export interface Limit {
  /** 0 if `amount` more is within the limit, and counted; else how long to wait (ms), and nothing is counted. */
  take(key: string, amount?: number): number
}

/** A token bucket for each key. */
export function createRateLimit(clock: Clock, { burst, refillMs }: Rate): Limit {
  const buckets = createRecent<string, Bucket>(LIMITED_KEYS_MAX)
  return {
    take(key, amount = 1) {
      const now = clock.now()
      const bucket = buckets.get(key)
      const tokens = bucket === undefined ? burst : refilled(bucket, now, { burst, refillMs })
      // Whatever is larger than the whole bucket passes when the bucket is full.
      const wanted = Math.min(amount, burst)
      if (tokens < wanted) return Math.ceil((wanted - tokens) * refillMs)
      buckets.set(key, { tokens: tokens - wanted, at: now })
      return 0
    },
  }
}

type Bucket = { readonly tokens: number; readonly at: number }

function refilled(bucket: Bucket, now: number, { burst, refillMs }: Rate): number {
  return Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) / refillMs)
}
