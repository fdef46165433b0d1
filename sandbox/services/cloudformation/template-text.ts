import type { GetObjectOutput } from '@aws-sdk/client-s3'
import { type Call } from './engine/call.ts'
import { CallError } from './engine/call-error.ts'
import { validationError } from './errors.ts'

const LONGEST_BODY = 51_200
const LONGEST_OBJECT = 1_000_000

/** The text of the template that a request gives, in itself or as an object of S3. */
export async function templateText(
  { TemplateBody, TemplateURL }: { TemplateBody?: string | undefined; TemplateURL?: string | undefined },
  call: Call,
): Promise<string> {
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError('Either Template URL or Template Body must be specified, not both.')
  }
  if (TemplateBody !== undefined) {
    const { length } = Buffer.from(TemplateBody)
    if (length <= LONGEST_BODY) return TemplateBody
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_BODY}`,
    )
  }
  if (TemplateURL === undefined)
    throw validationError('Either Template URL or Template Body must be specified.')
  const text = await objectText(TemplateURL, call)
  if (Buffer.byteLength(text) > LONGEST_OBJECT)
    throw validationError(`Template may not exceed ${LONGEST_OBJECT} bytes in size.`)
  return text
}

/** The text of an object of S3. Throws ValidationError with what S3 says against it. */
export async function objectText(address: string, call: Call): Promise<string> {
  const { Bucket, Key } = objectOf(address)
  try {
    const { Body } = await call<GetObjectOutput>('s3', 'GetObject', { Bucket, Key })
    const chunks: Buffer[] = []
    for await (const chunk of Body as unknown as AsyncIterable<Buffer>) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks).toString()
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    const help =
      'For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html'
    throw validationError(`S3 error: ${error.text}\n${help}`)
  }
}

/** Bucket and key of an address, path style or with the bucket in the host's name. */
export function objectOf(address: string): { Bucket: string; Key: string } {
  const wrong = () => validationError('TemplateURL must be a supported URL.')
  if (!URL.canParse(address)) throw wrong()
  const { protocol, hostname, pathname } = new URL(address)
  if (!/^https?:$/.test(protocol)) throw wrong()
  const parts = pathname.slice(1).split('/').map(decodeURIComponent)
  const [, bucket] = /^(.+)\.s3[.-]/.exec(hostname) ?? []
  const [first = '', ...rest] = bucket === undefined ? parts : [bucket, ...parts]
  const Key = rest.join('/')
  if (first === '' || Key === '') throw wrong()
  return { Bucket: first, Key }
}
