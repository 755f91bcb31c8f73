import type { Registration } from '@rushlight/protocol'
import type { Expectation, Put, Remove } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { invitationTable, keyOfInvitation, loadInvitation } from '../operator/invitation-row.ts'
import type { InvitationRow } from '../operator/invitation-row.ts'
import type { OperatorLinks } from '../ports/operator-links.ts'
import { expectRow, putRow, removeRow } from '../rows/table.ts'
import { refuse } from '../sessions/outcome.ts'
import type { Refused } from '../sessions/outcome.ts'

/** May a new account come in, and what does it use up? */
export type Admission = Refused | { readonly kind: 'admitted'; readonly uses: InvitationUse }
type InvitationUse = {
  readonly expect: readonly Expectation[]
  readonly put: readonly Put[]
  readonly remove: readonly Remove[]
}

export type Admitting = {
  readonly kernel: Pick<Kernel, 'store' | 'clock'>
  readonly registration: Registration
  readonly operatorLinks: OperatorLinks
}

const NOTHING_USED: InvitationUse = { expect: [], put: [], remove: [] }

/**
 * By the provider's own rule; but whoever holds an unused operator link gets in always, or a closed provider could never
 * get its operator.
 */
export async function admit(admitting: Admitting, code: string | undefined): Promise<Admission> {
  const { registration, operatorLinks, kernel } = admitting
  if (registration === 'open') return { kind: 'admitted', uses: NOTHING_USED }
  if (code !== undefined && (await operatorLinks.isOpen(code))) return { kind: 'admitted', uses: NOTHING_USED }
  if (registration === 'closed') return refuse('registrationClosed')
  const row = code === undefined ? undefined : await loadInvitation(kernel.store, code)
  if (code === undefined || row === undefined || row.expiresAt <= kernel.clock.now()) return refuse('invitationNeeded')
  return { kind: 'admitted', uses: useOnce(code, row) }
}

function useOnce(code: string, row: InvitationRow): InvitationUse {
  const key = keyOfInvitation(code)
  const expect = [expectRow(invitationTable, key, row)]
  const usesLeft = row.usesLeft - 1
  if (usesLeft <= 0) return { expect, put: [], remove: [removeRow(invitationTable, key)] }
  return { expect, put: [putRow(invitationTable, key, { ...row, usesLeft })], remove: [] }
}
