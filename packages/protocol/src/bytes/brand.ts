declare const brand: unique symbol

/** A value whose role is part of its type: a `RoomId` cannot be passed where a `LogId` is asked for. */
export type Brand<Value, Role extends string> = Value & { readonly [brand]: Role }
