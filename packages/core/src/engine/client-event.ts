import type { MessageId, RoomId } from '@rushlight/protocol'

/** What the client tells its views after a step is durable. Views read again what an event names. */
export type ClientEvent =
  /** Its place in the list, its title, members, standing, counts. */
  | { readonly kind: 'roomChanged'; readonly room: RoomId }
  /** This device cannot follow the room any more, and asks the others to let it in again. */
  | { readonly kind: 'roomStuck'; readonly room: RoomId }
  /** This device has come into it. */
  | { readonly kind: 'roomJoined'; readonly room: RoomId }
  | { readonly kind: 'roomGone'; readonly room: RoomId }
  /** Lines of a conversation came, changed or went. */
  | { readonly kind: 'messagesChanged'; readonly room: RoomId }
  /** Somebody else's message came in: what may be notified. */
  | { readonly kind: 'received'; readonly room: RoomId; readonly id: MessageId }
  /** A hub has taken an own message. */
  | { readonly kind: 'accepted'; readonly room: RoomId; readonly id: MessageId }
  /** All that was sent up to the message is delivered. */
  | { readonly kind: 'delivered'; readonly room: RoomId }
  /** A message is gone for good: what shows it elsewhere has to go too. */
  | { readonly kind: 'erased'; readonly room: RoomId; readonly id: MessageId }
  /** A file came further: of that message, or among what waits to be sent. */
  | { readonly kind: 'filesChanged'; readonly room: RoomId; readonly message?: MessageId }
  /** History on its way from or to this device came further. */
  | { readonly kind: 'historyChanged' }
  | { readonly kind: 'accountChanged' }
  | { readonly kind: 'contactsChanged' }
  /** The account's devices: which they are, their names, when they were used. */
  | { readonly kind: 'devicesChanged' }
  /** A device that is being linked has come further. */
  | { readonly kind: 'linkingChanged' }
  | { readonly kind: 'connectionChanged' }
  /** The account's providers, their order, or what is known of one of them. */
  | { readonly kind: 'providersChanged' }
  /** Signed out, deleted, or removed by another device: the vault is to be erased. */
  | { readonly kind: 'ended' }
