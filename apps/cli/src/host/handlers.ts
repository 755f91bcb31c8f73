import { accountHandlers } from './handlers/account-handlers.ts'
import { deviceHandlers } from './handlers/device-handlers.ts'
import { archiveHandlers } from './handlers/archive-handlers.ts'
import { fileHandlers } from './handlers/file-handlers.ts'
import { historyHandlers } from './handlers/history-handlers.ts'
import { messageHandlers } from './handlers/message-handlers.ts'
import { peopleHandlers } from './handlers/people-handlers.ts'
import { phraseHandlers } from './handlers/phrase-handlers.ts'
import { providerHandlers } from './handlers/provider-handlers.ts'
import { roomHandlers } from './handlers/room-handlers.ts'
import type { Handler } from './handler.ts'

/** Every method that is answered, by its name. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map(
  [
    ...accountHandlers,
    ...deviceHandlers,
    ...archiveHandlers,
    ...fileHandlers,
    ...historyHandlers,
    ...peopleHandlers,
    ...phraseHandlers,
    ...providerHandlers,
    ...roomHandlers,
    ...messageHandlers,
  ].map((one) => [one.name, one]),
)
