import { idKind } from './id.ts'
import type { Id, IdKind } from './id.ts'

/** Every id of the protocol. None is issued by a server that could take it away again (`spec/identity.md`). */

/** SHA-256 of the genesis record: a person, a bot or an archive, for ever. */
export type AccountId = Id<'AccountId'>
export const accountId: IdKind<AccountId> = idKind(32)

/** 16 random bytes, drawn by the device. */
export type DeviceId = Id<'DeviceId'>
export const deviceId: IdKind<DeviceId> = idKind(16)

/** SHA-256 of one version of an account record. */
export type RecordHash = Id<'RecordHash'>
export const recordHash: IdKind<RecordHash> = idKind(32)

/** SHA-256(creator's account id ‖ 32 random bytes): R1. Also the MLS group id. Never seen by a server. */
export type RoomId = Id<'RoomId'>
export const roomId: IdKind<RoomId> = idKind(32)

/** SHA-256 of an opening: names one hub's log of one term of a room (R2). */
export type LogId = Id<'LogId'>
export const logId: IdKind<LogId> = idKind(32)

/** Names a room's place on one provider's bulletin board for one slot of time; tells nothing to whoever is no member (R19). */
export type BoardTag = Id<'BoardTag'>
export const boardTag: IdKind<BoardTag> = idKind(32)

/** SHA-256("door" ‖ K_e): names a roster sealed under one epoch's key (R7). */
export type DoorId = Id<'DoorId'>
export const doorId: IdKind<DoorId> = idKind(32)

/** Derived from content, sender and room (mimi-content §3.3, R1); never sent beside its own message. */
export type MessageId = Id<'MessageId'>
export const messageId: IdKind<MessageId> = idKind(32)

/** SHA-256 of an encrypted file. */
export type BlobId = Id<'BlobId'>
export const blobId: IdKind<BlobId> = idKind(32)

/** 16 random bytes that name a file on one device; never sent. */
export type FileId = Id<'FileId'>
export const fileId: IdKind<FileId> = idKind(16)

/** 16 random bytes by which a provider knows one device's mailbox; only sealed pointers of it travel. */
export type QueueId = Id<'QueueId'>
export const queueId: IdKind<QueueId> = idKind(16)

/** 16 random bytes inside an address: lets a device close that one address. */
export type AddressId = Id<'AddressId'>
export const addressId: IdKind<AddressId> = idKind(16)

/** Names an item in its queue; tells a day and nothing else (`spec/delivery.md` §6). */
export type QueueItemId = Id<'QueueItemId'>
export const queueItemId: IdKind<QueueItemId> = idKind(16)

/** Follows from the code that one device shows the other. */
export type RendezvousId = Id<'RendezvousId'>
export const rendezvousId: IdKind<RendezvousId> = idKind(16)

/** 16 random bytes: a repeated submit with the same key has no second effect. */
export type IdempotencyKey = Id<'IdempotencyKey'>
export const idempotencyKey: IdKind<IdempotencyKey> = idKind(16)

/** One life of a provider's data; a new one tells clients that it has lost its memory (R29). */
export type Incarnation = Id<'Incarnation'>
export const incarnation: IdKind<Incarnation> = idKind(16)

/** One run of a provider's process: what it held only in memory is gone when this changes. */
export type BootId = Id<'BootId'>
export const bootId: IdKind<BootId> = idKind(16)
