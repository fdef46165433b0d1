import type { PutBucketCorsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'
import { invalidRequest, malformedXml } from '../errors.ts'

const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])

/** Says which pages of other origins may use a bucket, and how. */
export const putBucketCors: Operation<PutBucketCorsRequest, object> = (input, context) => {
  const cors = input.CORSConfiguration?.CORSRules ?? []
  if (cors.length === 0 || cors.length > 100) throw malformedXml()
  for (const { AllowedMethods = [], AllowedOrigins = [], AllowedHeaders = [] } of cors) {
    if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml()
    const unsupported = AllowedMethods.find(method => !METHODS.has(method))
    if (unsupported !== undefined) {
      throw invalidRequest(
        `Found unsupported HTTP method in CORS config. Unsupported method is ${unsupported}`,
      )
    }
    const wild = [...AllowedOrigins, ...AllowedHeaders].find(pattern => pattern.split('*').length > 2)
    if (wild !== undefined) {
      const what = AllowedOrigins.includes(wild) ? 'AllowedOrigin' : 'AllowedHeader'
      throw invalidRequest(`${what} "${wild}" can not have more than one wildcard.`)
    }
  }
  changeBucket(input, context, bucket => ({ ...bucket, cors }))
  return {}
}
