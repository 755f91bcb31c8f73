import { boardRoutes } from './board/board-routes.ts'
import type { Board } from './board/board.ts'
import { changePasswordRoutes } from './accounts/change-password.ts'
import { certifyRoute } from './accounts/certify.ts'
import { deleteAccountRoute } from './accounts/delete-account.ts'
import { backupRoutes } from './accounts/keep-backup.ts'
import { putChainRoute } from './accounts/put-chain.ts'
import { recoverRoute } from './accounts/recover.ts'
import { signInRoutes } from './accounts/sign-in.ts'
import { signUpRoutes } from './accounts/sign-up.ts'
import { claimRoute } from './directory/claim.ts'
import { findRoutes } from './directory/find.ts'
import { publishRoutes } from './directory/publish.ts'
import type { RendezvousPoints } from './linking/rendezvous-points.ts'
import { rendezvousRoutes } from './linking/rendezvous-routes.ts'
import { leaveNoticesRoute } from './federation/leave-notices.ts'
import type { Peers } from './federation/peers.ts'
import { relayRoute } from './federation/relay.ts'
import { tombstoneRoute } from './identity/tombstone-route.ts'
import type { Tombstones } from './identity/tombstones.ts'
import type { Kernel } from './kernel.ts'
import type { Logs } from './logs/logs.ts'
import { leaveLogRoutes } from './logs/leave-log.ts'
import { openLogRoute } from './logs/open-log.ts'
import { passDoorRoute } from './logs/pass-door.ts'
import { prefixRoutes } from './logs/prefix.ts'
import { pullRoutes } from './logs/pull-log.ts'
import { submitEntryRoute } from './logs/submit-entry.ts'
import { claimOperatorRoute } from './operator/claim-operator.ts'
import { invitationRoutes } from './operator/invite.ts'
import { readStatusRoute } from './operator/read-status.ts'
import type { StatusSources } from './operator/read-status.ts'
import type { OperatorLinks } from './ports/operator-links.ts'
import type { PasswordServer } from './ports/passwords.ts'
import { ownQueueRoutes } from './queues/own-queue.ts'
import { postLetterRoute } from './queues/post-letter.ts'
import type { Queues } from './queues/queues.ts'
import { readQueueRoutes } from './queues/read-queue.ts'
import { authenticateRoute } from './sessions/authenticate.ts'
import { greetRoute } from './sessions/greet.ts'
import type { Greeting } from './sessions/greet.ts'
import type { Route } from './sessions/route.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'

export type RouteParts = {
  readonly kernel: Kernel
  readonly settings: Greeting
  readonly sessions: SessionRegistry
  readonly passwords: PasswordServer
  readonly operatorLinks: OperatorLinks
  readonly queues: Queues
  readonly logs: Logs
  readonly board: Board
  readonly rendezvous: RendezvousPoints
  readonly peers: Peers
  readonly status: StatusSources
  readonly tombstones: Tombstones
}

/** Everything that a provider can be asked, by method number. */
export function createRoutes(parts: RouteParts): ReadonlyMap<number, Route> {
  const { kernel, settings, sessions, passwords, operatorLinks, queues, logs, board, peers, status, tombstones } = parts
  const { rendezvous } = parts
  const { registration, software, fileBytesMax } = settings
  const admitting = { kernel, registration, operatorLinks }
  const all = new Map<number, Route>()
  const routes: readonly Route[] = [
    greetRoute(kernel, { registration, software, fileBytesMax }, tombstones),
    tombstoneRoute(tombstones),
    authenticateRoute(kernel, sessions),
    ...signUpRoutes({ kernel, admitting, passwords }),
    ...signInRoutes(kernel, passwords),
    recoverRoute(kernel, passwords),
    certifyRoute(kernel),
    putChainRoute({ kernel, admitting, sessions, queues }),
    ...backupRoutes(kernel),
    ...changePasswordRoutes(kernel, passwords),
    deleteAccountRoute(kernel, sessions),
    ...findRoutes(kernel),
    ...publishRoutes(queues),
    claimRoute(kernel),
    ...ownQueueRoutes(queues),
    ...readQueueRoutes(queues),
    postLetterRoute(queues),
    openLogRoute(logs),
    passDoorRoute(logs),
    submitEntryRoute(logs),
    ...pullRoutes(logs),
    ...leaveLogRoutes(logs),
    ...prefixRoutes(logs),
    ...boardRoutes(kernel, board),
    ...rendezvousRoutes(kernel, rendezvous),
    relayRoute(kernel, peers, () => all),
    leaveNoticesRoute(queues),
    claimOperatorRoute(kernel, operatorLinks),
    ...invitationRoutes(kernel),
    readStatusRoute(status),
  ]
  for (const route of routes) all.set(route.number, route)
  return all
}
