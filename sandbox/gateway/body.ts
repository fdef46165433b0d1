import type { IncomingMessage, ServerResponse } from 'node:http'

/** Bytes; the largest API request of AWS's JSON and query services stays well below (1 MiB), a snapshot may not. */
export const LARGEST_BODY = 32 * 1024 * 1024

/** Milliseconds until a body has to have come whole. */
const SLOWEST_BODY = 60_000

/** The whole body; undefined when it was too large or was cut short, and has been answered already. */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  const late = setTimeout(() => {
    response.writeHead(408, { connection: 'close' }).end()
    request.destroy()
  }, SLOWEST_BODY)
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > LARGEST_BODY) {
        const text = `The request body is larger than ${LARGEST_BODY} bytes.\n`
        response.writeHead(413, { 'content-type': 'text/plain', connection: 'close' }).end(text)
        return undefined
      }
      chunks.push(chunk)
    }
  } catch {
    return undefined
  } finally {
    clearTimeout(late)
  }
  return Buffer.concat(chunks)
}
