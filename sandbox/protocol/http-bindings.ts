import { Readable } from 'node:stream'
import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { ModelOperation, WireRequest, WireResponse } from './protocol.ts'
import { restLabels } from './rest-route.ts'
import { structure, type SchemaRef } from './xml.ts'

/** How restJson and restXml write and read what travels in the body. */
export interface BodyCodec {
  contentType: string
  /** Of the members that are bound to nothing else, or of the payload member. */
  read(schema: NormalizedSchema, body: Buffer): unknown
  write(schema: NormalizedSchema, value: unknown): string | Uint8Array
  /** What answers without a member in the body say. */
  empty: string
}

const settings = { timestampFormat: { useTrait: true, default: 5 }, httpBindings: true } as const
const fromText = new FromStringShapeDeserializer(settings)
const toText = new ToStringShapeSerializer(settings)

/** The members of a structure that travel in the body, as a structure of their own. */
interface Body {
  schema?: NormalizedSchema
  payload?: [name: string, schema: NormalizedSchema]
}

const bodies = new WeakMap<object, Body>()

/** Reads labels, query, headers and body into the operation's input. */
export function readBindings(
  operation: ModelOperation,
  request: WireRequest,
  codec: BodyCodec,
): Record<string, unknown> {
  const { input: schema } = operation
  if (schema.isUnitSchema()) return {}
  const labels = restLabels(operation, request.path)
  const query = new URLSearchParams(request.query)
  const input: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const value = readMember(name, member, labels, query, request)
    if (value !== undefined) input[name] = value
  }
  const { schema: inBody, payload } = bodyOf(schema)
  if (payload && request.stream) input[payload[0]] = request.stream
  else if (payload && request.body.length > 0)
    input[payload[0]] = readPayload(payload[1], request.body, codec)
  if (inBody && request.body.length > 0) Object.assign(input, codec.read(inBody, request.body))
  return input
}

/** Writes a structure as headers, status and body; `status` is what the model says. */
export function writeBindings(
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
  status: number,
  codec: BodyCodec,
): WireResponse {
  const response: WireResponse = { status, headers: {}, body: '' }
  if (schema.isUnitSchema()) return response
  for (const [name, member] of schema.structIterator()) {
    if (value[name] != null) writeMember(member, value[name], response)
  }
  const { schema: inBody, payload } = bodyOf(schema)
  const contentType = (type: string) => (response.headers['content-type'] ??= type)
  if (payload) {
    const [name, member] = payload
    const content = value[name]
    if (content == null) return response
    if (member.isBlobSchema()) contentType('application/octet-stream')
    else if (member.isStringSchema()) contentType('text/plain')
    else contentType(codec.contentType)
    if (content instanceof Readable) response.stream = content
    const raw = member.isBlobSchema() || member.isStringSchema()
    if (!response.stream)
      response.body = raw ? (content as string | Uint8Array) : codec.write(member, content)
  } else if (status !== 204) {
    contentType(codec.contentType)
    response.body = inBody ? codec.write(inBody, value) : codec.empty
  }
  return response
}

function readMember(
  name: string,
  member: NormalizedSchema,
  labels: ReadonlyMap<string, string>,
  query: URLSearchParams,
  { headers }: WireRequest,
): unknown {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders } = member.getMergedTraits()
  if (httpLabel) {
    const label = labels.get(name)
    return label === undefined ? undefined : read(member, label)
  }
  if (httpQuery) {
    const values = query.getAll(httpQuery)
    if (member.isListSchema())
      return values.length > 0 ? values.map(one => read(member.getValueSchema(), one)) : undefined
    return values[0] === undefined ? undefined : read(member, values[0])
  }
  if (httpQueryParams) {
    const many = member.getValueSchema().isListSchema()
    return Object.fromEntries([...query.keys()].map(key => [key, many ? query.getAll(key) : query.get(key)]))
  }
  if (httpHeader) {
    const text = headerText(headers[httpHeader.toLowerCase()])
    return text === undefined ? undefined : read(member, text)
  }
  if (typeof httpPrefixHeaders === 'string') {
    const prefix = httpPrefixHeaders.toLowerCase()
    const own = Object.entries(headers).filter(([header]) => header.startsWith(prefix))
    return own.length === 0
      ? undefined
      : Object.fromEntries(own.map(([header, text]) => [header.slice(prefix.length), headerText(text)]))
  }
  return undefined
}

function writeMember(member: NormalizedSchema, value: unknown, response: WireResponse): void {
  const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits()
  if (httpHeader) response.headers[httpHeader.toLowerCase()] = write(member, value)
  else if (typeof httpPrefixHeaders === 'string') {
    for (const [key, text] of Object.entries(value as Record<string, string>)) {
      response.headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = text
    }
  } else if (httpResponseCode) response.status = Number(value)
}

function readPayload(member: NormalizedSchema, body: Buffer, codec: BodyCodec): unknown {
  if (member.isBlobSchema()) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  return member.isStringSchema() ? body.toString('utf8') : codec.read(member, body)
}

function bodyOf(schema: NormalizedSchema): Body {
  const key = schema.getSchema() as object
  let body = bodies.get(key)
  if (!body) bodies.set(key, (body = findBody(schema)))
  return body
}

function findBody(schema: NormalizedSchema): Body {
  const members = [...schema.structIterator()]
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload)
  if (payload) return { payload }
  const unbound = members.filter(([, member]) => !isBound(member))
  if (unbound.length === 0) return {}
  const refs = unbound.map(([name, member]): [string, SchemaRef] => [name, member.ref])
  return { schema: NormalizedSchema.of(structure(rootName(schema), refs)) }
}

function rootName(schema: NormalizedSchema): string {
  return schema.getMergedTraits().xmlName ?? schema.getName() ?? 'Result'
}

function isBound(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits()
  return Boolean(
    traits.httpLabel ??
    traits.httpQuery ??
    traits.httpQueryParams ??
    traits.httpHeader ??
    traits.httpPrefixHeaders ??
    traits.httpResponseCode,
  )
}

function read(member: NormalizedSchema, text: string): unknown {
  return fromText.read(member, text)
}

function write(member: NormalizedSchema, value: unknown): string {
  toText.write(member, value)
  return toText.flush()
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}
