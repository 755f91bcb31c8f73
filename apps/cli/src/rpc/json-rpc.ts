/** JSON-RPC 2.0 (https://www.jsonrpc.org/specification): its messages, as they come and as they go. */
import { parseJson } from '../json/json-line.ts'
import { isObject } from '../json/shape.ts'

export type RequestId = string | number | undefined

export type RpcCall = {
  readonly method: string
  readonly params: unknown
  /** Absent: a notification, which is never answered. */
  readonly id: RequestId
}

export type RpcError = { readonly code: number; readonly message: string; readonly data?: unknown }

export const PARSE_ERROR: RpcError = { code: -32_700, message: 'Parse error' }
export const INVALID_REQUEST: RpcError = { code: -32_600, message: 'Invalid Request' }
export const METHOD_NOT_FOUND: RpcError = { code: -32_601, message: 'Method not found' }
export const INVALID_PARAMS: RpcError = { code: -32_602, message: 'Invalid params' }
export const INTERNAL_ERROR: RpcError = { code: -32_603, message: 'Internal error' }
/** Of the range left to servers: the method could not be carried out; `data` is an error record. */
export const COMMAND_FAILED = -32_000

export type RpcInput =
  | { readonly kind: 'single'; readonly call: RpcCall | 'invalid' }
  | { readonly kind: 'batch'; readonly calls: readonly (RpcCall | 'invalid')[] }
  | { readonly kind: 'unreadable' }

const BATCH_MAX = 64

export function parseRpc(line: string): RpcInput {
  const json = parseJson(line)
  if (json === undefined) return { kind: 'unreadable' }
  if (!Array.isArray(json)) return { kind: 'single', call: parseCall(json) }
  const isBatch = json.length > 0 && json.length <= BATCH_MAX
  return isBatch
    ? { kind: 'batch', calls: json.map((one: unknown) => parseCall(one)) }
    : { kind: 'single', call: 'invalid' }
}

function parseCall(json: unknown): RpcCall | 'invalid' {
  if (!isObject(json) || json['jsonrpc'] !== '2.0') return 'invalid'
  const { method, params, id } = json
  const isIdGood = id === undefined || typeof id === 'string' || typeof id === 'number'
  return isIdGood && typeof method === 'string' ? { method, params, id } : 'invalid'
}

export function resultOf(id: RequestId, result: unknown): unknown {
  return { jsonrpc: '2.0', result, id }
}

export function errorOf(id: RequestId, error: RpcError): unknown {
  return { jsonrpc: '2.0', error, id }
}

export function notificationOf(method: string, params: unknown): unknown {
  return { jsonrpc: '2.0', method, params }
}
