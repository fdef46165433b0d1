import type { ServerResponse } from 'node:http'
import { StoreWriteError } from '../../store/store.ts'

/** What docker is told, in the distribution protocol's envelope. */
export class RegistryError extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.name = 'RegistryError'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** ECR's exceptions as its registry shows them: the code that docker prints before the message, and a status. */
const OF_EXCEPTIONS: Readonly<Record<string, [status: number, code: string]>> = {
  RepositoryNotFoundException: [404, 'NAME_UNKNOWN'],
  ImageNotFoundException: [404, 'MANIFEST_UNKNOWN'],
  UploadNotFoundException: [404, 'BLOB_UPLOAD_UNKNOWN'],
  LayersNotFoundException: [400, 'MANIFEST_BLOB_UNKNOWN'],
  ReferencedImagesNotFoundException: [400, 'MANIFEST_BLOB_UNKNOWN'],
  ImageTagAlreadyExistsException: [400, 'TAG_INVALID'],
  InvalidParameterException: [400, 'MANIFEST_INVALID'],
}

/** The answer to whatever was thrown; undefined for what is the practice account's own fault. */
export function registryErrorOf(error: unknown): RegistryError | undefined {
  if (error instanceof RegistryError) return error
  if (error instanceof StoreWriteError) return new RegistryError(503, 'UNAVAILABLE', error.message)
  if (!(error instanceof Error)) return undefined
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
    const text = 'The disk of the practice account is full. Nothing was stored; make room and push again.'
    return new RegistryError(507, 'UNAVAILABLE', text)
  }
  const [status, code] = OF_EXCEPTIONS[error.name] ?? []
  return status === undefined || code === undefined
    ? undefined
    : new RegistryError(status, code, error.message)
}

/** Sends an error; a request whose body was not wanted loses its connection, lest the rest be taken for another request. */
export function sendError(response: ServerResponse, error: RegistryError): void {
  const body = JSON.stringify({ errors: [{ code: error.code, message: error.message }] })
  response.writeHead(error.status, {
    ...error.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...(response.req.complete ? {} : { connection: 'close' }),
  })
  response.end(body)
  if (!response.req.complete) response.req.resume()
}
