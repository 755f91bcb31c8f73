import { encodeVector, takeVector } from '@rushlight/protocol'
import { isContentSigned, protect, signContent, takeSignature, unprotect, withSignature } from './framing.ts'
import type { FramingFault } from './framing.ts'
import { Group } from './group.ts'

/** Application messages: RFC 9420 §15 for content, §6.3 for form. */

export type ApplicationPlaintext = { readonly data: Uint8Array; readonly authenticatedData: Uint8Array }

export type SealedApplication = {
  readonly message: Uint8Array
  /** To be stored before the message is let go. */
  readonly next: Group
  /** To be zeroed once `next` is stored. */
  readonly consumed: readonly Uint8Array[]
}

export async function sealApplication(group: Group, plaintext: ApplicationPlaintext): Promise<SealedApplication> {
  const state = Group.stateOf(group)
  const { data, authenticatedData } = plaintext
  const content = encodeVector(data)
  const { signature } = await signContent(state, { contentType: 'application', authenticatedData, content })
  const outgoing = {
    contentType: 'application',
    authenticatedData,
    plaintext: withSignature(content, signature),
  } as const
  const { message, ratchets, consumed } = await protect(state, outgoing)
  return { message, next: new Group({ ...state, ratchets }), consumed }
}

export type OpenedApplication =
  | {
      readonly kind: 'application'
      readonly senderLeaf: number
      readonly generation: number
      readonly authenticatedData: Uint8Array
      readonly data: Uint8Array
      readonly next: Group
      readonly consumed: readonly Uint8Array[]
    }
  /**
   * Says of itself that this device sent it. Its keys are gone, so only the caller can know: byte for byte what this
   * device sent, or void. Every other member finds the same by the signature.
   */
  | { readonly kind: 'own'; readonly generation: number }
  /** Nothing was used up: the group stays as it was. */
  | { readonly kind: 'void'; readonly reason: FramingFault }

export async function openApplication(group: Group, message: Uint8Array): Promise<OpenedApplication> {
  const state = Group.stateOf(group)
  const opened = await unprotect(state, message, 'application')
  if (opened.kind !== 'open') return opened
  const { incoming } = opened
  const data = takeVector(incoming.plaintext)
  const [signature] = (data && takeSignature(data.rest, 0)) ?? []
  if (data === undefined || signature === undefined) return { kind: 'void', reason: 'malformed' }
  const content = encodeVector(data.data)
  if (!(await isContentSigned(state, incoming, { content, signature }))) {
    return { kind: 'void', reason: 'signatureInvalid' }
  }
  const { senderLeaf, generation, header, ratchets, consumed } = incoming
  const next = new Group({ ...state, ratchets })
  const { authenticatedData } = header
  return { kind: 'application', senderLeaf, generation, authenticatedData, data: data.data, next, consumed }
}
