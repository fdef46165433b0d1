import { expect, test } from 'vitest'
import { decodeChunked } from './aws-chunked.ts'
import type { WireRequest } from './protocol.ts'
import { readServiceModel } from './service-model.ts'

function request(method: string, url: string, headers: WireRequest['headers'] = {}, body = ''): WireRequest {
  const [path = '/', query = ''] = url.split('?')
  return { method, path, query, headers, body: Buffer.from(body) }
}

test.each([
  ['GET', '/', {}, 'ListBuckets'],
  ['PUT', '/bucket', {}, 'CreateBucket'],
  ['PUT', '/bucket/', {}, 'CreateBucket'],
  ['GET', '/bucket', {}, 'ListObjects'],
  ['GET', '/bucket?list-type=2&prefix=a', {}, 'ListObjectsV2'],
  ['GET', '/bucket?location', {}, 'GetBucketLocation'],
  ['GET', '/bucket?location=', {}, 'GetBucketLocation'],
  ['GET', '/bucket/a/b/c', {}, 'GetObject'],
  ['HEAD', '/bucket/a', {}, 'HeadObject'],
  ['PUT', '/bucket/a', {}, 'PutObject'],
  ['PUT', '/bucket/a', { 'x-amz-copy-source': '/bucket/b' }, 'CopyObject'],
  ['PUT', '/bucket/a?partNumber=1&uploadId=u', {}, 'UploadPart'],
  ['PUT', '/bucket/a?partNumber=1&uploadId=u', { 'x-amz-copy-source': '/b/c' }, 'UploadPartCopy'],
  ['GET', '/bucket/a?uploadId=u', {}, 'ListParts'],
  ['POST', '/bucket/a?uploads', {}, 'CreateMultipartUpload'],
  ['POST', '/bucket/a?uploadId=u', {}, 'CompleteMultipartUpload'],
  ['DELETE', '/bucket/a?uploadId=u', {}, 'AbortMultipartUpload'],
  ['DELETE', '/bucket/a', {}, 'DeleteObject'],
  ['POST', '/bucket?delete', {}, 'DeleteObjects'],
  ['PATCH', '/bucket', {}, undefined],
])('%s %s of clients that give no hint is S3s %s', async (method, url, headers, operation) => {
  const { protocol, operations } = readServiceModel(await import('@aws-sdk/client-s3'))
  expect(protocol.operationName(request(method, url, headers), operations)).toBe(operation)
})

test('labels are decoded once, slashes and dots of a key kept', async () => {
  const { protocol, operations } = readServiceModel(await import('@aws-sdk/client-s3'))
  const input = await protocol.read(
    operations.get('GetObject')!,
    request('GET', '/bucket/a%20b/c%252F/%C3%A9'),
  )
  expect(input).toEqual({ Bucket: 'bucket', Key: 'a b/c%2F/é' })
})

test('the body of a REST request cannot take the place of what the path says', async () => {
  const { protocol, operations } = readServiceModel(await import('@aws-sdk/client-efs'))
  const body = JSON.stringify({ FileSystemId: 'fs-other', ThroughputMode: 'elastic' })
  const input = await protocol.read(
    operations.get('UpdateFileSystem')!,
    request('PUT', '/2015-02-01/file-systems/fs-1', {}, body),
  )
  expect(input).toEqual({ FileSystemId: 'fs-1', ThroughputMode: 'elastic' })
})

test.each(['<a', 'no', '<a></b>', '<?xml version="1.0"?>'])('XML that is none is refused: %s', async body => {
  const { protocol, operations } = readServiceModel(await import('@aws-sdk/client-s3'))
  const read = () => protocol.read(operations.get('CreateBucket')!, request('PUT', '/b', {}, body))
  expect(read).toThrow(
    expect.objectContaining({
      code: 'MalformedXML',
      message: 'The XML you provided was not well-formed or did not validate against our published schema',
    }),
  )
})

test('a path that cannot be decoded is refused', async () => {
  const { protocol, operations } = readServiceModel(await import('@aws-sdk/client-s3'))
  const read = () => protocol.read(operations.get('GetObject')!, request('GET', '/bucket/%E0%A4%A'))
  expect(read).toThrow(expect.objectContaining({ code: 'InvalidURI' }))
})

const CHUNKED = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '11' }

test('a body in chunks is put together, and its trailers are headers', () => {
  const body =
    '6;chunk-signature=ab\r\nhello \r\n5;chunk-signature=cd\r\nworld\r\n0;chunk-signature=ef\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'
  const whole = decodeChunked(
    request('PUT', '/b/k', { ...CHUNKED, 'content-encoding': 'gzip,aws-chunked' }, body),
  )
  expect(whole.body.toString()).toBe('hello world')
  expect(whole.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-length': '11',
    'x-amz-checksum-crc32': 'AAAAAA==',
  })
})

test.each([
  ['cut short', 'b\r\nhello'],
  ['of another length than it says', '5\r\nhello\r\n0\r\n\r\n'],
  ['without a size', 'hello world'],
  ['with a size that is none', '-1\r\nhello\r\n0\r\n\r\n'],
])('a body in chunks that is %s is refused', (_what, body) => {
  expect(() => decodeChunked(request('PUT', '/b/k', CHUNKED, body))).toThrow(
    expect.objectContaining({ code: 'IncompleteBody' }),
  )
})
