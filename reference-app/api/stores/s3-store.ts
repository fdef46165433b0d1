import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Store } from './store.ts'

/** Two parts of 8 MiB are under way at once: more than that of a file is never in memory. */
const PART_BYTES = 8 * 1024 * 1024
const PARTS_AT_ONCE = 2
const LINK_SECONDS = 300

export interface S3StoreOptions {
  bucket: string
  /** Where browsers reach S3, if not where this task does. */
  publicEndpoint?: string
}

/** Objects in a bucket. Region, credentials and endpoint come from the environment, as every AWS SDK reads them. */
export function createS3Store({ bucket, publicEndpoint }: S3StoreOptions): Store {
  const pathStyle = (endpoint: string | undefined) => (endpoint ? { forcePathStyle: true } : {})
  const client = new S3Client(pathStyle(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL))
  const signer = publicEndpoint
    ? new S3Client({ endpoint: publicEndpoint, ...pathStyle(publicEndpoint) })
    : client
  const object = (key: string) => ({ Bucket: bucket, Key: `uploads/${key}` })

  return {
    /** S3 shows an object when it is complete, never before. */
    async write(key, bytes) {
      const body = Readable.from(bytes, { objectMode: false })
      await new Upload({
        client,
        params: { ...object(key), Body: body },
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
      }).done()
    },

    /** The bytes go from S3 to the browser and never through this task; whoever has the link can use it for five minutes. */
    async send(key, response) {
      const get = new GetObjectCommand({
        ...object(key),
        ResponseContentDisposition: response.get('content-disposition'),
        ResponseContentType: response.get('content-type'),
      })
      response.redirect(302, await getSignedUrl(signer, get, { expiresIn: LINK_SECONDS }))
    },

    async remove(key) {
      const { Bucket, Key } = object(key)
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))
      for (const { UploadId } of Uploads) {
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
      }
      await client.send(new DeleteObjectCommand({ Bucket, Key }))
    },

    async check() {
      // Not HeadBucket: its answer has no body, so a refusal would not say what is lacking.
      await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }))
    },
  }
}
