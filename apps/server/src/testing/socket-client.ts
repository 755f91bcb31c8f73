import { greet, WireClient } from './wire-client.ts'
import type { Connected } from './wire-client.ts'

/**
 * A greeted connection to a provider that runs somewhere, by its URL (`http://…` or `https://…`). To a provider that trusts
 * a proxy it seems to come `from` an address.
 */
export async function connectSocket(url: string, from?: string): Promise<Connected> {
  const headers = from === undefined ? {} : { 'x-forwarded-for': from }
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`, { headers })
  socket.binaryType = 'arraybuffer'
  const client = new WireClient((frame) => socket.send(Uint8Array.from(frame)))
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) client.receive(new Uint8Array(data))
  })
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('close', () => {
      client.isClosed = true
      reject(new Error('the connection could not be made'))
    })
  })
  return { client, greeting: await greet(client), close: () => socket.close() }
}
