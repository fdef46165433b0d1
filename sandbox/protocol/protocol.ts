import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { NormalizedSchema } from '@smithy/core/schema'

/** A request as it came over the wire; `path` and `query` still percent-encoded, as the signature covers them. */
export interface WireRequest {
  method: string
  path: string
  /** Without the question mark. */
  query: string
  headers: IncomingHttpHeaders
  body: Buffer
  /** Requests to S3, whose bodies are not read before the operation is known. */
  object?: ObjectRequest
  /** In the place of `body` for an operation that takes its content as it comes. */
  stream?: AsyncIterable<Buffer>
}

/** What is special of a request to S3. */
export interface ObjectRequest {
  /** The path with the bucket first, also where the host name has it. */
  path: string
  content: AsyncIterable<Buffer>
}

/** An answer ready to be sent. */
export interface WireResponse {
  status: number
  headers: Record<string, string>
  body: string | Uint8Array
  /** In the place of `body` where the content comes from the disk. */
  stream?: Readable
}

/** An operation of the SDK's model, its schemas normalized. */
export interface ModelOperation {
  name: string
  input: NormalizedSchema
  output: NormalizedSchema
  /** `[method, uri pattern, status]` of REST operations. */
  http?: [string, string, number]
}

/** What a protocol needs to know of a service. */
export interface ServiceNames {
  /** Such as `2016-11-15`; form requests name it. */
  version: string
  /** Such as `AmazonEC2ContainerServiceV20141113`; the part of `X-Amz-Target` before the dot. */
  targetPrefix: string
  /** Root attribute of XML answers. */
  xmlNamespace: string
  /** True where the service once spoke awsQuery, whose clients know its errors by other codes. */
  queryCompatible: boolean
}

/** An error on its way out: what the wire says, and the modelled exception's own members where it has any. */
export interface Fault {
  code: string
  message: string
  status: number
  sender: boolean
  /** Present for exceptions that the service models. */
  schema?: NormalizedSchema
  members: Readonly<Record<string, unknown>>
  /** Beside those of every answer. */
  headers?: Readonly<Record<string, string>>
}

/** Codes that each protocol has of its own for what goes wrong before an operation runs (facts: 'Wire, credentials'). */
export interface ProtocolCodes {
  unknownKey: [code: string, message: string, status: number]
  /** With a message where the protocol has one of its own. */
  wrongSignature: [code: string, status: number, message?: string]
  clockSkew: [code: string, status: number, message?: string]
  expiredToken: [code: string, status: number]
  /** For a presigned URL, where the protocol tells it from a clock that is wrong. */
  expiredUrl?: [code: string, status: number, message?: string]
  unsigned: [code: string, status: number]
  /** For an Authorization header that lacks a part. */
  incompleteSignature: string
  accessDenied: [code: string, status: number]
  unknownOperation: [code: string, status: number, message?: string]
  serialization: [code: string, status: number]
}

/** One of AWS's wire protocols, seen from the server. */
export interface Protocol {
  readonly id: string
  readonly codes: ProtocolCodes
  /** Name of the operation that the request asks for; undefined when it names none. */
  operationName(request: WireRequest, operations: ReadonlyMap<string, ModelOperation>): string | undefined
  /** The request's input; throws AwsError when it cannot be read. */
  read(
    operation: ModelOperation,
    request: WireRequest,
  ): Record<string, unknown> | Promise<Record<string, unknown>>
  write(operation: ModelOperation, output: object, names: ServiceNames, requestId: string): WireResponse
  writeError(fault: Fault, names: ServiceNames | undefined, requestId: string): WireResponse
  /** The error for required members that are missing from the input, as paths such as `networkConfiguration.subnets`. */
  missingMembers(paths: string[], models: (shape: string) => boolean): { code: string; message: string }
}
