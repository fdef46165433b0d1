import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AwsError } from '../../operation.ts'
import { LARGEST_BODY } from '../body.ts'
import type { Step } from '../exchange.ts'

const unzip = promisify(gunzip)

/**
 * Unpacks a body that the client has compressed, as clients do for PutMetricData; the signature covers it as it came. To S3 an
 * encoding is a property of the object.
 */
export const decompress: Step = async ({ request }) => {
  if (request.object || request.headers['content-encoding'] !== 'gzip') return
  try {
    request.body = await unzip(request.body, { maxOutputLength: LARGEST_BODY })
  } catch (error) {
    throw new AwsError(
      'SerializationException',
      `The request body is not valid gzip of at most ${LARGEST_BODY} bytes: ${(error as Error).message}`,
    )
  }
}
