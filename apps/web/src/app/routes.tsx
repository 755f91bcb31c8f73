import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { ConversationRoute } from '../conversation/conversation-route.tsx'
import { NothingChosen } from './nothing-chosen.tsx'
import { Shell } from './shell-view.tsx'

/**
 * The places of the app. They stand behind the `#`, so no server ever learns which conversation was loaded anew.
 */
const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NothingChosen })

const home = createRoute({ getParentRoute: () => rootRoute, path: '/', component: NothingChosen })
const conversation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/c/$room',
  component: ConversationRoute,
})
const details = createRoute({
  getParentRoute: () => conversation,
  path: '/details',
  component: lazyRouteComponent(() => import('../room-details/room-details-view.tsx'), 'RoomDetailsScreen'),
})
const newConversation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new',
  component: lazyRouteComponent(() => import('../new-conversation/new-conversation-view.tsx'), 'NewConversationScreen'),
})
const newRoom = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new/room',
  component: lazyRouteComponent(() => import('../new-room/new-room-view.tsx'), 'NewRoomScreen'),
})
const addPerson = createRoute({
  getParentRoute: () => rootRoute,
  path: '/add/$account',
  component: lazyRouteComponent(() => import('../new-conversation/add-person-view.tsx'), 'AddPersonScreen'),
})
const person = createRoute({
  getParentRoute: () => rootRoute,
  path: '/person/$account',
  component: lazyRouteComponent(() => import('../person/person-view.tsx'), 'PersonScreen'),
})
const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-view.tsx'), 'SettingsScreen'),
})
const providers = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers',
  component: lazyRouteComponent(() => import('../providers/providers-view.tsx'), 'ProvidersScreen'),
})
const phrase = createRoute({
  getParentRoute: () => rootRoute,
  path: '/phrase',
  component: lazyRouteComponent(() => import('../recovery/recovery-phrase-view.tsx'), 'RecoveryPhraseScreen'),
})
const devices = createRoute({
  getParentRoute: () => rootRoute,
  path: '/devices',
  component: lazyRouteComponent(() => import('../devices/devices-view.tsx'), 'DevicesScreen'),
})
const provider = createRoute({
  getParentRoute: () => rootRoute,
  path: '/server',
  component: lazyRouteComponent(() => import('../operator/operator-view.tsx'), 'OperatorScreen'),
})

const routeTree = rootRoute.addChildren([
  home,
  conversation.addChildren([details]),
  newConversation,
  newRoom,
  addPerson,
  person,
  settings,
  phrase,
  devices,
  providers,
  provider,
])

export function createAppRouter(): AppRouter {
  return makeRouter()
}

function makeRouter() {
  return createRouter({ routeTree, history: createHashHistory(), scrollRestoration: false })
}

export type AppRouter = ReturnType<typeof makeRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}
