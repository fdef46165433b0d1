import type { GetObjectOutput, GetObjectRequest } from '@aws-sdk/client-s3'
import { Readable } from 'node:stream'
import { readSegments } from '../../../dataplane/objects/read-segments.ts'
import type { Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { invalidRequest } from '../errors.ts'
import { requestedObject } from '../objects.ts'
import { servedObject } from '../serve-object.ts'

/** Serves an object or a range of it, as a stream from the disk. */
export const getObject: Operation<GetObjectRequest, GetObjectOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  const overrides = Object.keys(input).some(name => name.startsWith('Response'))
  if (overrides && context.principal.accountId === '') {
    throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.')
  }
  const object = requestedObject(context, found, input)
  const { output, range } = servedObject(input, object, found)
  const { segments, size } = object.object
  const [start, end] = range ?? [0, size - 1]
  const Body =
    end < start
      ? Readable.from([])
      : readSegments(context.sandbox, found.scope.accountId, segments, start, end)
  return { ...output, Body: Body as GetObjectOutput['Body'] & Readable }
}
