import { Readable } from 'node:stream'
import { EventStreamCodec } from '@smithy/core/event-streams'
import type { NormalizedSchema } from '@smithy/core/schema'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'

/** Content type of an answer that is a stream of events. */
export const EVENT_STREAM = 'application/vnd.amazon.eventstream'

const codec = new EventStreamCodec(toUtf8, fromUtf8)

type Write = (schema: NormalizedSchema, value: unknown) => Uint8Array

/** The events in an output whose schema has a member for them. */
export function eventsOf(schema: NormalizedSchema, output: object): AsyncIterable<object> | undefined {
  const member = schema.isUnitSchema() ? undefined : schema.getEventStreamMember()
  return member ? (output as Record<string, AsyncIterable<object>>)[member] : undefined
}

/** The events as AWS frames them; the RPC protocols send the output's other members first. */
export function eventStream(
  schema: NormalizedSchema,
  events: AsyncIterable<object>,
  contentType: string,
  write: Write,
): Readable {
  const union = schema.getMemberSchema(schema.getEventStreamMember())
  const frames = async function* () {
    yield frame({ ':message-type': 'event', ':event-type': 'initial-response' }, contentType, fromUtf8('{}'))
    for await (const event of events) {
      const [[name, value] = ['', undefined]] = Object.entries(event)
      const kind: Record<string, string> =
        value instanceof Error
          ? { ':message-type': 'exception', ':exception-type': name }
          : { ':message-type': 'event', ':event-type': name }
      yield frame(kind, contentType, write(union.getMemberSchema(name), value))
    }
  }
  return Readable.from(frames(), { objectMode: false })
}

function frame(headers: Record<string, string>, contentType: string, body: Uint8Array): Uint8Array {
  const all = Object.entries({ ...headers, ':content-type': contentType })
  return codec.encode({
    headers: Object.fromEntries(all.map(([name, value]) => [name, { type: 'string' as const, value }])),
    body,
  })
}
