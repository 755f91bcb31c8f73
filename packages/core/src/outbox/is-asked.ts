import type { Change, Job } from './job-row.ts'

/** Whether the user asked for this. The rest is upkeep: it may lie for a day (R12), and nobody waits for it. */
export function isAsked(job: Job): boolean {
  switch (job.kind) {
    case 'open':
    case 'content':
    case 'leave':
      return true
    case 'record':
    case 'receipt':
    case 'addresses':
    case 'notes':
      return false
    case 'change':
      return isChangeAsked(job.change.kind)
  }
}

function isChangeAsked(kind: Change['kind']): boolean {
  switch (kind) {
    case 'add':
    case 'remove':
    case 'title':
    case 'timers':
    case 'role':
      return true
    case 'reseat':
    case 'raise':
    case 'dismiss':
    case 'renew':
      return false
  }
}
