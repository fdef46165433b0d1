import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { corsHeaders, preflight } from '../dataplane/objects/cors.ts'
import type { WireRequest, WireResponse } from '../protocol/protocol.ts'
import { s3RestXml } from '../protocol/rest-xml.ts'
import { answerForm, isForm } from './answer-form.ts'
import { answer } from './chain.ts'
import type { Gateway } from './exchange.ts'
import { faultOf } from './fault.ts'
import { foreignPage } from './foreign-pages.ts'

/** Milliseconds without a byte: however long an upload takes, a client that fell silent may begin again. */
const SILENCE = 60_000

/** Serves a request to S3: its content comes and goes as a stream. */
export async function serveObjects(
  request: IncomingMessage,
  response: ServerResponse,
  wire: WireRequest,
  gateway: Gateway,
): Promise<void> {
  const requestId = randomUUID()
  const { sandbox } = gateway
  request.setTimeout(SILENCE, () => request.destroy())
  try {
    const cors = corsHeaders(sandbox, wire)
    const { object } = wire
    if (object && request.headers.expect !== undefined) object.content = whenWanted(object.content, response)
    const answered =
      refusal(request, cors) ??
      (wire.method === 'OPTIONS' ? answerPreflight(wire, gateway, requestId) : undefined) ??
      (isForm(wire) ? await answerForm(wire, requestId, gateway) : await answer(wire, requestId, gateway))
    await send(request, response, { ...answered, headers: { ...answered.headers, ...cors } })
  } catch (error) {
    // Whoever goes away in the middle has seen enough.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ERR_STREAM_PREMATURE_CLOSE') sandbox.log.error({ requestId, err: error }, 'request failed')
    response.destroy()
  }
}

/** A client that waits for "100 Continue" hears it when its content is about to be read. */
async function* whenWanted(content: AsyncIterable<Buffer>, response: ServerResponse) {
  response.writeContinue()
  yield* content
}

/** Pages of other origins may use buckets whose CORS rules let them, and lead whoever clicks to an object by its signed link. */
function refusal(request: IncomingMessage, cors: Record<string, string>): WireResponse | undefined {
  const { headers } = request
  const { origin: _origin, 'sec-fetch-site': _site, ...others } = headers
  const asked = Object.keys(cors).length > 0 || headers['access-control-request-method'] !== undefined
  const allowed = asked || followsSignedLink(request)
  const text = foreignPage({ headers: allowed ? others : headers })
  if (text === undefined) return undefined
  return { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${text}\n` }
}

/** What a browser opens for its user: the page that led there reads nothing of it. */
function followsSignedLink({ method, url = '', headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && /[?&]X-Amz-Signature=/.test(url)
}

function answerPreflight(wire: WireRequest, { sandbox }: Gateway, requestId: string): WireResponse {
  try {
    return { status: 200, headers: preflight(sandbox, wire), body: '' }
  } catch (error) {
    return s3RestXml.writeError(faultOf(error, undefined), undefined, requestId)
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, stream }: WireResponse,
): Promise<void> {
  // What is left of a body that nobody wanted would be taken for another request.
  const rest: Record<string, string> = request.complete ? {} : { connection: 'close' }
  const length = headers['content-length'] ?? String(Buffer.byteLength(body))
  const withBody = status !== 204 && status !== 304
  response.writeHead(status, {
    server: 'AmazonS3',
    ...headers,
    ...rest,
    ...(withBody && { 'content-length': length }),
  })
  if (stream && request.method !== 'HEAD') await pipeline(stream, response)
  else {
    stream?.destroy()
    response.end(withBody ? body : undefined)
  }
  if (!request.complete) request.resume()
}
