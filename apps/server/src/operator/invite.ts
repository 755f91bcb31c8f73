import { base64url, createInvitation, listInvitations, parseUtf8, revokeInvitation } from '@rushlight/protocol'
import type { Invitation } from '@rushlight/protocol'
import { EVERY_KEY } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { INVITATION_MS_MAX, INVITATIONS_MAX } from '../limits.ts'
import { loadRange, putRow, removeRow } from '../rows/table.ts'
import { done, refuse } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import type { Route } from '../sessions/route.ts'
import { invitationTable, keyOfInvitation } from './invitation-row.ts'
import { operatorRoute } from './operator-route.ts'

/** The operator lets people in where registration is by invitation. */
export function invitationRoutes(kernel: Kernel): readonly Route[] {
  const { store, turns } = kernel
  return [
    operatorRoute(store, createInvitation, (params) => create(kernel, params)),
    operatorRoute(store, listInvitations, async () => done({ invitations: await loadValid(kernel) })),
    operatorRoute(store, revokeInvitation, async ({ code }) => {
      if (code !== '') await turns.write({ remove: [removeRow(invitationTable, keyOfInvitation(code))] })
      return done(undefined)
    }),
  ]
}

/** Invitations that nobody can use any more. */
export async function sweepInvitations(kernel: Kernel): Promise<void> {
  const rows = await loadRange(kernel.store, invitationTable, { ...EVERY_KEY, limit: INVITATIONS_MAX })
  const expired = rows.filter(({ row }) => row.expiresAt <= kernel.clock.now())
  if (expired.length > 0)
    await kernel.turns.write({ remove: expired.map(({ key }) => removeRow(invitationTable, key)) })
}

const CODE_BYTES = 16

async function create(
  kernel: Kernel,
  { uses, lifetimeMs }: { readonly uses: number; readonly lifetimeMs: number },
): Promise<Outcome<{ readonly invitation: Invitation }>> {
  const { crypto, clock, turns } = kernel
  if (uses < 1 || lifetimeMs < 1 || lifetimeMs > INVITATION_MS_MAX) return refuse('malformed')
  if ((await loadValid(kernel)).length >= INVITATIONS_MAX) return refuse('quotaExceeded')
  const code = base64url(crypto.randomBytes(CODE_BYTES))
  const row = { usesLeft: uses, expiresAt: clock.now() + lifetimeMs }
  await turns.write({ put: [putRow(invitationTable, keyOfInvitation(code), row)] })
  return done({ invitation: { code, ...row } })
}

async function loadValid({ store, clock }: Kernel): Promise<readonly Invitation[]> {
  const rows = await loadRange(store, invitationTable, { ...EVERY_KEY, limit: INVITATIONS_MAX })
  return rows
    .filter(({ row }) => row.expiresAt > clock.now())
    .map(({ key, row }) => ({ code: parseUtf8(key) ?? '', ...row }))
}
