import type { Sandbox } from '../../../operation.ts'
import { emptyLetterbox, type Letterbox, lettersIn, presignedPut } from './own-bucket.ts'

const VALID_S = 2 * 3600

/** What a custom resource's function answers. */
export interface CustomResponse {
  Status?: string
  Reason?: string
  PhysicalResourceId?: string
  NoEcho?: boolean
  Data?: Record<string, unknown>
}

/** A presigned link to which the answer to a request is put. */
export async function responseUrl(sandbox: Sandbox, region: string, key: string): Promise<string> {
  const box = letterbox(sandbox, region, key)
  return `https://${box.bucket}.s3.${region}.amazonaws.com/${await presignedPut(box, VALID_S)}`
}

/** The answer that has come, which is then forgotten; undefined while there is none. */
export async function takeResponse(
  sandbox: Sandbox,
  region: string,
  key: string,
): Promise<CustomResponse | undefined> {
  const box = letterbox(sandbox, region, key)
  const answer = (await lettersIn(box)).at(-1)
  if (answer === undefined) return undefined
  await emptyLetterbox(box)
  try {
    const response: unknown = JSON.parse(answer)
    if (typeof response === 'object' && response !== null) return response
    return { Status: 'FAILED', Reason: 'Invalid response object: it is no JSON object.' }
  } catch {
    return { Status: 'FAILED', Reason: 'Invalid response object: it is no JSON.' }
  }
}

function letterbox(sandbox: Sandbox, region: string, key: string): Letterbox {
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`
  return { sandbox, region, bucket, key }
}
