import { requestBytes } from './load.ts'

interface SentRequest {
  method: string
  path: string
  headers: Record<string, string>
  body?: unknown
}

/** What `Client.send` needs of a command, whichever service it is of. */
interface AnyClient {
  send(command: never): Promise<unknown>
}
interface AnyCommand {
  middlewareStack: { add(middleware: never, options: object): void }
}

/** The bytes that an SDK client sends for a command, signed; they may be sent again for a quarter of an hour. It is sent once. */
export async function signedRequest(client: AnyClient, command: AnyCommand): Promise<Buffer> {
  let sent: SentRequest | undefined
  const capture = (next: (args: { request: SentRequest }) => unknown) => (args: { request: SentRequest }) => {
    sent = args.request
    return next(args)
  }
  command.middlewareStack.add(capture as never, { step: 'deserialize', priority: 'low' })
  await client.send(command as never)
  if (!sent) throw new Error('The SDK sent no request.')
  const { 'content-length': _, ...headers } = sent.headers
  // The SDK's own kind of bytes objects to being read as text.
  const { buffer, byteOffset, byteLength } = sent.body as Uint8Array
  const body = Buffer.from(buffer, byteOffset, byteLength)
  return requestBytes({ method: sent.method, path: sent.path, headers }, body)
}
